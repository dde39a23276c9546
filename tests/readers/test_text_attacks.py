"""Hostile text files are read or refused within seconds, and what they say is not lost."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from policylint.door import Door
from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document
from policylint.readers import read

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from _typeshed import TraceFunction

TEXT = "All staff must log out of every account each day. "
SECONDS = Limits(seconds=60)
"""Far more than any of these takes on a machine with nothing else to do; see `test_work_grows_with_the_length`."""

Make = Callable[[], str]

HTML: dict[str, Make] = {
    "divisions_within_divisions": lambda: "<html>" + "<div>" * 100_000 + TEXT + "</div>" * 100_000,
    "spans_within_spans": lambda: "<html>" + "<span>" * 100_000 + TEXT,
    "tables_within_tables": lambda: "<html>" + "<table><tr><td>" * 20_000 + TEXT,
    "lists_within_lists": lambda: "<html>" + "<ul><li>" * 20_000 + TEXT,
    "bold_that_never_ends": lambda: "<html>" + "<b><p>" * 20_000 + TEXT,
    "cells_that_span_a_thousand_million": lambda: (
        f"<html><table><tr><td colspan=1000000000 rowspan=1000000000>{TEXT}</td><td>b</td></tr></table>"
    ),
    "attributes": lambda: "<html><p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">" + TEXT,
    "comments_that_never_end": lambda: "<html>" + TEXT + "<!--" * 200_000,
    "quotation_marks_that_never_end": lambda: "<html>" + TEXT + '<a href="x' * 200_000,
    "references": lambda: "<html>" + TEXT + "&amp" * 300_000,
    "brackets": lambda: "<html>" + TEXT + "<" * 300_000,
    "paragraphs_that_were_not_begun": lambda: "<html>" + "</p>" * 200_000 + TEXT,
    "links_across_paragraphs": lambda: "<html>" + "<a href=x><p>" * 5_000 + "</a>" * 5_000 + TEXT,
    "headers_within_headers": lambda: "<html>" + "<header>" * 190 + TEXT + "<header><p>x</p></header>" * 3_000,
    "one_line": lambda: "<html><p>" + TEXT * 60_000,
}
MARKDOWN: dict[str, Make] = {
    "quotations_within_quotations": lambda: ">" * 100_000 + TEXT,
    "lines_of_quotations": lambda: (">" * 500 + TEXT + "\n") * 500,
    "brackets": lambda: "[" * 100_000 + TEXT,
    "links_within_links": lambda: TEXT + "[a" * 50_000 + "](x)" * 50_000,
    "pictures": lambda: TEXT + "![" * 100_000,
    "references": lambda: "".join(f"[a{n}]: /x\n" for n in range(20_000)) + "\n" + "[a1]" * 50_000 + TEXT,
    "references_that_never_end": lambda: "# Rule\n\n" + "[a\n" * 50_000 + TEXT,
    "lists_within_lists": lambda: "".join("  " * n + "- a\n" for n in range(1_000)) + TEXT,
    "bullets_on_a_line": lambda: "- " * 50_000 + TEXT,
    "numbers_on_a_line": lambda: "1. " * 50_000 + TEXT,
    "emphasis": lambda: TEXT + "*a_ " * 100_000,
    "strong_emphasis": lambda: TEXT + "**a" * 50_000 + "b**" * 50_000,
    "asterisks": lambda: TEXT + "*" * 200_000 + "a",
    "code_marks": lambda: TEXT + "".join("`" * n + " " for n in range(1, 1_000)),
    "tags_that_never_end": lambda: TEXT + "<a " * 100_000,
    "instructions_that_never_end": lambda: TEXT + "<?" * 100_000,
    "backslashes": lambda: TEXT + "\\" * 300_000,
    "addresses_that_never_end": lambda: TEXT + "<a:" * 100_000,
    "a_wide_table": lambda: f"{TEXT}\n\n" + "|a" * 3_000 + "|\n" + "|-" * 3_000 + "|\n" + "|x\n" * 300,
    "pipes": lambda: TEXT + "\n\n" + "|" * 300_000,
    "front_matter_that_never_ends": lambda: "---\n" + "a: b\n" * 20_000 + TEXT,
    "blank_front_matter": lambda: "---\n" + "\n" * 200_000 + TEXT,
    "aliases_in_front_matter": lambda: (
        "---\na: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a, *a, *a, *a]\n" for n in range(30)) + f"---\n{TEXT}"
    ),
    "deep_front_matter": lambda: "---\n" + "".join(" " * n + f"k{n}:\n" for n in range(2_000)) + f"---\n{TEXT}",
    "templates_that_never_end": lambda: TEXT + "{{<" * 100_000,
    "footnotes": lambda: "".join(f"[^{n}]: a\n" for n in range(5_000)) + TEXT,
    "comments_to_policylint_that_never_end": lambda: TEXT + "<!-- policylint: " * 30_000,
    "one_line": lambda: TEXT * 60_000,
    "blank_lines": lambda: TEXT + "\n" * 300_000 + TEXT,
}
PLAIN: dict[str, Make] = {
    "one_line": lambda: TEXT * 60_000,
    "one_word": lambda: TEXT + "a" * 2_900_000,
    "one_number": lambda: TEXT + "\n\n" + "1." * 1_450_000,
    "brackets": lambda: "(" * 2_900_000 + TEXT,
    "white_space": lambda: " " * 2_900_000 + TEXT,
    "blank_lines": lambda: TEXT + "\n" * 300_000 + TEXT,
    "hyphens_at_line_ends": lambda: TEXT + "\n\n" + "word-\n" * 30_000,
    "rules": lambda: ("= " * 150 + "\n") * 9_000 + TEXT,
    "emphasis_that_never_ends": lambda: "**a" * 60_000 + TEXT,
    "tags_that_never_end": lambda: "<p " * 80_000 + TEXT,
    "comments_before_the_page": lambda: "<!-- x -->" * 100_000 + TEXT,
    "table_of_spaces": lambda: ("|" + " " * 3_000 + "\n") * 80 + TEXT,
    "mail_headers": lambda: "A:\n" * 20_000 + TEXT,
    "links_that_never_end": lambda: "](http" * 60_000 + TEXT,
}
ATTACKS = {
    f"{name}.{suffix}": make
    for suffix, attacks in (("html", HTML), ("md", MARKDOWN), ("txt", PLAIN))
    for name, make in attacks.items()
}


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door(SECONDS, workers=1) as opened:
        yield opened


def words(document: Document) -> str:
    return " ".join(block.text for block in document.blocks)


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_is_read(door: Door, name: str) -> None:
    assert TEXT.strip() in words(door.open(ATTACKS[name]().encode(), name=name))


@pytest.mark.parametrize(
    ("piece", "name"),
    [
        ("<b><p>", "policy.html"),
        ("<ul><li>", "policy.html"),
        ("<p><b>x</p>", "policy.html"),
        ("# a\n", "policy.md"),
        ("- a\n", "policy.md"),
        ("a\n", "policy.md"),
        ("|a|b|\n", "policy.md"),
        ("a\n", "policy.txt"),
        ("word-\n", "policy.txt"),
        ("ABCD EFG\n", "policy.txt"),
    ],
)
def test_work_grows_with_the_length(piece: str, name: str) -> None:
    """Four times the length may execute six times as many lines of Python, and not sixteen."""

    def lines(times: int) -> int:
        data = f"<html>{TEXT}{piece * times}".encode() if name.endswith("html") else (TEXT + piece * times).encode()
        with counted_lines() as counter:
            read(data, name=name, limits=SECONDS)
        return next(counter)

    lines(10)  # imports
    assert lines(4_000) < 6 * lines(1_000)


@contextmanager
def counted_lines() -> Iterator[Iterator[int]]:
    """Counts the lines of Python that are executed within; the next of what it gives is their number."""
    counter = count()

    def trace(_frame: FrameType, event: str, _arg: object) -> TraceFunction:
        if event == "line":
            next(counter)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield counter
    finally:
        sys.settrace(before)


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("quotations_within_quotations.md", "nests lists or quotations without end"),
        ("lists_within_lists.md", "nests lists or quotations without end"),
        ("pictures.md", "a paragraph of signs without end"),
    ],
)
def test_what_was_not_read_as_markdown_is_told(name: str, note: str) -> None:
    found = read(ATTACKS[name]().encode(), name=name, limits=SECONDS)
    assert any(note in each for each in found.notes)


def test_other_paragraphs_keep_their_markup() -> None:
    found = read(
        f"# Rule\n\n{'[' * 5_000}\n\nStaff **must** [log out](https://example.org).".encode(),
        name="x.md",
        limits=SECONDS,
    )
    assert (found.blocks[0].kind, found.blocks[-1].text) == ("heading", "Staff must log out.")
    assert found.blocks[-1].links


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (TEXT.encode("utf-16"), TEXT),
        (TEXT.encode("utf-16-le"), TEXT),
        (TEXT.encode("utf-16-be"), TEXT),
        (TEXT.encode("utf-16")[:-2], TEXT),
        (TEXT.encode("utf-32"), TEXT),
        (TEXT.encode("utf-32-le"), TEXT),
        (TEXT.encode("utf-8-sig"), TEXT),
        (TEXT.encode() + b"\xff\xfe", f"{TEXT}\u00ff\u00fe"),
        (TEXT.encode() + b"\r\rBe polite.", f"{TEXT} Be polite."),
        (TEXT.encode() + b"\r\n\r\nBe polite.", f"{TEXT} Be polite."),
        (TEXT.encode() * 9 + b"\0", TEXT * 9),
        (b"+ADw-b+AD4- " + TEXT.encode(), f"+ADw-b+AD4- {TEXT}"),
    ],
)
def test_however_it_is_encoded(data: bytes, text: str) -> None:
    assert words(read(data, name="policy.txt", limits=SECONDS)).split() == text.split()


@pytest.mark.parametrize("data", [b"\xff\xfe" + b"\x00\xd8" * 50_000, TEXT.encode() + b"\0\1\2\3" * 500])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(data, name="policy.txt", limits=SECONDS)
    assert caught.value.reason == "format"


@pytest.mark.parametrize(("name", "times"), [("policy.txt", 3), ("policy.md", 21), ("policy.html", 21)])
def test_more_text_than_the_limit_is_too_large(name: str, times: int) -> None:
    """Of a file with markup its text counts, and its markup up to ten times as much."""
    limits = Limits(characters=2 * len(TEXT))
    with pytest.raises(UnreadableDocument) as caught:
        read((("<p>" if "html" in name else "") + TEXT * times).encode(), name=name, limits=limits)
    assert caught.value.reason == "too-large"


def test_pictures_within_a_page_do_not_count_as_text() -> None:
    page = f'<html><p>{TEXT}<img src="data:image/png;base64,{"A" * 400}">'
    assert read(page.encode(), name="policy.html", limits=Limits(characters=100)).blocks
