"""Gaps and findings of a document in one shape, for the formats that list issues for other programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from posixpath import normpath
from typing import Final

from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import Absent, DocumentReport, Evidence, Finding, Report, Requirement
from policylint.outputs.wording import correction_words, gaps_and_findings, place, quoted, shortened, visible

GapOrFinding = Requirement | Finding
"""What other programs are told of: a requirement that is not covered, or a finding."""

_QUOTE: Final = 240
_DRIVE: Final = re.compile(r"^[A-Za-z]:/")


@dataclass(frozen=True, slots=True)
class Issue:
    """A gap or a finding of one document. `occurrence` counts those that are alike in id and fingerprint, from 1."""

    document: DocumentReport
    about: GapOrFinding
    occurrence: int

    @property
    def status(self) -> str:
        """missing, legacy or finding: what it counts as, which is what a person has corrected it to."""
        return self.about.standing if isinstance(self.about, Requirement) else "finding"

    @property
    def element(self) -> str:
        """The group of the checklist, or of the findings."""
        return element_of(self.about)

    @property
    def fingerprint(self) -> str:
        """What other programs know it by: it outlives reflowing and renumbering, and tells repeats apart."""
        return known_by(self.about, self.occurrence)


def issues(document: DocumentReport) -> Iterator[Issue]:
    """The gaps in checklist order, then the findings. What is covered is no issue."""
    seen: dict[tuple[str, str], int] = {}
    for about in gaps_and_findings(document):
        key = (about.id, about.fingerprint)
        seen[key] = seen.get(key, 0) + 1
        yield Issue(document, about, seen[key])


def open_issues(document: DocumentReport) -> Iterator[Issue]:
    """Those of `issues` that still call for somebody."""
    return (issue for issue in issues(document) if issue.about.is_open)


def known_by(about: GapOrFinding | Absent, occurrence: int) -> str:
    """The fingerprint of the words or gap together with the rule's id, and the number among those alike."""
    return f"{fingerprint_of(about.id, about.fingerprint)}:{occurrence}"


def element_of(about: Requirement | Finding) -> str:
    """The group of the checklist, or of the findings, by its id."""
    return about.element if isinstance(about, Requirement) else about.id.partition(".")[0]


def has_baseline(report: Report) -> bool:
    """Whether anything of the report was compared with a baseline."""
    return any(
        document.absent or any(about.baseline for about in gaps_and_findings(document)) for document in report.documents
    )


def own_evidence(about: GapOrFinding) -> Evidence | None:
    """The first evidence that stands in the document itself: where to point at. A missing requirement has none."""
    return next((evidence for evidence in about.evidence if not evidence.document), None)


def line_of(about: GapOrFinding) -> int:
    """The line to point at. Programs want one: a document without lines, and a gap, are pointed at in their first."""
    evidence = own_evidence(about)
    return (evidence.line if evidence else None) or 1


def message(about: GapOrFinding) -> str:
    """What is wrong, where, and what to do, on one line."""
    words = _quoted(own_evidence(about) or next(iter(about.evidence), None))
    if isinstance(about, Finding):
        return _line(about.title, ":", words, about.remedy)
    said = correction_words(about)
    if about.standing == "legacy":
        return _line(about.title, ": settled only by a legacy clause:", words, about.remedy, said)
    nearest = f"Nearest: {_quoted(about.nearest.evidence)} {about.nearest.lacks}" if about.nearest else ""
    return _line(about.title, ": missing." if about.standing == "missing" else ":", about.remedy, nearest, said)


def details(about: GapOrFinding) -> str:
    """All that a reader may want beside `message`, a part a line."""
    parts = [about.why, f"What to do: {about.remedy}" if about.remedy else ""]
    if isinstance(about, Requirement):
        parts += [f"A clause to start from: {about.model_clause}" if about.model_clause else ""]
        parts += [f"Nearest: {_quoted(about.nearest.evidence)} {about.nearest.lacks}" if about.nearest else ""]
    parts += [_quoted(evidence) for evidence in about.evidence]
    parts += [f"Sources: {'; '.join(about.sources)}." if about.sources else ""]
    return "\n".join(_line(part) for part in parts if part)


def posix_name(name: str) -> str:
    """The name of a document as other programs expect paths: with slashes, without `./` at its beginning."""
    return normpath(PurePath(name).as_posix())


def is_absolute(name: str) -> bool:
    """Whether a name from `posix_name` begins at the root of a file system."""
    return name.startswith("/") or _DRIVE.match(name) is not None


def split_place(written: str) -> tuple[str, int]:
    """The file and line of a decision, from `file:line`; line 1 where there is none."""
    file, colon, line = written.rpartition(":")
    return (file, int(line)) if colon and line.isascii() and line.isdigit() and int(line) > 0 else (written, 1)


def _quoted(evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    where = place(evidence)
    return quoted(shortened(evidence.quote, _QUOTE)) + (f" ({where})." if where else ".")


def _line(title: str, *parts: str) -> str:
    text = title + " ".join(part for part in parts if part)
    return " ".join(visible(text).split())
