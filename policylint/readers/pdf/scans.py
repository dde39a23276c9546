"""Pages without usable text, read by OCR: which they are, their pictures, and their words put on the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from policylint.choices import Ocr
from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Block, Recognition
from policylint.readers.ocr import Engine, Seen, SeenPage, find_engine, see_page, with_bullets
from policylint.readers.pdf.frames import Box
from policylint.readers.pdf.garbled import garbled_pages
from policylint.readers.pdf.pages import Page
from policylint.readers.pdf.verdicts import MOST_SCANNED, is_picture, letters_of, page_list
from policylint.readers.pdf.words import Word

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

DPI: Final = 300
"""Pixels an inch of the pictures that are read; engines are trained on about that."""

_LEAST_DPI: Final = 100
_POINTS: Final = 72

MOST_SECONDS: Final = 60.0
"""Wall time for one try at one page; an ordinary page takes two seconds."""

_USUAL: Final = 0.15
"""A line whose size differs by no more than this share from the usual one has the usual one: OCR measures no better."""

_LINE_END_HYPHENS: Final = ("-", "\u2010", "\u00ac")

ADVICE: Final = "install tesseract, or policylint[ocr], to have scans read"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Scan:
    """A page that is to be read: its index in the document, and the pixels an inch of its picture."""

    index: int
    dpi: int


def read_scans(
    document: PdfDocument, pages: Sequence[Page], *, ocr: Ocr, limits: Limits, on_progress: Progress | None = None
) -> tuple[Recognition | None, tuple[str, ...]]:
    """Put words on the pages that have no usable text, where an OCR engine is there.

    Args:
        document: Open.
        pages: Its pages; `words`, `skew` and `recognised` of those that are read are set.
        ocr: Which engine, which languages, and how sure it must be of a page.
        limits: How many pages, and how large a picture.
        on_progress: Told of each page.

    Returns:
        What was read by which engine, None where nothing was; and sentences for the report.

    Raises:
        UnreadableDocument: "no-text" where an engine is named that is not there; "illegible" where the document is a
            scan of which too little can be made out.
    """
    garbled = garbled_pages(pages)
    wanted = [page for page in pages if not page.broken and (is_picture(page) or page.number in garbled)]
    if not wanted or (engine := find_engine(ocr)) is None:
        return None, ()
    beyond = [page.number for page in wanted[limits.ocr_pages :]]
    read: list[Page] = []
    failed: list[int] = []
    sure = letters = 0.0
    found = _seen(
        document, pages, [page.number - 1 for page in wanted[: limits.ocr_pages]], engine, limits, on_progress
    )
    for page, seen, dpi in found:
        if seen is not None and seen.blank:
            page.recognised = True
        elif seen is None or seen.confidence < ocr.confidence or not seen.letters:
            failed.append(page.number)
        elif seen.letters > letters_of(page.words) or page.number in garbled:
            page.words, page.skew, page.recognised = _words(seen, dpi), seen.skew, True
            read.append(page)
            sure, letters = sure + seen.confidence * seen.letters, letters + seen.letters
    _settle_sizes(read)
    written = sum(1 for page in pages if page.words or page.drawing.marks)
    if len(failed) >= MOST_SCANNED * written:
        raise UnreadableDocument("illegible", f"{len(failed)} of {len(pages)} pages could not be made out by OCR")
    notes = tuple(_notes(beyond, failed, limits))
    if not read:
        return None, notes
    recognition = Recognition(
        engine=engine.name,
        version=engine.version,
        languages=ocr.languages,
        pages=tuple(page.number for page in read),
        confidence=round(sure / letters, 3),
        failed=tuple(failed),
    )
    return recognition, (_note(recognition, garbled), *notes)


def can_recognise(ocr: Ocr) -> bool:
    """Whether an engine is there, or none is wanted: then it is no use to advise on installing one."""
    return ocr.engine == "off" or find_engine(ocr) is not None


def lean_back(blocks: Sequence[Block], pages: Sequence[Page]) -> tuple[Block, ...]:
    """The blocks with the boxes of leaning pages where their words stand on the page as displayed."""
    leaning = {page.number: page for page in pages if page.skew}
    if not leaning:
        return tuple(blocks)
    moved = []
    for block in blocks:
        marks = tuple(
            replace(mark, box=_leaning(mark.box, leaning[mark.page]))
            if mark.box is not None and mark.page in leaning
            else mark
            for mark in block.marks
        )
        moved.append(replace(block, marks=marks))
    return tuple(moved)


def _leaning(box: Box, page: Page) -> Box:
    """The upright box around one that is turned about the middle of the page by the page's skew."""
    x0, top, x1, bottom = box
    angle = math.radians(page.skew)
    cos, sin = math.cos(angle), math.sin(angle)
    across, down = (x0 + x1) / 2 - page.width / 2, (top + bottom) / 2 - page.height / 2
    x, y = across * cos - down * sin + page.width / 2, across * sin + down * cos + page.height / 2
    wide = ((x1 - x0) * cos + (bottom - top) * abs(sin)) / 2
    high = ((bottom - top) * cos + (x1 - x0) * abs(sin)) / 2
    return round(x - wide, 2), round(y - high, 2), round(x + wide, 2), round(y + high, 2)


def _seen(
    document: PdfDocument,
    pages: Sequence[Page],
    indexes: Sequence[int],
    engine: Engine,
    limits: Limits,
    on_progress: Progress | None,
) -> Iterator[tuple[Page, SeenPage | None, int]]:
    """Read pages side by side, given in order; with None where a page could not be read.

    pdfium draws one page at a time, so pictures are made here and as few as are needed wait. The first page that has
    words tells which way up the others are tried first; how many engines run must not bear on what they see.
    """
    if on_progress:
        on_progress("ocr", 0, len(indexes))
    turn, started, done = 0, False, 0
    with ThreadPoolExecutor(engine.workers, thread_name_prefix="policylint-ocr") as pool:
        waiting: list[tuple[_Scan, Future[SeenPage | None] | None]] = []

        def settled() -> tuple[Page, SeenPage | None, int]:
            nonlocal turn, started, done
            scan, future = waiting.pop(0)
            seen = future.result() if future else None
            if seen and seen.words and not started:
                turn, started = seen.turn, True
            done += 1
            if on_progress:
                on_progress("ocr", done, len(indexes))
            return pages[scan.index], seen, scan.dpi

        for index in indexes:
            while waiting and (not started or len(waiting) > engine.workers):
                yield settled()
            dpi = _resolution(document, pages[index], limits)
            image = _picture(document, index, dpi) if dpi else None
            future = pool.submit(_see, image, engine, dpi, turn) if image is not None else None
            waiting.append((_Scan(index, dpi), future))
        while waiting:
            yield settled()


def _see(image: Image, engine: Engine, dpi: int, turn: int) -> SeenPage | None:
    try:
        return see_page(image, engine, dpi=dpi, seconds=MOST_SECONDS, turn=turn)
    except (TimeoutError, OSError):
        return None


def _resolution(document: PdfDocument, page: Page, limits: Limits) -> int:
    """The pixels an inch at which a page can be drawn, 0 where it or a picture on it is too large."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    area = page.width * page.height / _POINTS**2
    if area <= 0:
        return 0
    dpi = min(DPI, int(math.sqrt(limits.pixels / area)))
    try:
        opened = document[page.number - 1]
    except pypdfium2.PdfiumError:
        return 0
    try:
        for picture in opened.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
            wide, high = picture.get_px_size()
            if wide * high > limits.pixels:
                return 0
    except pypdfium2.PdfiumError:
        return 0
    finally:
        opened.close()
    return dpi if dpi >= _LEAST_DPI else 0


def _picture(document: PdfDocument, index: int, dpi: int) -> Image | None:
    """The page as displayed, in grey."""
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        bitmap: Any = page.render(scale=dpi / _POINTS, grayscale=True)
        image: Image = bitmap.to_pil().convert("L").copy()
        bitmap.close()
        return image
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()


def _words(seen: SeenPage, dpi: int) -> list[Word]:
    """The words in points, in the view in which they read from left to right."""
    points = _POINTS / dpi
    lines: dict[int, list[Seen]] = {}
    for word in seen.words:
        lines.setdefault(word.line, []).append(word)
    made: list[Word] = []
    for line in map(with_bullets, lines.values()):
        base = round(median(word.base for word in line) * points, 2)
        for place, word in enumerate(line):
            last = place == len(line) - 1
            made.append(
                Word(
                    text=word.text,
                    x0=round(word.x0 * points, 2),
                    x1=round(max(word.x1, word.x0 + 1) * points, 2),
                    base=base,
                    size=round(word.size * points, 1),
                    bold=False,
                    italic=False,
                    hidden=False,
                    symbol=False,
                    order=len(made),
                    spaced=True,
                    hyphen=last and len(word.text) > 1 and word.text.endswith(_LINE_END_HYPHENS),
                    turn=seen.turn,
                )
            )
    return made


def _settle_sizes(pages: Sequence[Page]) -> None:
    """Give lines that are about as large as most of the text the size of most of the text."""
    words = [word for page in pages for word in page.words]
    if not words:
        return
    usual = round(median(word.size for word in words for _ in word.text), 1)
    for word in words:
        if abs(word.size - usual) <= _USUAL * usual:
            word.size = usual


def _note(recognition: Recognition, garbled: Container[int]) -> str:
    one = len(recognition.pages) == 1
    scans = "is a scan" if one else "are scans"
    unsound = f"{'has' if one else 'have'} text that does not decode to words"
    broken = [page in garbled for page in recognition.pages]
    fault = unsound if all(broken) else f"{scans} or {unsound}" if any(broken) else scans
    languages = ", ".join(recognition.languages)
    return (
        f"{page_list(recognition.pages)} {fault}: the words were read by OCR "
        f"({recognition.engine} {recognition.version}, {languages}) with a confidence of "
        f"{100 * recognition.confidence:.0f} %, and some may be wrong."
    )


def _notes(beyond: Sequence[int], failed: Sequence[int], limits: Limits) -> Iterator[str]:
    if failed:
        yield f"{page_list(failed)} {'is a scan' if len(failed) == 1 else 'are scans'} that OCR could not make out."
    if beyond:
        verb = "is a scan that was" if len(beyond) == 1 else "are scans that were"
        yield f"{page_list(beyond)} {verb} not read: OCR reads {limits.ocr_pages} pages of a document at most."
