"""Reading small files in tests, with the places of all their words checked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policylint.limits import Limits
from policylint.model.document import Document
from policylint.readers import read
from policylint.readers.characters import cleaned
from policylint.readers.encoding import decode, mend

Reader = Callable[..., Document]


def check_places(document: Document, source: str) -> None:
    """Every mark must stand at its line and column; what has no mark must be white space or decoded."""
    lines = source.split("\n")
    for block in document.blocks:
        assert block.text == " ".join(block.text.split())
        assert block.text[: block.label_end].startswith(block.label if block.label_end else "")
        end = 0
        for mark in block.marks:
            assert mark.line is not None and mark.column is not None
            assert end <= mark.start < mark.end <= len(block.text)
            column = mark.column - 1
            assert stands_at(block.text[mark.start : mark.end], lines[mark.line - 1][column:])
            end = mark.end
        for link in block.links:
            assert 0 <= link.start < link.end <= len(block.text)


def stands_at(words: str, source: str) -> bool:
    """Whether words stand at the beginning of some source, as they are or as people see it."""
    return source.startswith(words) or cleaned(source).startswith(words)


@pytest.fixture(scope="session")
def read_file() -> Reader:
    """Reads text or bytes as a file of some name, checks all places, and returns the document."""

    def read_and_check(content: str | bytes, name: str = "policy.txt") -> Document:
        data = content.encode() if isinstance(content, str) else content
        document = read(data, name=name, limits=Limits())
        check_places(document, mend(decode(data))[0])
        return document

    return read_and_check
