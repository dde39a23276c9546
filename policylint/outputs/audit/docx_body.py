"""The blocks of the report as the body of a DOCX."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from docx.oxml.ns import qn
from docx.shared import Twips

from policylint.model.report import StatusWord
from policylint.outputs.audit.blocks import (
    AuditReport,
    Bullets,
    Callout,
    Contents,
    Cover,
    CoveragePicture,
    Facts,
    Heading,
    ModelClause,
    Paragraph,
    Piece,
    Pieces,
    Quote,
    Signature,
    Table,
)
from policylint.outputs.audit.docx_elements import (
    contents_holder,
    field,
    field_code,
    field_mark,
    link_to,
    marked,
    words,
)
from policylint.outputs.audit.docx_look import CHIP, TEXT_WIDTH
from policylint.outputs.audit.docx_writer import Shape, Writer
from policylint.outputs.wording import STATUS_TITLE, visible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_STYLE: Final = {"body": "Normal", "lead": "Lead", "small": "Small"}
_ALTERNATIVE: Final = 4000
"""Characters of an alternative text; Word takes no endless ones."""

_FACTS: Final = Shape("Fact Table", (0.24, 0.76), first_column=True)
_SIGNATURE: Final = Shape("Normal Table", (0.16, 0.5), first_column=True, to_fill=True)

Drawer = Callable[[CoveragePicture], bytes]


class Body:
    """Writes one report into a new document; `draw` gives each coverage picture as PNG."""

    def __init__(self, document: Document, content: AuditReport, draw: Drawer) -> None:
        self._document = document
        self._writer = Writer(document)
        self._content = content
        self._draw = draw
        self._numbers = {"Table": 0, "Figure": 0}
        self._headings = [block for block in content.blocks if isinstance(block, Heading)]
        self._marks = {heading.id: f"_Toc{number:07d}" for number, heading in enumerate(self._headings, 1)}
        self._kinds: dict[type[Any], Callable[[Any], None]] = {
            Cover: self._cover,
            Contents: self._contents,
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Quote: self._quote,
            ModelClause: self._model_clause,
            Callout: self._callout,
            Facts: self._facts,
            Table: self._table,
            CoveragePicture: self._picture,
            Signature: self._signature,
        }

    def write(self) -> None:
        """Write all blocks."""
        for block in self._content.blocks:
            self._kinds[type(block)](block)

    def _line(self, style: str, text: str, *, new_page: bool = False) -> BaseOxmlElement:
        added = self._writer.paragraph(style, new_page=new_page)
        self._writer.run(added, text)
        return added

    def _cover(self, block: Cover) -> None:
        self._line("Title", block.title)
        self._line("Subtitle", block.subtitle)
        self._facts(Facts(block.facts))
        self._line("Cover Note", block.closing)

    def _contents(self, block: Contents) -> None:
        """A field with its entries as they would be after an update, but without the numbers of pages.

        Only a program that lays out pages knows those; an update in Word (F9) adds them.
        """
        holder, inner = contents_holder()
        inner.append(self._line("TOC Heading", block.title, new_page=True))
        entries = [self._entry(heading) for heading in self._headings if heading.level <= block.depth]
        if entries:
            begin = (field_mark("begin"), field_code(rf'TOC \o "1-{block.depth}" \h \z \u'), field_mark("separate"))
            for mark in reversed(begin):
                entries[0].insert(1, mark)  # after the properties
            entries[-1].append(field_mark("end"))
        inner.extend(entries)
        self._writer.add(holder)

    def _entry(self, heading: Heading) -> BaseOxmlElement:
        entry = self._writer.paragraph(f"toc {heading.level}")
        link = link_to(self._marks[heading.id])
        self._writer.run(link, heading.text)
        entry.append(link)
        return entry

    def _heading(self, block: Heading) -> None:
        added = self._writer.paragraph(f"Heading {block.level}", new_page=block.new_page)
        name = self._marks[block.id]
        begin, end = marked(int(name.removeprefix("_Toc")), name)
        added.append(begin)
        self._writer.run(added, block.text)
        added.append(end)
        if block.status:
            self._writer.run(added, "  ")
            self._chip(added, block.status)

    def _chip(self, into: BaseOxmlElement, status: StatusWord) -> None:
        """The word for a status on a ground of its colour, in one piece."""
        self._writer.run(into, f" {STATUS_TITLE[status]} ".replace(" ", "\u00a0"), CHIP[status])

    def _paragraph(self, block: Paragraph) -> None:
        self._pieces(self._writer.paragraph(_STYLE[block.style], with_next=block.with_next or None), block.pieces)

    def _bullets(self, block: Bullets) -> None:
        for item in block.items:
            self._pieces(self._writer.paragraph("List Bullet"), item)

    def _quote(self, block: Quote) -> None:
        added = self._writer.paragraph("Quote")
        self._writer.run(added, f"{block.label}  ", "Label")
        self._writer.run(added, block.text)
        self._writer.run(added, f"  {block.place}" if block.place else "", "Source")

    def _model_clause(self, block: ModelClause) -> None:
        added = self._writer.paragraph("Model Clause")
        self._writer.run(added, f"{block.label}  ", "Label")
        self._writer.run(added, block.text)

    def _callout(self, block: Callout) -> None:
        self._line("Callout Title", block.title)
        self._pieces(self._writer.paragraph("Callout"), block.pieces)

    def _facts(self, block: Facts) -> None:
        rows = self._writer.table(_FACTS, len(block.rows))
        for (name, value), (label, pieces) in zip(rows, block.rows, strict=True):
            self._writer.run(name, label, "Label")
            self._pieces(value, pieces)

    def _table(self, block: Table) -> None:
        self._caption("Table", block.caption, with_next=None)
        rows = self._writer.table(
            Shape("Report Table", block.widths),
            len(block.rows),
            caption=block.caption,
            aligns=[cell.align for cell in block.rows[0]] if block.rows else [],
            header=block.header,
        )
        for paragraphs, cells in zip(rows, block.rows, strict=True):
            for paragraph, cell in zip(paragraphs, cells, strict=True):
                if cell.status:
                    self._chip(paragraph, cell.status)
                else:
                    self._pieces(paragraph, cell.pieces)

    def _caption(self, kind: str, text: str, *, with_next: bool | None) -> None:
        """A caption with its number; it stays with what follows unless it is told not to."""
        self._numbers[kind] += 1
        added = self._writer.paragraph("Caption", with_next=with_next)
        numbered = field(rf"SEQ {kind} \* ARABIC", str(self._numbers[kind]))
        added.extend((words(f"{kind} "), numbered, words(f". {text}")))

    def _picture(self, block: CoveragePicture) -> None:
        added = self._document.add_paragraph(style="Picture")
        shape = added.add_run().add_picture(io.BytesIO(self._draw(block)), width=Twips(TEXT_WIDTH))
        for side in "TBLR":
            shape._inline.set(f"dist{side}", "0")  # unset, LibreOffice keeps text away from it and moves it aside
        alternative = visible(block.alternative[:_ALTERNATIVE])
        for named in shape._inline.iter(qn("wp:docPr"), qn("pic:cNvPr")):
            named.set("name", f"Coverage {self._numbers['Figure'] + 1}")
            named.set("descr", alternative)
        self._caption("Figure", block.caption, with_next=False)

    def _signature(self, block: Signature) -> None:
        rows = self._writer.table(_SIGNATURE, len(block.lines))
        for (name, value), (label, filled) in zip(rows, block.lines, strict=True):
            self._writer.run(name, label, "Label")
            self._writer.run(value, filled)

    def _pieces(self, into: BaseOxmlElement, pieces: Pieces) -> None:
        for piece in pieces:
            self._piece(into, piece)

    def _piece(self, into: BaseOxmlElement, piece: Piece) -> None:
        if mark := self._marks.get(piece.link):
            link = link_to(mark)
            self._writer.run(link, piece.text, "Hyperlink")
            into.append(link)
        else:
            style = "Code" if piece.code else "Strong" if piece.strong else "Source" if piece.soft else ""
            self._writer.run(into, piece.text, style, italic=piece.emphasis)
