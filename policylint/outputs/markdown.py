"""The report as Markdown, for a pull request or a wiki. Nothing from the document is live Markdown or HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from policylint.model.report import Absent, DocumentReport, Evidence, Finding, Report, Requirement
from policylint.outputs.verdicts import gate_words, shortfall_words, verdict_words
from policylint.outputs.wording import (
    LEGACY_MEANS,
    NOT_ADVICE,
    STATUS_TITLE,
    baseline_mark,
    baseline_words,
    by_group,
    decided,
    decision_words,
    decisions_to_look_at,
    kind_words,
    not_applying,
    not_asked_words,
    open_findings,
    open_gaps,
    place,
    profile_title,
    profile_words,
    quoted,
    review_words,
    reviewed_words,
    said_words,
    searched_words,
    still_covered,
    visible,
    weight,
)

_BACKSLASH: Final = r"""
    (?P<slash>
        [\\`*\[\]<~|]             # acts wherever it stands
      | (?<!\w)_+ | _+(?!\w)      # emphasis, but not within a word
      | &(?=\#?\w+;)              # an entity
      | \$(?!\s)                  # a formula
      | :(?=//) | (?<=(?<![a-z0-9])www)\.    # an address that becomes a link by itself
      | (?<=\{)[{%]               # a template of a site generator
      | \#+\Z                     # the end of a heading
      | \A[-+=>\#]                # a list, a rule, a heading, a quotation
      | \A:(?=:)                  # a command, where a CI system prints it
    )
  | \A(?P<number>[0-9]{1,9})(?P<stop>[.)])(?=\s|\Z)
"""
_SPLIT: Final = r"""
    (?P<split>
        @(?=\w)                   # a mention or an e-mail address
      | \#(?=[0-9]) | (?<![a-z0-9])gh-(?=[0-9])   # an issue
      | :(?=(?:[\w+-]*[a-z][\w+-]*|[+-]1|100|1234):) | :(?=[\w+-]*[a-z][\w+-]*\Z)   # an emoji
      | \#(?=\#\w*\[)            # a command, where a CI system prints it
    )
"""
_FLAGS: Final = re.VERBOSE | re.IGNORECASE
_ACTS: Final = re.compile(f"{_SPLIT} | {_BACKSLASH}", _FLAGS)
_ACTS_IN_HTML: Final = re.compile(_SPLIT, _FLAGS)
_NOTHING: Final = "<!-- -->"
"""Readers of finished pages look for mentions and the like in the text, where a backslash is gone; this stays."""


def escape(text: str) -> str:
    """Text as Markdown that shows exactly that text on one line: no markup, HTML, link, mention or table cell in it.

    What would not act where it stands is left as it is, so that the Markdown can be read, too.
    """
    return _ACTS.sub(_inert, " ".join(visible(text).split()))


def escape_in_html(text: str) -> str:
    """The same for text within a block of HTML, where Markdown is not read."""
    line = " ".join(visible(text).split())
    return _ACTS_IN_HTML.sub(_inert, html.escape(line, quote=False))


def _inert(match: re.Match[str]) -> str:
    if match["split"]:
        return match["split"] + _NOTHING
    if match["number"]:
        return f"{match['number']}\\{match['stop']}"
    return "".join(f"\\{character}" for character in match["slash"])


def render(report: Report) -> str:
    """Draw the report: a coverage table, then gaps, legacy clauses, findings and what is covered."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield "# Policy gap report"
    yield ""
    yield f"Dates judged as of {report.options.as_of}. {NOT_ADVICE}"
    for document in report.documents:
        yield ""
        yield from _document(document)
    uses = decisions_to_look_at(report)
    if uses:
        yield ""
        yield f"## Decisions to look at ({len(uses)})"
        yield ""
        for use in uses:
            yield f"- {escape(use.document)}, `{use.rule}`: **{use.state}**. {escape(use.why)}"
            yield f"  - {escape(decision_words(use.decision))}"
    gate = gate_words(*report.documents)
    if gate:
        yield ""
        yield f"**{escape(gate)}**"


def _document(document: DocumentReport) -> Iterator[str]:
    yield f"## {escape(document.source.name)}"
    yield ""
    if document.title:
        yield f"{escape(document.title)}"
        yield ""
    yield escape(verdict_words(document))
    if document.shortfall:
        yield ""
        yield f"**{escape(shortfall_words(document))}**"
    if document.verdict != "checked" or document.summary is None:
        for note in document.notes:
            yield ""
            yield escape(note)
        return
    yield ""
    yield f"Read as {kind_words(document)}: {escape(document.kind_why)}."
    yield ""
    yield "| Element | Covered | Legacy | Missing |"
    yield "| --- | ---: | ---: | ---: |"
    for element in document.summary.elements:
        yield f"| {escape(element.title)} | {element.covered} | {element.legacy} | {element.missing} |"
    for words in (profile_words(document), *document.notes, baseline_words(document), review_words(document)):
        if words:
            yield ""
            yield escape(words)
    missing, legacy = open_gaps(document, "missing"), open_gaps(document, "legacy")
    yield from _part(f"Missing ({len(missing)})", (_gap(r) for r in missing))
    yield from _part(f"{STATUS_TITLE['legacy']} ({len(legacy)})", (_settled(r) for r in legacy), LEGACY_MEANS)
    for _, title, findings in by_group(open_findings(document)):
        yield from _part(f"{escape(title)} ({len(findings)})", (_finding(f) for f in findings))
    yield from _apart(document)
    covered = still_covered(document)
    yield from _part(f"Covered ({len(covered)})", (_settled(r) for r in covered))


def _apart(document: DocumentReport) -> Iterator[str]:
    """What is a gap or finding and calls for nobody: decided, not asked for, gone."""
    settled = decided(document)
    yield from _part(f"Decided ({len(settled)})", (_decided(about) for about, _ in settled))
    spared = not_applying(document)
    yield from _part(f"{escape(profile_title(document))} ({len(spared)})", (_spared(about) for about in spared))
    gone = document.absent
    yield from _part(f"Gone since the baseline ({len(gone)})", (_gone(absent) for absent in gone))


def _part(title: str, items: Iterator[Iterator[str]], about: str = "") -> Iterator[str]:
    drawn = [list(item) for item in items]
    if not drawn:
        return
    yield ""
    yield f"### {title}"
    yield ""
    if about:
        yield about
        yield ""
    for lines in drawn:
        yield from lines


def _gap(requirement: Requirement) -> Iterator[str]:
    yield f"- {_named(requirement)}. {escape(requirement.remedy)}"
    for evidence in requirement.evidence:
        yield f"  - Found: {_quote(evidence)}"
    if requirement.searched:
        yield f"  - {escape(searched_words(requirement))}"
    if requirement.nearest:
        yield f"  - Nearest: {_quote(requirement.nearest.evidence)}. {escape(requirement.nearest.lacks)}"
    if requirement.model_clause:
        yield f"  - To start from: {escape(requirement.model_clause)}"
    yield from _review(requirement)


def _settled(requirement: Requirement) -> Iterator[str]:
    yield f"- {_named(requirement)}. {escape(requirement.why)}"
    for evidence in requirement.evidence:
        yield f"  - {_quote(evidence)}"
    yield from _review(requirement)


def _review(about: Requirement | Finding) -> Iterator[str]:
    if about.review:
        yield f"  - {escape(reviewed_words(about))}"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"- **{escape(finding.title)}** (`{finding.id}`, {finding.severity}{_new(finding)}). {escape(finding.why)}"
    yield f"  - {_quote(finding.evidence[0])}"
    yield f"  - {escape(finding.remedy)}"
    if finding.applies_to:
        yield f"  - {escape(finding.applies_to)} {escape('; '.join(finding.sources))}."
    yield from _review(finding)


def _decided(about: Requirement | Finding) -> Iterator[str]:
    yield f"- **{escape(about.title)}** (`{about.id}`{_new(about)}). {escape(' '.join(said_words(about)))}"
    if about.evidence:
        yield f"  - {_quote(about.evidence[0])}"


def _spared(about: Requirement | Finding) -> Iterator[str]:
    yield f"- {escape(about.title)} (`{about.id}`): {escape(not_asked_words(about))}"


def _gone(absent: Absent) -> Iterator[str]:
    quote = f" {escape(quoted(absent.quote))}" if absent.quote else ""
    yield f"- {escape(absent.title)} (`{absent.id}`){quote}"


def _named(requirement: Requirement) -> str:
    """Title and id, and for a gap whether it weighs much and whether it is new."""
    heavy = f", {weight(requirement)}" if requirement.status != "covered" and weight(requirement) else ""
    return f"**{escape(requirement.title)}** (`{requirement.id}`{heavy}{_new(requirement)})"


def _new(about: Requirement | Finding) -> str:
    mark = baseline_mark(about)
    return f", **{mark}**" if mark else ""


def _quote(evidence: Evidence) -> str:
    lead = f"{escape(evidence.lead)} " if evidence.lead else ""
    return f"{lead}{escape(quoted(evidence.quote))} ({escape(place(evidence))})"
