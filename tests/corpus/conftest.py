"""The corpus as the tests see it: its index, its labels and the plain text of its files."""

from __future__ import annotations

import json
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
import yaml

from corpus.build import CORPUS

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _pdf(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def _docx(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(run.text or "" for run in part.iter(f"{_WORD}t")) for part in body.iter(f"{_WORD}p"))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _html(path: Path) -> str:
    data = path.read_bytes()
    parser = _Words()
    parser.feed(data.decode("latin-1" if b"iso-8859-1" in data else "utf-8"))
    return "".join(parser.words)


def plain_text(path: Path) -> str:
    """The text of a corpus file, white space folded, read without any part of policylint."""
    readers = {".pdf": _pdf, ".docx": _docx, ".html": _html}
    read = readers.get(path.suffix)
    text = read(path) if read else path.read_text(encoding="utf-8")
    return " ".join(text.split())


@pytest.fixture(scope="session")
def index() -> list[dict[str, Any]]:
    """The lines of the index."""
    return [json.loads(line) for line in (CORPUS / "index.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def labels() -> dict[str, dict[str, Any]]:
    """The label files by the stem of their names."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((CORPUS / "labels").glob("*.yaml"))
    }


@pytest.fixture(scope="session")
def texts(index: list[dict[str, Any]]) -> dict[str, str]:
    """The plain text of each labelled document by its id."""
    return {entry["id"]: plain_text(CORPUS / entry["file"]) for entry in index if entry["role"] == "labelled"}
