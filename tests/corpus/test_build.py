"""The built files of the corpus follow from its sources."""

from __future__ import annotations

import pytest

from corpus.build import CORPUS, SOURCES, Built, built, index
from corpus.making.source import read_source


@pytest.fixture(scope="module")
def files() -> list[Built]:
    """Every file, built anew."""
    return list(built())


def test_committed_files_have_the_bytes_that_their_sources_give(files: list[Built]) -> None:
    stale = [one.file for one in files if (CORPUS / one.file).read_bytes() != one.data]
    assert stale == []


def test_committed_index_is_the_one_that_the_build_writes(files: list[Built]) -> None:
    assert (CORPUS / "index.jsonl").read_bytes() == index(files)


def test_building_twice_in_one_process_gives_the_same_bytes(files: list[Built]) -> None:
    assert [one.data for one in built()] == [one.data for one in files]


def test_no_committed_file_lacks_a_source(files: list[Built]) -> None:
    committed = {f"files/{path.name}" for path in (CORPUS / "files").iterdir()}
    assert committed == {one.file for one in files}


def test_every_picture_belongs_to_a_source() -> None:
    names = {path.stem for path in SOURCES.glob("*.md")}
    assert {path.stem.rpartition("-")[0] for path in (SOURCES / "pictures").iterdir()} <= names


def test_list_items_nest_by_the_shape_of_their_labels() -> None:
    order = read_source(SOURCES / "calder-falls-go-26-4.md")
    content = next(place for place, block in enumerate(order.blocks) if block.text == "Content")
    listed = [(block.label, block.level) for block in order.blocks[content : content + 6]]
    assert listed == [("C.", 1), ("1.", 2), ("2.", 2), ("3.", 2), ("a.", 3), ("b.", 3)]
