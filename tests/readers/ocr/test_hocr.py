"""hOCR as tesseract writes it, and as nobody should."""

from __future__ import annotations

from pathlib import Path

import pytest

from policylint.readers.ocr.hocr import read_hocr

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><body><div class='ocr_page' title='image "stdin"; bbox 0 0 1000 1000'>
{lines}
</div></body></html>"""


def line(words: str, title: str = "bbox 100 100 400 150; baseline 0 -10; x_size 40", kind: str = "ocr_line") -> str:
    return f"<span class='{kind}' title='{title}'>{words}</span>"


def word(text: str, box: str = "100 105 200 140", confidence: int = 90) -> str:
    return f"<span class='ocrx_word' title='bbox {box}; x_wconf {confidence}'>{text}</span>"


def read(*lines: str) -> list[tuple[str, int]]:
    return [(seen.text, seen.line) for seen in read_hocr(PAGE.format(lines="\n".join(lines)).encode())]


def test_words_come_with_box_baseline_and_confidence() -> None:
    (seen,) = read_hocr(PAGE.format(lines=line(word("Staff"))).encode())
    assert (seen.text, seen.x0, seen.x1, seen.base, seen.confidence) == ("Staff", 100, 200, 140, 0.9)


def test_the_size_is_told_by_capitals_and_ascenders() -> None:
    (seen,) = read_hocr(PAGE.format(lines=line(word("Staff", "100 105 200 140"))).encode())
    assert seen.size == pytest.approx(50)


def test_a_line_of_small_letters_has_the_size_of_its_letters() -> None:
    (seen,) = read_hocr(PAGE.format(lines=line(word("use", "100 116 200 140"))).encode())
    assert seen.size == pytest.approx(24 / 0.47)


def test_the_baseline_of_a_leaning_line_is_taken_at_each_word() -> None:
    leaning = line(
        word("one", "100 100 120 130") + word("two", "380 120 400 150"), "bbox 100 100 400 150; baseline 0.1 -30"
    )
    one, two = read_hocr(PAGE.format(lines=leaning).encode())
    assert two.base - one.base == pytest.approx(28)


def test_lines_are_counted_in_the_order_of_the_file() -> None:
    assert read(line(word("one")), line(word("two"), kind="ocr_header")) == [("one", 0), ("two", 1)]


def test_a_sideways_line_is_left_out() -> None:
    assert read(line(word("stamp"), "bbox 0 0 10 400; textangle 90; x_size 20")) == []


@pytest.mark.parametrize(
    "broken",
    [
        "<span class='ocr_line' title='no box'>" + word("x") + "</span>",
        line("<span class='ocrx_word' title='bbox 1 2 3'>x</span>"),
        line(word(" ")),
        line(""),
        "<span class='ocr_line'>",
    ],
)
def test_what_is_incomplete_is_no_word(broken: str) -> None:
    assert read(broken) == []


def test_a_word_without_confidence_has_none() -> None:
    (seen,) = read_hocr(PAGE.format(lines=line("<span class='ocrx_word' title='bbox 1 2 3 4'>x</span>")).encode())
    assert seen.confidence == 0


def test_entities_are_not_looked_up(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("confidential")
    declared = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    page = PAGE.format(lines=line(word("a&x;b")))
    found = read_hocr((declared + page[page.index("<html") :]).encode())
    assert len(found) == 1
    assert "confidential" not in found[0].text


@pytest.mark.parametrize("data", [b"", b"not hOCR", b"<svg/>", b"\xff\xfe\x00"])
def test_what_is_no_hocr_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no hOCR"):
        read_hocr(data)
