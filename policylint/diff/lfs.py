"""Git LFS: what stands in a repository in place of a large file, and what to do about it."""

from __future__ import annotations

import hashlib
from typing import Final

from policylint.diff.compare import POINTER, Version
from policylint.model.report import DocumentReport, SourceFile
from policylint.model.text import DocumentText

_FIRST_LINE: Final = b"version https://git-lfs.github.com/spec/v1\n"
_MOST: Final = 1024
"""Bytes of a pointer file, by its specification."""

_EXPLANATION: Final = (
    "Git LFS keeps this file, and git holds only a pointer to it. Get both versions (git lfs pull, after checking each "
    "out) and compare the files by name."
)


def is_pointer(data: bytes) -> bool:
    """Whether these bytes only say where Git LFS keeps a file."""
    return len(data) < _MOST and data.replace(b"\r\n", b"\n").startswith(_FIRST_LINE)


def pointer_version(name: str, data: bytes) -> Version:
    """The version of a document of which only the pointer is there: unreadable, with what to do."""
    return Version(
        name=name,
        report=DocumentReport(
            source=SourceFile(
                name=name,
                sha256=hashlib.sha256(data).hexdigest(),
                media_type="application/octet-stream",
                size=len(data),
            ),
            verdict="unreadable",
            reason=POINTER,
            explanation=_EXPLANATION,
        ),
        text=DocumentText(),
    )
