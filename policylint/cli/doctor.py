"""`policylint doctor`."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policylint.cli.options import repository_options, say, wishes_of
from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.config import Settings

_ISOLATION = {
    "fresh_process": "each file is read in a process of its own, which ends with it",
    "limits": "the system holds it to its processor time and to the size of what it writes",
    "memory_limit": "the system holds it to its memory",
    "network_cut": "it reaches no network",
    "no_new_rights": "nothing that it starts has more rights than it has",
}
_PLAIN = ("PDF", "DOCX", "Markdown", "HTML", "text")
"""What is read without any other program."""


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@repository_options
def command(as_json: bool, **given: Any) -> None:
    """Show what can be read on this machine, and how it is read safely.

    Which programs for scans and for older formats there are, and how to install what lacks; what holds for the process in
    which a file is read; the limits in force, the language model, and the cache. The options do what they do in `policylint
    check`. Programs that are found are asked for their version; no document is read.

    Exit code: 0, whatever there is.
    """
    from policylint.config import find_configuration

    wishes = wishes_of((), given)
    configuration = find_configuration(".", explicit=wishes.configuration, isolated=wishes.isolated)
    settings = configuration.settings_for(os.path.join(".", ""), options=wishes.options)
    found = examination(settings, has_place=configuration.file is not None)
    if as_json:
        from policylint.outputs.jsontext import printable

        click.echo(printable(json.dumps(found, indent=2, ensure_ascii=False)))
    else:
        say("\n".join(_lines(found)))


def examination(settings: Settings, *, has_place: bool) -> dict[str, Any]:
    """What there is on this machine, as plain data.

    Args:
        settings: What holds in the current folder.
        has_place: Whether there is a configuration file, beside which a cache has its place.
    """
    from policylint import __version__
    from policylint.config.amounts import by_name
    from policylint.language.weights import model_version

    named = settings.origins["cache-dir"].kind != "default"
    return {
        "policylint": __version__,
        "python": platform.python_version(),
        "model": model_version(),
        "reads": list(_PLAIN),
        "programs": _programs(),
        "ocr": _ocr(settings),
        "isolation": _isolation(),
        "limits": {"timeout": settings.timeout, **by_name(settings.limits)},
        "cache": settings.cache_dir.as_posix() if settings.cache and (has_place or named) else None,
    }


def _programs() -> dict[str, dict[str, Any]]:
    from policylint import machine
    from policylint.cache import library_versions

    recogniser, converter = machine.tesseract(), machine.office()
    versions = library_versions(("onnxruntime", "rapidocr"))
    return {
        "tesseract": {
            "for": "scans, in the languages that are installed",
            "path": recogniser,
            "version": machine.version_of(recogniser) if recogniser else None,
            "languages": list(machine.languages()),
            "install": machine.TESSERACT_HINT,
        },
        "rapidocr": {
            "for": "scans, where tesseract is not installed",
            "path": None,
            "version": versions.get("rapidocr") if machine.has_rapidocr() else None,
            "install": machine.RAPIDOCR_HINT,
        },
        "libreoffice": {
            "for": ".doc, .odt and .rtf files, which are converted first",
            "path": converter,
            "version": machine.version_of(converter) if converter else None,
            "install": machine.OFFICE_HINT,
        },
    }


def _ocr(settings: Settings) -> dict[str, Any]:
    """How scans are read, and what is wrong with that, if anything."""
    from policylint import machine

    ocr = settings.recognition
    in_use: str | None = ocr.engine
    if ocr.engine == "auto":
        in_use = "tesseract" if machine.tesseract() else "rapidocr" if machine.has_rapidocr() else None
    elif ocr.engine == "off":
        in_use = None
    trouble = ""
    try:
        machine.require_engine(ocr)
    except UserMistake as mistake:
        trouble, in_use = str(mistake), None
    return {
        "engine": ocr.engine,
        "in_use": in_use,
        "languages": list(ocr.languages),
        "confidence": ocr.confidence,
        "trouble": trouble,
    }


def _isolation() -> dict[str, bool]:
    from dataclasses import asdict

    from policylint.door import Door

    with Door(workers=1) as door:
        return dict(asdict(door.isolation))


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"policylint {found['policylint']}, Python {found['python']}, language model {found['model']}"
    yield ""
    yield f"reads      {', '.join(found['reads'])}"
    for name, program in found["programs"].items():
        if program["version"] is None:
            yield f"lacks      {name}, for {program['for']}. To install it: {program['install']}"
        else:
            languages = f" ({', '.join(program['languages'])})" if program.get("languages") else ""
            place = f": {program['path']}" if program["path"] else ""
            yield f"has        {name} {program['version']}{languages}, for {program['for']}{place}"
    yield from _scans(found["ocr"])
    yield ""
    for name, holds in found["isolation"].items():
        yield f"{'holds' if holds else 'not here':10} {_ISOLATION.get(name, name.replace('_', ' '))}"
    yield ""
    limits = ", ".join(f"{name} {_number(value)}" for name, value in found["limits"].items())
    yield f"limits     {limits}"
    cache = (
        Path(found["cache"]).as_posix() if found["cache"] else "none: there is no configuration file, or it wants none"
    )
    yield f"cache      {cache}"


def _scans(ocr: dict[str, Any]) -> Iterator[str]:
    if ocr["trouble"]:
        yield f"scans      not read: {ocr['trouble']}"
    elif ocr["in_use"]:
        languages = ", ".join(ocr["languages"])
        yield f"scans      read by {ocr['in_use']} in {languages}, if it is sure of {ocr['confidence']:.0%} of the words"
    else:
        why = "--ocr off" if ocr["engine"] == "off" else "no program for it is installed"
        yield f"scans      not read: {why}"


def _number(value: float) -> str:
    return f"{value:g}" if value < 1_000_000 or value % 1 else f"{int(value):_}"
