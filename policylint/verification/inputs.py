"""What a report was made from, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from policylint.cache import READING
from policylint.language.weights import model_digest
from policylint.model.report import Manifest, ManifestFile, Recognition, Report
from policylint.verification.model import CauseKind, Input


def inputs_of(reported: Report, found: Report) -> tuple[Input, ...]:
    """What both reports were made from: documents first, then packs, program, model, libraries, files and settings."""
    return tuple(_inputs(reported, found))


def _inputs(reported: Report, found: Report) -> Iterator[Input]:
    now = {document.source.name: document.source.sha256 for document in found.documents}
    for document in reported.documents:
        name = document.source.name
        if name in now:
            yield Input("document", name, document.source.sha256, now[name], document=name)
    yield from _recognitions(reported, found)
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
        kind: CauseKind = "library" if name in READING else "drawing"
        yield Input(kind, name, then.libraries.get(name, ""), since.libraries.get(name, ""))
    yield from _files(then.files, since.files)
    for name, digest in then.settings.items():
        if name in now:
            yield Input("settings", name, digest, since.settings.get(name, ""), document=name)


def _recognitions(reported: Report, found: Report) -> Iterator[Input]:
    """What the scans among the documents were read with."""
    others = {document.source.name: document.recognition for document in found.documents}
    for document in reported.documents:
        name = document.source.name
        then, now = document.recognition, others.get(name)
        if name in others and (then or now):
            yield Input("recognition", name, _engine(then), _engine(now), document=name)


def _engine(recognition: Recognition | None) -> str:
    if recognition is None:
        return ""
    return f"{recognition.engine} {recognition.version} ({', '.join(recognition.languages)})"


def _files(then: Sequence[ManifestFile], since: Sequence[ManifestFile]) -> Iterator[Input]:
    """Files of a role belong together by the last part of their names, or where there is one in each report."""
    left = list(since)
    for file in then:
        of_role = [one for one in left if one.role == file.role]
        alone = len(of_role) == 1 == sum(one.role == file.role for one in then)
        other = next((one for one in of_role if alone or Path(one.name).name == Path(file.name).name), None)
        if other:
            left.remove(other)
        yield Input("file", f"{file.role} {file.name}", file.sha256, other.sha256 if other else "")
    yield from (Input("file", f"{file.role} {file.name}", "", file.sha256) for file in left)
