"""Text layers whose characters are not what the page shows."""

from __future__ import annotations

import random
import string
from io import BytesIO
from shutil import which
from textwrap import wrap

import pikepdf
import pytest

from policylint.choices import Ocr
from policylint.errors import UnreadableDocument
from policylint.readers.pdf import read_pdf
from policylint.readers.pdf.garbled import garbled_pages, is_garbled
from policylint.readers.pdf.pages import Page
from policylint.readers.pdf.words import Word

from .making import PdfFile

TEXT = (
    "Employees who post for the county must say so, and must not share what they learn at work before the office has "
    "released it. The communications office keeps the passwords of all accounts and changes them when someone leaves. "
    "Comments are deleted only where they break the rules below, and a copy of each is kept for three years. Every "
    "account has two administrators from the same department, and no account is opened without their names."
)
NAMES = "Birgit Oduya Kowalczyk Ferreira Lindqvist Nakagawa Petrov Ashdown Marchetti Delacroix Vandermeer Okonkwo " * 4
RUSSIAN = "Сотрудники не должны публиковать служебные сведения без разрешения своего руководителя " * 6


def words(text: str, *, symbol: bool = False) -> list[Word]:
    """The words of a page; where they stand is no matter."""
    return [
        Word(word, 0, 1, 0, 10, False, False, False, symbol, order, True, False)
        for order, word in enumerate(text.split())
    ]


def shifted(text: str, by: int) -> str:
    """Codes `by` further on, as from a subset font without its table: capitals become signs."""
    return "".join(" " if letter == " " else chr(ord(letter) + by) for letter in text)


def exchanged(text: str, alphabet: str) -> str:
    both = alphabet + alphabet.upper()
    return text.translate(str.maketrans(string.ascii_letters, both))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        NAMES,
        RUSSIAN,
        TEXT.upper(),
        "Los empleados no deben publicar datos de las personas sin permiso de la oficina de prensa. " * 4,
        "Mitarbeitende dürfen Angaben über Dritte nur mit deren Einwilligung veröffentlichen oder weitergeben. " * 4,
        "Çalışanlar, kurum adına yalnızca izin verilen hesaplardan paylaşım yapabilir; parolalar saklanır. " * 4,
        "Scope ................ 1 Roles ................ 2 Records ................ 5 " * 8,
        "12.50 340.00 1,904 77 % 2019 2020 2021 2022 " * 30,
        "zq xv",
        "",
    ],
)
def test_text_is_text_in_any_language(text: str) -> None:
    assert not is_garbled(words(text))


@pytest.mark.parametrize("by", [-29, -3, 1, 3, 5])
def test_shifted_codes_are_no_text(by: int) -> None:
    assert is_garbled(words(shifted(TEXT, by)))


def test_a_shuffled_alphabet_is_no_text() -> None:
    letters = list(string.ascii_lowercase)
    random.Random(4).shuffle(letters)
    assert is_garbled(words(exchanged(TEXT, "".join(letters))))


def test_a_shuffled_alphabet_with_enough_vowels_is_no_text() -> None:
    assert is_garbled(words(exchanged(TEXT, "jbkdqfghxzclmnwpevstryuaio")))


@pytest.mark.parametrize("sign", ["\ufffd", "\ue042"])
def test_codes_without_a_letter_are_no_text(sign: str) -> None:
    assert is_garbled(words(exchanged(TEXT, "abcd" + sign + "fghi" + sign + "klmn" + sign + "pqrs" + sign + "uvwxyz")))


def test_bullets_with_private_codes_are_no_sign_of_it() -> None:
    assert not is_garbled(words(" \uf0b7 ".join(TEXT.split())))


def test_symbols_of_a_font_of_pictures_are_no_sign_of_it() -> None:
    assert not is_garbled(words("\uf0fe\uf0a8 " * 10, symbol=True) + words(TEXT))


def test_words_of_several_alphabets_are_no_text() -> None:
    assert is_garbled(words(exchanged(TEXT, "aбcdфfghiжklmnлpqrsшuvwxyz")))


def test_letters_that_only_look_latin_are_another_matter() -> None:
    assert not is_garbled(words(TEXT.translate(str.maketrans("aeopc", "\u0430\u0435\u043e\u0440\u0441"))))


def pages(*texts: str) -> list[Page]:
    return [Page(number, words=words(text)) for number, text in enumerate(texts, 1)]


def test_each_page_is_judged_by_itself() -> None:
    assert garbled_pages(pages(TEXT, shifted(TEXT, 3), TEXT)) == {2}


def test_a_cover_of_few_letters_is_like_most_other_pages() -> None:
    cover = "QRQLBYVZRTNY"
    assert garbled_pages(pages(cover, shifted(TEXT, 3), shifted(TEXT, 3), TEXT)) == {1, 2, 3}
    assert garbled_pages(pages(cover, shifted(TEXT, 3), TEXT, TEXT)) == {2}


def test_a_page_that_was_read_by_ocr_is_not_judged() -> None:
    judged = pages(shifted(TEXT, 3), shifted(TEXT, 3))
    judged[0].recognised = True
    assert garbled_pages(judged) == {2}


def misled(data: bytes, by: int) -> bytes:
    """The file with a table in each font that says of every code that it is the letter `by` further on."""
    table = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
        f"1 beginbfrange <20> <7e> <{0x20 + by:04x}> endbfrange endcmap end"
    )
    with pikepdf.open(BytesIO(data)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
                thing["/ToUnicode"] = file.make_stream(table.encode())
        out = BytesIO()
        file.save(out)
    return out.getvalue()


@pytest.fixture
def page(pdf: PdfFile) -> bytes:
    """A page with a text layer that does not say what it shows."""
    return misled(pdf.page(pdf.lines(72, 100, wrap(TEXT, 60), leading=18, size=11)).encoded(), 3)


@pytest.mark.slow
@pytest.mark.skipif(not which("tesseract"), reason="tesseract is not installed")
def test_what_does_not_decode_is_read_from_the_picture(page: bytes) -> None:
    found = read_pdf(page, name="policy.pdf", ocr=Ocr(engine="tesseract"))
    assert found.recognition is not None and found.recognition.pages == (1,)
    assert "keeps the passwords of all accounts" in " ".join(block.text for block in found.blocks)
    assert "Page 1 has text that does not decode to words: the words were read by OCR" in found.notes[0]


def test_what_does_not_decode_is_no_text_without_ocr(page: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(page, name="policy.pdf", ocr=Ocr(engine="off"))
    assert (caught.value.reason, caught.value.detail) == ("no-text", "the text layer does not decode to words")
