"""Words that all outputs share: how a status, a place and a count are said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policylint.model.report import DocumentReport, Evidence, Finding, Requirement

STATUS_TITLE: Final = {"covered": "Covered", "legacy": "Legacy only", "missing": "Missing"}
LEGACY_MEANS: Final = (
    "There is a clause, but it was written for e-mail or the Internet, and nothing extends it to social media."
)
NOT_ADVICE: Final = "This report is neither legal advice nor a certificate. It shows what a text says and does not say."

_KINDS: Final = {
    "social-media-policy": "a social media policy",
    "internet-use-policy": "an Internet or e-mail use policy",
    "handbook-with-section": "a handbook with a section on electronic media",
    "guide": "a guide that binds nobody",
    "other-policy": "a policy on another matter",
    "not-a-policy": "not a policy",
}
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def kind_words(document: DocumentReport) -> str:
    """The kind of document, as part of a sentence."""
    return _KINDS.get(document.kind or "", "a document")


def place(evidence: Evidence) -> str:
    """Where a quote stands: section, then page, paragraph or line."""
    parts = []
    if evidence.section:
        parts.append(" > ".join(evidence.section))
    parts.append(short_place(evidence))
    return ", ".join(part for part in parts if part)


def short_place(evidence: Evidence) -> str:
    """Page, paragraph or line only."""
    for name, value in (("page", evidence.page), ("paragraph", evidence.paragraph), ("line", evidence.line)):
        if value is not None:
            return f"{name} {value}"
    return ""


def visible(text: str) -> str:
    """Text with every control, zero-width and direction character made visible, so that none can act."""
    return _CONTROL.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)


def searched_words(requirement: Requirement) -> str:
    """What was looked through before a gap was called one."""
    found = requirement.searched
    if found is None:
        return ""
    terms = f" Words looked for include {', '.join(found.terms)}." if found.terms else ""
    return (
        f"{count(found.clauses, 'clause')} in {count(found.sections, 'section')} were searched; "
        f"{found.candidates or 'none'} held some of the words.{terms}"
    )


def count(number: int, noun: str) -> str:
    """A number with its noun in the right form."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def by_status(document: DocumentReport, status: str) -> tuple[Requirement, ...]:
    """The requirements of a document with this status, in checklist order."""
    return tuple(requirement for requirement in document.requirements if requirement.status == status)


def by_group(findings: Sequence[Finding], group: str) -> tuple[Finding, ...]:
    """The findings whose id begins with `group`."""
    return tuple(finding for finding in findings if finding.id.startswith(f"{group}."))


def verdict_words(document: DocumentReport) -> str:
    """The verdict as a sentence: what is covered, what is legacy, what is missing."""
    if document.verdict == "unreadable":
        return f"Unreadable: {document.explanation}"
    if document.verdict == "not-applicable" or document.summary is None:
        return f"Not checked: {document.explanation}"
    summary = document.summary
    return (
        f"Of {summary.requirements} requirements {summary.covered} are covered, {summary.legacy} are settled only by a "
        f"legacy clause, {summary.missing} are missing. {count(summary.findings, 'clause')} to rework."
    )
