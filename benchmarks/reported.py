"""The report that a measurement looks at: made here, or by `policylint check` before, for several of them at once."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from typing import Final

from policylint.api import check
from policylint.choices import Ocr
from policylint.model.report import Report

_AS_OF: Final = date(2026, 11, 27)


def report_on(named: Path) -> Report:
    """The report that a file `*.json` holds, or the one on every policy below a folder, scans left unread."""
    if named.suffix == ".json":
        return Report.from_json(named.read_bytes())
    with contextlib.chdir(named):
        return check(".", as_of=_AS_OF, ocr=Ocr(engine="off"))
