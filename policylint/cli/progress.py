"""How far a run has come, on standard error, where a person looks: a bar over many files, a line on a slow one."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

import click

from policylint.cli.options import tell

if TYPE_CHECKING:
    from policylint.project.wishes import Listener
    from policylint.sources import Input

_MANY: Final = 4
"""From more documents than these on, a bar shows how far the run has come."""

_BESIDE: Final = 40
"""Characters beside a bar: the end of what is said, where the numbers are."""

_STAGES: Final = {"ocr": "reading page {done} of {of} by OCR"}
"""What is said of slow work on one file, by what readers call it."""


class Progress:
    """A bar where the run is long, and a line where one file is; nothing at all where nobody looks, as in a CI log."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._bar: Any = None
        self._label = ""
        self._shown = 0
        self._turn = threading.Lock()
        self._is_seen = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def listener(self, *, tell_unread: bool = True) -> Listener:
        """Whom a run is to tell of its progress.

        With `tell_unread`, files that cannot be opened are named on standard error and the run goes on without them.
        """
        from policylint.project.wishes import Listener

        return Listener(
            on_start=self._start,
            on_examined=self._step,
            on_unread=(lambda _, mistake: self._tell(str(mistake))) if tell_unread else None,
            on_trouble=lambda trouble: self._tell(f"{trouble}; going on without it."),
            on_progress=self._slow if self._is_seen else None,
        )

    def finish(self) -> None:
        """Take the bar's line to its end, and the line on a slow file away."""
        with self._turn:
            self._wipe()
            if self._bar:
                self._bar.render_finish()

    def _tell(self, text: str) -> None:
        with self._turn:
            self._wipe()
            tell(f"policylint: {text}")

    def _step(self, _: object) -> None:
        with self._turn:
            self._wipe()
            if self._bar:
                self._bar.label = self._label or self._bar.label
                self._bar.update(1)

    def _start(self, count: int) -> None:
        if count > _MANY and self._is_seen:
            self._bar = click.progressbar(length=count, label="Checking", file=sys.stderr)
            self._bar.render_progress()

    def _slow(self, item: Input, stage: str, done: int, of: int) -> None:
        """Told of slow work on one file, from whatever thread: the bar would stand still for minutes."""
        words = slow_words(item.name, stage, done, of)
        with self._turn:
            if self._bar is None:
                self._draw(words)
            else:
                self._label = self._label or self._bar.label
                self._bar.label = f"{self._label} ({words[-_BESIDE:]})"
                self._bar.render_progress()

    def _draw(self, words: str) -> None:
        width = shutil.get_terminal_size((80, 24)).columns - 1
        line = words if len(words) <= width else f"{words[: width - 1]}\u2026"
        sys.stderr.write(f"\r{line}{' ' * max(0, self._shown - len(line))}")
        sys.stderr.flush()
        self._shown = len(line)

    def _wipe(self) -> None:
        if self._shown:
            sys.stderr.write(f"\r{' ' * self._shown}\r")
            sys.stderr.flush()
            self._shown = 0


def slow_words(name: str, stage: str, done: int, of: int) -> str:
    """What is said of slow work on a file: `done` of `of` parts of a stage that a reader names."""
    from policylint.outputs.wording import one_line

    words = _STAGES.get(stage, f"{one_line(stage)} {{done}} of {{of}}")
    return f"{one_line(name)}: {words.format(done=done, of=of)}"
