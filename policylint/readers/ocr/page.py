"""One page: put straight, turned the right way up, and read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from policylint.readers.ocr.engines import Engine, Seen
from policylint.readers.ocr.images import LEAST_SKEW, ink_of, skew_of, straightened, turned

if TYPE_CHECKING:
    from PIL.Image import Image

WELL: Final = 0.7
"""Mean confidence from which a page is taken to stand the right way up."""

_FEW: Final = 12
"""Letters; fewer say nothing about how the page stands."""

_BLANK: Final = 0.0008
"""Share of dark pixels below which a page is blank: dust, the edge of the paper."""

_LEAST: Final = 0.25
"""Confidence below which a word is a guess at a speck."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """The words on a page.

    Pixels are those of the picture turned clockwise by `turn` quarters and then put straight by `skew` degrees about
    its middle, `width` by `height`; `confidence` is the mean over the words, weighted by their letters, 0 without any.
    """

    words: tuple[Seen, ...]
    turn: int
    skew: float
    width: int
    height: int
    confidence: float
    blank: bool = False

    @property
    def letters(self) -> int:
        """Letters and digits on the page."""
        return sum(letters_of(word) for word in self.words)


def see_page(image: Image, engine: Engine, *, dpi: int, seconds: float, turn: int = 0) -> SeenPage:
    """Read the picture of a page, the other ways up too where it makes little sense as it is.

    Args:
        image: The page as displayed, in grey.
        engine: What reads it.
        dpi: Pixels an inch.
        seconds: Wall time for each try.
        turn: The quarter turns, clockwise, to try first: those of the page before.

    Raises `TimeoutError` and `OSError` as `Engine.see` does.
    """
    if ink_of(image) < _BLANK:
        return SeenPage((), 0, 0.0, image.width, image.height, 0.0, blank=True)
    best = _seen(image, engine, dpi, seconds, turn)
    if best.confidence >= WELL and best.letters >= _FEW:
        return best
    for other in dict.fromkeys((turn, 0, 1, 3, 2)):
        if other == turn:
            continue
        tried = _seen(image, engine, dpi, seconds, other)
        if _worth(tried) > _worth(best):
            best = tried
        if best.confidence >= WELL and best.letters >= 4 * _FEW:
            break
    return best


def letters_of(word: Seen) -> int:
    """Letters and digits of a word."""
    return sum(map(str.isalnum, word.text))


def _worth(page: SeenPage) -> float:
    return page.letters * page.confidence**2


def _seen(image: Image, engine: Engine, dpi: int, seconds: float, turn: int) -> SeenPage:
    upright = turned(image, turn)
    skew = skew_of(upright)
    if abs(skew) < LEAST_SKEW:
        skew = 0.0
    else:
        upright = straightened(upright, skew)
    found = engine.see(upright, dpi=dpi, seconds=seconds)
    words = tuple(word for word in found if word.confidence >= _LEAST)
    letters = sum(map(letters_of, words))
    sure = sum(word.confidence * letters_of(word) for word in words)
    return SeenPage(words, turn, skew, upright.width, upright.height, sure / letters if letters else 0.0)
