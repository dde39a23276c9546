"""Which words of a page its reader sees, and how the others are kept from being seen.

A word in the colour of what seems to be behind it is looked at once more on the page as pdfium draws it: shapes
overlap, pictures and gradients have any colour, and a report of hidden words must be right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from policylint.model.document import Hidden, HiddenKind, Mark
from policylint.readers.pdf.drawing import Colour, Drawing
from policylint.readers.pdf.frames import Box, Frame, holds_point, turn_back
from policylint.readers.pdf.words import Word

if TYPE_CHECKING:
    from PIL.Image import Image

TINY: Final = 1.5
"""Points below which nobody reads text."""

MOST_DRAWN: Final = 40
"""Pages of a document that are drawn to look at words; a page takes some hundredths of a second."""

_ALIKE: Final = 24
"""Of 255 in each of red, green and blue: what differs by no more is not told from each other (contrast 1.2)."""

_SHARE: Final = 0.8
"""Share of a word's box in the word's own colour, from which on the word is not seen; bold capitals cover half."""

_FEWEST_MARKS: Final = 200
"""Shapes on a page, from which on they may be the letters that an invisible layer of text repeats."""

_SOME_PICTURE: Final = 0.1
_WHITE: Final = (255, 255, 255)
_SCALE: Final = 2.0
_PIXELS: Final = 4_000_000
_FAR: Final = 40.0
"""Points between two hidden words that are told of apart."""

_NOT_SEEN: Final[HiddenKind] = "invisible"


@dataclass(slots=True)
class Sight:
    """What is left of the work that a document may ask for, and what was found hidden in it."""

    drawn: int = 0
    hidden: list[Hidden] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class View:
    """A page to look at: pdfium's page, how it is displayed, what is drawn on it, the share of it under pictures."""

    page: Any
    number: int
    frame: Frame
    drawing: Drawing
    pictured: float


def seen_words(words: list[Word], view: View, sight: Sight) -> list[Word]:
    """The words of a page that its reader sees; of the others `sight` is told.

    Invisible words that lie over a picture of a page are the text that OCR found in it, and are kept. Those that stand
    where the same words are seen are left out and not told of.
    """
    hidden: dict[int, HiddenKind] = {}
    for word in words:
        if not _is_on_page(word, view.frame):
            hidden[id(word)] = "off-page"
        elif word.hidden:
            hidden[id(word)] = _NOT_SEEN
        elif word.size < TINY:
            hidden[id(word)] = "tiny"
    unseen = [word for word in words if hidden.get(id(word)) == _NOT_SEEN]
    if unseen and _is_layer(len(unseen), len(words), view):
        hidden = {key: kind for key, kind in hidden.items() if kind != _NOT_SEEN}
    if view.pictured <= 0.5:
        hidden |= dict.fromkeys(_merging([word for word in words if id(word) not in hidden], view, sight), "white")
    if not hidden:
        return words
    seen = [word for word in words if id(word) not in hidden]
    others = [(word, hidden[id(word)]) for word in words if id(word) in hidden]
    if view.pictured > 0.5:
        others = [(word, kind) for word, kind in others if kind not in ("invisible", "tiny")]
    sight.hidden += _places(_without_copies(others, seen), view)
    return seen


def _is_layer(unseen: int, words: int, view: View) -> bool:
    """Whether invisible words are the text of what is seen as a picture."""
    if view.pictured > 0.5:
        return unseen == words or unseen > 2 * (words - unseen)
    return unseen == words and (view.pictured > _SOME_PICTURE or view.drawing.marks >= _FEWEST_MARKS)


def _is_on_page(word: Word, frame: Frame) -> bool:
    """Whether a word lies within the visible area."""
    view = frame if not word.turn else frame.turned(word.turn)
    return 0 <= word.x0 + word.x1 <= 2 * view.width and 0 <= word.base - 0.25 * word.size <= view.height


def _merging(words: Sequence[Word], view: View, sight: Sight) -> Iterator[int]:
    """The ids of words in the colour of what is behind them."""
    colours = {shade for _, shade in view.drawing.shades}
    suspects = {word.ink for word in words if word.ink is not None} - {None}
    suspects = {ink for ink in suspects if any(_are_alike(ink, colour) for colour in (_WHITE, *colours))}
    if not suspects:
        return
    doubtful = [(word, _box(word, view.frame)) for word in words if word.ink in suspects]
    doubtful = [(word, box) for word, box in doubtful if _are_alike(word.ink, _behind(box, view.drawing))]
    if not doubtful or sight.drawn >= MOST_DRAWN:
        return
    sight.drawn += 1
    picture, scale = _drawn(view)
    if picture is None:
        return
    for word, box in doubtful:
        if word.ink is not None and _share(picture, scale, box, word.ink) >= _SHARE:
            yield id(word)


def _are_alike(one: Colour | None, other: Colour | None) -> bool:
    return one is not None and other is not None and all(abs(a - b) <= _ALIKE for a, b in zip(one, other, strict=True))


def _behind(box: Box, drawing: Drawing) -> Colour | None:
    """The colour that was last drawn where the middle of a box is; None where it is a picture's."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if any(holds_point(picture, x, y) for picture in drawing.pictures):
        return None
    return next((shade for area, shade in reversed(drawing.shades) if holds_point(area, x, y)), _WHITE)


def _box(word: Word, frame: Frame) -> Box:
    """Where the letters of a word are, on the page as displayed."""
    box = (word.x0, word.base - 0.7 * word.size, word.x1, word.base + 0.1 * word.size)
    return turn_back(box, word.turn, frame.width, frame.height)


def _drawn(view: View) -> tuple[Image | None, float]:
    """The page as displayed, and how many pixels make a point of it."""
    import pypdfium2

    area = view.frame.width * view.frame.height
    scale = min(_SCALE, (_PIXELS / area) ** 0.5) if area > 0 else 0.0
    if scale < 0.25:
        return None, scale
    try:
        bitmap = view.page.render(scale=scale)
        image: Image = bitmap.to_pil().convert("RGB").copy()
        bitmap.close()
    except pypdfium2.PdfiumError:
        return None, scale
    return image, scale


def _share(picture: Image, scale: float, box: Box, ink: Colour) -> float:
    """The share of a box on the drawn page that has the colour of the ink; 0 for a box that is not on it."""
    from PIL import Image, ImageChops

    x0, top, x1, bottom = (round(edge * scale) for edge in box)
    x0, top, x1, bottom = max(x0, 0), max(top, 0), min(x1 + 1, picture.width), min(bottom + 1, picture.height)
    if x0 >= x1 or top >= bottom:
        return 0.0
    part = picture.crop((x0, top, x1, bottom))
    bands = ImageChops.difference(part, Image.new("RGB", part.size, ink)).split()
    furthest = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(furthest.histogram()[: _ALIKE + 1]) / (part.width * part.height)


def _without_copies(others: Sequence[tuple[Word, HiddenKind]], seen: Sequence[Word]) -> list[tuple[Word, HiddenKind]]:
    """Hidden words apart from those that are seen at the same place: shadows, and text under its own picture."""
    places: dict[tuple[str, int], list[Word]] = {}
    for word in seen:
        places.setdefault((word.text.casefold(), word.turn), []).append(word)
    return [
        (word, kind)
        for word, kind in others
        if not any(
            abs(copy.x0 - word.x0) <= word.size + 3 and abs(copy.base - word.base) <= word.size + 3
            for copy in places.get((word.text.casefold(), word.turn), ())
        )
    ]


def _places(others: Sequence[tuple[Word, HiddenKind]], view: View) -> Iterator[Hidden]:
    """Hidden words that stand together, as one entry."""
    groups: list[tuple[HiddenKind, list[Word]]] = []
    for word, kind in others:
        last = groups[-1] if groups else None
        if last and last[0] == kind and (kind == "off-page" or abs(word.base - last[1][-1].base) <= _FAR):
            last[1].append(word)
        else:
            groups.append((kind, [word]))
    for kind, words in groups:
        text, marks = "", []
        for word in words:
            start = len(text) + bool(text)
            text = f"{text} {word.text}" if text else word.text
            box = (word.x0, word.top, word.x1, word.bottom)
            placed = turn_back(box, word.turn, view.frame.width, view.frame.height)
            x0, top, x1, bottom = (round(edge, 2) for edge in placed)
            is_somewhere = all(map(math.isfinite, placed))
            marks.append(Mark(start, len(text), page=view.number, box=(x0, top, x1, bottom) if is_somewhere else None))
            if len(text) > 400:
                break
        yield Hidden(kind, text, tuple(marks))
