"""The last recorded evaluation of a pack: `measured.json` beside `pack.yml`, written by `policylint eval --record`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from policylint.packs.files import pack_folder, rule_ids
from policylint.packs.model import Rule

FILE: Final = "measured.json"
STABLE_SHARE: Final = 0.85
"""A rule is stable from this precision and this recall on, both measured on ..."""
STABLE_N: Final = 8
"""... at least so many cases each. One document is one case of a requirement, one clause is one of a finding."""


class Figure(BaseModel):
    """A share with its n and 95 % interval; None where n is 0."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    value: float | None
    n: int
    interval: tuple[float, float] | None


class RuleFigures(BaseModel):
    """Of what a rule finds, how much is right (precision); of what is there, how much it finds (recall)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    precision: Figure
    recall: Figure

    @property
    def earns_stable(self) -> bool:
        """Whether both shares, each over enough cases, are high enough."""
        return all(
            figure.value is not None and figure.value >= STABLE_SHARE and figure.n >= STABLE_N
            for figure in (self.precision, self.recall)
        )


class Measured(BaseModel):
    """The figures of every rule of a pack over one set of labelled documents."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    documents: int
    labels_as_of: str
    rules: dict[str, RuleFigures]


def load_measured(folder: Path) -> Measured | None:
    """The recorded evaluation of the pack in `folder`, or None if none was recorded."""
    path = folder / FILE
    return Measured.model_validate_json(path.read_bytes()) if path.is_file() else None


def measured_by_rule(packs: Iterable[str | Path]) -> dict[str, Measured]:
    """By the id of each rule of the packs: the recorded evaluation of its pack, where one was recorded."""
    folders = [pack_folder(pack) for pack in packs]
    recorded = ((folder, load_measured(folder)) for folder in folders)
    return {rule: measured for folder, measured in recorded if measured for rule in rule_ids(folder)}


def life_of(rule: Rule, measured: Measured | None) -> Literal["preview", "stable", "deprecated"]:
    """Deprecated where the rule says so; stable where the recorded evaluation earns it; else preview."""
    if rule.deprecated:
        return "deprecated"
    figures = measured.rules.get(rule.id) if measured else None
    return "stable" if figures and figures.earns_stable else "preview"
