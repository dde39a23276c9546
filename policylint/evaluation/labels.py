"""Labelled policies: an index and one label file a document, as `corpus/README.md` describes them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from policylint.errors import UserMistake


@dataclass(frozen=True, slots=True)
class StatusLabel:
    """What readers say of one requirement: the status, a second one where they differ, whether both were sure,
    quotes.
    """

    status: str
    also: str | None = None
    sure: bool = True
    quotes: tuple[str, ...] = ()

    def allows(self, status: str) -> bool:
        """Whether either reader gave this status."""
        return status in (self.status, self.also)


@dataclass(frozen=True, slots=True)
class FindingLabel:
    """A clause that readers marked; `agreed` if both did."""

    id: str
    quote: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document of the index. `requirements` is empty for those without a label file."""

    id: str
    path: Path
    role: str
    group: str
    kinds: tuple[str, ...] = ()
    expect_unreadable: bool = False
    requirements: dict[str, StatusLabel] = field(default_factory=dict)
    findings: tuple[FindingLabel, ...] = ()


def read_labelled(folder: Path) -> tuple[LabelledDocument, ...]:
    """Read `index.jsonl` and `labels/` in `folder`, in the order of the index.

    Raises `UserMistake` M001 where there is no index, M101 with file and line for what cannot be read.
    """
    index = folder / "index.jsonl"
    if not index.is_file():
        raise UserMistake("M001", path=str(index))
    documents = []
    for number, line in enumerate(index.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            documents.append(_document(folder, entry))
        except (ValueError, KeyError, TypeError) as error:
            raise UserMistake(
                "M101", path=str(index), line=number, problem=f"{type(error).__name__}: {error}."
            ) from None
    return tuple(documents)


def _document(folder: Path, entry: dict[str, Any]) -> LabelledDocument:
    labels = folder / "labels" / f"{entry['id']}.yaml"
    data: dict[str, Any] = {}
    if labels.is_file():
        try:
            data = yaml.safe_load(labels.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise UserMistake(
                "M101", path=str(labels), line=mark.line + 1 if mark else 1, problem="this is not YAML."
            ) from None
    kinds = [kind for kind in (data.get("kind"), entry.get("kind"), data.get("also_kind")) if kind]
    return LabelledDocument(
        id=entry["id"],
        path=folder / entry["file"],
        role=entry["role"],
        group=entry.get("group", entry["id"]),
        kinds=tuple(dict.fromkeys(kinds)),
        expect_unreadable=entry.get("expect") == "unreadable",
        requirements={
            name: StatusLabel(
                label["status"], label.get("also"), label.get("sure", True), tuple(label.get("quotes") or ())
            )
            for name, label in (data.get("requirements") or {}).items()
        },
        findings=tuple(
            FindingLabel(label["id"], label["quote"], label.get("agreed", True)) for label in data.get("findings") or ()
        ),
    )
