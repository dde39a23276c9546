"""PDF files to annotate, notes on their words, and what a reader of its own finds in the copy."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2

from policylint.annotate.notes import Note, NoteKind, Remark
from policylint.annotate.own import PDF_NAME
from policylint.annotate.pdf_bookmarks import Bookmark
from policylint.judging.evidence import boxes_for
from policylint.model.report import Evidence
from policylint.readers.pdf import read_pdf
from tests.readers.pdf.making import PdfFile

QUOTE = "Staff must log out."
LINE = f"{QUOTE} Nobody may smoke."
BRANCH = Bookmark(
    title="policylint",
    page=1,
    children=(
        Bookmark(title="Records: 0 of 1 covered", page=1, children=(Bookmark(title="Missing: Records", page=1, y=90),)),
        Bookmark(title="Never adapted", page=1, x=72, y=100),
    ),
)


def sample(*, extra: str = "", bookmarks: Sequence[tuple[str, int]] = ()) -> bytes:
    """A page with a heading and a line of two sentences; `extra` are further entries of the page."""
    file = PdfFile(bookmarks=bookmarks)
    words = (file.text(120, 300, "1 Conduct", font="bold", size=14), file.text(120, 340, LINE))
    return file.page(*words, extra=extra).encoded()


def rewritten(data: bytes, change: Any = None, **how: Any) -> bytes:
    """The same file as another program writes it, after `change` has had its way with it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if change:
            change(pdf)
        pdf.save(out, deterministic_id="encryption" not in how, **how)
    return out.getvalue()


def remark(kind: NoteKind = "legacy", name: str = "Sessions") -> Remark:
    """A remark of this kind."""
    label = {"legacy": "Legacy only", "finding": "Rights at risk"}.get(kind, kind.capitalize())
    return Remark(kind, label, name, "access.sessions", ("It speaks of e-mail.",))


def note_on(data: bytes, quote: str = QUOTE, *, kind: NoteKind = "legacy", name: str = "Sessions") -> Note:
    """A note on words of the file, at the boxes that the reader gives."""
    document = read_pdf(data, name="policy.pdf")
    block = next(block for block in document.blocks if quote in block.text)
    start = block.text.index(quote)
    place = Evidence(quote=quote, page=block.page, boxes=boxes_for(block, start, start + len(quote)))
    return Note(place, (remark(kind, name),))


@dataclass(frozen=True)
class Mark:
    """An annotation of policylint. `page` counts from 0; `dated` is empty where it bears no day."""

    page: int
    subtype: str
    rectangle: tuple[float, ...]
    quads: tuple[float, ...]
    author: str
    contents: str
    dated: str
    look: bytes


def own_marks(data: bytes) -> list[Mark]:
    """The annotations of policylint, in the order of the pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            _mark(index, each)
            for index, page in enumerate(pdf.pages)
            for each in page.get("/Annots", [])
            if str(each.get("/NM", "")).startswith(PDF_NAME)
        ]


def _mark(page: int, found: Any) -> Mark:
    return Mark(
        page=page,
        subtype=str(found.Subtype),
        rectangle=tuple(map(float, found.Rect)),
        quads=tuple(map(float, found.get("/QuadPoints", []))),
        author=str(found.T),
        contents=str(found.Contents),
        dated=str(found.get("/M", "")),
        look=found.AP.N.read_bytes(),
    )


def words_under(data: bytes, mark: Mark) -> str:
    """The words under the quadrilaterals of a highlight, as pdfium finds them."""
    file = pypdfium2.PdfDocument(data)
    try:
        text = file[mark.page].get_textpage()
        found = []
        for start in range(0, len(mark.quads), 8):
            xs, ys = mark.quads[start : start + 8 : 2], mark.quads[start + 1 : start + 8 : 2]
            found.append(text.get_text_bounded(min(xs), min(ys), max(xs), max(ys)))
        text.close()
        return " ".join(" ".join(found).split())
    finally:
        file.close()


def texts(data: bytes) -> list[str]:
    """The text of each page."""
    file = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in file]
    finally:
        file.close()


def outline(data: bytes) -> list[tuple[int, str]]:
    """The bookmarks: level and title."""
    file = pypdfium2.PdfDocument(data)
    try:
        return [(item.level, item.get_title()) for item in file.get_toc()]
    finally:
        file.close()


def objects(data: bytes) -> dict[tuple[int, int], bytes]:
    """Every object of the file, as qpdf writes it, by number and generation, without cross-reference streams."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = {}
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream):
                if each.get("/Type") != "/XRef":
                    found[each.objgen] = each.stream_dict.unparse(resolved=True) + each.read_raw_bytes()
            elif isinstance(each, pikepdf.Object):
                found[each.objgen] = each.unparse(resolved=True)
        return found
