"""The programs on this machine that help readers: which there are, and, where somebody asks, of which version.

What bears on verdicts (`signature`) is told without running anything, for it is asked in every run.
"""

from __future__ import annotations

import os
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Final

from policylint.choices import Ocr
from policylint.errors import UserMistake, did_you_mean

_OFFICES: Final = ("soffice", "libreoffice")
_TESSDATA: Final = ("share/tessdata", "share/tesseract-ocr/*/tessdata", "tessdata")
"""Where tesseract has its languages, from the folder above that of the program, or beside it."""

_SECONDS: Final = 20.0
"""Most seconds that a program may take to say its version or its languages."""

_VERSION: Final = re.compile(r"\d+(?:\.\d+)+")


def tesseract() -> str | None:
    """The path of tesseract, None where it is not on the PATH."""
    return shutil.which("tesseract")


def office() -> str | None:
    """The path of LibreOffice, None where it is not on the PATH."""
    return next(filter(None, map(shutil.which, _OFFICES)), None)


def has_rapidocr() -> bool:
    """Whether rapidocr and what it computes with are installed."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def signature() -> str:
    """What tells these programs from others and from other versions: path, size and time of each that was found, and
    of the languages that tesseract has. Taken once a process.
    """
    return _signature(os.environ.get("PATH", ""), os.environ.get("TESSDATA_PREFIX", ""))


def forget() -> None:
    """Look again for programs next time."""
    _signature.cache_clear()


@cache
def _signature(_path: str, tessdata: str) -> str:
    recogniser, converter = tesseract(), office()
    files = [Path(program) for program in (recogniser, converter) if program]
    if recogniser:
        files += _trained(Path(recogniser), tessdata)
    return "|".join(filter(None, map(_stamp, files)))


def _trained(program: Path, tessdata: str) -> list[Path]:
    """The files of the languages that tesseract has, as far as they lie where they usually do."""
    folders = [Path(tessdata), Path(tessdata, "tessdata")] if tessdata else []
    for home in (program.parent.parent, program.resolve().parent.parent, program.parent):
        folders += [folder for pattern in _TESSDATA for folder in sorted(home.glob(pattern))]
    return [file for folder in dict.fromkeys(folders) for file in sorted(folder.glob("*.traineddata"))]


def _stamp(file: Path) -> str:
    try:
        status = file.stat()
    except OSError:
        return ""
    return f"{file.as_posix()} {status.st_size} {status.st_mtime_ns}"


def languages() -> tuple[str, ...]:
    """The languages that tesseract has, sorted; none where it is not installed. Runs it."""
    program = tesseract()
    said = _said(program, "--list-langs") if program else ""
    return tuple(sorted(line.strip() for line in said.splitlines() if line.strip() and not line.startswith("List of")))


def version_of(program: str) -> str:
    """The version that a program says it has; empty where it says none. Runs it."""
    match = _VERSION.search(_said(program, "--version"))
    return match[0] if match else ""


def require_engine(ocr: Ocr) -> None:
    """See that an engine which was named is installed and has the languages that were named.

    `auto` takes what there is, and so asks for nothing.

    Raises:
        UserMistake: M501 for an engine that is not installed, M502 for a language that tesseract does not have.
    """
    if ocr.engine == "rapidocr" and not has_rapidocr():
        raise UserMistake("M501", engine="rapidocr", how=RAPIDOCR_HINT)
    if ocr.engine != "tesseract":
        return
    if tesseract() is None:
        raise UserMistake("M501", engine="tesseract", how=TESSERACT_HINT)
    known = languages()
    for language in ocr.languages:
        if known and language not in known:
            package = f"tesseract-ocr-{language.replace('_', '-')}"
            hint = did_you_mean(language, known, otherwise=f"; it has {', '.join(known)}.")
            raise UserMistake("M502", language=language, hint=hint, how=f"on Debian and Ubuntu 'apt install {package}'")


RAPIDOCR_HINT: Final = "pip install 'policylint[ocr]'"
TESSERACT_HINT: Final = "'apt install tesseract-ocr' on Debian and Ubuntu, 'brew install tesseract' on macOS"
OFFICE_HINT: Final = (
    "'apt install libreoffice-writer' on Debian and Ubuntu, 'brew install --cask libreoffice' on macOS, "
    "where soffice must be put on the PATH"
)


def _said(program: str, option: str) -> str:
    """What a program prints with this option, on either stream; nothing where it cannot be run."""
    import subprocess  # no run that finds everything in the cache should load it

    try:
        done = subprocess.run(
            [program, option],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return f"{done.stdout}\n{done.stderr}"
