"""tesseract, run as a program: one process a page, the picture on its standard input, hOCR on its standard output."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from policylint.readers.ocr.engines import Seen
from policylint.readers.ocr.hocr import read_hocr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

_MOST_WORKERS: Final = 4
_VERSION = re.compile(rb"tesseract v?(\S+)")
_LANGUAGE = re.compile(r"[A-Za-z][\w/-]*")
_SECONDS_FOR_VERSION: Final = 10


class Tesseract:
    """The program at `path`, reading these languages."""

    def __init__(self, path: str, version: str, languages: Sequence[str]) -> None:
        """Set up; nothing is run yet."""
        self.name = "tesseract"
        self.version = version
        self.workers = min(os.cpu_count() or 1, _MOST_WORKERS)
        self._command = (path, "stdin", "stdout", "-l", "+".join(languages))

    def see(self, image: Image, *, dpi: int, seconds: float) -> list[Seen]:
        """See `Engine.see`."""
        picture = BytesIO()
        image.save(picture, "PPM")  # of a grey picture that is a PGM: no time goes into packing
        try:
            done = subprocess.run(
                [*self._command, "--dpi", str(dpi), "--psm", "3", "hocr"],
                input=picture.getvalue(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
                # One thread each: pages are read side by side, and more threads only wait for one another.
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except subprocess.TimeoutExpired:
            raise TimeoutError from None
        if done.returncode != 0:
            raise OSError(f"tesseract ended with {done.returncode}")
        try:
            return read_hocr(done.stdout)
        except ValueError as error:
            raise OSError("tesseract gave no hOCR") from error


def find_tesseract(languages: Sequence[str]) -> Tesseract | None:
    """Tesseract where it is on the PATH and runs; codes of languages that are none are left out."""
    path = shutil.which("tesseract")
    version = _version(path) if path else ""
    codes = [code for code in languages if _LANGUAGE.fullmatch(code)] or ["eng"]
    return Tesseract(path, version, codes) if path and version else None


@cache
def _version(path: str) -> str:
    try:
        told = subprocess.run(
            [path, "--version"],
            capture_output=True,
            timeout=_SECONDS_FOR_VERSION,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _VERSION.search(told.stdout + told.stderr)
    return found[1].decode("ascii", "replace") if found else ""
