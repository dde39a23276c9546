"""Policy sets: what another document of the set settles, counts for the policy that leads it; so do parts of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from policylint.model.report import DocumentReport, Evidence, Requirement, Searched, StatusWord

_RANK: Final[dict[StatusWord, int]] = {"covered": 2, "legacy": 1, "missing": 0}


_SPEAKS_OF_ITSELF: Final = re.compile(
    r"\bthis (?:\w+ ){0,2}(?:policy|code|handbook|manual|guide|guideline|directive|order|procedure|document)\b",
    re.IGNORECASE,
)
"""Words by which a document speaks of itself: what they say holds for that document and no other."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """What one member of the set has to say to one requirement."""

    status: StatusWord
    why: str
    evidence: tuple[Evidence, ...]


def settle_by_set(lead: DocumentReport, members: Sequence[DocumentReport], *, name: str) -> DocumentReport:
    """The report on the leading policy, with what the other documents of its set settle.

    Args:
        lead: The policy of which the checklist is asked.
        members: The other documents of the set, checked whatever their kind. Unreadable ones are named in the notes.
        name: The name of the set.

    A clause of a member that names no technology holds for social media, for the set says that the documents belong
    together; one that names only older technology stays legacy. What each policy must settle for itself (its purpose,
    its scope, its date) no other document can.
    """
    bond = _Bond(
        belongs=f"the policy set \u201c{name}\u201d says that it belongs with this policy",
        described=f"belongs to the policy set \u201c{name}\u201d",
    )
    return replace(_joined(lead, members, bond), policy_set=name)


def settle_as_one(lead: DocumentReport, parts: Sequence[DocumentReport]) -> DocumentReport:
    """The report on a policy that stands in several documents: an addendum, say, and what it is added to.

    Args:
        lead: The document that gives the report its name and its kind.
        parts: The others, checked whatever their kind. Unreadable ones are named in the notes.

    As in a policy set; and what a policy must settle for itself, each part settles for all of them, and their findings
    are findings of the policy.
    """
    bond = _Bond(belongs="it is read as a part of this policy", described="is read as a part of this policy", one=True)
    findings = tuple(
        replace(finding, evidence=_of(part, finding.evidence)) for part in _read(parts) for finding in part.findings
    )
    joined = _joined(lead, parts, bond)
    return replace(joined, findings=(*joined.findings, *findings))


@dataclass(frozen=True, slots=True)
class _Bond:
    """Why the documents belong together: as part of a sentence, and as what is said of a document."""

    belongs: str
    described: str
    one: bool = False
    """Whether they are one policy."""


def _read(members: Sequence[DocumentReport]) -> list[DocumentReport]:
    return [member for member in members if member.verdict == "checked"]


def _joined(lead: DocumentReport, members: Sequence[DocumentReport], bond: _Bond) -> DocumentReport:
    notes = tuple(
        f"{member.source.name}, which {bond.described}, could not be read: {member.explanation}"
        for member in members
        if member.verdict == "unreadable"
    )
    requirements = tuple(_settled(requirement, _read(members), bond) for requirement in lead.requirements)
    return replace(lead, requirements=requirements, notes=(*lead.notes, *notes))


def _settled(requirement: Requirement, members: Sequence[DocumentReport], bond: _Bond) -> Requirement:
    if requirement.status == "covered" or (requirement.by_itself and not bond.one):
        return requirement
    best: _Offer | None = None
    for member in members:
        offer = _offer(requirement.id, member, bond)
        if offer and _RANK[offer.status] > _RANK[best.status if best else requirement.status]:
            best = offer
    if best is None:
        return _searched(requirement, members, bond)
    covered = best.status == "covered"
    return replace(
        requirement,
        status=best.status,
        why=best.why,
        evidence=best.evidence,
        fingerprint=best.evidence[0].fingerprint,
        nearest=None,
        searched=None,
        remedy="" if covered else requirement.remedy,
        model_clause="" if covered else requirement.model_clause,
    )


def _offer(identifier: str, member: DocumentReport, bond: _Bond) -> _Offer | None:
    found = next((r for r in member.requirements if r.id == identifier), None)
    if found is None or found.status == "missing":
        return None
    if not bond.one:
        found = replace(found, evidence=tuple(e for e in found.evidence if not _SPEAKS_OF_ITSELF.search(e.quote)))
    if not found.evidence:
        return None
    where = f"{member.source.name} settles it, and {bond.belongs}."
    general = tuple(evidence for evidence in found.evidence if evidence.speaks_of == "any")
    if found.status == "covered":
        return _Offer("covered", f"{where} {found.why}", _of(member, found.evidence))
    if general:
        why = f"{where} The clause {general[0].rule}. It names no technology, and so holds for social media, too."
        return _Offer("covered", why, _of(member, general))
    return _Offer("legacy", f"{where} {found.why}", _of(member, found.evidence))


def _of(member: DocumentReport, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(replace(item, document=member.source.name) for item in evidence)


def _searched(requirement: Requirement, members: Sequence[DocumentReport], bond: _Bond) -> Requirement:
    """A gap that is still one, with the other documents counted among what was searched."""
    others = [(m.source.name, r.searched) for m in members for r in m.requirements if r.id == requirement.id]
    if requirement.searched is None or not others:
        return requirement
    counts = [searched for _, searched in others if searched]
    total = Searched(
        clauses=requirement.searched.clauses + sum(searched.clauses for searched in counts),
        sections=requirement.searched.sections + sum(searched.sections for searched in counts),
        candidates=requirement.searched.candidates + sum(searched.candidates for searched in counts),
        terms=requirement.searched.terms,
    )
    names = ", ".join(file for file, _ in others)
    does = "does" if len(others) == 1 else "do"
    of_set = "" if bond.one else " of its policy set"
    return replace(requirement, searched=total, why=f"{requirement.why} Nor {does} {names}{of_set} settle it.")
