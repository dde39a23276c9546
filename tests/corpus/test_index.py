"""The index names every file and every label, each once, and says what is expected of it."""

from __future__ import annotations

from collections import Counter
from typing import Any, get_args

from corpus.build import CORPUS
from policylint.errors import UNREADABLE
from policylint.model.report import Kind

Entry = dict[str, Any]


def test_ids_are_unique(index: list[Entry]) -> None:
    assert [name for name, times in Counter(entry["id"] for entry in index).items() if times > 1] == []


def test_index_and_folder_hold_the_same_files(index: list[Entry]) -> None:
    assert {entry["file"] for entry in index} == {f"files/{path.name}" for path in (CORPUS / "files").iterdir()}


def test_labelled_documents_and_label_files_are_the_same(index: list[Entry], labels: dict[str, Entry]) -> None:
    assert {entry["id"] for entry in index if entry["role"] == "labelled"} == set(labels)


def test_roles_are_known(index: list[Entry]) -> None:
    assert {entry["role"] for entry in index} == {"labelled", "negative", "unlabelled"}


def test_negatives_say_which_kind_they_are(index: list[Entry]) -> None:
    kinds = {entry["kind"] for entry in index if entry["role"] == "negative"}
    assert kinds == {"guide", "other-policy", "not-a-policy"} & set(get_args(Kind))


def test_unreadable_documents_say_why(index: list[Entry]) -> None:
    unreadable = [entry for entry in index if "expect" in entry]
    assert {entry["expect"] for entry in unreadable} == {"unreadable"}
    assert {entry["reason"] for entry in unreadable} == {"language", "no-text", "encrypted", "damaged"} & set(
        UNREADABLE
    )


def test_unreadable_documents_are_not_labelled(index: list[Entry]) -> None:
    assert [entry["id"] for entry in index if "expect" in entry and entry["role"] != "unlabelled"] == []


def test_every_format_has_a_labelled_document(index: list[Entry]) -> None:
    formats = {entry["file"].rpartition(".")[2] for entry in index if entry["role"] == "labelled"}
    assert formats == {"pdf", "docx", "md", "html", "txt"}
