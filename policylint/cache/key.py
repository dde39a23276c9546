"""What a cached verdict depends on: the document's bytes, the packs, the options, and the code that made it.

Nothing here imports what it takes stock of, for a run that finds everything in the cache should cost next to nothing.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from pathlib import Path, PurePath
from typing import Final

from policylint.choices import Ocr
from policylint.language.weights import model_version
from policylint.limits import Limits

_HOUSES: Final = (
    "door", "judging", "language", "matching", "model", "packs", "readers", "structure",
)  # fmt: skip
_MODULES: Final = ("choices.py", "engine.py", "errors.py", "examine.py", "limits.py")
"""The code that bears on what the engine says of a document; outputs and command line do not."""

READING: Final = (
    "charset_normalizer", "ftfy", "lxml", "markdown_it_py", "numpy", "pikepdf", "py3langid", "pypdfium2", "python_docx",
    "spacy",
)  # fmt: skip
"""Libraries that read or parse documents."""

_RECOGNISING: Final = ("onnxruntime", "pillow", "rapidocr")
"""Libraries that read scans where tesseract does not; a report names the one that did, with the document."""


_PASSING: Final = frozenset({"seconds", "cpu_seconds"})
"""Limits that bear on no verdict which is kept: what runs out of time is not."""


def cache_key(
    *, sha256: str, name: str, packs: Iterable[str], any_kind: bool, limits: Limits, ocr: Ocr, programs: str
) -> str:
    """The key of one document's verdict.

    Args:
        sha256: Digest of the document's bytes.
        name: Its name; only the suffix counts, by which readers choose between text formats that look alike.
        packs: Digests of the packs, in order.
        any_kind: Whether documents of other kinds are checked.
        limits: What it may cost.
        ocr: How scanned pages are read.
        programs: What tells the programs that help readers from others (`policylint.machine.signature`).
    """
    held = [getattr(limits, field.name) for field in fields(limits) if field.name not in _PASSING]
    parts = (sha256, PurePath(name).suffix.lower(), str(any_kind), repr(held), repr(ocr), programs, *packs)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def generation() -> str:
    """A digest of policylint's own code, the versions of the libraries that read documents, and the model's.

    The code itself rather than a version number, so that nobody who works on policylint is shown what it said before.
    """
    total = hashlib.sha256(f"{sys.version_info[:2]} {model_version()}".encode())
    package = Path(__file__).resolve().parent.parent
    files = [package / name for name in _MODULES]
    for house in _HOUSES:
        files += sorted((package / house).rglob("*.py"))
    for path in files:
        total.update(path.relative_to(package).as_posix().encode() + b"\0")
        total.update(path.read_bytes())
    for name, version in library_versions((*READING, *_RECOGNISING)).items():
        total.update(f"{name} {version}\0".encode())
    return total.hexdigest()[:16]


def library_versions(names: Iterable[str]) -> dict[str, str]:
    """The versions of those of these libraries that are installed, by name, in the order of the names.

    They are read off the folders that installers leave beside the libraries, which takes next to no time.
    """
    import msgspec

    packages = Path(msgspec.__file__).parent.parent
    installed = {}
    for folder in os.listdir(packages):
        if folder.endswith(".dist-info"):
            name, _, version = folder.removesuffix(".dist-info").partition("-")
            installed[name.lower().replace(".", "_")] = version
    return {name: installed[name] for name in sorted(names) if name in installed}
