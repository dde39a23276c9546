"""DOCX files of the corpus, in five looks.

typed: headings are bold capitals and every label is typed; agency: heading styles and a content control; company: no
heading styles, only bold lines; outline: the numbers 1, 1.1 and (a) are automatic; plain: Word's own heading styles and
numbered lists.

Archive members are stored, not deflated, and carry a fixed date: the bytes then do not depend on the zlib at hand.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass, field

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor
from docx.text.paragraph import Paragraph

from corpus.making.source import Block, Source, runs

_FONTS = {
    "typed": ("Times New Roman", 12.0),
    "agency": ("Calibri", 11.0),
    "company": ("Arial", 10.5),
    "outline": ("Arial", 11.0),
    "plain": ("Cambria", 11.0),
    "damaged": ("Cambria", 11.0),
}
_OUTLINE_ID, _LIST_ID = 70, 71
_ZIP_DATE = (1998, 3, 9, 12, 0, 0)


@dataclass(slots=True)
class _Maker:
    document: WordDocument
    look: str
    number: int = 0
    """The list instance in use; 0 when the next numbered item opens a new list."""
    lists: list[int] = field(default_factory=list)


def _abstract(number: int, levels: tuple[tuple[str, str, int, int], ...]) -> str:
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
        for depth, (style, text, left, hanging) in enumerate(levels)
    )
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{inner}'
        "</w:abstractNum>"
    )


def _add_numbering(document: WordDocument) -> None:
    numbering = document.part.numbering_part.element
    first = numbering.find(qn("w:num"))
    outline = (("decimal", "%1", 720, 720), ("decimal", "%1.%2", 720, 720), ("lowerLetter", "(%3)", 1287, 567))
    for number, levels in ((_OUTLINE_ID, outline), (_LIST_ID, (("decimal", "%1.", 500, 360),))):
        first.addprevious(parse_xml(_abstract(number, levels)))
    numbering.append(_instance(_OUTLINE_ID, _OUTLINE_ID))


def _instance(number: int, abstract: int) -> object:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if abstract == _LIST_ID else ""
    return parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
    )


def _number(paragraph: Paragraph, instance: int, depth: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{instance}"/></w:numPr>')
    )


def _write(paragraph: Paragraph, text: str, *, bold: bool = False) -> Paragraph:
    for words, is_bold, is_italic in runs(text):
        run = paragraph.add_run(words)
        run.bold = True if bold or is_bold else None
        run.italic = True if is_italic else None
    return paragraph


def _heading(maker: _Maker, block: Block) -> None:
    document, look = maker.document, maker.look
    maker.number = 0
    if look == "typed":
        paragraph = _write(document.add_paragraph(), block.text, bold=True)
        paragraph.runs[0].underline = True
        paragraph.paragraph_format.space_before = Pt(10)
        paragraph.paragraph_format.keep_with_next = True
    elif look == "company":
        paragraph = _write(document.add_paragraph(), block.text, bold=True)
        paragraph.runs[0].font.size = Pt(14)
        paragraph.runs[0].font.color.rgb = RGBColor(0x0B, 0x5D, 0x5A)
        paragraph.paragraph_format.space_before = Pt(12)
        paragraph.paragraph_format.keep_with_next = True
    elif look == "outline" and block.level == 1:
        _number(document.add_heading(block.text, 1), _OUTLINE_ID, 0)
    elif look == "outline":
        _number(_write(document.add_paragraph(), block.text), _OUTLINE_ID, block.level - 1)
    else:
        document.add_heading(block.text, block.level)


def _item(maker: _Maker, block: Block) -> None:
    document = maker.document
    if block.label == "-":
        _write(document.add_paragraph(style="List Bullet"), block.text)
        return
    if maker.look in ("company", "plain", "damaged") and block.label.endswith("."):
        if not maker.number:
            maker.number = 100 + len(maker.lists)
            maker.lists.append(maker.number)
            document.part.numbering_part.element.append(_instance(maker.number, _LIST_ID))
        _number(_write(document.add_paragraph(), block.text), maker.number, 0)
        return
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Inches(0.4 * block.level)
    paragraph.paragraph_format.first_line_indent = Inches(-0.4)
    paragraph.add_run(f"{block.label}\t")
    _write(paragraph, block.text)


def _control(paragraph: Paragraph, text: str) -> None:
    """Put `text` into a content control, as templates do with dates."""
    paragraph._p.append(
        parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Effective date"/><w:id w:val="40720"/></w:sdtPr>'
            f"<w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )


def _rows(maker: _Maker, block: Block) -> None:
    if block.kind == "box":
        pairs = tuple(tuple(part.strip() for part in row[0].split(":", 1)) for row in block.rows)
    else:
        pairs = block.rows
    table = maker.document.add_table(rows=0, cols=len(pairs[0]))
    table.style = "Table Grid"
    for line, row in enumerate(pairs):
        cells = table.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            if maker.look == "agency" and row[0] == "Effective date" and place == 1:
                _control(paragraph, text)
            else:
                _write(paragraph, text, bold=place == 0 if len(row) == 2 else line == 0)
            if maker.look == "agency" and place == 0:
                cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="DCE9F2"/>'))
    maker.document.add_paragraph()


def _letterhead(maker: _Maker, block: Block) -> None:
    document, look = maker.document, maker.look
    for place, (text,) in enumerate(block.rows):
        if look in ("agency", "plain", "outline", "damaged"):
            style = "Title" if place == (2 if look == "agency" else 1) else "Subtitle"
            document.add_paragraph(text, style=style)
            continue
        paragraph = _write(document.add_paragraph(), text, bold=look == "typed" or place == 1)
        paragraph.paragraph_format.space_after = Pt(2)
        if look == "typed":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif place == 1:
            paragraph.runs[0].font.size = Pt(20)
    document.paragraphs[-1].paragraph_format.space_after = Pt(14)


def _form(maker: _Maker, block: Block) -> None:
    for place, (text,) in enumerate(block.rows):
        paragraph = _write(maker.document.add_paragraph(), text, bold=place == 0)
        paragraph.paragraph_format.space_before = Pt(8)


def _styles(document: WordDocument, look: str) -> None:
    name, size = _FONTS[look]
    normal = document.styles["Normal"]
    normal.font.name = name
    normal.font.size = Pt(size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), name)
    normal.paragraph_format.space_after = Pt(7)
    for level in (1, 2, 3):
        style = document.styles[f"Heading {level}"]
        fonts = style.element.rPr.rFonts
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        style.font.name = name
        if look == "outline":
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.font.size = Pt(12)
    section = document.sections[0]
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Inches(1))
    if look in ("outline", "plain"):
        section.page_width, section.page_height = Inches(8.27), Inches(11.69)


def _running(document: WordDocument, source: Source) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = source.header
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Normal"]
    footer.paragraph_format.tab_stops.add_tab_stop(Inches(6.4), WD_TAB_ALIGNMENT.RIGHT)
    footer.text = f"{source.footer}\tPage "
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        inner = f'<w:fldChar w:fldCharType="{kind}"/>' if kind else f"<w:instrText>{text}</w:instrText>"
        footer._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))


def _properties(document: WordDocument, source: Source) -> None:
    core = document.core_properties
    core.title = str(source.meta["title"])
    core.author = str(source.meta["issuer"])
    core.last_modified_by = core.author
    core.comments = ""
    core.created = core.modified = dt.datetime(int(source.meta["year"]), 1, 15, 9, 0, 0)


def _slim(document: WordDocument) -> None:
    """Take out what the template brings and no policy uses: thumbnail, second style sheet, table styles."""
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(("/stylesWithEffects", "/thumbnail"))]:
            del rels[key]
    for style in list(document.styles.element):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in ("TableNormal", "TableGrid"):
            document.styles.element.remove(style)


def _repack(packed: bytes) -> bytes:
    """Write the archive again: members stored, in name order after the content types, all of one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            new.writestr(entry, old.read(name))
    return out.getvalue()


def to_word(source: Source, look: str) -> bytes:
    """A DOCX file in the given look; `damaged` is one of which the second half never arrived."""
    document = docx.Document()
    maker = _Maker(document, look)
    _styles(document, look)
    _add_numbering(document)
    _running(document, source)
    _properties(document, source)
    for block in source.blocks:
        if block.kind == "heading":
            _heading(maker, block)
        elif block.kind == "item":
            _item(maker, block)
        elif block.kind in ("table", "box"):
            _rows(maker, block)
        elif block.kind == "letterhead":
            _letterhead(maker, block)
        elif block.kind == "form":
            _form(maker, block)
        else:
            maker.number = 0
            _write(document.add_paragraph(), block.text)
    _slim(document)
    out = io.BytesIO()
    document.save(out)
    packed = _repack(out.getvalue())
    return packed[: len(packed) // 2] if look == "damaged" else packed
