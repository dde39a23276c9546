"""The report as the summary of a CI job, in Markdown: coverage of all documents, then what is open in each, short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policylint.model.report import DocumentReport, Report, Requirement
from policylint.outputs.issues import GapOrFinding, has_baseline
from policylint.outputs.markdown import escape, escape_in_html
from policylint.outputs.verdicts import closing_words, gate_words, levels_words, shortfall_words, verdict_words
from policylint.outputs.wording import (
    NOT_ADVICE,
    baseline_mark,
    count,
    decided,
    decisions_to_look_at,
    gaps_and_findings,
    not_applying,
    open_count,
    open_findings,
    place,
    profile_words,
    quoted,
    recognition_words,
    review_words,
    reviewed_words,
    short_kind,
    shortened,
)

LIMIT: Final = 1_000_000
"""Bytes. GitHub refuses a summary of more than 1,048,576, and other steps may write to the same one."""

_CELLS: Final = {"covered": "\u25a0", "legacy": "\u25a8", "missing": "\u25a1"}
_BAR: Final = 20
_QUOTE: Final = 120
_SEVERITIES: Final = ("high", "medium", "low")


def render(report: Report) -> str:
    """A picture of coverage, a table of the documents, and what is open in each, folded.

    The text is never longer than `LIMIT` bytes: what does not fit is left out from the end, and a line says so.
    """
    return _within_limit([*_head(report), *_documents(report)])


def _within_limit(parts: Sequence[str]) -> str:
    """The parts from the first on that fit; each is whole in itself, so that no table or fold is left open."""
    kept: list[str] = []
    size = 0
    for number, part in enumerate(parts):
        data = len(part.encode("utf-8"))
        if size + data > LIMIT - 500:
            left = len(parts) - number
            kept.append(
                f"\n**The summary ends here: with {count(left, 'more part')} it would be longer than a job summary "
                "may be. The full report has everything.**\n"
            )
            break
        kept.append(part)
        size += data
    return "".join(kept)


def _head(report: Report) -> Iterator[str]:
    left = [about for document in report.documents for about in gaps_and_findings(document) if about.is_open]
    known = f", {sum(about.counts for about in left)} of them new or changed" if has_baseline(report) else ""
    yield "## Policy coverage\n\n"
    yield f"{closing_words(report)} {_are_open(len(left))}{known}.\n\n"
    yield f"{_gate(report)}\n\n"
    if profile_words(*report.documents):
        yield f"{escape(profile_words(*report.documents))}.\n\n"
    if review_words(*report.documents):
        yield f"{review_words(*report.documents)}\n\n"
    yield "".join(f"{line}\n" for line in _picture(report))
    yield "| Document | Kind | Covered | Legacy | Missing | Open |\n| --- | --- | ---: | ---: | ---: | ---: |\n"
    for document in report.documents:
        yield _row(document)
    yield "\n"
    for document in report.documents:
        if document.shortfall:
            yield f"**{escape(document.source.name)}**: {escape(shortfall_words(document))}\n\n"
    uses = decisions_to_look_at(report)
    if uses:
        yield f"### Decisions to look at ({len(uses)})\n\n"
        for use in uses:
            where = f"{escape(use.document)}, {escape(use.rule)} ({escape(use.decision.place)})"
            yield f"- {where}: {use.state}. {escape(use.why)}\n"
        yield "\n"


def _are_open(number: int) -> str:
    return "1 gap or finding is open" if number == 1 else f"{number} gaps and findings are open"


def _gate(report: Report) -> str:
    """Whether the gate holds, at which level, and if not, why."""
    short = sum(bool(document.shortfall) for document in report.documents)
    unread = sum(document.verdict == "unreadable" for document in report.documents)
    parts = [
        gate_words(*report.documents),
        f"{count(short, 'document')} {'is' if short == 1 else 'are'} short of what was asked for." if short else "",
        f"{count(unread, 'document')} could not be read." if unread else "",
    ]
    if any(parts):
        return f"**The gate does not hold.** {' '.join(part for part in parts if part)}"
    levels = levels_words({document.fail_on for document in report.documents})
    return f"**The gate holds** (fail level {levels})." if levels else "**The gate holds.**"


def _picture(report: Report) -> Iterator[str]:
    """A row for each element. One document has a cell for each requirement, many have a bar of their shares."""
    checked = [document for document in report.documents if document.summary]
    elements: dict[str, str] = {}
    for document in checked:
        elements |= {element.id: element.title for element in (document.summary.elements if document.summary else ())}
    if not elements:
        return
    yield "| Element | Coverage | Covered | Legacy | Missing |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for identifier, title in elements.items():
        words: list[str] = [r.status for d in checked for r in d.requirements if r.element == identifier]
        tally = {word: words.count(word) for word in _CELLS}
        drawn = "".join(_CELLS[word] for word in words) if len(checked) == 1 else _bar(tally)
        yield f"| {escape(title)} | {drawn} | {tally['covered']} | {tally['legacy']} | {tally['missing']} |"
    legend = ", ".join(f"{cell} {word}" for word, cell in _CELLS.items())
    yield f"\n{legend}.\n"


def _bar(tally: dict[str, int]) -> str:
    total = sum(tally.values()) or 1
    ends = [round(_BAR * share / total) for share in (tally["covered"], tally["covered"] + tally["legacy"], total)]
    return (
        _CELLS["covered"] * ends[0] + _CELLS["legacy"] * (ends[1] - ends[0]) + _CELLS["missing"] * (ends[2] - ends[1])
    )


def _row(document: DocumentReport) -> str:
    read = f" ({recognition_words(document)})" if document.recognition else ""
    name = f"{escape(document.source.name)}{read}"
    if document.summary is None:
        return f"| {name} | {short_kind(document)} | | | | {escape(verdict_words(document))} |\n"
    summary = document.summary
    numbers = f"{summary.covered} | {summary.legacy} | {summary.missing} | {open_count(document)}"
    return f"| {name} | {short_kind(document)} | {numbers} |\n"


def _open(document: DocumentReport) -> list[GapOrFinding]:
    """What is open, the most severe first, else in the order of the report."""
    left: list[GapOrFinding] = [*(r for r in document.requirements if r.is_open), *open_findings(document)]
    return sorted(left, key=lambda about: _SEVERITIES.index(about.severity))


def _documents(report: Report) -> Iterator[str]:
    for document in report.documents:
        left = _open(document)
        if left:
            lines = "".join(f"{_issue(about)}\n" for about in left)
            title = f"{escape_in_html(document.source.name)}: {len(left)} open"
            yield f"<details><summary>{title}</summary>\n\n{lines}{_apart(document)}\n</details>\n\n"
    yield f"{NOT_ADVICE}\n"


def _issue(about: GapOrFinding) -> str:
    status = about.standing if isinstance(about, Requirement) else "finding"
    mark = f", {baseline_mark(about)}" if baseline_mark(about) else ""
    head = f"- **{escape(about.title)}** (`{_code(about.id)}`, {status}, {about.severity}{mark})"
    said = f". {escape(reviewed_words(about))}" if about.review else ""
    if not about.evidence:
        return f"{head}{said}"
    evidence = about.evidence[0]
    return f"{head}: {escape(quoted(shortened(evidence.quote, _QUOTE)))} ({escape(place(evidence))}){said}"


def _apart(document: DocumentReport) -> str:
    """What is not open but no less a gap, by its id."""
    parts = []
    for title, abouts in (
        ("Decided", [about for about, _ in decided(document)]),
        ("Does not apply", list(not_applying(document))),
    ):
        if abouts:
            parts.append(f"{title}: {', '.join(sorted({f'`{_code(about.id)}`' for about in abouts}))}.\n")
    return "\n" + "\n".join(parts) if parts else ""


def _code(identifier: str) -> str:
    """An id between backticks; ids hold no others, but a pack written by somebody else may."""
    return identifier.replace("`", "'").replace("\n", " ")
