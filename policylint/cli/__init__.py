"""The command line. Commands are imported only when they are called, so that `--help` and `--version` stay quick."""

from __future__ import annotations

import errno
import gc
import importlib
import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

import click

from policylint import __version__
from policylint.errors import UserMistake

_COMMANDS: Final = {
    "check": ("policylint.cli.check", "Check policies and write a gap report."),
    "portfolio": ("policylint.cli.portfolio", "Check many policies; write a matrix and a report on each."),
    "diff": ("policylint.cli.diff", "Compare what two versions of policies settle."),
    "verify": ("policylint.cli.verify", "Make a report again, and say whether it is the same."),
    "annotate": ("policylint.cli.annotate", "Write a copy of a policy with the verdicts in it."),
    "draft": ("policylint.cli.draft", "Draft clauses for what a policy leaves open."),
    "serve": ("policylint.cli.serve", "Serve the web page and the HTTP API."),
    "decide": ("policylint.cli.decide", "Write down what was decided about a gap or a finding."),
    "review": ("policylint.cli.review", "Go through the verdicts on a document, and confirm or correct each."),
    "baseline": ("policylint.cli.baseline", "Write down the gaps and findings there are now."),
    "config": ("policylint.cli.config", "Show the configuration that holds, and where from."),
    "doctor": ("policylint.cli.doctor", "Show what can be read on this machine, and how safely."),
    "clean": ("policylint.cli.clean", "Delete the cache."),
    "explain": ("policylint.cli.explain", "Show the page of a requirement or a kind of finding."),
    "rules": ("policylint.cli.rules", "List, test and describe the rules."),
    "eval": ("policylint.cli.evaluate", "Measure verdicts against labelled policies."),
}


class _Lazy(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], _COMMANDS, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else f" Commands: {', '.join(_COMMANDS)}."
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="policylint", message="%(prog)s %(version)s")
def cli() -> None:
    """Find what an old Internet-use or thin social-media policy fails to settle.

    policylint reads policies (PDF, scans too, DOCX, DOC, ODT, RTF, Markdown, HTML, text), checks them against a checklist of 53 requirements, and
    says what is covered, what only an old clause settles, and what is missing, with the words that prove it. It works
    offline. A report is neither legal advice nor a certificate.

    Exit codes: 0 checked, nothing at or above the fail level; 1 something is; 2 could not check.
    """


INTERRUPTED: Final = 130
"""Exit code after an interrupt: 128 and the number of the signal, as shells have it."""


class _Ended(BaseException):
    """A signal asks the program to end. It unwinds as an interrupt does, so that nothing half done is left behind."""

    def __init__(self, number: int) -> None:
        self.code = 128 + number
        super().__init__(number)


@contextmanager
def _heeding() -> Iterator[None]:
    """Within this, being asked to end raises `_Ended`; a second time ends the program at once."""

    def end(number: int, _: object) -> NoReturn:
        signal.signal(number, signal.SIG_DFL)
        raise _Ended(number)

    heeded = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    heeded = [number for number in heeded if signal.getsignal(number) == signal.SIG_DFL]  # `nohup` has SIGHUP ignored
    try:
        for number in heeded:
            signal.signal(number, end)
    except ValueError:  # another thread than the main one, in which signals are not heard
        heeded = []
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, signal.SIG_DFL)


def main() -> None:
    """Run the command line; a user's mistake is one line on standard error and exit code 2."""
    # A run loads much and leaves little garbage: looking for cycles while it loads costs a tenth of a cold check.
    gc.set_threshold(200_000, 50, 50)
    _prepare_streams()
    try:
        with _heeding():
            code = cli.main(prog_name="policylint", standalone_mode=False)
            sys.stdout.flush()
    except UserMistake as mistake:
        from policylint.cli.options import tell

        tell(f"policylint: {mistake}")
        code = 2
    except click.ClickException as problem:
        problem.show()
        code = problem.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except _Ended as ended:
        code = ended.code
    except BrokenPipeError:
        # Whoever read has seen enough; Python must not stumble over the rest when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        if error.filename is not None or error.errno not in _FULL:
            raise
        click.echo(f"policylint: standard output cannot be written ({os.strerror(error.errno)}).", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 2
    sys.exit(code)


_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG})


def _prepare_streams() -> None:
    """Reports are UTF-8 wherever they go; what a terminal cannot show becomes an escape rather than an error."""
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started us
        missing = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        sys.stdout, sys.stderr = sys.stdout or missing, sys.stderr or missing
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
