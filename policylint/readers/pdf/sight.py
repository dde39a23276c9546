"""Which words of a page its reader sees, and how the others are kept from being seen.

A word in the colour of what seems to be behind it is looked at once more on the page as pdfium draws it: shapes
overlap, pictures and gradients have any colour, and a report of hidden words must be right.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from policylint.model.document import Hidden, HiddenKind, Mark
from policylint.readers.pdf.drawing import THIN, Colour, Drawing
from policylint.readers.pdf.frames import Box, Frame, turn_back
from policylint.readers.pdf.ground import WHITE, Ground
from policylint.readers.pdf.words import TINY, Word

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_DRAWN: Final = 40
"""Pages of a document that are drawn to look at words; a page takes some hundredths of a second."""

MOST_LOOKED: Final = 20_000
"""Words of a document that are looked at on drawn pages; each takes up to a tenth of a millisecond."""

MOST_ON_PAGE: Final = 1_500
"""Words of one page that are looked at; of more, so many that stand at even steps."""

_ALIKE: Final = 24
"""Of 255 in each of red, green and blue: what differs by no more is not told from each other (contrast 1.2)."""

_SHARE: Final = 0.97
"""Share of a word's box in the word's own colour, from which on the word is not seen. The letters themselves do not
count on it: what pdfium calls white may be filled with a pattern, and leaves four fifths of the box white."""

_MOST_PIXELS: Final = 40_000
"""Pixels of one word that are looked at; those of a title are about as many."""

_MOST_INKS: Final = 100
_MOST_COPIES: Final = 50
_FEWEST_SAID: Final = 6
"""Words beyond the edge of the page from which on they say something; printers' marks and a file's name have fewer."""

_FEWEST_MARKS: Final = 200
"""Shapes on a page, from which on they may be the letters that an invisible layer of text repeats."""

_SOME_PICTURE: Final = 0.1
_SCALE: Final = 2.0
_PIXELS: Final = 4_000_000
_FAR: Final = 40.0
"""Points between two hidden words that are told of apart."""

_SAID = re.compile(r"[^\W\d_]{2,}(?:['\u2019-][^\W\d_]+)*")
_POINTS: Final = ".,;:!?()[]\"'\u2018\u2019\u201c\u201d"

_NOT_SEEN: Final[HiddenKind] = "invisible"


@dataclass(slots=True)
class Sight:
    """What is left of the work that a document may ask for, and what was found hidden in it."""

    drawn: int = 0
    looked: int = 0
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

    Invisible words that lie over a picture are the text that OCR found in it, and are kept. Those that stand where the
    same words are seen are left out and not told of.
    """
    hidden: dict[int, HiddenKind] = {}
    for word in words:
        if not _is_on_page(word, view.frame):
            hidden[id(word)] = "off-page"
        elif word.hidden:
            hidden[id(word)] = _NOT_SEEN
        elif word.size < TINY:
            hidden[id(word)] = "tiny"
    hidden |= _not_drawn([word for word in words if id(word) not in hidden], view, sight)
    unseen = [word for word in words if hidden.get(id(word)) == _NOT_SEEN]
    if unseen and (layer := _layer(unseen, len(words), view)):
        # What is both recognised and seen at the same place is read once.
        if len(layer) < len(words):
            layer = _without_copies(layer, [word for word in words if id(word) not in hidden])
        for word in layer:
            del hidden[id(word)]
    if not hidden:
        return words
    seen = [word for word in words if id(word) not in hidden]
    others = [word for word in words if id(word) in hidden]
    if view.pictured > 0.5:
        others = [word for word in others if hidden[id(word)] not in ("invisible", "tiny")]
    sight.hidden += _places([(word, hidden[id(word)]) for word in _without_copies(others, seen)], view)
    return seen


def _layer(unseen: list[Word], words: int, view: View) -> list[Word]:
    """Those of the invisible words that are the text of what is seen as a picture."""
    if _is_layer(len(unseen), words - len(unseen), view):
        return unseen
    if not view.drawing.pictures:
        return []
    ground = Ground(view.drawing, view.frame)
    return [word for word in unseen if ground.behind(_box(word, view.frame)) is None]


def _is_layer(unseen: int, seen: int, view: View) -> bool:
    """Whether all invisible words of a page repeat what is drawn on it, wherever they stand."""
    if unseen > 2 * seen and (view.pictured > 0.5 or view.drawing.marks >= _FEWEST_MARKS):
        return True
    return not seen and view.pictured > _SOME_PICTURE


def _is_on_page(word: Word, frame: Frame) -> bool:
    """Whether a word lies within the visible area."""
    view = frame if not word.turn else frame.turned(word.turn)
    return 0 <= word.x0 + word.x1 <= 2 * view.width and 0 <= word.base - 0.25 * word.size <= view.height


def _not_drawn(words: Sequence[Word], view: View, sight: Sight) -> Iterator[tuple[int, HiddenKind]]:
    """The ids of words that leave nothing on the page: in the colour of what is behind them, or of a layer that is off.

    Where there are too many to look at, the others are hidden only if every one that was looked at is.
    """
    if view.pictured > 0.5 or sight.drawn >= MOST_DRAWN or sight.looked >= MOST_LOOKED:
        return
    doubtful = _doubtful(words, view)
    if not doubtful:
        return
    sight.drawn += 1
    picture, scale = _drawn(view)
    if picture is None:
        return
    step = math.ceil(len(doubtful) / min(MOST_ON_PAGE, MOST_LOOKED - sight.looked))
    kinds = [_kind(word, picture, scale, view.frame) for word in doubtful[::step]]
    sight.looked += len(kinds)
    are_all_alike = all(kinds)
    for place, word in enumerate(doubtful):
        kind = kinds[place // step]
        if kind and (are_all_alike or place % step == 0):
            yield id(word), kind


def _doubtful(words: Sequence[Word], view: View) -> list[Word]:
    """The words that may leave nothing on the page."""
    colours = {WHITE, *(shade for box, shade in view.drawing.shades if min(box[2] - box[0], box[3] - box[1]) > THIN)}
    inks = {word.ink for word in words if word.ink is not None}
    if len(inks) <= _MOST_INKS:
        inks = {ink for ink in inks if any(_are_alike(ink, colour) for colour in colours)}
    if not inks:
        return [word for word in words if word.layered]
    ground = Ground(view.drawing, view.frame)
    return [
        word
        for word in words
        if word.layered or (word.ink in inks and _are_alike(word.ink, ground.behind(_box(word, view.frame))))
    ]


def _kind(word: Word, picture: Image, scale: float, frame: Frame) -> HiddenKind | None:
    """How a word is hidden that is not to be found on the drawn page."""
    if word.layered and any(map(str.isalnum, word.text)):
        around = (word.x0, word.base - 1.1 * word.size, word.x1, word.base + 0.4 * word.size)
        if _is_plain(_part(picture, scale, turn_back(around, word.turn, frame.width, frame.height))):
            return "vanished"
    if word.ink is not None and _share(_part(picture, scale, _box(word, frame)), word.ink) >= _SHARE:
        return "white"
    return None


def _are_alike(one: Colour | None, other: Colour | None) -> bool:
    return one is not None and other is not None and all(abs(a - b) <= _ALIKE for a, b in zip(one, other, strict=True))


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


def _part(picture: Image, scale: float, box: Box) -> Image | None:
    """A box of the drawn page, of a large one some of the pixels; None for a box that is not on it."""
    from PIL import Image

    x0, top, x1, bottom = (round(edge * scale) for edge in box)
    x0, top, x1, bottom = max(x0, 0), max(top, 0), min(x1 + 1, picture.width), min(bottom + 1, picture.height)
    if x0 >= x1 or top >= bottom:
        return None
    wide, high = x1 - x0, bottom - top
    if wide * high <= _MOST_PIXELS:
        return picture.crop((x0, top, x1, bottom))
    less = (_MOST_PIXELS / (wide * high)) ** 0.5
    size = (max(1, min(wide, round(wide * less))), max(1, min(high, round(high * less))))
    return picture.resize(size, Image.Resampling.NEAREST, box=(x0, top, x1, bottom))


def _share(part: Image | None, ink: Colour) -> float:
    """The share of a part of the drawn page that has the colour of the ink."""
    from PIL import Image, ImageChops

    if part is None:
        return 0.0
    bands = ImageChops.difference(part, Image.new("RGB", part.size, ink)).split()
    furthest = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(furthest.histogram()[: _ALIKE + 1]) / (part.width * part.height)


def _is_plain(part: Image | None) -> bool:
    """Whether a part of the drawn page has a single colour."""
    if part is None:
        return False
    levels = ([level for level, count in enumerate(band.histogram()) if count] for band in part.split())
    return all(of_band[-1] - of_band[0] <= _ALIKE for of_band in levels)


def _without_copies(words: Iterable[Word], seen: Sequence[Word]) -> list[Word]:
    """Hidden words apart from those that are seen at the same place: shadows, and text under its own picture."""
    places: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for word in seen:
        places.setdefault((word.text.casefold(), word.turn), []).append((word.base, word.x0))
    for place in places.values():
        place.sort()
    return [word for word in words if not _has_copy(word, places.get((word.text.casefold(), word.turn), []))]


def _has_copy(word: Word, places: Sequence[tuple[float, float]]) -> bool:
    """Whether one of these places, in their order, is a word's; of very many on its lines some are looked at."""
    near = word.size + 3
    first = bisect_left(places, (word.base - near, -math.inf))
    last = bisect_right(places, (word.base + near, math.inf))
    return any(abs(x0 - word.x0) <= near for _, x0 in places[first : min(last, first + _MOST_COPIES)])


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
        if kind == "off-page" and not _say_something(words):
            continue
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


def _say_something(words: Iterable[Word]) -> bool:
    """Whether words say more than a file's name, a time and the names of the printer's inks."""
    said: set[str] = set()
    for word in words:
        text = word.text.strip(_POINTS).casefold()
        if _SAID.fullmatch(text):
            said.add(text)
            if len(said) >= _FEWEST_SAID:
                return True
    return False
