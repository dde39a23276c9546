"""What is drawn on standard error while a slow file is read, and that nothing is where nobody looks."""

import io
import sys

import pytest

from policylint.cli.progress import Progress, slow_words
from policylint.sources import Input

SCAN = Input("scan.pdf", lambda: b"", None)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """From here on standard error is one; a fixture would be too early, for pytest sets it anew for each phase."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    return stream


def shown(stream: Terminal) -> str:
    """What stands on the line when all of it was written."""
    return stream.getvalue().rpartition("\r")[2].rstrip()


def test_a_slow_file_has_a_line_that_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    progress = Progress()
    tell = progress.listener().on_progress
    assert tell is not None
    tell(SCAN, "ocr", 3, 40)
    assert shown(terminal) == "scan.pdf: reading page 3 of 40 by OCR"
    progress.finish()
    assert shown(terminal) == ""
    assert "\n" not in terminal.getvalue()


def test_a_shorter_line_leaves_nothing_of_the_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    tell = Progress().listener().on_progress
    assert tell is not None
    tell(Input("a-long-name.pdf", lambda: b"", None), "ocr", 10, 40)
    tell(Input("b.pdf", lambda: b"", None), "ocr", 1, 2)
    assert shown(terminal) == "b.pdf: reading page 1 of 2 by OCR"
    assert len(terminal.getvalue().rpartition("\r")[2]) >= len("a-long-name.pdf: reading page 10 of 40 by OCR")


def test_a_line_is_no_longer_than_the_terminal_is_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    tell = Progress().listener().on_progress
    assert tell is not None
    tell(Input("x" * 200, lambda: b"", None), "ocr", 1, 2)
    assert len(shown(terminal)) <= 59


def test_a_bar_over_many_files_says_which_one_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    progress = Progress()
    listener = progress.listener()
    assert listener.on_start is not None
    assert listener.on_progress is not None
    listener.on_start(9)
    listener.on_progress(SCAN, "ocr", 3, 40)
    assert "reading page 3 of 40 by OCR" in terminal.getvalue()


def test_nothing_is_drawn_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    progress = Progress()
    listener = progress.listener()
    assert listener.on_progress is None
    assert listener.on_start is not None
    listener.on_start(9)
    progress.finish()
    assert stream.getvalue() == ""


def test_a_name_does_not_act_on_the_terminal() -> None:
    assert "\x1b" not in slow_words("\x1b[2J.pdf", "ocr", 1, 2)
    assert slow_words("a.pdf", "convert", 1, 1) == "a.pdf: convert 1 of 1"
