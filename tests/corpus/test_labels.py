"""Labels speak the checklist's language and quote the documents word for word."""

from __future__ import annotations

from typing import Any, get_args

import yaml

from corpus.build import CORPUS
from policylint.model.report import Kind, StatusWord

Labels = dict[str, dict[str, Any]]

_CHECKLIST = yaml.safe_load((CORPUS / "checklist-ids.yaml").read_text(encoding="utf-8"))
_STATUS = set(get_args(StatusWord))


def test_every_requirement_is_labelled_in_every_document(labels: Labels) -> None:
    wanted = _CHECKLIST["requirements"]
    assert {name: list(label["requirements"]) for name, label in labels.items()} == dict.fromkeys(labels, wanted)


def test_finding_ids_are_known(labels: Labels) -> None:
    used = {finding["id"] for label in labels.values() for finding in label["findings"]}
    assert used <= set(_CHECKLIST["findings"])


def test_every_kind_of_finding_occurs_and_is_certain_somewhere(labels: Labels) -> None:
    certain = {finding["id"] for label in labels.values() for finding in label["findings"] if finding["agreed"]}
    assert certain == set(_CHECKLIST["findings"])


def test_status_words_are_known(labels: Labels) -> None:
    used = {word for label in labels.values() for one in label["requirements"].values() for word in _words(one)}
    assert used == _STATUS


def test_a_second_status_differs_from_the_first_and_is_not_sure(labels: Labels) -> None:
    doubtful = [one for label in labels.values() for one in label["requirements"].values() if "also" in one]
    assert [one for one in doubtful if one["also"] == one["status"] or one["sure"]] == []


def test_kinds_are_known(labels: Labels) -> None:
    kinds = {label[key] for label in labels.values() for key in ("kind", "also_kind") if key in label}
    assert kinds <= set(get_args(Kind))


def test_ids_are_the_files_names(labels: Labels) -> None:
    assert {name: label["id"] for name, label in labels.items()} == {name: name for name in labels}


def test_what_is_settled_is_quoted_and_what_is_missing_is_not(labels: Labels) -> None:
    wrong = [
        (name, requirement)
        for name, label in labels.items()
        for requirement, one in label["requirements"].items()
        if bool(one.get("quotes")) == (one["status"] == "missing")
    ]
    assert wrong == []


def test_quotes_stand_in_the_document(labels: Labels, texts: dict[str, str]) -> None:
    lost = [
        (name, quote)
        for name, label in labels.items()
        for quote in _quotes(label)
        if " ".join(quote.split()) not in texts[name]
    ]
    assert lost == []


def test_the_two_forms_of_one_policy_have_the_same_labels(labels: Labels) -> None:
    word, pdf = labels["marlow-internet-1998-docx"], labels["marlow-internet-1998-pdf"]
    assert {**word, "id": ""} == {**pdf, "id": ""}


def _words(one: dict[str, Any]) -> list[str]:
    return [one[key] for key in ("status", "also") if key in one]


def _quotes(label: dict[str, Any]) -> list[str]:
    settled = [quote for one in label["requirements"].values() for quote in one.get("quotes", [])]
    return settled + [finding["quote"] for finding in label["findings"]]
