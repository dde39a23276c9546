"""Is a file a copy that policylint has annotated?"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

PDF_NAME: Final = "policylint-"
"""How the name of every note in a PDF begins."""

_IN_PDF: Final = f"/NM ({PDF_NAME}".encode("ascii")
_IN_DOCX: Final = b"policylint: summary"
_COMMENTS: Final = "comments.xml"
_MOST: Final = 16 << 20
"""Bytes of comments, or at the end of a PDF, that are looked through."""


def is_annotated_copy(path: Path) -> bool:
    """Whether the file has notes of policylint in it; False for what cannot be opened, and for what is no file."""
    if not path.is_file():  # a pipe would be waited for, a device may have no end
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
            if head.startswith(b"PK"):
                return _in_docx(path)
            stream.seek(0, 2)
            stream.seek(max(0, stream.tell() - _MOST))
            return head == b"%PDF" and _IN_PDF in stream.read()
    except (OSError, zipfile.BadZipFile):
        return False


def _in_docx(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        for member in package.namelist():
            if member.endswith(_COMMENTS):
                with package.open(member) as comments:
                    if _IN_DOCX in comments.read(_MOST):
                        return True
    return False
