"""A draft addendum as DOCX: new clauses as text, changes to old ones as tracked changes.

Tracked changes are what a lawyer expects of a redraft: they are struck through and underlined, and each can be
accepted or rejected. They bear a name and no date. What is said about a clause is a comment at it. The styles are those
of the report.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Pt, Twips

from policylint.drafting import wording
from policylint.drafting.addendum import Addendum, Insertion, Piece, Pieces, Reworded
from policylint.outputs.audit.docx_elements import element
from policylint.outputs.audit.docx_file import describe, members, new_document, number_pages
from policylint.outputs.audit.docx_writer import Shape, Writer
from policylint.outputs.office import pack
from policylint.outputs.wording import visible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

_AUTHOR: Final = "policylint draft"
_FACTS: Final = Shape("Fact Table", (0.2, 0.8), first_column=True)
_GLANCE: Final = Shape("Report Table", (0.3, 0.55, 0.15))
_NUMBER_WIDTH: Final = 720
"""Room for the number before a clause, in twentieths of a point."""


def render(addendum: Addendum) -> bytes:
    """Draw the addendum as a DOCX file, whose first member says which program wrote it."""
    document = new_document()
    describe(document, title=_shown(addendum.title), subject=wording.DRAFT, author="policylint", keywords=wording.MARK)
    number_pages(document, wording.DRAFT)
    _Body(document, addendum).write()
    return pack(members(document))


class _Body:
    """Writes the draft into a new document. Tracked changes are numbered from 1."""

    def __init__(self, document: Document, addendum: Addendum) -> None:
        self._document = document
        self._writer = Writer(document)
        self._addendum = addendum
        self._changes = 0

    def write(self) -> None:
        addendum = self._addendum
        title = self._line("Title", addendum.title)
        title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(0), Pt(8)
        self._note(title, wording.terms(addendum))
        self._line("Callout Title", wording.DRAFT)
        self._line("Callout", wording.NOT_ADVICE)
        self._facts()
        self._line("Normal", wording.claim(addendum))
        self._line("Normal", wording.how_to_read("underlined, as tracked changes"))
        if rows := wording.glance(addendum):
            self._line("Heading 1", wording.AT_A_GLANCE)
            self._glance(rows)
        if addendum.insertions:
            self._line("Heading 1", wording.NEW)
            for insertion in addendum.insertions:
                self._insertion(insertion)
        if addendum.rewordings:
            self._line("Heading 1", wording.REWORDED)
            for reworded in addendum.rewordings:
                self._reworded(reworded)
        self._open_ends()

    def _open_ends(self) -> None:
        if self._addendum.questions:
            self._line("Heading 1", wording.QUESTIONS)
            for asked in self._addendum.questions:
                item = self._document.add_paragraph(style="List Bullet")
                self._writer.run(item._p, _shown(asked.about.title), "Strong")
                self._note(item, wording.question(asked))
                self._writer.run(item._p, _shown(f": {'; '.join(asked.places)}"))
        if self._addendum.left:
            self._line("Heading 1", wording.LEFT)
            for left in self._addendum.left:
                places = "; ".join(left.places) or "the document as a whole"
                item = self._line("List Bullet", wording.capital(places))
                self._note(item, f"{left.about.id}, {left.about.title}: {left.why}")

    def _line(self, style: str, text: str) -> Paragraph:
        added = self._document.add_paragraph(style=style)
        self._writer.run(added._p, _shown(text))
        return added

    def _facts(self) -> None:
        facts = [(name, value) for name, value in wording.facts(self._addendum) if value]
        rows = self._writer.table(_FACTS, len(facts), caption="What the draft was made from")
        for (left, right), (name, value) in zip(rows, facts, strict=True):
            self._writer.run(left, name, "Label")
            self._writer.run(right, _shown(value))

    def _glance(self, rows: Iterable[tuple[str, str, str]]) -> None:
        said = list(rows)
        header = ("Amendment", "Place", "Clauses")
        drawn = self._writer.table(_GLANCE, len(said), caption=wording.AT_A_GLANCE, header=header)
        for cells, words in zip(drawn, said, strict=True):
            for cell, text in zip(cells, words, strict=True):
                self._writer.run(cell, _shown(text))

    def _lead(self, text: str, before: float, after: float) -> None:
        """Where what follows belongs."""
        layout = self._line("Lead", text).paragraph_format
        layout.keep_with_next = True
        layout.space_before, layout.space_after = Pt(before), Pt(after)

    def _insertion(self, insertion: Insertion) -> None:
        self._lead(f"{wording.capital(insertion.where)}, insert:", 14, 3)
        self._line("Heading 2", f"{insertion.number} {insertion.heading}".strip())
        for clause in insertion.clauses:
            added = self._document.add_paragraph()
            if clause.number:
                added.paragraph_format.left_indent = Twips(_NUMBER_WIDTH)
                added.paragraph_format.first_line_indent = Twips(-_NUMBER_WIDTH)
                self._writer.run(added._p, _shown(clause.number))
                added.add_run().add_tab()
            before = len(added._p)
            self._words(added, clause.pieces, tracked=False)
            self._note(added, wording.note(clause.about, self._addendum), after=before)

    def _reworded(self, reworded: Reworded) -> None:
        self._lead(f"{wording.capital(reworded.place) or 'In the document'}:", 11, 2)
        added = self._document.add_paragraph()
        added.paragraph_format.keep_together = True
        self._words(added, reworded.pieces, tracked=True)
        self._note(added, wording.notes(reworded, self._addendum))

    def _words(self, into: Paragraph, pieces: Pieces, *, tracked: bool) -> None:
        for piece in pieces:
            run = into.add_run()
            if piece.blank:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            run.add_text(_shown(piece.text))
            if tracked and piece.change != "same":
                into._p.append(self._tracked(piece, run._r))

    def _tracked(self, piece: Piece, run: BaseOxmlElement) -> BaseOxmlElement:
        """A run as inserted or deleted; python-docx has no call for it."""
        self._changes += 1
        name = "w:del" if piece.change == "deleted" else "w:ins"
        if piece.change == "deleted":
            run[-1].tag = qn("w:delText")
        return element(name, run, id=self._changes, author=_AUTHOR)

    def _note(self, at: Paragraph, words: str, *, after: int = 0) -> None:
        """A comment on the runs so far, but for the first `after` elements.

        Comments are no part of the draft, and no reader takes them for its text.
        """
        noted = [child for child in at._p[after:] if child.tag != qn("w:pPr")]
        if not words or not noted:
            return
        comment = self._document.comments.add_comment(author=_AUTHOR, initials="p")
        del comment._comment_elm.attrib[qn("w:date")]  # python-docx asks the clock
        text = comment.paragraphs[0].clear()
        text.style = "Normal"
        self._writer.run(text._p, _shown(words))
        number = comment.comment_id
        end = element("w:commentRangeEnd", id=number)
        noted[0].addprevious(element("w:commentRangeStart", id=number))
        noted[-1].addnext(end)
        end.addnext(element("w:r", element("w:commentReference", id=number)))


def _shown(text: str) -> str:
    """Words on one line, with no character in them that could act; a space at either end stays."""
    return visible(text.replace("\n", " ").replace("\t", " "))
