"""The command line in the process of the tests, which has the language model and the packs at hand already."""

import io
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from policylint.cli import main
from policylint.project.conclude import forget

ROOT = Path(__file__).resolve().parents[1]


def policylint(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    """What a run in the current folder says, and its exit code. What earlier runs remember of files is forgotten."""
    forget(packs=False)
    given, said, told = (io.TextIOWrapper(io.BytesIO(data), encoding="utf-8") for data in (stdin, b"", b""))
    with (
        patch.object(sys, "argv", ["policylint", *arguments]),
        patch.object(sys, "stdin", given),
        redirect_stdout(said),
        redirect_stderr(told),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    for stream in (said, told):
        stream.seek(0)
    return subprocess.CompletedProcess(arguments, int(str(ended.value.code or 0)), said.read(), told.read())


def heed_interrupts() -> None:
    """In a child, before it becomes another program: let an interrupt or a hang-up end it.

    What a shell runs in the background ignores interrupts, and under nohup hang-ups, and hands that on, so that a suite
    which runs there would wait for a program that never ends.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
