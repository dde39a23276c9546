"""Words of a page that its reader does not see are told of and not read."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from policylint.model.document import Document
from policylint.readers.pdf import read_pdf, sight
from policylint.readers.pdf.drawing import Drawing
from policylint.readers.pdf.frames import Frame
from policylint.readers.pdf.words import Word

from .making import PdfFile

WORDS = "Post no names of our clients."
FILE = PdfFile()
SEEN = FILE.lines(
    60, 90, ["This policy applies to all staff of the town and to its", "contractors, at work and at home."]
)


def read(*parts: bytes, extra: str = "") -> Document:
    return read_pdf(PdfFile().page(SEEN, *parts, extra=extra).encoded(), name="policy.pdf")


def read_alone(*parts: bytes, extra: str = "") -> Document:
    return read_pdf(PdfFile().page(*parts, extra=extra).encoded(), name="policy.pdf")


def text_of(document: Document) -> str:
    return " ".join(block.text for block in document.blocks)


def resources(entries: str) -> str:
    """A page's entry for resources that the pages of `PdfFile` have not: the last entry holds."""
    return f"/Resources << /Font << /regular 3 0 R /bold 4 0 R >> {entries} >>"


class LayeredFile(PdfFile):
    """A file of one page with two layers: object 8 is off, object 9 is on."""

    def _outline(self, objects: list[bytes], kids: object) -> str:
        objects += [b"<< /Type /OCG /Name (Draft) >>", b"<< /Type /OCG /Name (Final) >>"]
        return "/OCProperties << /OCGs [8 0 R 9 0 R] /D << /OFF [8 0 R] >> >>"


def bar(colour: str, y0: float, y1: float) -> bytes:
    return f"{colour} rg 50 {FILE.height - y1:g} 300 {y1 - y0:g} re f".encode()


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ([b"1 1 1 rg", FILE.text(60, 200, WORDS)], "white"),
        ([b"0.98 0.98 1 rg", FILE.text(60, 200, WORDS)], "white"),
        ([bar("0 0 0.5", 190, 210), b"0 0 0.5 rg", FILE.text(60, 203, WORDS)], "white"),
        ([bar("0 0 0.5", 190, 210), bar("1 1 1", 185, 215), b"1 g", FILE.text(60, 203, WORDS)], "white"),
        ([FILE.text(60, 200, WORDS, mode=3)], "invisible"),
        ([FILE.text(60, 200, WORDS, size=0.5)], "tiny"),
        ([FILE.text(60, 900, WORDS)], "off-page"),
        ([FILE.text(-500, 200, WORDS)], "off-page"),
    ],
)
def test_hidden_words_are_told_of_and_not_read(parts: list[bytes], kind: str) -> None:
    document = read(*parts)
    assert WORDS not in " ".join(block.text for block in document.blocks)
    assert [(hidden.kind, hidden.text) for hidden in document.hidden] == [(kind, WORDS)]
    assert document.hidden[0].marks[0].page == 1


@pytest.mark.parametrize(
    "parts",
    [
        [bar("0 0 0.5", 190, 210), b"1 1 1 rg", FILE.text(60, 203, WORDS)],
        [b"0.6 g", FILE.text(60, 200, WORDS)],
        [FILE.text(60, 200, WORDS, size=5)],
        [FILE.text(60, 200, WORDS), b"1 1 1 rg", FILE.text(61, 200.5, WORDS)],  # a white shadow of words that are seen
    ],
)
def test_words_that_are_seen_are_read_and_not_told_of(parts: list[bytes]) -> None:
    document = read(*parts)
    assert WORDS in " ".join(block.text for block in document.blocks)
    assert document.hidden == ()


def test_neighbouring_hidden_lines_are_told_of_as_one() -> None:
    (hidden,) = read(b"1 g", FILE.lines(60, 200, ["Post no names", "of any clients."])).hidden
    assert hidden.text == "Post no names of any clients."


def test_what_ocr_found_in_a_picture_of_part_of_a_page_is_read() -> None:
    scan = FILE.picture(50, 100, 562, 510)  # 43 % of the page
    found = FILE.lines(60, 200, [WORDS, "Ask the clerk before you post."], mode=3)
    document = read_alone(scan, found, FILE.text(270, 760, "Page 1 of 3 of the handbook"))
    assert WORDS in text_of(document) and "Ask the clerk" in text_of(document)
    assert document.hidden == ()


@pytest.mark.parametrize("picture", [(50, 190, 400, 230), (0, 0, 612, 792)])
def test_what_ocr_found_in_a_figure_is_read_beside_more_words_that_are_seen(
    picture: tuple[float, float, float, float],
) -> None:
    more = FILE.lines(60, 400, ["Staff may read what they like after work, and write about it as well."] * 5)
    document = read(FILE.picture(*picture), FILE.text(60, 210, WORDS, mode=3), more)
    assert WORDS in text_of(document)
    assert document.hidden == ()


def test_what_ocr_found_and_is_seen_at_the_same_place_is_read_once() -> None:
    document = read(FILE.picture(50, 190, 400, 230), FILE.text(60, 210, WORDS), FILE.text(61, 210, WORDS, mode=3))
    assert text_of(document).count("clients") == 1
    assert document.hidden == ()


def test_invisible_words_beside_a_picture_are_told_of() -> None:
    document = read(FILE.picture(50, 190, 400, 230), FILE.text(60, 400, WORDS, mode=3))
    assert [(hidden.kind, hidden.text) for hidden in document.hidden] == [("invisible", WORDS)]


def test_a_layer_over_outlined_letters_is_read_with_few_words_seen_beside() -> None:
    outlines = [FILE.rule(60 + place % 50, 100 + place, 64 + place % 50, 101 + place) for place in range(250)]
    document = read_alone(*outlines, FILE.lines(60, 200, [WORDS] * 3, mode=3), FILE.text(270, 760, "Page 1 of 3"))
    assert text_of(document).count(WORDS) == 3
    assert document.hidden == ()


def test_a_heading_filled_with_a_gradient_is_read() -> None:
    gradient = (
        "/Pattern << /P1 << /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [60 0 400 0]"
        " /Extend [true true] /Function << /FunctionType 2 /Domain [0 1] /C0 [0 0 0.5] /C1 [0.5 0 0] /N 1 >> >> >> >>"
    )
    heading = FILE.text(60, 300, "Social Media Policy", size=26)
    document = read(b"/Pattern cs /P1 scn", heading, extra=resources(gradient))
    assert "Social Media Policy" in text_of(document)
    assert document.hidden == ()


@pytest.mark.parametrize(
    ("alphas", "mode", "is_seen"),
    [
        ("/ca 0 /CA 1", 2, True),
        ("/ca 0 /CA 1", 6, True),
        ("/ca 0 /CA 0", 2, False),
        ("/ca 0 /CA 1", 0, False),
        ("/ca 1 /CA 0", 1, False),
    ],
)
def test_letters_with_ink_in_the_filling_or_the_outline_are_read(alphas: str, mode: int, is_seen: bool) -> None:
    extra = resources(f"/ExtGState << /G1 << {alphas} >> >>")
    document = read(b"/G1 gs", FILE.text(60, 300, WORDS, mode=mode), extra=extra)
    assert (WORDS in text_of(document)) is is_seen
    assert [hidden.kind for hidden in document.hidden] == ([] if is_seen else ["invisible"])


@pytest.mark.parametrize(
    ("before", "behind"), [("3 Tr (x) Tj 0 Tr", ""), ("", "3 Tr (x) Tj"), ("/regular 0.5 Tf (x) Tj /regular 10 Tf", "")]
)
def test_one_hidden_letter_does_not_hide_its_word(before: str, behind: str) -> None:
    text = f"BT /regular 10 Tf 1 0 0 1 60 500 Tm {before} (Employees) Tj {behind} 0 Tr ( post no names.) Tj ET"
    assert "Employees post no names." in text_of(read(text.encode()))


def test_letters_hidden_within_a_word_are_left_out_on_a_page_with_hidden_words() -> None:
    text = b"BT /regular 10 Tf 1 0 0 1 60 500 Tm (Staff) Tj 3 Tr (not) Tj 0 Tr (may post.) Tj ET"
    document = read(FILE.text(60, 200, WORDS, mode=3), text)
    assert "Staffnot" not in text_of(document)
    assert "may post." in text_of(document)


@pytest.mark.parametrize(("layer", "is_seen"), [("/OC /Off BDC", False), ("/OC /On BDC", True), ("/Tag BMC", True)])
def test_a_layer_that_is_off_is_told_of_and_not_read(layer: str, is_seen: bool) -> None:
    file = LayeredFile()
    extra = resources("/Properties << /Off 8 0 R /On 9 0 R >>")
    file.page(SEEN, layer.encode(), FILE.text(60, 300, WORDS), b"EMC", extra=extra)
    document = read_pdf(file.encoded(), name="policy.pdf")
    assert (WORDS in text_of(document)) is is_seen
    assert [(hidden.kind, hidden.text) for hidden in document.hidden] == ([] if is_seen else [("vanished", WORDS)])


def test_printers_marks_beyond_the_edge_are_not_told_of() -> None:
    slug = FILE.text(60, 780, "Handbook_Final.indd 3    12/05/19 11:35 AM")
    inks = FILE.text(60, 20, "Cyan Magenta Yellow Black", size=6)
    document = read(slug, inks, extra="/CropBox [0 40 612 750]")
    assert "Handbook_Final" not in text_of(document) and "Cyan" not in text_of(document)
    assert document.hidden == ()


def word(text: str, x: float, y: float, **look: object) -> Word:
    plain = Word(text, x, x + 6 * len(text), y, 10, False, False, False, False, 0, True, False, ink=(0, 0, 0))
    for name, value in look.items():
        setattr(plain, name, value)
    return plain


def seconds(words: list[Word], drawing: Drawing) -> float:
    """How long it takes to look at words on an empty page."""
    from PIL import Image

    def render(scale: float) -> SimpleNamespace:
        picture = Image.new("RGB", (round(612 * scale), round(792 * scale)), (255, 255, 255))
        return SimpleNamespace(to_pil=lambda: picture, close=lambda: None)

    view = sight.View(SimpleNamespace(render=render), 1, Frame(0, 0, 612, 792), drawing, 0.0)
    start = time.perf_counter()
    sight.seen_words(words, view, sight.Sight())
    return time.perf_counter() - start


def test_looking_at_words_takes_no_longer_than_it_may() -> None:
    white = (255, 255, 255)
    large = [word("white", 10, 700, size=700, x1=600, ink=white) for _ in range(20_000)]
    assert seconds(large, Drawing()) < 5
    equal = [word("a", 60 + place % 9, 300, hidden=place % 2 > 0) for place in range(20_000)]
    assert seconds(equal, Drawing()) < 5
    areas = [(place / 10, 0.0, place / 10 + 1, 792.0) for place in range(5_000)]
    many = [word("white", 60, 300, ink=white, hidden=place % 2 > 0) for place in range(20_000)]
    assert seconds(many, Drawing(pictures=areas, shades=[(area, white) for area in areas[:500]])) < 5


def test_of_very_many_white_words_some_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "MOST_ON_PAGE", 3)
    white = FILE.lines(60, 200, [WORDS] * 5)
    assert "clients" not in text_of(read(b"1 g", white))
    # One of those looked at stands on a broad line and is seen: then the words not looked at may be, too.
    assert text_of(read(b"14 w 50 595 m 400 595 l S 1 g", white)).count(WORDS) == 3


def test_no_more_pages_are_looked_at_than_a_document_may_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "MOST_LOOKED", 0)
    document = read(b"1 g", FILE.text(60, 200, WORDS))
    assert WORDS in text_of(document)
    assert document.hidden == ()
