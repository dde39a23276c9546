"""Paragraphs, runs and tables at the end of a document: the first of each kind from python-docx, the rest its copies.

A report on many documents has tens of thousands of paragraphs. Each call that adds one looks through all that stand
there already, and through the styles; a copy is put in its place at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, Twips

from policylint.outputs.audit.docx_elements import border, element, fix_widths, keep_whole, name_columns
from policylint.outputs.audit.docx_look import INK, TEXT_WIDTH
from policylint.outputs.wording import visible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.table import CT_Tbl
    from docx.oxml.text.paragraph import CT_P
    from docx.oxml.text.run import CT_R
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Row

Align = Literal["left", "right", "centre"]

_ALIGNMENT: Final = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "centre": WD_ALIGN_PARAGRAPH.CENTER}
_SHORT: Final = 12
"""Rows up to which a table is kept on one page."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table looks like: its style, its columns, and whether its first column names the rest.

    With `to_fill` its rows are tall, with a line to write on in the last column.
    """

    style: str
    shares: tuple[float, ...]
    first_column: bool = False
    to_fill: bool = False


class Writer:
    """Writes at the end of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._end = document.element.body[-1]
        self._paragraphs: dict[tuple[str, bool | None, bool], CT_P] = {}
        self._runs: dict[tuple[str, bool], CT_R] = {}
        self._tables: dict[tuple[Shape, tuple[Align, ...], tuple[str, ...]], CT_Tbl] = {}

    def add(self, block: BaseOxmlElement) -> None:
        """Add an element of the body."""
        self._end.addprevious(block)

    def paragraph(self, style: str = "Normal", *, with_next: bool | None = None, new_page: bool = False) -> CT_P:
        """Add a paragraph without words. It stays with the next if its style or `with_next` says so."""
        added = self._paragraph(style, with_next, new_page)
        self.add(added)
        return added

    def run(self, into: BaseOxmlElement, text: str, style: str = "", *, italic: bool = False) -> None:
        """Add words to a paragraph or a link, with what could act made visible; nothing where there are none."""
        if not text:
            return
        kind = (style, italic)
        if kind not in self._runs:
            made = self._document.add_paragraph()
            run = made.add_run(style=style or None)
            if italic:
                run.italic = True
            run.add_text(" ")  # a space makes python-docx say that spaces are to be kept
            self._runs[kind] = run._r
            self._document.element.body.remove(made._p)
        added = deepcopy(self._runs[kind])
        added[-1].text = visible(text)
        into.append(added)

    def table(
        self, shape: Shape, count: int, *, caption: str = "", aligns: Sequence[Align] = (), header: Sequence[str] = ()
    ) -> Iterable[tuple[CT_P, ...]]:
        """Add a table and give the paragraphs of each row that is to be filled.

        Args:
            shape: How the table looks.
            count: The number of rows, without the header row.
            caption: What it shows, for those who hear it.
            aligns: How the cells of each column are set; to the left where it says nothing.
            header: The words of the header row; there is none without them.
        """
        kind = (shape, tuple(aligns), tuple(header))
        if kind not in self._tables:
            self._tables[kind] = self._pattern(*kind)
        table = deepcopy(self._tables[kind])
        if caption:
            table.tblPr.append(element("w:tblCaption", val=visible(caption)))
        kept, last = table[-2:]
        table[-2:] = [deepcopy(kept if index < count - 1 <= _SHORT else last) for index in range(count)]
        self.add(table)
        self.paragraph("Table Gap")  # two tables that touch would become one
        return [tuple(row.iter(qn("w:p"))) for row in table.tr_lst[bool(header) :]]

    def _paragraph(self, style: str, with_next: bool | None, new_page: bool = False) -> CT_P:
        kind = (style, with_next, new_page)
        if kind not in self._paragraphs:
            made = self._document.add_paragraph(style=style)
            if with_next is not None:
                made.paragraph_format.keep_with_next = with_next
            if new_page:
                made.paragraph_format.page_break_before = True
                made.paragraph_format.space_before = Pt(0)
            self._paragraphs[kind] = made._p
            self._document.element.body.remove(made._p)
        return deepcopy(self._paragraphs[kind])

    def _pattern(self, shape: Shape, aligns: tuple[Align, ...], header: tuple[str, ...]) -> CT_Tbl:
        """A table with its header row, a row that stays on one page with the next, and one that need not."""
        widths = [round(TEXT_WIDTH * share) for share in shape.shares]
        table = self._document.add_table(rows=0, cols=len(widths), style=shape.style)
        fix_widths(table, widths, first_column=shape.first_column)
        aligns = aligns or tuple("left" for _ in widths)
        if header:
            names = self._row(table, "Table Head", None, shape, aligns)
            name_columns(names)
            for cell, words in zip(names.cells, header, strict=True):
                self.run(cell.paragraphs[0]._p, words)
        for with_next in (True, None):
            self._row(table, "Table Text", with_next, shape, aligns)
        pattern: CT_Tbl = table._tbl
        self._document.element.body.remove(pattern)
        return pattern

    def _row(self, table: Table, style: str, with_next: bool | None, shape: Shape, aligns: tuple[Align, ...]) -> _Row:
        """Add a row without words."""
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]
        keep_whole(row)
        for cell, align in zip(row.cells, aligns, strict=True):
            cell._tc.replace(cell.paragraphs[0]._p, self._paragraph(style, with_next))
            if align in _ALIGNMENT:
                cell.paragraphs[0].alignment = _ALIGNMENT[align]
        if shape.to_fill:
            row.height, row.height_rule = Twips(760), WD_ROW_HEIGHT_RULE.AT_LEAST
            row.cells[-1]._tc.get_or_add_tcPr().append(element("w:tcBorders", border("bottom", INK, 6)))
            for cell in row.cells:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        return row
