"""What a report says of how it was made, as far as it is followed: a report may come from anybody.

It may make policylint read what lies in the current folder, and nothing else; and it may make it write nothing.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from policylint.errors import UserMistake
from policylint.model.report import Report

_PATHS: Final = ("baseline", "config", "decisions", "packs", "profile")
"""Options whose values are files or folders, or may be."""

_OCR: Final = ("ocr", "ocr-confidence", "ocr-languages")
_FOLLOWED: Final = frozenset(
    {*_PATHS, *_OCR, "any-kind", "as-one", "fail-on", "isolated", "min-coverage", "references"}
)
"""Options that bear on what a report says. Where the cache lies and what a document may cost is for whoever verifies to
say."""


def require_followable(report: Report, *, path: str) -> None:
    """Raise `UserMistake` M485 for a report that says of itself what policylint does not write, or must not follow."""
    for problem in _problems(report):
        raise UserMistake("M485", path=path, problem=problem)


def lies_within(path: str) -> bool:
    """Whether a path leads to something in the current folder, or below it, links followed."""
    if "\0" in path or os.path.isabs(path) or os.path.splitdrive(path)[0]:
        return False
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(os.curdir))


def _problems(report: Report) -> Iterator[str]:
    names = Counter(document.source.name for document in report.documents)
    if not names:
        yield "it is on no document"
    if "" in names:
        yield "one of its documents has no name"
    if twice := next((name for name, times in names.items() if times > 1), ""):
        yield f"two of its documents have the name {twice}"
    try:
        date.fromisoformat(report.options.as_of)
    except ValueError:
        yield f"the day for dates is {report.options.as_of!r}, which is none"
    given = report.manifest.given if report.manifest else {}
    for option, value in given.items():
        if option not in _FOLLOWED:
            yield f"it was made with an option that is not followed from a report: {option}"
        values = value if isinstance(value, tuple) else (value,)
        if option in _PATHS and not all(isinstance(one, str) and lies_within(one) for one in values):
            yield f"it names files that are not in the current folder, which is not followed: {option} {value!r}"
        if option in ("as-one", "isolated") and value is not True:
            yield f"an option of it is neither on nor off: {option} {value!r}"
