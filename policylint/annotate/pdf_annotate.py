"""A copy of a PDF file with the notes in it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2

from policylint.annotate.notes import AnnotatedCopy, Note
from policylint.annotate.own import PDF_NAME
from policylint.annotate.pdf_bookmarks import Bookmark
from policylint.annotate.pdf_checks import remarks_on, require_open
from policylint.annotate.pdf_marks import ICON, add_highlight, add_note, words_about
from policylint.annotate.pdf_original import Original
from policylint.annotate.pdf_outline import add_branch
from policylint.annotate.pdf_places import Sheet, sheet_of
from policylint.annotate.pdf_same import require_same
from policylint.annotate.pdf_syntax import SyntaxTrouble, array_items, entries_at, number, reference_of
from policylint.annotate.pdf_update import Update
from policylint.model.report import BoxOnPage
from policylint.readers.pdf.frames import Box

_GAP: Final = 4.0
"""Points between a heading and the sign of a note beside it, and between a sign and the edge of the page."""
_MARGIN: Final = 8.0
"""Points between the edges of the page and a note on the whole of it."""


def annotate_pdf(
    data: bytes,
    notes: Sequence[Note],
    branch: Bookmark | None,
    *,
    shown: str,
    author: str = "policylint",
    date: str = "",
    break_signature: bool = False,
) -> AnnotatedCopy:
    """Put notes into a PDF file: highlights on clauses, signs beside headings, bookmarks that lead to them.

    The copy begins with the bytes of the original and goes on with an incremental update. It is read back before it
    is given out.

    Args:
        data: The file.
        notes: What to note, and where.
        branch: The bookmarks to add; None for none.
        shown: The file's name, for messages.
        author: Who is shown as the author of the notes.
        date: The day that they bear (ISO); none if empty.
        break_signature: Whether to go on with a signed file.

    Raises:
        UserMistake: M495 for a signed file, M496 where notes are not allowed or not possible, M497 for a damaged file,
            M498 where the copy would differ in anything but the notes.
    """
    original = Original(data, shown=shown)
    require_open(original)
    remarks = list(remarks_on(original, break_signature=break_signature))
    copy = _Copy(original, Update(original))
    try:
        copy.document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise original.damage("it cannot be opened") from None
    try:
        copy.require_pages()
        for index, note in enumerate(notes):
            copy.put(note, index, author=author, date=date)
        copy.finish_pages()
        if branch is not None and not add_branch(copy.update, original, branch, copy.destination):
            remarks.append("The original's own bookmarks are broken, so none were added to them.")
    finally:
        copy.document.close()
    made = copy.update.data()
    require_same(data, made, copy.counts(), shown=shown)
    return AnnotatedCopy(made, tuple(remarks))


@dataclass(slots=True)
class _Copy:
    """The copy in the making: what stands on which page by now."""

    original: Original
    update: Update
    document: Any = None
    pages: tuple[int, ...] = ()
    marks: dict[int, list[int]] = field(default_factory=dict)
    """By the object number of a page: those of the annotations that it gets."""
    signs: dict[int, list[Box]] = field(default_factory=dict)
    """By the index of a page: where signs stand already, as displayed."""
    sheets: dict[int, Sheet] = field(default_factory=dict)

    def require_pages(self) -> None:
        """Raise `UserMistake` M497 where two readers do not agree on the pages of the file."""
        self.pages = self.original.pages()
        if len(self.pages) != len(self.document):
            raise self.original.damage(f"the file has {len(self.document)} pages or {len(self.pages)}")

    def put(self, note: Note, index: int, *, author: str, date: str) -> None:
        """Put one note on each page on which its words stand."""
        marked = any(remark.kind not in ("missing", "summary") for remark in note.remarks)
        by_page: dict[int, list[BoxOnPage]] = {}
        for box in note.place.boxes:
            if 0 < box.page <= len(self.pages):
                by_page.setdefault(box.page - 1, []).append(box)
        if note.kind == "summary" or not by_page:
            page = 0 if note.kind == "summary" else min(max((note.place.page or 1) - 1, 0), len(self.pages) - 1)
            by_page = {page: []}
        elif not marked:
            by_page = dict(list(by_page.items())[:1])
        for page, found in by_page.items():
            boxes = [(box.x0, box.top, box.x1, box.bottom) for box in found]
            name = hashlib.sha256(f"{index} {page} {note.title} {note.body}".encode()).hexdigest()[:16]
            words = note.body if len(note.remarks) > 1 else f"{note.remarks[0].title}\n{note.body}"
            about = words_about(author=author, title=note.title, words=words, name=PDF_NAME + name, date=date)
            own, sheet = self.pages[page], self.sheet(page)
            if marked and boxes:
                added = add_highlight(self.update, sheet, boxes, own, kind=note.kind, about=about)
            else:
                corner = self._corner(page, boxes[0] if boxes else None)
                added = add_note(self.update, sheet, corner, own, kind=note.kind, about=about)
            self.marks.setdefault(own, []).append(added)

    def finish_pages(self) -> None:
        """Add the annotations to their pages, behind those that are there."""
        for page, added in self.marks.items():
            new = b" ".join(map(self.update.reference, added))
            try:
                before = self._annotations(page)
            except SyntaxTrouble:
                raise self.original.damage("the notes of a page are broken") from None
            self.update.change(page, {"/Annots": b"[" + before + (b" " if before else b"") + new + b"]"})

    def destination(self, bookmark: Bookmark) -> bytes:
        """Where a bookmark leads."""
        page = min(max(bookmark.page - 1, 0), len(self.pages) - 1)
        x, y = self.sheet(page).point(bookmark.x, bookmark.y)
        return b"[%b /XYZ %b %b null]" % (self.update.reference(self.pages[page]), number(x), number(y))

    def counts(self) -> dict[int, int]:
        """How many annotations each page has got, by its index."""
        return {index: len(self.marks[page]) for index, page in enumerate(self.pages) if page in self.marks}

    def sheet(self, page: int) -> Sheet:
        """The page with this index."""
        if page not in self.sheets:
            try:
                opened = self.document[page]
            except pypdfium2.PdfiumError:
                raise self.original.damage(f"page {page + 1} cannot be opened") from None
            self.sheets[page] = sheet_of(opened)
            opened.close()
        return self.sheets[page]

    def _annotations(self, page: int) -> bytes:
        """The annotations that a page has, as they are written."""
        own = dict(entries_at(self.original.written(page), 0)).get("/Annots", b"null")
        referred = reference_of(own)
        if referred is not None:
            own = self.original.written(referred)
        return b"" if own == b"null" else array_items(own)

    def _corner(self, page: int, heading: Box | None) -> tuple[float, float]:
        """Where on a page the sign of a note goes: beside its heading, else at the top right; where nothing stands."""
        sheet, taken = self.sheet(page), self.signs.setdefault(page, [])
        right = sheet.width - ICON - _GAP
        if heading is None:
            places = [(right - _MARGIN, _MARGIN)]
        else:
            top = min(max((heading[1] + heading[3] - ICON) / 2, 0.0), sheet.height - ICON)
            places = [(heading[0] - ICON - _GAP, top), (heading[2] + _GAP, top), (right, top)]
        places = [place for place in places if 0 <= place[0] <= right] or [(max(right, 0.0), places[0][1])]
        free = [place for place in places if not self._stands_on(page, place)]
        x, y = (free or places)[0]
        while any(_overlap((x, y, x + ICON, y + ICON), sign) for sign in taken) and y + 2 * ICON < sheet.height:
            y += ICON + 1
        taken.append((x, y, x + ICON, y + ICON))
        return x, y

    def _stands_on(self, page: int, place: tuple[float, float]) -> bool:
        """Whether a sign at this place would hide words or another sign."""
        x, y = place
        box = (x, y, x + ICON, y + ICON)
        if any(_overlap(box, sign) for sign in self.signs[page]):
            return True
        opened = self.document[page]
        text = opened.get_textpage()
        try:
            return bool(text.get_text_bounded(*self.sheet(page).rectangle(box)).strip())
        finally:
            text.close()
            opened.close()


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
