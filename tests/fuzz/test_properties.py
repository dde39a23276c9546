"""What holds whatever is read: readers give a document or say why not, loaders a value or a mistake with its place."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.choices import Ocr
from policylint.errors import MISTAKES, UNREADABLE, UnreadableDocument, UserMistake
from policylint.model.document import Document
from policylint.readers import read
from policylint.structure import build_structure
from tests.fuzz.assembling import docx_of, pdf_of
from tests.fuzz.checks import check_document
from tests.fuzz.mutating import mutate_tokens
from tests.fuzz.seeds import seeds_of
from tests.fuzz.targets import LIMITS, TARGETS, words_of

pytestmark = pytest.mark.slow

EXAMPLES = settings(max_examples=60)
NAMES = st.sampled_from(("a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a"))
BEGINNINGS = st.sampled_from(
    (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<!doctype html>", b"---\n", b"\xff\xfe", b"\xef\xbb\xbf")
)
READERS = ("pdf-objects", "docx-xml", "html", "markdown", "text")
NAMED = {"html": "a.html", "markdown": "a.md", "text": "a.txt"}
LOADERS = ("pack", "profile", "config", "decisions")
PLACE = re.compile(r"^[^\n]+:[1-9]\d*: .")


def outcome(data: bytes, name: str) -> Document | tuple[str, str]:
    """The document, which was checked, or why there is none."""
    try:
        document = read(data, name=name, limits=LIMITS, ocr=Ocr(engine="off"))
    except UnreadableDocument as error:
        assert error.reason in UNREADABLE
        return error.reason, error.detail
    check_document(document)
    check_document(build_structure(document))
    return document


def changed(name: str, seed: int, rounds: int) -> bytes:
    """A seed of a target, changed some times."""
    target = TARGETS[name]
    assert target.tokens is not None
    seeds = seeds_of(name)
    data = seeds[seed % len(seeds)]
    for number in range(rounds):
        data = mutate_tokens(
            data, tokens=target.tokens, words=words_of(target.dictionary), most=target.longest, seed=seed + number
        )
    return data


@EXAMPLES
@given(beginning=BEGINNINGS, rest=st.binary(max_size=400), name=NAMES)
def test_any_bytes_are_a_document_or_unreadable_and_always_the_same(beginning: bytes, rest: bytes, name: str) -> None:
    assert outcome(beginning + rest, name) == outcome(beginning + rest, name)


@EXAMPLES
@given(text=st.text(max_size=400), name=NAMES)
def test_any_text_is_a_document_or_unreadable_and_always_the_same(text: str, name: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    assert outcome(data, name) == outcome(data, name)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=25)
@given(seed=st.integers(0, 1 << 32), rounds=st.integers(1, 12))
def test_files_that_are_nearly_sound_are_read_or_not_and_always_alike(reader: str, seed: int, rounds: int) -> None:
    data = changed(reader, seed, rounds)
    if reader == "pdf-objects":
        data = pdf_of(data)
    elif reader == "docx-xml":
        data = docx_of(data)
    name = NAMED.get(reader, "a")
    assert outcome(data, name) == outcome(data, name)


@pytest.mark.parametrize("loader", LOADERS)
@settings(max_examples=60)
@given(seed=st.integers(0, 1 << 32), rounds=st.integers(1, 12))
def test_a_mistake_of_a_loader_has_a_code_and_a_place(loader: str, seed: int, rounds: int) -> None:
    try:
        TARGETS[loader].run(changed(loader, seed, rounds))
    except UserMistake as error:
        assert error.code in MISTAKES
        assert PLACE.match(str(error)) or error.code in ("M106", "M107"), str(error)


@pytest.mark.parametrize("loader", [*LOADERS, "comments", "baseline", "report", "frames", "answer"])
@settings(max_examples=60)
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_loaded_or_refused(loader: str, data: bytes) -> None:
    with suppress(*TARGETS[loader].allowed):
        TARGETS[loader].run(data)


@given(seed=st.integers(0, 1 << 32))
def test_changes_are_the_same_for_the_same_seed(seed: int) -> None:
    assert changed("html", seed, 3) == changed("html", seed, 3)
