"""What became of a clause: it stands, was moved, was reworded or was deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from policylint.diff.headings import Path, all_keys, bare, key_of, renamed_heading
from policylint.diff.model import Fate
from policylint.diff.similar import TELLING_WORDS, Pool
from policylint.diff.words import folded_words, is_within, similarity, word_pieces
from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import Evidence
from policylint.model.text import DocumentText


def print_of(evidence: Evidence) -> str:
    """The fingerprint of a clause, also where the evidence does not carry it."""
    return evidence.fingerprint or fingerprint_of(evidence.lead, evidence.quote)


@dataclass(frozen=True, slots=True)
class _Line:
    """A clause or heading of a version."""

    evidence: Evidence
    print: str
    section: Path
    words: tuple[str, ...]


class Fates:
    """What became of the clauses of one version of a document in another version."""

    def __init__(self, old: DocumentText, new: DocumentText) -> None:
        self._old, self._new = _lines(old), _lines(new)
        self._old_sections = all_keys(old.sections)
        self._new_sections = all_keys(new.sections)
        self._old_by_print, self._new_by_print = _by_print(self._old), _by_print(self._new)
        self._best_ratios: dict[int, float] = {}

    @cached_property
    def fresh(self) -> tuple[Evidence, ...]:
        """The clauses whose words only the new version has."""
        return tuple(line.evidence for line in self._fresh)

    def of(self, was: Evidence, *, elsewhere: Mapping[str, tuple[str, Evidence]] | None = None) -> Fate:
        """What became of a clause.

        Args:
            was: The clause in the old version.
            elsewhere: The fresh clauses of other documents by fingerprint, each with the name of its document: there a
                clause may have gone that is no longer in this one.
        """
        mark = print_of(was)
        same_words = self._new_by_print.get(mark, ())
        own = key_of(was.section)
        at_home = next((line for line in same_words if line.section == own), None)
        if at_home:
            return _stands(was, at_home.evidence)
        # A clause that stands twice in the old version and once in the new was deleted once, not moved.
        taken = {line.section for line in self._old_by_print.get(mark, ())}
        free = next((line for line in same_words if line.section not in taken), None)
        if free:
            return self._elsewhere_in_document(was, free.evidence)
        if same_words:
            return self._deleted(was, still=same_words[0].evidence)
        if mark in (elsewhere or {}) and len(folded_words(was.quote)) >= TELLING_WORDS:
            document, now = (elsewhere or {})[mark]
            return _in_other_document(was, now, document)
        reworded = self._rewording(was)
        return self._reworded(was, reworded) if reworded else self._deleted(was)

    def _elsewhere_in_document(self, was: Evidence, now: Evidence) -> Fate:
        renamed = renamed_heading(was.section, now.section, old_keys=self._old_sections, new_keys=self._new_sections)
        off_topic = ", which is not about social media" if _lost_scope(was, now) else ""
        if renamed:
            names = f"{_named(renamed[0])} is now {_named(renamed[1])}"
            why = f"The clause stands as it was, but its heading {names}{off_topic}."
            return Fate(kind="stands", was=was, now=now, why=why)
        return Fate(kind="moved", was=was, now=now, why=f"The clause was moved {_from_to(was, now)}{off_topic}.")

    def _reworded(self, was: Evidence, now: Evidence) -> Fate:
        if folded_words(was.quote) == folded_words(now.quote) and was.lead != now.lead:
            why = "The words that introduce the clause were changed"
        else:
            why = "The clause was reworded"
        if key_of(was.section) != key_of(now.section) and not renamed_heading(
            was.section, now.section, old_keys=self._old_sections, new_keys=self._new_sections
        ):
            why += f" and moved {_from_to(was, now)}"
        if _lost_scope(was, now):
            why += ", and it no longer holds for social media"
        return Fate(kind="reworded", was=was, now=now, why=f"{why}.", pieces=word_pieces(_whole(was), _whole(now)))

    def _deleted(self, was: Evidence, *, still: Evidence | None = None) -> Fate:
        if still:
            at = f" in {_named(still.section[-1])}" if still.section else ""
            why = f"The clause was deleted here; the same words still stand{at}."
        elif not was.section:
            why = "The clause was deleted."
        elif self._has_section(was.section):
            why = f"The clause was deleted; its section {_named(was.section[-1])} is still there."
        else:
            # A heading without text below it may still stand, taken for a line of the title.
            why = f"The clause was deleted with all that its section {_named(was.section[-1])} said."
        return Fate(kind="deleted", was=was, now=still, why=why)

    def _has_section(self, section: Sequence[str]) -> bool:
        """Whether the section is in the new version: under the same headings, or wherever its own name stands."""
        return key_of(section) in self._new_sections or any(
            key and key[-1] == bare(section[-1]) for key in self._new_sections
        )

    @cached_property
    def _fresh(self) -> tuple[_Line, ...]:
        return tuple(line for line in self._new if line.print not in self._old_by_print)

    @cached_property
    def _gone(self) -> tuple[_Line, ...]:
        return tuple(line for line in self._old if line.print not in self._new_by_print)

    @cached_property
    def _fresh_pool(self) -> Pool:
        return Pool([line.words for line in self._fresh])

    @cached_property
    def _gone_pool(self) -> Pool:
        return Pool([line.words for line in self._gone])

    def _rewording(self, was: Evidence) -> Evidence | None:
        """The fresh clause that is most like this one and that no other gone clause resembles more.

        Clauses that stood before are no rewording of their neighbour. Where all words of the clause stand in the fresh
        one, two clauses may have become one, and of both that is said.
        """
        words = folded_words(was.quote)
        # Among clauses that are equally like it, the one with the more fitting lead-in.
        lead = folded_words(was.lead)
        ranked = sorted(
            self._fresh_pool.like(words),
            key=lambda alike: (-alike.ratio, -similarity(lead, folded_words(self._fresh[alike.index].evidence.lead))),
        )
        for alike in ranked:
            line = self._fresh[alike.index]
            if self._best_ratio(alike.index) <= alike.ratio or is_within(words, line.words):
                return line.evidence
        return None

    def _best_ratio(self, fresh: int) -> float:
        """How like a fresh clause the gone clause is that it resembles most."""
        if fresh not in self._best_ratios:
            self._best_ratios[fresh] = max(
                (alike.ratio for alike in self._gone_pool.like(self._fresh[fresh].words)), default=0.0
            )
        return self._best_ratios[fresh]


def fresh_clauses(documents: Mapping[str, Fates]) -> dict[str, tuple[str, Evidence]]:
    """The fresh clauses of documents (by new name) by fingerprint, each with the name of the first that has it."""
    return {
        print_of(evidence): (name, evidence)
        for name in sorted(documents, reverse=True)
        for evidence in reversed(documents[name].fresh)
    }


def removed_with_document(was: Evidence, *, elsewhere: Mapping[str, tuple[str, Evidence]]) -> Fate:
    """What became of a clause whose document is no longer there."""
    mark = print_of(was)
    if mark in elsewhere and len(folded_words(was.quote)) >= TELLING_WORDS:
        document, now = elsewhere[mark]
        return _in_other_document(was, now, document)
    return Fate(kind="deleted", was=was, why="The document was removed.")


def _lines(text: DocumentText) -> tuple[_Line, ...]:
    clauses = (
        _Line(clause, print_of(clause), key_of(clause.section), folded_words(clause.quote)) for clause in text.clauses
    )
    # A heading can settle a requirement, too; it stands within the section that it opens.
    headings = (
        _Line(
            Evidence(quote=section[-1], section=section),
            fingerprint_of("", bare(section[-1])),
            key_of(section),
            folded_words(section[-1]),
        )
        for section in text.sections
        if section
    )
    return (*clauses, *headings)


def _by_print(lines: Iterable[_Line]) -> dict[str, list[_Line]]:
    grouped: dict[str, list[_Line]] = {}
    for line in lines:
        grouped.setdefault(line.print, []).append(line)
    return grouped


def _stands(was: Evidence, now: Evidence) -> Fate:
    if _lost_scope(was, now):
        why = "The clause stands as it was, but nothing extends it to social media any more."
    else:
        why = "The clause stands as it was; what changed is around it."
    return Fate(kind="stands", was=was, now=now, why=why)


def _in_other_document(was: Evidence, now: Evidence, document: str) -> Fate:
    at = f", in {_named(now.section[-1])}" if now.section else ""
    return Fate(kind="moved", was=was, now=now, document=document, why=f"The clause now stands in {document}{at}.")


def _lost_scope(was: Evidence, now: Evidence) -> bool:
    return was.scope == "social" and now.scope != "social"


def _from_to(was: Evidence, now: Evidence) -> str:
    start = f"from {_named(_own(was.section, now.section))} " if was.section else ""
    return start + (f"to {_named(_own(now.section, was.section))}" if now.section else "to the text above all headings")


def _own(section: Sequence[str], other: Sequence[str]) -> str:
    """A section's heading, with those above it where the other has the same name."""
    same_name = bool(other) and bare(section[-1]) == bare(other[-1])
    return " > ".join(section) if same_name else section[-1]


def _named(heading: str) -> str:
    return f"\u201c{heading}\u201d"


def _whole(evidence: Evidence) -> str:
    return f"{evidence.lead} {evidence.quote}".strip()
