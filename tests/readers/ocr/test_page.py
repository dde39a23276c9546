"""The way a page is turned and put straight; the engine is a dummy that knows which way up it can read."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from policylint.readers.ocr.engines import Seen
from policylint.readers.ocr.images import skew_of, straightened, turned
from policylint.readers.ocr.page import see_page

LINES = 30


def page(*, degrees: float = 0.0, quarters: int = 0) -> Image.Image:
    """A page of dashes as long as words, in lines; a mark at its head tells which way up it is."""
    image = Image.new("L", (850, 1100), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 20, 300, 60), fill=0)
    for line in range(LINES):
        for place in range(7):
            x, y = 80 + 100 * place, 120 + 30 * line
            draw.rectangle((x, y, x + 80, y + 10), fill=0)
    return turned(image.rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor=255), quarters)


class Reader:
    """An engine that is sure of a page only where the mark stands at the upper left."""

    name, version, workers = "reader", "1", 1

    def __init__(self, sureness: float = 0.95) -> None:
        self.tries = 0
        self.sureness = sureness

    def see(self, image: Image.Image, *, dpi: int, seconds: float) -> list[Seen]:
        self.tries += 1
        upright = image.width < image.height and image.getpixel((170, 40)) == 0
        confidence = self.sureness if upright else 0.3
        return [Seen("account", 10, 60, 100 + 30 * line, 12, confidence, line) for line in range(LINES)]


def test_a_page_that_makes_sense_is_read_once() -> None:
    engine = Reader()
    seen = see_page(page(), engine, dpi=100, seconds=1)
    assert (seen.turn, seen.skew, engine.tries) == (0, 0.0, 1)
    assert seen.confidence == pytest.approx(0.95)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_otherwise_is_turned(quarters: int) -> None:
    assert see_page(page(quarters=quarters), Reader(), dpi=100, seconds=1).turn == -quarters % 4


def test_the_turn_of_the_page_before_is_tried_first() -> None:
    engine = Reader()
    assert see_page(page(quarters=1), engine, dpi=100, seconds=1, turn=3).turn == 3
    assert engine.tries == 1


def test_a_page_that_no_turn_makes_clear_is_left_as_it_is() -> None:
    assert see_page(page(), Reader(0.4), dpi=100, seconds=1).turn == 0


def test_an_empty_page_is_not_read() -> None:
    engine = Reader()
    assert see_page(Image.new("L", (850, 1100), 250), engine, dpi=100, seconds=1).blank
    assert engine.tries == 0


@pytest.mark.parametrize("degrees", [-7.5, -3.0, -0.5, 0.5, 1.7, 6.0])
def test_the_skew_is_found_to_a_tenth_of_a_degree(degrees: float) -> None:
    assert skew_of(page(degrees=degrees)) == pytest.approx(degrees, abs=0.1)


def test_a_straightened_page_leans_no_more() -> None:
    leaning = page(degrees=3.0)
    assert abs(skew_of(straightened(leaning, skew_of(leaning)))) <= 0.1


def test_a_page_without_lines_has_no_skew() -> None:
    assert skew_of(Image.new("L", (850, 1100), 255)) == 0.0


def test_four_quarter_turns_are_none() -> None:
    image = page()
    assert turned(turned(image, 1), 3).tobytes() == image.tobytes()
