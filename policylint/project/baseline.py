"""The baseline: the gaps and findings that were there when a team began. It marks, and never drops, what it knows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from policylint import __version__
from policylint.errors import UserMistake, reason_of
from policylint.model.report import (
    Absent,
    BaselineState,
    DocumentReport,
    Evidence,
    Finding,
    Report,
    Requirement,
    StatusWord,
)
from policylint.model.reviews import is_gap

FORMAT: Final = "policylint-baseline/1"
_ALIKE: Final = 0.6
"""Share of words in common (`difflib` ratio) from which on a finding counts as a changed one rather than a new one."""
_QUOTED: Final = 300
"""Characters of a clause that are kept, to find it again when it was changed."""


class Known(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A gap or finding that the baseline holds; `status` is empty for a finding."""

    id: str
    title: str
    fingerprint: str
    status: str = ""
    quote: str = ""


class Baseline(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was known of each document, under its path from the baseline's folder on."""

    format: str = FORMAT
    documents: dict[str, tuple[Known, ...]]

    def to_json(self) -> str:
        """Text with documents and keys in order, so that a change of it can be reviewed."""
        ordered = Baseline(documents=dict(sorted(self.documents.items())))
        return msgspec.json.format(msgspec.json.encode(ordered), indent=2).decode("utf-8") + "\n"


def load_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        UserMistake: M482 where there is none, M480 where it is none, M481 where it is of another format.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UserMistake("M482", path=path.as_posix()) from None
    except OSError as error:
        raise UserMistake("M003", path=path.as_posix(), reason=reason_of(error)) from None
    try:
        found = msgspec.json.decode(data)
        if not isinstance(found, dict) or not isinstance(found.get("format"), str):
            raise msgspec.ValidationError("it does not say its format")
        if found["format"] != FORMAT:
            raise UserMistake(
                "M481", path=path.as_posix(), found=found["format"], version=__version__, known=FORMAT
            ) from None
        return msgspec.convert(found, type=Baseline)
    except RecursionError:
        raise UserMistake("M480", path=path.as_posix(), problem="brackets within brackets without end") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UserMistake("M480", path=path.as_posix(), problem=str(error)) from None


def baseline_of(report: Report, *, names: Mapping[str, str], kept: Baseline | None = None) -> Baseline:
    """A baseline of everything that `report` finds wanting.

    Args:
        report: The report.
        names: The path under which each document (by its name in the report) is remembered.
        kept: A baseline whose other documents stay in.
    """
    documents = dict(kept.documents) if kept else {}
    for document in report.documents:
        if document.verdict != "unreadable":
            documents[names[document.source.name]] = tuple(_known(item) for item in _wanting(document))
    return Baseline(documents=documents)


def mark(document: DocumentReport, known: Sequence[Known]) -> DocumentReport:
    """The report with every gap and finding marked, and with what the baseline has and the document has no longer.

    A gap is unchanged while its status is the same and, if it is legacy, one of its clauses still stands; a finding
    while its clause does. A changed status or a reworded clause is "updated", anything else "new".
    """
    if document.verdict == "unreadable":
        return document
    left = list(known)
    requirements = tuple(
        replace(requirement, baseline=_gap_state(requirement, left)) if is_gap(requirement) else requirement
        for requirement in document.requirements
    )
    states: dict[int, BaselineState] = {}
    for place, finding in enumerate(document.findings):
        same = next((k for k in left if k.id == finding.id and k.fingerprint == finding.fingerprint), None)
        if same:
            left.remove(same)
            states[place] = "unchanged"
    for place, finding in enumerate(document.findings):
        if place not in states:
            states[place] = _changed_or_new(finding, left)
    findings = tuple(replace(finding, baseline=states[place]) for place, finding in enumerate(document.findings))
    absent = tuple(
        Absent(id=k.id, title=k.title, fingerprint=k.fingerprint, status=k.status, quote=k.quote) for k in left
    )
    return replace(document, requirements=requirements, findings=findings, absent=absent)


def _wanting(document: DocumentReport) -> tuple[Requirement | Finding, ...]:
    return (*(r for r in document.requirements if is_gap(r)), *document.findings)


def _gap_status(requirement: Requirement) -> StatusWord:
    """The status by which a gap is remembered: policylint's own, or of what it calls covered the corrected one."""
    return requirement.standing if requirement.status == "covered" else requirement.status


def _known(item: Requirement | Finding) -> Known:
    status = _gap_status(item) if isinstance(item, Requirement) else ""
    quote = item.evidence[0].quote[:_QUOTED] if item.evidence else ""
    return Known(id=item.id, title=item.title, fingerprint=item.fingerprint, status=status, quote=quote)


def _gap_state(requirement: Requirement, left: list[Known]) -> BaselineState:
    known = next((k for k in left if k.id == requirement.id and k.status), None)
    if known is None:
        return "new"
    left.remove(known)
    stands = {requirement.fingerprint, *(evidence.fingerprint for evidence in requirement.evidence)}
    return "unchanged" if known.status == _gap_status(requirement) and known.fingerprint in stands else "updated"


def _changed_or_new(finding: Finding, left: list[Known]) -> BaselineState:
    def likeness(known: Known) -> float:
        return difflib.SequenceMatcher(None, _words(known.quote), _words(_quote(finding.evidence)), False).ratio()

    best = max((k for k in left if k.id == finding.id and not k.status), key=likeness, default=None)
    if best is None or likeness(best) < _ALIKE:
        return "new"
    left.remove(best)
    return "updated"


def _quote(evidence: Sequence[Evidence]) -> str:
    return evidence[0].quote[:_QUOTED]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
