"""Words that all outputs share: how a status, a place and a count are said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policylint.model.report import Decision, DecisionUse, DocumentReport, Evidence, Finding, Report, Requirement
from policylint.model.reviews import closing, is_gap, tally

STATUS_TITLE: Final = {"covered": "Covered", "legacy": "Legacy only", "missing": "Missing"}
LEGACY_MEANS: Final = (
    "There is a clause, but it was written for e-mail or the Internet, and nothing extends it to social media."
)
FINDING_GROUPS: Final = {
    "rights": "Rights at risk",
    "legacy": "Never adapted",
    "reference": "Loose ends",
    "text": "Hidden text",
}
"""The groups of findings in the order in which they are shown, with their titles; those of other packs follow."""
NOT_ADVICE: Final = "This report is neither legal advice nor a certificate. It shows what a text says and does not say."

_KINDS: Final = {
    "social-media-policy": "a social media policy",
    "internet-use-policy": "an Internet or e-mail use policy",
    "handbook-with-section": "a handbook with a section on electronic media",
    "guide": "a guide that binds nobody",
    "other-policy": "a policy on another matter",
    "not-a-policy": "not a policy",
}
_SHORT_KINDS: Final = {
    "social-media-policy": "social media",
    "internet-use-policy": "Internet use",
    "handbook-with-section": "handbook",
    "guide": "guide",
    "other-policy": "other policy",
    "not-a-policy": "not a policy",
}
DECIDED: Final = {
    "accept": "Accepted",
    "not-applicable": "Does not apply",
    "false-positive": "False positive",
    "settled-elsewhere": "Settled elsewhere",
    "confirm": "Confirmed",
    "correct": "Corrected",
}
"""What a decision or a review of each kind comes to."""

_BASELINE: Final = {"new": "new", "updated": "changed", "unchanged": ""}
ACTING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What could act on a terminal, turn the order of words, hide among them, or not be written as UTF-8 or XML."""


def kind_words(document: DocumentReport) -> str:
    """The kind of document, as part of a sentence."""
    return _KINDS.get(document.kind or "", "a document")


def place(evidence: Evidence) -> str:
    """Where a quote stands: the file if it is another one, section, then page, paragraph or line."""
    return ", ".join(part for part in (long_place(evidence), short_place(evidence)) if part)


def long_place(evidence: Evidence) -> str:
    """The file, if it is another one, and the section only."""
    return ", ".join(part for part in (evidence.document, " > ".join(evidence.section)) if part)


def short_place(evidence: Evidence) -> str:
    """Page, paragraph or line only; of a page that was read by OCR also that, for its words may be misread."""
    for name, value in (("page", evidence.page), ("paragraph", evidence.paragraph), ("line", evidence.line)):
        if value is not None:
            return f"{name} {value}{', read by OCR' if evidence.recognised else ''}"
    return ""


def recognition_words(document: DocumentReport) -> str:
    """That pages of the document were read by OCR, and how sure it was of their words; empty where none was."""
    found = document.recognition
    return f"read by OCR, confidence {round(100 * found.confidence)} %" if found else ""


def visible(text: str) -> str:
    """Text with every control, zero-width and direction character made visible, so that none can act."""
    if text.isprintable():  # true of nearly all text, and much quicker to tell
        return text
    return ACTING.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)


def one_line(text: str) -> str:
    """Text as `visible` gives it, with line ends and tabs made visible too: a name that must not begin a new line."""
    if text.isprintable():
        return text
    return visible(text).replace("\n", "<U+000A>").replace("\t", "<U+0009>")


def shortened(text: str, length: int) -> str:
    """Text on one line, cut at a space so that it is no longer than `length`; the cut is shown."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[: length - 2]
    return f"{head[: head.rfind(' ')] if ' ' in head else head} \u2026"


def quoted(text: str) -> str:
    """Words of a document between quotation marks; their own double ones become single, so that none are doubled."""
    return f"\u201c{inner_quotes(text)}\u201d"


def inner_quotes(text: str) -> str:
    """Words that will stand between quotation marks, with single ones in them."""
    return text.replace("\u201c", "\u2018").replace("\u201d", "\u2019").replace('"', "'")


def searched_words(requirement: Requirement) -> str:
    """What was looked through before a gap was called one."""
    found = requirement.searched
    if found is None:
        return ""
    terms = f" Words looked for include {', '.join(found.terms)}." if found.terms else ""
    return (
        f"{count(found.clauses, 'clause')} in {count(found.sections, 'section')} were searched; "
        f"{f'{found.candidates} held some' if found.candidates else 'none held any'} of the words.{terms}"
    )


def count(number: int, noun: str) -> str:
    """A number with its noun in the right form."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def short_kind(document: DocumentReport) -> str:
    """The kind of document in a word or two, for a table; the verdict where there is no kind."""
    return _SHORT_KINDS.get(document.kind or "", document.verdict)


def decision_words(decision: Decision) -> str:
    """What was decided and why, by whom and when, until when, and where that is written."""
    elsewhere = decision.settled_by
    named = f" ({', '.join(part for part in (elsewhere.document, elsewhere.section) if part)})" if elsewhere else ""
    named += f" to {decision.status}" if decision.status else ""
    reason = decision.reason.strip()
    stop = "" if reason.endswith((".", "!", "?")) else "."
    return f"{DECIDED[decision.kind]}{named}. {reason}{stop} {signed_words(decision)}."


def signed_words(decision: Decision) -> str:
    """By whom and when it was decided, until when, and where that is written."""
    until = f", until {decision.expires}" if decision.expires else ""
    return f"{decision.owner}, {decision.date}{until}; {decision.place}"


def correction_words(about: Requirement | Finding) -> str:
    """What policylint says and what a person made of it, with the reason; empty where nobody corrected the status."""
    if about.review is None or about.review.kind != "correct" or isinstance(about, Finding):
        return ""
    return f"policylint says {about.status}. {decision_words(about.review)}"


def reviewed_words(about: Requirement | Finding) -> str:
    """What a person who looked at the verdict said of it; empty where nobody did."""
    return correction_words(about) or (decision_words(about.review) if about.review else "")


def said_words(about: Requirement | Finding) -> tuple[str, ...]:
    """All that people have said of a verdict, a sentence or two each: the review, then the decision."""
    decision = decision_words(about.decision) if about.decision else ""
    return tuple(words for words in (reviewed_words(about), decision) if words)


def review_words(*documents: DocumentReport) -> str:
    """How many of the verdicts a person has looked at, and what came of that; empty where nobody has."""
    verdicts = [about for document in documents for about in document.verdicts]
    said = tally(verdicts)
    if not said.confirmed and not said.changed:
        return ""
    seen = said.confirmed + said.changed
    return (
        f"A person has looked at {seen} of {count(len(verdicts), 'verdict')}: "
        f"{said.confirmed} confirmed, {said.changed} changed."
    )


def decisions_to_look_at(report: Report) -> tuple[DecisionUse, ...]:
    """The decisions that are not in force: expired, lapsed, or about nothing that is still there."""
    return tuple(use for use in report.decisions if use.state != "in-force")


def baseline_mark(about: Requirement | Finding) -> str:
    """What to say beside a gap or finding because of the baseline: new, changed, or nothing."""
    return _BASELINE.get(about.baseline or "", "")


def weight(requirement: Requirement) -> str:
    """What to say beside a gap because of its severity: nothing but where that is high, for most are medium."""
    return requirement.severity if requirement.severity == "high" else ""


def baseline_words(*documents: DocumentReport) -> str:
    """One line on what the baseline knew already; empty where there was none."""
    known = [about.baseline for document in documents for about in gaps_and_findings(document) if about.baseline]
    gone = sum(len(document.absent) for document in documents)
    if not known and not gone:
        return ""
    unchanged = known.count("unchanged")
    return f"Since the baseline: {len(known) - unchanged} new or changed, {unchanged} unchanged, {gone} gone."


def open_gaps(document: DocumentReport, status: str) -> tuple[Requirement, ...]:
    """The requirements with this status about which somebody has yet to do something.

    A status that a person corrected counts as corrected, so that one that is missing may have evidence, and a legacy
    one none.
    """
    return tuple(
        requirement for requirement in document.requirements if requirement.standing == status and requirement.is_open
    )


def still_covered(document: DocumentReport) -> tuple[Requirement, ...]:
    """The requirements that are covered, without those of which a person says that they are not."""
    return tuple(requirement for requirement in document.requirements if not is_gap(requirement))


def open_findings(document: DocumentReport) -> tuple[Finding, ...]:
    """The findings about which somebody has yet to do something."""
    return tuple(finding for finding in document.findings if finding.is_open)


def open_count(document: DocumentReport) -> int:
    """How many gaps and findings still call for somebody."""
    return sum(about.is_open for about in gaps_and_findings(document))


def profile_words(*documents: DocumentReport) -> str:
    """The profile that says what applies, whether or not it leaves anything out; empty where there is none."""
    names = sorted({document.profile for document in documents if document.profile})
    return f"Profile{'s' if len(names) > 1 else ''}: {', '.join(names)}" if names else ""


def decided(document: DocumentReport) -> tuple[tuple[Requirement | Finding, Decision], ...]:
    """The gaps and findings that somebody has closed, with the decision; also by saying that a gap is covered."""
    return tuple((about, said) for about in gaps_and_findings(document) if about.applies and (said := closing(about)))


def not_applying(document: DocumentReport) -> tuple[Requirement | Finding, ...]:
    """The gaps and findings that the profile does not ask for."""
    return tuple(about for about in gaps_and_findings(document) if not about.applies)


def gaps_and_findings(document: DocumentReport) -> tuple[Requirement | Finding, ...]:
    """The requirements that are not covered, as policylint or a person says, in checklist order, then the findings."""
    return (*(r for r in document.requirements if is_gap(r)), *document.findings)


def profile_title(document: DocumentReport) -> str:
    """The heading over what does not apply."""
    return f"Does not apply ({f'profile {document.profile}' if document.profile else 'by the configuration'})"


def by_status(document: DocumentReport, status: str) -> tuple[Requirement, ...]:
    """The requirements of a document to which policylint itself gives this status, in checklist order."""
    return tuple(requirement for requirement in document.requirements if requirement.status == status)


def by_group(findings: Sequence[Finding]) -> tuple[tuple[str, str, tuple[Finding, ...]], ...]:
    """The findings by the group that their id begins with: its id, its title, its findings. No group is empty."""
    groups: dict[str, list[Finding]] = {group: [] for group in FINDING_GROUPS}
    for finding in findings:
        groups.setdefault(finding.id.partition(".")[0], []).append(finding)
    return tuple((group, group_title(group), tuple(found)) for group, found in groups.items() if found)


def group_title(identifier: str) -> str:
    """The title of a group of findings, by its id or that of one of its findings."""
    group = identifier.partition(".")[0]
    return FINDING_GROUPS.get(group, group.capitalize())


def not_asked_words(about: Requirement | Finding) -> str:
    """Why it does not apply: the profile's reason, or that the configuration, which has to give none, says so."""
    return about.profile_why or "The configuration leaves it out."
