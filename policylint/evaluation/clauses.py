"""The bank of single clauses (corpus/clauses): reading it, and running each rule over its own clauses.

Every clause stands alone in a document with a telling title. Clauses are numbered from 0 in the order of their file;
the even ones may be looked at while a rule is written ("tuned"), the odd ones may not ("held"), so that the difference
says how much of a rule is meaning and how much is memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from policylint.engine import prepared_pack, understand
from policylint.evaluation.pages import Excerpt, document_of
from policylint.model.document import Document
from policylint.packs.files import DEFAULT_PACK

Half = Literal["tuned", "held"]
_TITLES: Final = {
    "social": "Social Media Policy",
    "older": "Internet and E-mail Policy",
    "general": "Social Media Policy",
}


class BankClause(BaseModel):
    """One clause: its words, the words that introduce its list, what technology it names, what sort of issuer says it.

    `why` says why a clause does not settle, `near` whether it looks as if it did.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str = Field(min_length=3)
    lead: str = ""
    place: Literal["", "social", "older", "general"] = ""
    issuer: str = Field(default="", alias="from")
    why: str = ""
    near: bool = False


class Bank(BaseModel):
    """The clauses of one requirement or kind of finding: those that settle it (or are it), and those that do not."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    id: str
    settles: tuple[BankClause, ...]
    does_not: tuple[BankClause, ...] = Field(alias="not")


@dataclass(frozen=True, slots=True)
class BankVerdict:
    """What a rule made of one clause."""

    rule: str
    clause: BankClause
    half: Half
    settles: bool
    found: bool

    @property
    def right(self) -> bool:
        """Whether rule and bank agree."""
        return self.settles == self.found


def read_banks(folder: Path) -> Iterator[Bank]:
    """The banks of a folder, by file name. Raises `pydantic.ValidationError` for a file of another shape."""
    for path in sorted(folder.glob("*.yml")):
        yield Bank.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def run_bank(bank: Bank, *, pack: str | Path = DEFAULT_PACK) -> Iterator[BankVerdict]:
    """Run the rule of a bank over its clauses."""
    _, compiled = prepared_pack(pack)
    for settles, clauses in ((True, bank.settles), (False, bank.does_not)):
        for number, clause in enumerate(clauses):
            understood = understand(bank_document(bank.id, clause), compiled)
            target = len(understood.document.blocks) - 1
            found = any(
                hit.rule == bank.id and hit.settles and understood.clauses[hit.clause].block == target
                for hit in understood.hits
            )
            yield BankVerdict(bank.id, clause, "held" if number % 2 else "tuned", settles, found)


def bank_document(rule: str, clause: BankClause) -> Document:
    """A document that holds nothing but one clause of the bank of a rule."""
    place = clause.place or ("older" if rule.startswith("legacy.") else "social")
    return document_of(
        Excerpt(
            path=Path(f"{rule}.yml"),
            line=0,
            part="positives",
            text=clause.text,
            title=_TITLES[place],
            lead=clause.lead,
            block="item" if clause.lead else "paragraph",
        )
    )
