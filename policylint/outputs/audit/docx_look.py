"""The styles of the DOCX report: Word's own styles, laid out calmly, and a few of ours.

The fonts are on every machine that has Word, and LibreOffice has others of the same widths, so lines break alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor, Twips

from policylint.model.report import StatusWord
from policylint.outputs.audit.docx_elements import border, element, shade

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import BaseStyle, CharacterStyle, ParagraphStyle
    from docx.text.parfmt import ParagraphFormat

TEXT_WIDTH: Final = 9360
"""Of a page in Letter size with margins of an inch, in twentieths of a point."""

NAVY: Final = "162E51"
BLUE: Final = "005EA2"
INK: Final = "1B1B1B"
SOFT: Final = "565C65"
LINE: Final = "C6CACE"
PANEL: Final = "F3F5F8"
AMBER: Final = "8A5A00"
WARM: Final = "FEF5E0"
TONES: Final[dict[StatusWord, tuple[str, str]]] = {
    "covered": ("00592F", "DFF2E7"),
    "legacy": ("6B4500", "FCEFD0"),
    "missing": ("9C0808", "FBE3E1"),
}
"""Ink and ground of the chip of each status. Ink on ground has a contrast above 7 to 1."""

CHIP: Final[dict[StatusWord, str]] = {status: f"Status {status.capitalize()}" for status in TONES}
"""The character style of each status."""

_BODY: Final = "Times New Roman"
_CODE: Final = "Courier New"
_SIDES: Final = ("top", "left", "bottom", "right")

Line = tuple[str, str, int, int]
"""A line beside a paragraph: side, colour, width in eighths of a point, distance in points."""

_QUOTE_LINE: Final[tuple[Line, ...]] = (("left", BLUE, 18, 10),)
_CALLOUT_LINE: Final[tuple[Line, ...]] = (("left", AMBER, 24, 10),)
_BOX: Final[tuple[Line, ...]] = tuple((side, PANEL, 4, 8 if side in {"left", "right"} else 4) for side in _SIDES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """A paragraph style: measures in points, lines as a multiple of their height, nothing where it has the default.

    The style is Word's own unless it is `ours`.
    """

    name: str
    ours: bool = False
    base: str = "Normal"
    follows: str = ""
    size: float = 0
    colour: str = ""
    bold: bool = False
    italic: bool = False
    foreign: bool = False
    """Words of another, in whichever language: not to be proofread."""
    space: tuple[float, float] | None = None
    """Before and after."""
    height: float = 0
    exact: float = 0
    inset: bool = False
    left: int = 0
    lines: tuple[Line, ...] = ()
    ground: str = ""
    with_next: bool = False
    whole: bool = False
    outline: int = 0
    dots: bool = False
    """Leads to a number at the right with dots."""
    to_right: bool = False
    bullets: bool = False


def _heading(level: int, size: float, space: tuple[float, float], lines: tuple[Line, ...] = ()) -> _Style:
    return _Style(
        name=f"Heading {level}",
        follows="Normal",
        size=size,
        colour=NAVY,
        bold=True,
        space=space,
        height=1.1,
        lines=lines,
        with_next=True,
        whole=True,
        outline=level,
    )


_PARAGRAPHS: Final = (
    _Style(name="Title", size=28, colour=NAVY, bold=True, lines=(("top", NAVY, 48, 16),), space=(150, 8), height=1.05),
    _Style(name="Subtitle", size=15, colour=SOFT, space=(0, 36), height=1.15),
    _heading(1, 20, (26, 11), (("bottom", NAVY, 10, 5),)),
    _heading(2, 14.5, (17, 6)),
    _heading(3, 11.5, (13, 2)),
    _Style(name="TOC Heading", size=19, colour=NAVY, bold=True, space=(0, 14)),
    _Style(name="toc 1", follows="Normal", bold=True, space=(4, 2), dots=True),
    _Style(name="toc 2", follows="Normal", space=(0, 2), left=340, dots=True),
    _Style(name="Lead", ours=True, size=12.5, colour=NAVY, space=(0, 9), height=1.25),
    _Style(name="Small", ours=True, size=9, colour=SOFT, space=(0, 5), height=1.15),
    _Style(name="List Bullet", space=(0, 4), bullets=True),
    _Style(name="Quote", foreign=True, space=(2, 6), height=1.12, inset=True, lines=_QUOTE_LINE, whole=True),
    _Style(
        name="Model Clause", ours=True, space=(7, 10), height=1.12, inset=True, lines=_BOX, ground=PANEL, whole=True
    ),
    _Style(
        name="Callout Title",
        ours=True,
        follows="Callout",
        bold=True,
        space=(7, 0),
        inset=True,
        lines=_CALLOUT_LINE,
        ground=WARM,
        with_next=True,
    ),
    _Style(name="Callout", ours=True, space=(0, 11), inset=True, lines=_CALLOUT_LINE, ground=WARM, whole=True),
    _Style(
        name="Caption", follows="Normal", size=9.5, colour=NAVY, bold=True, space=(13, 4), with_next=True, whole=True
    ),
    _Style(name="Picture", ours=True, space=(4, 0), height=1, with_next=True),
    _Style(name="Table Text", ours=True, size=9, space=(1, 1), height=1.05),
    _Style(name="Table Head", ours=True, base="Table Text", colour=NAVY, bold=True, with_next=True),
    _Style(name="Table Gap", ours=True, space=(0, 6), exact=6),
    _Style(name="Header", size=8.5, colour=SOFT, lines=(("bottom", LINE, 4, 5),), space=(0, 0), height=1),
    _Style(name="Footer", size=8.5, colour=SOFT, space=(0, 0), height=1, to_right=True),
    _Style(name="Cover Note", ours=True, size=9, colour=SOFT, lines=(("top", LINE, 4, 8),), space=(90, 0), height=1.2),
)

_DEFAULTS: Final = (
    f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{_BODY}" w:hAnsi="{_BODY}" w:eastAsia="{_BODY}" w:cs="{_BODY}"/>'
    '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:widowControl/><w:spacing w:before="0" w:after="90" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
)
"""What holds where no style says otherwise; python-docx has no call for it."""

_NUMBERING: Final = (
    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
    '<w:lvlText w:val="\u2022"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="230"/></w:pPr>'
    f'<w:rPr><w:color w:val="{SOFT}"/></w:rPr></w:lvl></w:abstractNum>'
)
"""One list, with bullets."""


def dress(document: Document) -> None:
    """Give a new document the styles of the report, and no others."""
    styles = document.styles
    names = {style.name for style in _PARAGRAPHS} | {"Normal", "Strong"}
    for style in list(styles):
        if style.name not in names and not style.element.default:
            style.delete()
    styles.element.replace(styles.element.find(qn("w:docDefaults")), parse_xml(_DEFAULTS))
    # Not among the defaults: LibreOffice holds those above the styles of characters within a table.
    _characters(_bare(document, "Normal", WD_STYLE_TYPE.PARAGRAPH), size=10.5, colour=INK, font=_BODY)
    made = [_paragraph_style(document, style) for style in _PARAGRAPHS]
    for style, wanted in zip(made, _PARAGRAPHS, strict=True):
        style.base_style = styles[wanted.base]
        style.next_paragraph_style = styles[wanted.follows or wanted.name]
    _character_styles(document)
    _table_styles(document)
    lists = document.part.numbering_part.element
    lists[:] = [parse_xml(_NUMBERING), element("w:num", element("w:abstractNumId", val=0), numId=1)]


def _bare(document: Document, name: str, kind: WD_STYLE_TYPE, *, ours: bool = False) -> ParagraphStyle:
    """A style of this name without any property: the template's own, or one more."""
    styles = document.styles
    style: ParagraphStyle = styles[name] if name in styles else styles.add_style(name, kind, builtin=not ours)
    style.element[:] = [child for child in style.element if child.tag == qn("w:name")]
    style.quick_style = True
    return style


def _paragraph_style(document: Document, wanted: _Style) -> ParagraphStyle:
    style = _bare(document, wanted.name, WD_STYLE_TYPE.PARAGRAPH, ours=wanted.ours)
    if wanted.name.startswith("toc "):
        style.style_id = wanted.name.replace(" ", "").upper()  # as Word calls it
    style.priority = 9
    properties = style.element.get_or_add_pPr()
    # Those for which there is no call come first: each call then puts its own where the schema wants it.
    if wanted.lines:
        properties.append(element("w:pBdr", *(border(*line) for line in wanted.lines)))
    if wanted.ground:
        properties.append(shade(wanted.ground))
    if wanted.outline:
        properties.append(element("w:outlineLvl", val=wanted.outline - 1))
    if wanted.bullets:
        properties.get_or_add_numPr().get_or_add_numId().val = 1
    _layout(style.paragraph_format, wanted)
    _characters(style, wanted.size, wanted.colour, bold=wanted.bold, italic=wanted.italic, foreign=wanted.foreign)
    return style


def _layout(layout: ParagraphFormat, wanted: _Style) -> None:
    if wanted.space:
        layout.space_before, layout.space_after = map(Pt, wanted.space)
    if wanted.height or wanted.exact:
        layout.line_spacing = Pt(wanted.exact) if wanted.exact else float(wanted.height)
    if wanted.inset:
        layout.left_indent = layout.right_indent = Twips(260)
    if wanted.left:
        layout.left_indent = Twips(wanted.left)
    if wanted.dots:
        layout.tab_stops.add_tab_stop(Twips(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    if wanted.to_right:
        layout.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    layout.keep_with_next = wanted.with_next or None
    layout.keep_together = wanted.whole or None


def _characters(
    style: CharacterStyle,
    size: float = 0,
    colour: str = "",
    *,
    font: str = "",
    bold: bool = False,
    italic: bool = False,
    foreign: bool = False,
    ground: str = "",
) -> None:
    """How the characters of a style look, those of Arabic and Hebrew, too."""
    face = style.font
    if font:
        face.name = font
        face.element.rPr.rFonts.set(qn("w:eastAsia"), font)
        face.element.rPr.rFonts.set(qn("w:cs"), font)
    face.bold = face.cs_bold = bold or None
    face.italic = face.cs_italic = italic or None
    face.no_proof = foreign or None
    if colour:
        face.color.rgb = RGBColor.from_string(colour)
    if size:
        face.size = Pt(size)
        face.element.rPr.append(element("w:szCs", val=round(size * 2)))
    if ground:
        face.element.get_or_add_rPr().append(shade(ground))


def _character_styles(document: Document) -> None:
    def style(name: str, *, ours: bool = False) -> CharacterStyle:
        made = _bare(document, name, WD_STYLE_TYPE.CHARACTER, ours=ours)
        made.base_style = document.styles["Default Paragraph Font"]
        made.priority = 10
        return made

    _characters(style("Strong"), bold=True)
    _characters(style("Hyperlink"), colour=BLUE)
    _characters(style("Label", ours=True), 9.5, SOFT, bold=True)
    _characters(style("Source", ours=True), 9, SOFT)
    _characters(style("Code", ours=True), 8.5, font=_CODE, foreign=True)
    for status, (ink, ground) in TONES.items():
        _characters(style(CHIP[status], ours=True), 8.5, ink, bold=True, ground=ground)


def _table_styles(document: Document) -> None:
    """Rules between the rows, a heavier one below the header row, and no lines between columns."""
    head = element("w:tcPr", element("w:tcBorders", border("bottom", NAVY, 8)), shade(PANEL))
    heavy = (border("top", NAVY, 8), border("bottom", NAVY, 8), border("insideH", LINE, 4))
    report = _table_style(document, "Report Table", heavy, 90)
    report.element.append(element("w:tblStylePr", head, type="firstRow"))
    _table_style(document, "Fact Table", (border("bottom", LINE, 4), border("insideH", LINE, 4)), 0)


def _table_style(document: Document, name: str, lines: tuple[BaseOxmlElement, ...], side: int) -> BaseStyle:
    style = _bare(document, name, WD_STYLE_TYPE.TABLE, ours=True)
    style.base_style = document.styles["Normal Table"]
    style.priority = 40
    sides = (("top", 20), ("left", side), ("bottom", 20), ("right", 90))
    margins = element("w:tblCellMar", *(element(f"w:{name}", w=width, type="dxa") for name, width in sides))
    style.element.append(element("w:tblPr", element("w:tblBorders", *lines), margins))
    return style
