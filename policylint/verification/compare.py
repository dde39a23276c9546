"""Two reports side by side: where they say different things, and what can have made it so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from policylint.model.report import (
    Decision,
    DecisionUse,
    DocumentReport,
    Evidence,
    Finding,
    Nearest,
    Report,
    Requirement,
    Searched,
)
from policylint.outputs.wording import decision_words, place, quoted
from policylint.verification.model import CauseKind, Difference, Input

EDITED: Final = "nothing that it is made from has changed: the report was edited"

_WHY: Final[dict[CauseKind, str]] = {
    "document": "the document has changed",
    "recognition": "its scans were read by OCR with another program, version or language",
    "pack": "the pack has changed",
    "tool": "another version of policylint",
    "model": "another language model",
    "library": "another version of a library that reads documents",
    "file": "a file of the configuration has changed",
    "settings": "other settings",
}
_SAID_BY_FILES: Final = frozenset(
    {
        "decision",
        "review",
        "baseline",
        "applies",
        "profile_why",
        "severity",
        "shortfall",
        "fail_on",
        "absent",
        "profile",
    }
)
"""What the repository says of a verdict, rather than the document or the pack."""

_SAID: Final[frozenset[CauseKind]] = frozenset({"file", "settings", "pack"})

_DERIVED: Final = frozenset({"summary", "source", "requirements", "findings"})
"""Told by the parts that they are made from."""


def differences_of(reported: Report, found: Report, inputs: Sequence[Input]) -> tuple[Difference, ...]:
    """Where two reports say different things of the documents that both have, with what can have made it so."""
    differences: list[Difference] = []
    others = {document.source.name: document for document in found.documents}
    for document in reported.documents:
        other = others.get(document.source.name)
        if other is not None:
            changed = [one for one in _causes(inputs) if one.document in ("", document.source.name)]
            of_document = list(_in_document(document, other, changed))
            differences.extend(of_document)
            differences.extend(_tallies(document, other, of_document, changed))
    differences.extend(_in_whole(reported, found, _causes(inputs)))
    return tuple(differences)


def _causes(inputs: Sequence[Input]) -> list[Input]:
    """What has changed and can have made a verdict another one."""
    return [one for one in inputs if not one.same and one.kind != "drawing"]


def _in_whole(reported: Report, found: Report, changed: Sequence[Input]) -> Iterator[Difference]:
    """What a report says beside its verdicts: of its packs, and of decisions.

    Those about documents on which it is not are compared where all its documents are here, for then nothing else can
    have brought them.
    """
    packs = {pack.id: pack for pack in found.packs}
    for pack in reported.packs:
        other = packs.get(pack.id, pack)
        own = [one for one in changed if (one.kind, one.name) == ("pack", pack.id)]
        for field in ("title", "peers"):
            old, new = getattr(pack, field), getattr(other, field)
            if old != new:
                yield Difference("", "", f"pack {pack.id}, {field}", said(old), said(new), _why(field, own))
    known, here = ({document.source.name for document in one.documents} for one in (reported, found))
    then = [use for use in reported.decisions if use.document in here or (known == here and use.document not in known)]
    bare = {_plain(_unplaced(use)) for use in then}
    since = [use for use in found.decisions if use.document in here or _plain(_unplaced(use)) in bare]
    yield from _uses(then, since, _standing(reported), changed)


def _standing(report: Report) -> set[str]:
    """The decisions that stand at verdicts, each with document and rule."""
    standing: set[str] = set()
    for document in report.documents:
        verdicts: tuple[Requirement | Finding, ...] = (*document.requirements, *document.findings)
        for item in verdicts:
            spoken = (replace(one, place="") for one in (item.decision, item.review) if one)
            standing.update(_plain((document.source.name, item.id, one)) for one in spoken)
    return standing


def _in_document(reported: DocumentReport, found: DocumentReport, changed: Sequence[Input]) -> Iterator[Difference]:
    name = reported.source.name

    def differ(about: str, one: object, other: object, besides: Collection[str] = ()) -> Iterator[Difference]:
        for field in one.__struct_fields__:  # type: ignore[attr-defined]
            old, new = getattr(one, field), getattr(other, field)
            if not _alike(old, new) and field not in besides:
                yield Difference(name, about, field, said(old), said(new), _why_of(old, new, field, changed))

    yield from differ("", reported, found, _DERIVED)
    same_bytes = reported.source.sha256 == found.source.sha256
    then, now = (_file(one, with_size=same_bytes) for one in (reported, found))
    if then != now:
        yield Difference(name, "", "file", then, now, _why("file", changed))
    new_requirements = {requirement.id: requirement for requirement in found.requirements}
    for requirement in reported.requirements:
        other = new_requirements.pop(requirement.id, None)
        if other is None:
            yield Difference(name, requirement.id, "requirement", "there", "not there", _why("id", changed))
        else:
            yield from differ(requirement.id, requirement, other)
    for identifier in new_requirements:
        yield Difference(name, identifier, "requirement", "not there", "there", _why("id", changed))
    yield from _findings(reported, found, changed)


def _file(document: DocumentReport, *, with_size: bool) -> str:
    source = document.source
    return f"{source.media_type}, {source.pages} pages{f', {source.size} bytes' if with_size else ''}"


def _tallies(
    reported: DocumentReport, found: DocumentReport, differences: Sequence[Difference], changed: Sequence[Input]
) -> Iterator[Difference]:
    """Counts that come out otherwise, for the reasons of what is counted; by themselves they were edited."""
    if reported.summary != found.summary:
        then, now = (_tally(one) for one in (reported, found))
        reasons = dict.fromkeys(one.why for one in differences)
        yield Difference(
            reported.source.name, "", "summary", then, now, ", or ".join(reasons) or _why("summary", changed)
        )


def _findings(reported: DocumentReport, found: DocumentReport, changed: Sequence[Input]) -> Iterator[Difference]:
    """Findings have no id of their own: what both reports have is the same in every field but what people said."""
    name = reported.source.name
    left = list(found.findings)
    for finding in reported.findings:
        if finding in left:
            left.remove(finding)
            continue
        other = next((one for one in left if (one.id, one.evidence) == (finding.id, finding.evidence)), None)
        if other is None:
            yield Difference(name, finding.id, "finding", _quotes(finding), "not found", _why("id", changed))
            continue
        left.remove(other)
        for field in finding.__struct_fields__:
            old, new = getattr(finding, field), getattr(other, field)
            if not _alike(old, new):
                yield Difference(name, finding.id, field, said(old), said(new), _why_of(old, new, field, changed))
    for finding in left:
        yield Difference(name, finding.id, "finding", "not reported", _quotes(finding), _why("id", changed))


def _uses(
    reported: Sequence[DecisionUse], found: Sequence[DecisionUse], standing: Collection[str], changed: Sequence[Input]
) -> Iterator[Difference]:
    """Decisions of which something else came, and such as one of the reports has and the other has not.

    One that is in force and stands at its verdict (`standing`) is told there.
    """
    left = [_unplaced(use) for use in found]
    then = []
    for use in map(_unplaced, reported):
        if use in left:
            left.remove(use)
        else:
            then.append(use)
    for use in then:
        other = next((one for one in left if replace(one, state=use.state, why=use.why) == use), None)
        if other:
            left.remove(other)
        at_verdict = use.state == "in-force" and _plain((use.document, use.rule, use.decision)) in standing
        if other or not at_verdict:
            why = _why_of(use.decision, None, "decision", changed)
            now = _state(other) if other else "nothing"
            yield Difference(use.document, use.rule, "decision in the file", _state(use), now, why)
    for use in left:
        if use.state != "in-force":
            why = _why("decision", changed)
            yield Difference(use.document, use.rule, "decision in the file", "nothing", _state(use), why)


def _state(use: DecisionUse) -> str:
    return f"{use.state.replace('-', ' ')}{f': {use.why}' if use.why else ''}"


def _unplaced(use: DecisionUse) -> DecisionUse:
    return replace(use, decision=replace(use.decision, place=""))


def _alike(old: object, new: object) -> bool:
    """Whether two values say the same. In which file and line a decision is written down says nothing."""
    if isinstance(old, Decision) and isinstance(new, Decision):
        return replace(old, place="") == replace(new, place="")
    return old == new


def said(value: object) -> str:
    """A value of a report in words."""
    if value is None or value == "" or value == ():
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Evidence):
        where = place(value)
        return f"{quoted(value.quote)}{f' ({where})' if where else ''}"
    if isinstance(value, Nearest):
        return f"{said(value.evidence)} {value.lacks}"
    if isinstance(value, Searched):
        return f"{value.clauses} clauses in {value.sections} sections, {value.candidates} with some of the words"
    if isinstance(value, tuple):
        return "; ".join(map(said, value))
    if isinstance(value, msgspec.Struct):
        return decision_words(value) if hasattr(value, "reason") else _plain(value)  # type: ignore[arg-type]
    return str(value)


def _quotes(about: Finding | Requirement) -> str:
    return said(about.evidence)


def _tally(document: DocumentReport) -> str:
    summary = document.summary
    if summary is None:
        return "nothing"
    counts = ("covered", "legacy", "missing", "findings", "decided", "confirmed", "changed")
    return ", ".join(f"{getattr(summary, word)} {word}" for word in counts)


def _plain(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _why_of(old: object, new: object, field: str, changed: Sequence[Input]) -> str:
    """As `_why`; a decision that leans on a document which is not here has not been edited."""
    if new is None and isinstance(old, Decision) and old.settled_by and all(one.same for one in changed):
        return f"{old.settled_by.document}, which it says settles this, may not be here or have changed"
    return _why(field, changed)


def _why(field: str, changed: Sequence[Input]) -> str:
    """What can have made a field come out otherwise; where a document has changed, that is told before all else."""
    kinds = list(dict.fromkeys(one.kind for one in changed))
    of_files = [kind for kind in kinds if kind in _SAID]
    if field in _SAID_BY_FILES:
        kinds = of_files or kinds
    else:
        kinds = [kind for kind in kinds if kind not in ("file", "settings")] or kinds
    if not kinds:
        return EDITED
    gone = kinds == ["file"] and all(not one.now for one in changed if one.kind == "file")
    return "a file that it was made with is not here" if gone else ", or ".join(_WHY[kind] for kind in kinds)
