"""Elements of WordprocessingML for which python-docx has no call: fields, marks, links, shades, rules of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips

from policylint.outputs.wording import visible

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Row

_TABLE_LOOK: Final = {"lastRow": "0", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}


def element(tag: str, *children: BaseOxmlElement, **attributes: str | int) -> BaseOxmlElement:
    """An element such as `w:shd`; its attributes are of the namespace of WordprocessingML."""
    made = OxmlElement(tag, attrs={qn(f"w:{name}"): str(value) for name, value in attributes.items()})
    made.extend(children)
    return made


def words(text: str) -> BaseOxmlElement:
    """A run of characters without a look of its own, with what could act made visible."""
    run = OxmlElement("w:r")
    run.add_t(visible(text))
    return run


def field(code: str, shown: str) -> BaseOxmlElement:
    """A field that Word works out by itself, with what it shows until then."""
    return element("w:fldSimple", words(shown), instr=f" {code} ")


def field_mark(kind: str) -> BaseOxmlElement:
    """Where a field of several paragraphs begins, gives its result, or ends."""
    return element("w:r", element("w:fldChar", fldCharType=kind))


def field_code(code: str) -> BaseOxmlElement:
    """What a field of several paragraphs is to work out; stands between its first two marks."""
    instruction = element("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    return element("w:r", instruction)


def link_to(mark: str) -> BaseOxmlElement:
    """A link to a mark within the document; its runs are still to be put into it."""
    return element("w:hyperlink", anchor=mark, history=1)


def marked(number: int, name: str) -> tuple[BaseOxmlElement, BaseOxmlElement]:
    """The beginning and the end of a mark to which links lead."""
    return element("w:bookmarkStart", id=number, name=name), element("w:bookmarkEnd", id=number)


def border(side: str, colour: str, eighths: int, space: int = 0) -> BaseOxmlElement:
    """A line at one side; `eighths` of a point wide, `space` points from what it stands beside."""
    return element(f"w:{side}", val="single", sz=eighths, space=space, color=colour)


def shade(fill: str) -> BaseOxmlElement:
    """A ground of one colour, behind characters, a paragraph or a cell."""
    return element("w:shd", val="clear", color="auto", fill=fill)


def contents_holder() -> tuple[BaseOxmlElement, BaseOxmlElement]:
    """What a table of contents stands in, so that Word shows a button to update it; then where its paragraphs go."""
    kind = element("w:docPartObj", element("w:docPartGallery", val="Table of Contents"), element("w:docPartUnique"))
    inner = element("w:sdtContent")
    return element("w:sdt", element("w:sdtPr", kind), inner), inner


def keep_whole(row: _Row) -> None:
    """That a row is not split between pages."""
    row._tr.get_or_add_trPr().insert(0, element("w:cantSplit"))


def name_columns(row: _Row) -> None:
    """That a row is repeated on each page to which its table goes on."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))


def fix_widths(table: Table, widths: list[int], *, first_column: bool) -> None:
    """Set a table to these widths, in twentieths of a point, and say whether its first row or column names the rest."""
    table.autofit = False
    properties = table._tbl.tblPr
    total, look = properties.find(qn("w:tblW")), properties.find(qn("w:tblLook"))
    total.set(qn("w:type"), "dxa")
    total.set(qn("w:w"), str(sum(widths)))
    named = {"firstRow": str(int(not first_column)), "firstColumn": str(int(first_column))}
    for name, value in {"val": "0080" if first_column else "0020", **named, **_TABLE_LOOK}.items():
        look.set(qn(f"w:{name}"), value)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)
