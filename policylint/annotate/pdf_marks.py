"""Highlights and notes: annotations with their own appearance, so that every viewer shows the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policylint.annotate.pdf_places import Sheet
from policylint.annotate.pdf_syntax import number, text, with_entries
from policylint.annotate.pdf_update import Update
from policylint.outputs.wording import one_line
from policylint.readers.pdf.frames import Box

ICON: Final = 18.0
"""Width and height of the sign that stands for a note, in points."""

_COLOURS: Final = {
    "covered": (0.72, 0.91, 0.74),
    "legacy": (1.0, 0.86, 0.45),
    "missing": (0.62, 0.80, 0.96),
    "finding": (1.0, 0.70, 0.67),
    "summary": (0.85, 0.85, 0.88),
}
_INK: Final = (0.20, 0.22, 0.26)
_PRINT: Final = 4
"""The annotation's flag that has it printed with the page (ISO 32000-1, 12.5.3)."""


def add_highlight(
    update: Update, sheet: Sheet, boxes: Sequence[Box], page: int, *, kind: str, about: dict[str, bytes]
) -> int:
    """Add a highlight over boxes of one page, as displayed, and return its object number.

    Args:
        update: What is to be added to the file.
        sheet: The page.
        boxes: One a line of print.
        page: The page's object number and generation, as a reference is written.
        kind: Tells the colour.
        about: Author, words and name of the annotation.
    """
    quads = [sheet.corners(box) for box in boxes]
    rectangle = _around(sheet, boxes)
    ink = _numbers(_COLOURS[kind])
    strokes = [ink + b" rg /Blend gs"]
    for top_left, top_right, bottom_left, bottom_right in quads:
        path = [_numbers(point) for point in (top_left, top_right, bottom_right, bottom_left)]
        strokes.append(path[0] + b" m " + b" ".join(corner + b" l" for corner in path[1:]) + b" h f")
    blend = b"<< /ExtGState << /Blend << /Type /ExtGState /BM /Multiply /ca 1 /CA 1 >> >> >>"
    look = update.add_stream(_form(_numbers(rectangle), resources=blend), b"\n".join(strokes))
    return _add(
        update,
        b"/Highlight",
        rectangle,
        look,
        page,
        {"/QuadPoints": b"[" + b" ".join(_numbers(point) for quad in quads for point in quad) + b"]", **about},
        colour=ink,
    )


def add_note(
    update: Update, sheet: Sheet, corner: tuple[float, float], page: int, *, kind: str, about: dict[str, bytes]
) -> int:
    """Add a note that stands on the page as a sign, its top left corner at `corner` as displayed; return its number."""
    x, y = corner
    rectangle = sheet.rectangle((x, y, x + ICON, y + ICON))
    size = number(ICON)
    look = update.add_stream(
        _form(b"0 0 " + size + b" " + size, matrix=_UPRIGHT[sheet.frame.turns]), _sign(_COLOURS[kind])
    )
    # Some viewers keep notes upright by themselves, each in its way; a stamp has the same place in all of them.
    subtype, sign = (b"/Stamp", b"/Note") if sheet.frame.turns else (b"/Text", b"/Comment")
    return _add(update, subtype, rectangle, look, page, {"/Name": sign, **about}, colour=_numbers(_COLOURS[kind]))


def words_about(*, author: str, title: str, words: str, name: str, date: str) -> dict[str, bytes]:
    """The entries of an annotation that a person reads.

    Args:
        author: Who is shown as the author.
        title: What it is about, in a line.
        words: The note.
        name: Tells the annotation from the others of its page.
        date: The day that it bears (ISO); none if empty.
    """
    entries = {
        "/T": text(one_line(author)),
        "/Subj": text(title),
        "/Contents": text(words.replace("\n", "\r")),
        "/NM": text(name),
    }
    if date:
        stamp = text(f"D:{date.replace('-', '')}000000Z")
        entries |= {"/M": stamp, "/CreationDate": stamp}
    return entries


def _add(
    update: Update,
    subtype: bytes,
    rectangle: Sequence[float],
    look: int,
    page: int,
    entries: dict[str, bytes],
    *,
    colour: bytes,
) -> int:
    return update.add(
        with_entries(
            b"<<>>",
            {
                "/Type": b"/Annot",
                "/Subtype": subtype,
                "/Rect": b"[" + _numbers(rectangle) + b"]",
                "/P": update.reference(page),
                "/F": number(_PRINT),
                "/C": b"[" + colour + b"]",
                "/AP": b"<< /N " + update.reference(look) + b" >>",
                **entries,
            },
        )
    )


def _form(box: bytes, *, resources: bytes = b"<< >>", matrix: bytes = b"") -> dict[str, bytes]:
    entries = {"/Type": b"/XObject", "/Subtype": b"/Form", "/BBox": b"[" + box + b"]", "/Resources": resources}
    return entries | ({"/Matrix": matrix} if matrix else {})


_UPRIGHT: Final = (b"", b"[0 1 -1 0 0 0]", b"[-1 0 0 -1 0 0]", b"[0 -1 1 0 0 0]")
"""What turns a sign so that it stands upright on a page that is turned clockwise by so many quarters."""


def _sign(colour: tuple[float, float, float]) -> bytes:
    """A sheet with three lines on it and a folded corner, in a square of `ICON`."""
    return (
        _numbers(colour)
        + b" rg "
        + _numbers(_INK)
        + b" RG 1 w 1 j\n"
        + b"2.5 1.5 m 15.5 1.5 l 15.5 12 l 11 16.5 l 2.5 16.5 l h B\n"
        + b"15.5 12 m 11 12 l 11 16.5 l S\n"
        + b"5 9 m 13 9 l 5 6.5 m 13 6.5 l 5 4 m 10 4 l S"
    )


def _around(sheet: Sheet, boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    return sheet.rectangle(
        (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
    )


def _numbers(values: Sequence[float]) -> bytes:
    return b" ".join(map(number, values))
