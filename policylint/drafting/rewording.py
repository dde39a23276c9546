"""Proposed wordings for the clauses of a document that were never adapted: what may be tried, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policylint.drafting.addendum import Piece, Pieces, pieces_of
from policylint.drafting.clauses import adapted
from policylint.drafting.terms import Terms
from policylint.drafting.widening import Edit, everywhere, widenings
from policylint.model.report import DocumentReport, Evidence, Finding, Requirement
from policylint.packs.model import Rule

_LONGEST: Final = 70
"""Words; what is longer is more than a clause, or a table that was read as one."""

_CONDUCT: Final = frozenset(
    {
        "conduct.prohibited",
        "conduct.tone",
        "conduct.transparency",
        "conduct.politics-gain",
        "content.confidential",
        "content.ip",
        "content.accuracy",
        "security.personal-data",
    }
)
"""Duties of conduct that are as right on social media as anywhere, so that they can be said to hold there."""

OF_SECTION: Final = "What this section says"
"""So begins a sentence of a rule that holds for a section as a whole."""

_LABEL: Final = re.compile(
    r"^\s*(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlIVXL]{1,5})[.)](?:\d+\.?)*|[\u2022\u25cf\u25aa\u00b7*o\u2013-])\s+"
)
_END: Final = re.compile(r"[.;:!?]?\s*$")
_ELECTRONIC: Final = re.compile(
    r"\b(?:internet|web|e-?mails?|electronic|computers?|network|on-?line|chat|sites?|systems?|messages?|phones?|disk\w*)\b",
    re.IGNORECASE,
)
_ONLY: Final = re.compile(r"\b(?:only|solely|exclusively|strictly)\b", re.IGNORECASE)
_PRIVATE: Final = re.compile(r"\b(?:personal|private|non-?(?:business|work))\b", re.IGNORECASE)
_PERSONAL_USE: Final = re.compile(r"\b(?:personal|private|recreational) use\b|\bchat\w*|\bIM\b", re.IGNORECASE)
_MARKED: Final = re.compile(r"\b(?:OFFICIAL|SECRET|[Cc]lassified)\b")
_GLOSSARY: Final = re.compile(r"^[A-Z][A-Z0-9/]+ [\u2013\u2014-] ")
_ARTICLE: Final = re.compile(r"\b(an?) $", re.IGNORECASE)
_NEXT: Final = re.compile(
    r"^(?:['\u2019\"\u201d)\]]*\s*(?:[.,;:!?)/]|$)|\s+(?:and|or|is|are|was|were|must|shall|should|may|can|cannot|will|for|in|on"
    r"|by|at|to|of|with|as|that|which|when|if|from|unless|except|not|through|but|such|who)\b)"
)


@dataclass(frozen=True, slots=True)
class OldClause:
    """A clause that was never adapted, and all that the report says of it."""

    evidence: Evidence
    requirements: tuple[Requirement, ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """Its words, with those that introduce its list, and without its number or bullet."""
        words = _LABEL.sub("", " ".join(self.evidence.quote.split()))
        lead = " ".join(self.evidence.lead.split())
        return f"{lead} {words}" if lead else words

    @property
    def is_plain(self) -> bool:
        """Whether it reads as a clause that somebody could reword word by word: no table, no torn sentence."""
        text = self.text
        return len(text.split()) <= _LONGEST and " | " not in text and not _GLOSSARY.match(text) and _starts_well(text)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to reword a clause.

    `added` is the rule that gives a sentence to put after it, where no word of it is changed; else it is empty. Such a
    sentence may speak of the whole section, and then stands in it once.
    """

    pieces: Pieces
    added: str = ""
    reasons: tuple[str, ...] = ()


def old_clauses(report: DocumentReport) -> tuple[OldClause, ...]:
    """The clauses that only an open legacy requirement or an open finding of the legacy kind rests on, each once."""
    about: dict[str, tuple[Evidence, list[Requirement], list[Finding]]] = {}
    for finding in report.findings:
        if finding.is_open and finding.id.startswith("legacy."):
            for evidence in finding.evidence:
                about.setdefault(evidence.fingerprint, (evidence, [], []))[2].append(finding)
    for requirement in report.requirements:
        if requirement.is_open and requirement.standing == "legacy":
            for evidence in requirement.evidence[:1]:  # the most telling one; the rest may have little to do with it
                about.setdefault(evidence.fingerprint, (evidence, [], []))[1].append(requirement)
    return tuple(
        OldClause(evidence, tuple(requirements), tuple(findings))
        for evidence, requirements, findings in about.values()
        if not evidence.document
    )


def proposals(
    clause: OldClause, rules: Mapping[str, Rule], terms: Terms, *, handbook: bool = False
) -> Iterator[Proposal]:
    """What may be put in the place of an old clause, the best first; whether it helps is for a check to say.

    Args:
        clause: The old clause.
        rules: The rules of the pack by id: what a draft says is theirs.
        terms: The document's words.
        handbook: Most clauses of a handbook are about other things, so that only those about a channel are touched.
    """
    text = clause.text
    if handbook and not _ELECTRONIC.search(text):
        return
    if clause.is_plain:
        found = [rules[finding.id] for finding in clause.findings if finding.id in rules]
        words, reasons = _replaced(text, found)
        exception = _exception(text, found, terms)
        wide = _needs_widening(clause)
        for more in (*(widenings(text, terms.social_media) if wide else ()), *_conduct(clause, terms, handbook), ()):
            edits = _apart((*words, *exception, *more))
            if edits and (more or not wide or words or exception):
                yield Proposal(redlined(text, edits), reasons=reasons)
    for finding in clause.findings:
        rule = rules.get(finding.id)
        if rule and rule.replacement and not (rule.exception and _is_other_ban(text)):
            said = adapted(" ".join(rule.replacement.split()), terms)
            if said.startswith(OF_SECTION):
                yield Proposal(pieces_of(said, "inserted"), added=rule.id)
            else:
                yield Proposal((Piece(_ended(text)), *pieces_of(f" {said}", "inserted")), added=rule.id)


def _starts_well(text: str) -> bool:
    return "{" not in text and text[:1].isalnum()


def _is_other_ban(text: str) -> bool:
    """Whether a ban is of paper, of talk or of secrets, so that an exception for social media has no part in it."""
    electronic = _ELECTRONIC.search(text) or _PERSONAL_USE.search(text)
    return electronic is None or _MARKED.search(text) is not None


def redlined(text: str, edits: Sequence[Edit]) -> Pieces:
    """The text with each edit as words deleted and words inserted."""
    pieces: list[Piece] = []
    end = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [Piece(text[end : edit.start]), Piece(text[edit.start : edit.end], "deleted")]
        pieces += pieces_of(edit.put, "inserted")
        end = edit.end
    pieces.append(Piece(text[end:]))
    return tuple(piece for piece in pieces if piece.text)


def _needs_widening(clause: OldClause) -> bool:
    reach = {"legacy.narrow-channel", "legacy.web-publishing"}
    return bool(clause.requirements) or any(finding.id in reach for finding in clause.findings)


def _conduct(clause: OldClause, terms: Terms, handbook: bool) -> tuple[tuple[Edit, ...], ...]:
    ids = {requirement.id for requirement in clause.requirements}
    if handbook or clause.evidence.lead or clause.evidence.scope != "older" or not ids & _CONDUCT:
        return ()
    edits = everywhere(clause.text, terms.social_media)
    return (edits,) if edits else ()


def _replaced(text: str, rules: Sequence[Rule]) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
    """Old words replaced as the rules say, where they stand as a name does, and the reasons."""
    edits: list[Edit] = []
    reasons: dict[str, None] = {}
    for rule in rules:
        for rewording in rule.rewording:
            if not re.search(rewording.within, text, re.IGNORECASE | re.DOTALL):
                continue
            for match in re.finditer(rewording.find, text, re.IGNORECASE):
                if (
                    _is_name(match, text, rewording.put)
                    or not _NEXT.match(text[match.end() :])
                    or any(edit.start < match.end() and match.start() < edit.end for edit in edits)
                ):
                    continue
                edits.append(_with_article(text, match.start(), match.end(), rewording.put))
                reasons[rewording.why] = None
    return tuple(edits), tuple(reasons)


def _is_name(match: re.Match[str], text: str, put: str) -> bool:
    """Whether a common word stands with a capital, as in the title of a paper: that is not to be renamed."""
    found, start = match.group(), match.start()
    begins = start == 0 or text[start - 2 : start] in (". ", ": ")
    return found[0].isupper() and not found.isupper() and put[0].islower() and not begins


def _with_article(text: str, start: int, end: int, put: str) -> Edit:
    """The edit, with the article before it in the form that the new word asks for, and its capital kept."""
    if text[start].isupper() and (start == 0 or text[start - 2 : start] == ". "):
        put = put[0].upper() + put[1:]
    before = _ARTICLE.search(text[:start])
    if before is None:
        return Edit(start, end, put)
    fitting = "an" if put[0].lower() in "aeiou" else "a"
    if before[1].lower() == fitting:
        return Edit(start, end, put)
    fitting = fitting.capitalize() if before[1][0].isupper() else fitting
    return Edit(before.start(), end, f"{fitting} {put}")


def _exception(text: str, rules: Sequence[Rule], terms: Terms) -> tuple[Edit, ...]:
    """An exception at the end of a ban; "for business only" and "no personal use" have no room for one."""
    said = next((rule.exception for rule in rules if rule.exception), "")
    end = _END.search(text)
    if not said or end is None or _ONLY.search(text) or _PRIVATE.search(text) or _is_other_ban(text):
        return ()
    return (Edit(end.start(), end.start(), adapted(said, terms)),)


def _apart(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits in order, without those that touch an earlier one."""
    kept: list[Edit] = []
    for edit in edits:
        if not any((edit.start < other.end and other.start < edit.end) or edit.start == other.start for other in kept):
            kept.append(edit)
    return tuple(kept)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text.rstrip(";:, ") + "."
