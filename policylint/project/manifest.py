"""The manifest of a run: what else than documents and packs it took to make the report, for whoever makes it again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal

import msgspec

from policylint.cache import READING, library_versions
from policylint.choices import Ocr
from policylint.config import Settings
from policylint.config.amounts import by_name
from policylint.language.weights import model_digest
from policylint.limits import Limits
from policylint.model.report import Manifest, ManifestFile
from policylint.project.subject import Subject

DRAWING: Final = ("jinja2", "python_docx", "typst", "xlsxwriter")
"""Libraries that draw reports: with another version of one, the same report may have other bytes."""

_Role = Literal["configuration", "profile", "decisions", "baseline"]

_UNSAID: Final = frozenset({"as-of", "cache", "cache-dir", "limits", "output-format", "timeout"})
"""Options that the report has elsewhere, that bear on no verdict, or that are for whoever makes it again to say, for a
report may come from anybody; limits have their share in the digest of the settings."""


def manifest_of(subjects: Sequence[Subject], given: Mapping[str, object]) -> Manifest:
    """The manifest of a run over these documents; `given` is what the command line said, under the names of settings.

    Paths are those from the current folder on where they lie in it; of others only the name is told.
    """
    return Manifest(
        model=model_digest(),
        libraries=library_versions({*READING, *DRAWING}),
        files=tuple(_files(subjects)),
        given={key: _plain(value) for key, value in sorted(given.items()) if key not in _UNSAID},
        settings=_settings(subjects),
    )


def shown(path: str | Path) -> str:
    """A path as a manifest names it."""
    relative = os.path.relpath(path)
    return Path(path).name if relative.startswith(os.pardir) else Path(relative).as_posix()


def _files(subjects: Iterable[Subject]) -> Iterator[ManifestFile]:
    """The files that say something of these documents, by role and name."""
    found: dict[Path, ManifestFile] = {}
    for subject in {id(subject.settings): subject for subject in subjects}.values():  # many share their settings
        configuration, settings = subject.configuration, subject.settings
        named: tuple[tuple[_Role, Path | None], ...] = (
            ("configuration", configuration.file),
            ("profile", Path(settings.profile) if settings.profile else None),
            ("decisions", settings.decisions),
            ("baseline", settings.baseline),
        )
        for role, path in named:
            if path and path not in found and path.is_file():
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                found[path] = ManifestFile(role=role, name=shown(path), sha256=digest)
    yield from sorted(found.values(), key=lambda file: (file.role, file.name))


def _settings(subjects: Iterable[Subject]) -> dict[str, str]:
    """By document, a digest over what holds for it, whatever file or option says it."""
    shared: dict[int, bytes] = {}
    digests = {}
    for subject in subjects:
        settings = subject.settings
        if id(settings) not in shared:
            shared[id(settings)] = _held(settings)
        own = (subject.policy_set, subject.one_policy, [member.name for member in subject.members])
        digests[subject.input.name] = hashlib.sha256(shared[id(settings)] + msgspec.json.encode(own)).hexdigest()
    return digests


def _held(settings: Settings) -> bytes:
    held = (
        shown(settings.profile) if settings.profile else "",
        settings.any_kind,
        settings.references,
        settings.fail_on,
        settings.min_coverage,
        sorted((name, rule.severity, rule.applies) for name, rule in settings.rules.items()),
    )
    # What is as it always is adds nothing, so that reports from before it could be said can still be made again.
    read = [one for one in (settings.recognition, _capacities(settings)) if one not in (Ocr(), {})]
    return msgspec.json.encode((*held, *read))


def _capacities(settings: Settings) -> dict[str, float | int]:
    """The limits that are not the usual ones, but for those on time, which bear on no verdict that holds."""
    usual = by_name(Limits())
    held = by_name(settings.limits)
    return {name: value for name, value in held.items() if value != usual[name] and not name.endswith("seconds")}


def _plain(value: object) -> str | bool | float | tuple[str, ...]:
    if isinstance(value, (bool, float, str)):
        return shown(value) if isinstance(value, str) and os.path.exists(value) else value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return tuple(shown(one) if os.path.exists(one) else str(one) for one in value)
    return shown(str(value))
