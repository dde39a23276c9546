"""Two reports side by side: what went into them, and where they say different things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from policylint.language.weights import model_digest
from policylint.model.report import DocumentReport, Evidence, Finding, Manifest, Nearest, Report, Requirement, Searched
from policylint.outputs.wording import decision_words, place, quoted
from policylint.verification.model import CauseKind, Difference, Input

EDITED: Final = "nothing that it is made from has changed: the report was edited"

_WHY: Final[dict[CauseKind, str]] = {
    "document": "the document has changed",
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


def inputs_of(reported: Report, found: Report) -> tuple[Input, ...]:
    """What both reports were made from: documents first, then packs, program, model, libraries, files and settings."""
    return tuple(_inputs(reported, found))


def differences_of(reported: Report, found: Report, inputs: Sequence[Input]) -> tuple[Difference, ...]:
    """Where two reports say different things of the documents that both have, with what can have made it so."""
    differences: list[Difference] = []
    others = {document.source.name: document for document in found.documents}
    for document in reported.documents:
        other = others.get(document.source.name)
        if other is not None:
            changed = [one for one in inputs if not one.same and one.document in ("", document.source.name)]
            differences.extend(_in_document(document, other, changed))
    changed = [one for one in inputs if not one.same]
    names = set(others)
    then = [use for use in reported.decisions if use.document in names]
    if Counter(map(_plain, then)) != Counter(map(_plain, found.decisions)):
        differences.append(
            Difference("", "", "decisions", f"{len(then)}", f"{len(found.decisions)}", _why("decision", changed))
        )
    return tuple(differences)


def _inputs(reported: Report, found: Report) -> Iterator[Input]:
    now = {document.source.name: document.source.sha256 for document in found.documents}
    for document in reported.documents:
        name = document.source.name
        if name in now:
            yield Input("document", name, document.source.sha256, now[name], document=name)
    packs = {pack.id: f"{pack.version} {pack.digest}" for pack in found.packs}
    for pack in reported.packs:
        yield Input("pack", pack.id, f"{pack.version} {pack.digest}", packs.pop(pack.id, ""))
    yield from (Input("pack", identifier, "", said) for identifier, said in packs.items())
    yield Input("tool", "policylint", reported.tool.version, found.tool.version)
    then, since = reported.manifest or Manifest(), found.manifest or Manifest()
    # The files of the model themselves, not what the installer wrote down about them.
    yield Input("model", reported.tool.model, then.model, model_digest(from_files=True) if then.model else "")
    if reported.tool.model != found.tool.model:
        yield Input("model", "its name", reported.tool.model, found.tool.model)
    for name in sorted({*then.libraries, *since.libraries}):
        yield Input("library", name, then.libraries.get(name, ""), since.libraries.get(name, ""))
    files = {(file.role, Path(file.name).name): file.sha256 for file in since.files}
    for file in then.files:
        key = (file.role, Path(file.name).name)
        yield Input("file", f"{file.role} {file.name}", file.sha256, files.pop(key, ""))
    yield from (Input("file", f"{role} {name}", "", digest) for (role, name), digest in files.items())
    for name, digest in then.settings.items():
        if name in now:
            yield Input("settings", name, digest, since.settings.get(name, ""), document=name)


def _in_document(reported: DocumentReport, found: DocumentReport, changed: Sequence[Input]) -> Iterator[Difference]:
    name = reported.source.name

    def differ(about: str, one: object, other: object, besides: Collection[str] = ()) -> Iterator[Difference]:
        for field in one.__struct_fields__:  # type: ignore[attr-defined]
            old, new = getattr(one, field), getattr(other, field)
            if old != new and field not in besides:
                yield Difference(name, about, field, said(old), said(new), _why(field, changed))

    yield from differ("", reported, found, _DERIVED)
    if reported.source.media_type != found.source.media_type or reported.source.pages != found.source.pages:
        then, now = (f"{one.source.media_type}, {one.source.pages} pages" for one in (reported, found))
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
    if reported.summary != found.summary:
        then, now = (_tally(one) for one in (reported, found))
        yield Difference(name, "", "summary", then, now, _why("summary", changed))


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
            if old != new:
                yield Difference(name, finding.id, field, said(old), said(new), _why(field, changed))
    for finding in left:
        yield Difference(name, finding.id, "finding", "not reported", _quotes(finding), _why("id", changed))


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
    return f"{summary.covered} covered, {summary.legacy} legacy, {summary.missing} missing, {summary.findings} findings"


def _plain(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _why(field: str, changed: Sequence[Input]) -> str:
    """What can have made a field come out otherwise; where a document has changed, that is told before all else."""
    kinds = list(dict.fromkeys(one.kind for one in changed))
    of_files = [kind for kind in kinds if kind in _SAID]
    if field in _SAID_BY_FILES:
        kinds = of_files or kinds
    else:
        kinds = [kind for kind in kinds if kind not in ("file", "settings")] or kinds
    return ", or ".join(_WHY[kind] for kind in kinds) if kinds else EDITED
