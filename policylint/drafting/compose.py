"""Composing a draft addendum: what is open, what may be said, what a check finds that it closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from msgspec import structs

from policylint.drafting.addendum import About, Addendum, Left, Pieces, Question, Reworded, new_text, pieces_of
from policylint.drafting.clauses import adapted
from policylint.drafting.places import Drafted, about, insertions, place_words
from policylint.drafting.rewording import OF_SECTION, OldClause, Proposal, old_clauses, proposals
from policylint.drafting.terms import Terms, terms_of
from policylint.model.report import DocumentReport, Finding, Report
from policylint.model.text import DocumentText
from policylint.outputs.markdown import escape
from policylint.packs.model import Pack

_STALE: Final = "legacy.stale-date"
_REVIEW: Final = "foundation.review"
_OWN_CLAUSE: Final = ("foundation.", "account.", "citizen.", "access.sites", "conduct.disclaimer", "legal.privacy")
"""What no clause on e-mail or a web site says well enough for social media, however it is widened."""
_NOT_BY_RULE: Final = "No rule can reword this well."
_NOT_CLOSED: Final = "The clause that is proposed does not close it by itself; a person has to write it."


@dataclass(frozen=True, slots=True)
class Checks:
    """How a draft is checked, by the engine that checks everything else.

    `by_itself` reads small Markdown documents; `together` reads a draft (its bytes and a name that says the format) as
    a part of the document that it is drafted for.
    """

    by_itself: Callable[[Sequence[bytes]], Sequence[DocumentReport]]
    together: Callable[[bytes, str], DocumentReport]


@dataclass(frozen=True, slots=True)
class _Tried:
    """A wording that was checked by itself: which of the clause's requirements it settles, which findings it lacks."""

    clause: OldClause
    proposal: Proposal
    settles: frozenset[str]
    clears: frozenset[str]

    @property
    def worth(self) -> int:
        return len(self.settles) + len(self.clears)


def compose(report: Report, document: DocumentReport, text: DocumentText, pack: Pack, checks: Checks) -> Addendum:
    """A draft for everything that is open in a document, without a claim yet; see `claimed`.

    Args:
        report: The report of which the document is a part; packs, tool and day are named in the draft.
        document: What was found in the document; it must have been checked.
        text: Its headings and clauses.
        pack: The rules, with their model clauses and rewordings.
        checks: How wordings are checked.
    """
    terms = terms_of(document, text)
    titles = {element.id: element.heading or element.title for element in pack.head.elements}
    stale = next((each for each in document.findings if each.id == _STALE and each.is_open), None)
    reviewed = _reviewed(stale, document, pack, terms) if stale else None
    clauses: list[Drafted] = [
        (
            requirement,
            reviewed.pieces
            if reviewed and requirement.id == _REVIEW
            else pieces_of(adapted(" ".join(requirement.model_clause.split()), terms), "inserted"),
        )
        for requirement in document.requirements
        if requirement.is_open and requirement.model_clause
    ]
    wordings = _wordings(document, pack, terms)
    # Within its policy a clause is about social media, whatever the title of the policy says.
    pages = [_page(document.title, f"Social media: {titles[each.element]}", pieces) for each, pieces in clauses]
    pages += [
        _page(document.title, next(iter(clause.evidence.section[-1:]), ""), proposal.pieces)
        for clause, proposal in wordings
    ]
    reports = checks.by_itself(pages)
    alone = [each.id for (each, _), found in zip(clauses, reports, strict=False) if each.id in _covered(found)]
    tried = [_judged(*wording, found) for wording, found in zip(wordings, reports[len(clauses) :], strict=True)]
    rewordings, settled, cleared = _chosen(tried)
    beside = {each.id for each in reviewed.about} if reviewed else set[str]()
    drafted = [(each, pieces) for each, pieces in clauses if each.id not in settled | beside]
    return Addendum(
        document=document.title or PurePath(document.source.name).name,
        name=PurePath(document.source.name).name,
        sha256=document.source.sha256,
        packs=tuple(f"{pack.id} {pack.version}" for pack in report.packs),
        tool=f"{report.tool.name} {report.tool.version}",
        as_of=report.options.as_of,
        profile=document.profile,
        terms=terms.taken_over,
        insertions=insertions(drafted, document, text, titles),
        rewordings=(*rewordings, *([reviewed] if reviewed else [])),
        questions=_questions(document),
        left=_left(document, cleared),
        sure=settled.union(alone),
    )


def claimed(addendum: Addendum, checked: DocumentReport) -> Addendum:
    """The same, claiming to close what a check of it together with its document finds covered, and nothing more.

    Nor does it claim what its clause does not close by itself: the name of a section that it refers to may seem to.
    """
    covered = _covered(checked) & addendum.sure
    mine = frozenset(gap.id for gap in addendum.gaps if gap.id in covered)
    known = {left.about.id for left in addendum.left}
    short = [Left(gap, _NOT_CLOSED) for gap in addendum.gaps if gap.id not in covered and gap.id not in known]
    return replace(addendum, closes=mine, left=(*short, *addendum.left))


def is_needed(document: DocumentReport) -> bool:
    """Whether there is anything to draft, or to ask counsel."""
    gaps = any(requirement.is_open for requirement in document.requirements)
    return gaps or any(finding.is_open for finding in document.findings)


def _wordings(document: DocumentReport, pack: Pack, terms: Terms) -> list[tuple[OldClause, Proposal]]:
    """Each wording that may be tried, with its clause."""
    rules = {rule.id: rule for rule in pack.rules}
    handbook = document.kind == "handbook-with-section"
    return [
        (clause, proposal)
        for clause in old_clauses(document)
        if not any(finding.id == _STALE for finding in clause.findings) or clause.requirements
        for proposal in proposals(clause, rules, terms, handbook=handbook)
    ]


def _page(title: str, heading: str, pieces: Pieces) -> bytes:
    """A clause in a document of the same title, under its heading."""
    return f"# {escape(title)}\n\n## {escape(heading)}\n\n{escape(new_text(pieces))}\n".encode()


def _covered(report: DocumentReport) -> set[str]:
    return {requirement.id for requirement in report.requirements if requirement.status == "covered"}


def _judged(clause: OldClause, proposal: Proposal, report: DocumentReport) -> _Tried:
    covered = _covered(report)
    found = {finding.id for finding in report.findings}
    rights = {finding for finding in found if finding.startswith("rights.")}
    settles = frozenset(
        each.id for each in clause.requirements if each.id in covered and not each.id.startswith(_OWN_CLAUSE)
    )
    clears = frozenset(
        each.id for each in clause.findings if each.id != _STALE and _is_cleared(each.id, found, proposal)
    )
    # A wording that would endanger rights which the old one leaves alone is no improvement.
    return _Tried(clause, proposal, frozenset() if rights else settles, frozenset() if rights else clears)


def _is_cleared(identifier: str, found: set[str], proposal: Proposal) -> bool:
    """A sentence that is added answers the rule that gave it, and leaves the clause as it is."""
    return identifier == proposal.added if proposal.added else identifier not in found


def _chosen(tried: Sequence[_Tried]) -> tuple[list[Reworded], frozenset[str], frozenset[str]]:
    """The wordings that are proposed, one a clause; the requirements that they settle; the findings that they clear.

    A legacy requirement needs one clause that settles it; a finding is cleared where it stands.
    """
    best: dict[str, _Tried] = {}
    for each in tried:
        key = each.clause.evidence.fingerprint
        if each.worth and (key not in best or each.worth > best[key].worth):
            best[key] = each
    rewordings, settled, cleared = [], set[str](), set[str]()
    for each in best.values():
        news = [requirement for requirement in each.clause.requirements if requirement.id in each.settles - settled]
        findings = [finding for finding in each.clause.findings if finding.id in each.clears]
        if not news and not findings:
            continue
        settled |= {requirement.id for requirement in news}
        cleared |= {finding.fingerprint + finding.id for finding in findings}
        rewordings.append(
            Reworded(
                about=tuple(
                    dict.fromkeys((*map(about, news), *(About(each.id, each.title, "finding") for each in findings)))
                ),
                place=_place(each),
                pieces=each.proposal.pieces,
                whole=bool(each.proposal.added),
                reasons=each.proposal.reasons,
            )
        )
    return _once_a_section(rewordings), frozenset(settled), frozenset(cleared)


def _place(tried: _Tried) -> str:
    """Where the clause stands; the section only, for a sentence that speaks of all of it."""
    evidence = tried.clause.evidence
    if evidence.section and new_text(tried.proposal.pieces).startswith(OF_SECTION):
        evidence = structs.replace(evidence, page=None, line=None, paragraph=None)
    return place_words(evidence)


def _once_a_section(rewordings: Sequence[Reworded]) -> list[Reworded]:
    """Sentences that speak of a whole section, each once in it, for all that it is about."""
    kept: dict[object, Reworded] = {}
    for turn, each in enumerate(rewordings):
        key: object = (each.place, each.pieces) if new_text(each.pieces).startswith(OF_SECTION) else turn
        known = kept.get(key)
        kept[key] = replace(known, about=tuple(dict.fromkeys((*known.about, *each.about)))) if known else each
    return list(kept.values())


def _reviewed(finding: Finding, document: DocumentReport, pack: Pack, terms: Terms) -> Reworded:
    """A sentence beside a stale date; it says when the policy is looked at again, if no clause does."""
    rule = pack.rule(finding.id)
    words = adapted(" ".join(rule.replacement.split()), terms) if rule else ""
    silent = (each for each in document.requirements if each.id == _REVIEW and each.is_open)
    where = place_words(finding.evidence[0])
    return Reworded(
        about=(*map(about, silent), About(finding.id, finding.title, "finding")),
        place=f"beside the date of the policy ({where})" if where else "beside the date of the policy",
        pieces=pieces_of(words, "inserted"),
        whole=True,
    )


def _questions(document: DocumentReport) -> tuple[Question, ...]:
    found: dict[str, list[Finding]] = {}
    for finding in document.findings:
        if finding.is_open and finding.id.startswith("rights."):
            found.setdefault(finding.id, []).append(finding)
    return tuple(
        Question(
            about=About(identifier, findings[0].title, "finding"),
            places=tuple(dict.fromkeys(place_words(evidence) for finding in findings for evidence in finding.evidence)),
            remedy=findings[0].remedy,
            applies_to=findings[0].applies_to,
        )
        for identifier, findings in found.items()
    )


def _left(document: DocumentReport, cleared: frozenset[str]) -> tuple[Left, ...]:
    places: dict[About, list[str]] = {}
    for finding in document.findings:
        if not finding.is_open or finding.id.startswith("rights.") or finding.id == _STALE:
            continue
        if finding.fingerprint + finding.id not in cleared:
            found = places.setdefault(About(finding.id, finding.title, "finding"), [])
            found += [words for evidence in finding.evidence[:1] if (words := place_words(evidence))]
    left = [Left(what, _NOT_BY_RULE, tuple(dict.fromkeys(where))) for what, where in places.items()]
    left += [
        Left(about(requirement), "The rule has no model clause.")
        for requirement in document.requirements
        if requirement.is_open and not requirement.model_clause
    ]
    return tuple(left)
