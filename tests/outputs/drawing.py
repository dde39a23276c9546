"""Draws everything that policylint writes, for `test_same_bytes`, which runs this file twice in two unlike worlds.

    python drawing.py OUT    in a folder with the policies in `policies`

The clock that Python code sees is put to the day that the environment variable FAKE_DAY names.
"""

import contextlib
import datetime
import os
import sys
import time
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from policylint.cli import cli
from policylint.model.report import Cover
from policylint.outputs import FORMATS, render_report
from tests.outputs.samples import project

CHECK = ["--isolated", "--as-of", "2026-11-27", "--cache-dir", "cache"]
COVER = Cover(title="Audit", prepared_for="Ash", prepared_by="Kim Moss", date="2014-05-06", notes=("A note.",))


def main(out: Path) -> None:
    """Run the commands that write files, then draw a hand-made report that holds everything in every format."""
    set_clock()
    run("check", "policies", *CHECK, "-o", str(out / "checked.json"))
    run("rules", "catalog", "--isolated", "-o", str(out / "rules.catalog.json"))
    for policy in ("policy.docx", "policy.pdf"):
        run("annotate", f"policies/{policy}", *CHECK, "-o", str(out / f"annotated.{policy}"))
    for policy, draft in (("policy.docx", "draft.docx"), ("policy.pdf", "draft.md")):
        run("draft", f"policies/{policy}", *CHECK, "-o", str(out / draft))
    run("portfolio", "policies", *CHECK, "-o", str(out / "portfolio"), "--reports", "docx")
    report = replace(project(), cover=COVER)
    for format_ in FORMATS.values():
        drawn = render_report(report, format_)
        (out / f"drawn.{format_.name}").write_bytes(drawn.encode() if isinstance(drawn, str) else drawn)


def run(*arguments: str) -> None:
    """Run a command of policylint in this process; gaps are no failure here."""
    with contextlib.suppress(SystemExit):
        cli.main(list(arguments), prog_name="policylint", standalone_mode=False)


NOW = datetime.datetime.fromisoformat(f"{os.environ.get('FAKE_DAY', '2000-01-01')}T12:34:56+00:00")


class Alike(type):
    """An instance of the real class is one of its stand-in, too."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.__bases__[0])


class Datetime(datetime.datetime, metaclass=Alike):
    """A clock that stands still at `NOW`."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return NOW.astimezone(tz) if tz else NOW.astimezone().replace(tzinfo=None)

    @classmethod
    def utcnow(cls) -> Any:
        return NOW.replace(tzinfo=None)

    @classmethod
    def today(cls) -> Any:
        return cls.now()


class Date(datetime.date, metaclass=Alike):
    """A calendar that stands still at `NOW`."""

    @classmethod
    def today(cls) -> Any:
        return NOW.astimezone().date()


def set_clock() -> None:
    """Make it another day for whatever asks Python for the time. `time.time` goes on from there: it measures, too."""
    began, real_time, local, universal, in_words = time.time(), time.time, time.localtime, time.gmtime, time.strftime
    time.time = lambda: NOW.timestamp() + real_time() - began
    time.localtime = lambda seconds=None: local(time.time() if seconds is None else seconds)
    time.gmtime = lambda seconds=None: universal(time.time() if seconds is None else seconds)
    time.strftime = lambda form, when=None: in_words(form, time.localtime() if when is None else when)
    patched: Any = datetime
    patched.datetime, patched.date = Datetime, Date


if __name__ == "__main__":
    main(Path(sys.argv[1]))
