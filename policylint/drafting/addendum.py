"""What a draft addendum is made of, before anybody draws it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Change = Literal["same", "deleted", "inserted"]

_BLANK: Final = re.compile(r"\[[^\[\]]+\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a clause. `blank` is for words between brackets, which somebody has to fill in or confirm."""

    text: str
    change: Change = "same"
    blank: bool = False


Pieces = tuple[Piece, ...]


def pieces_of(text: str, change: Change = "same") -> Pieces:
    """A text of our own as pieces, the blanks of which stand in square brackets."""
    return tuple(_pieces(text, change))


def _pieces(text: str, change: Change) -> Iterator[Piece]:
    end = 0
    for match in _BLANK.finditer(text):
        if match.start() > end:
            yield Piece(text[end : match.start()], change)
        yield Piece(match.group(), change, blank=True)
        end = match.end()
    if end < len(text):
        yield Piece(text[end:], change)


def new_text(pieces: Pieces) -> str:
    """The words as they read once the changes are made."""
    return "".join(piece.text for piece in pieces if piece.change != "deleted")


@dataclass(frozen=True, slots=True)
class About:
    """A requirement or a kind of finding, and what it is in the document: missing, legacy only, or a finding."""

    id: str
    title: str
    state: Literal["missing", "legacy", "finding"]


@dataclass(frozen=True, slots=True)
class NewClause:
    """A clause to add. `number` is empty in a document that does not number its sections."""

    about: About
    number: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Insertion:
    """Clauses that go to one place, under a heading of their own.

    `where` says the place, to finish "Insert"; `number` is that of the new section, empty where there is none.
    """

    where: str
    number: str
    heading: str
    clauses: tuple[NewClause, ...]


@dataclass(frozen=True, slots=True)
class Reworded:
    """A clause of the document with a proposed wording.

    `whole` says that no rule could reword it, so that the clause which is proposed stands after it as a sentence more.
    `reasons` are notes on single words that were replaced.
    """

    about: tuple[About, ...]
    place: str
    pieces: Pieces
    whole: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A finding about rights, which no rule rewords: what counsel is asked, and where the clauses stand."""

    about: About
    places: tuple[str, ...]
    remedy: str
    applies_to: str


@dataclass(frozen=True, slots=True)
class Left:
    """What the draft does not close, where that is, and why."""

    about: About
    why: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addendum:
    """A draft addendum to one document.

    `profile` is the id of the profile that says what is asked, empty where there is none.
    `terms` are the words that it takes over from the document, each with what it stands for. `closes` are the ids of
    the requirements that a check of the addendum together with the document finds covered; `sure` has those whose
    clause settles them by itself, too.
    """

    document: str
    name: str
    sha256: str
    packs: tuple[str, ...]
    tool: str
    as_of: str
    terms: tuple[tuple[str, str], ...]
    insertions: tuple[Insertion, ...]
    rewordings: tuple[Reworded, ...]
    questions: tuple[Question, ...]
    left: tuple[Left, ...]
    profile: str = ""
    sure: frozenset[str] = frozenset()
    closes: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """What it calls itself."""
        return f"Draft addendum to {self.document}"

    @property
    def gaps(self) -> tuple[About, ...]:
        """The requirements that it drafts for, each once: those with new clauses first."""
        found = [clause.about for insertion in self.insertions for clause in insertion.clauses]
        found += [about for reworded in self.rewordings for about in reworded.about]
        return tuple(dict.fromkeys(about for about in found if about.state != "finding"))
