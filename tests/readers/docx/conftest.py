"""Reading hand-written DOCX files, with the place of every block checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from policylint.model.document import Document
from policylint.readers.docx import read_docx

from .making import check_places, members, packed

Reader = Callable[..., Document]


@pytest.fixture(scope="session")
def read() -> Reader:
    """Reads a body (and what else `members` takes), checks all places, and returns the document.

    `plain=False` for text with signs that the XML spells otherwise, and for words that run on over several paragraphs.
    """

    def read_and_check(body: str, *, plain: bool = True, **others: Any) -> Document:
        data = packed(members(body, **others))
        document = read_docx(data, name="policy.docx")
        if plain:
            check_places(document, data)
        return document

    return read_and_check


@pytest.fixture(scope="session")
def texts(read: Reader) -> Callable[..., list[str]]:
    """The texts of the blocks of a body."""
    return lambda body, **others: [block.text for block in read(body, **others).blocks]


@pytest.fixture(scope="session")
def numbered(read: Reader) -> Callable[..., list[str]]:
    """The texts of the blocks of a body, with their automatic numbers."""

    def read_numbered(body: str, **others: Any) -> list[str]:
        return [
            f"{'' if block.label_end else block.label} {block.text}".strip() for block in read(body, **others).blocks
        ]

    return read_numbered
