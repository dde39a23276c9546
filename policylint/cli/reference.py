"""The reference of all commands and options in the docs, written from the command line itself.

    python -m policylint.cli.reference

writes `docs/cli.md` anew; a test fails when it is stale.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from policylint.cli import cli
from policylint.cli.options import repository_options

PAGE_PATH: Final = Path(__file__).parents[2] / "docs" / "cli.md"

_NAME: Final = "policylint"
_SHARED: Final = "Options that bear on verdicts"
_INTRODUCTION: Final = """\
<!-- Written by python -m policylint.cli.reference; change the command line, not this page. -->

# Commands and options

Every command takes `-h` or `--help`. What was asked for goes to standard output, or to the files that `-o` names; everything else
that is said goes to standard error. What each exit code means stands in [exit-codes.md](exit-codes.md).
"""
_SHARED_TEXT: Final = f"""\
## {_SHARED}

`check`, `diff`, `decide` and `baseline` take these alike. They win over what the [configuration](configuration.md) says.
"""


def reference_text() -> str:
    """The whole page: a list of the commands, and of each its usage, what it does, and its options."""
    root = click.Context(cli, info_name=_NAME)
    commands = list(_commands(root))
    parts = [_INTRODUCTION, _contents(commands)]
    parts += [_part(context) for context in commands]
    parts += [f"{_SHARED_TEXT}\n{_options(_shared_options(), root)}"]
    return "\n".join(parts)


def _commands(above: click.Context) -> Iterator[click.Context]:
    """Every command below a group, each after the group it belongs to."""
    assert isinstance(above.command, click.Group)
    for name in above.command.list_commands(above):
        command = above.command.get_command(above, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=above)
        yield context
        if isinstance(command, click.Group):
            yield from _commands(context)


def _contents(commands: Sequence[click.Context]) -> str:
    rows = (
        f"| [{context.command_path}](#{_anchor(context.command_path)}) | {_paragraphs(context.command)[0]} |"
        for context in commands
        if not isinstance(context.command, click.Group)
    )
    return "\n".join(("| command | |", "| --- | --- |", *rows, ""))


def _part(context: click.Context) -> str:
    command = context.command
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    lines = [f"## {context.command_path}", "", f"    {usage}", ""]
    for paragraph in _paragraphs(command):
        lines += [paragraph, ""]
    shared = {option.name for option in _shared_options()}
    own = [param for param in command.params if isinstance(param, click.Option)]
    takes_shared = shared <= {option.name for option in own}
    listed = _options([option for option in own if not (takes_shared and option.name in shared)], context)
    if listed:
        lines.append(listed)
    if takes_shared:
        lines += [f"And the [{_SHARED[:1].lower()}{_SHARED[1:]}](#{_anchor(_SHARED)}).", ""]
    return "\n".join(lines)


def _options(options: Sequence[click.Option], context: click.Context) -> str:
    """A list of options as `--help` describes them; empty where there are none."""
    records = (option.get_help_record(context) for option in options)
    return "".join(f"- `{names}`: {' '.join(text.split())}\n" for names, text in filter(None, records))


def _shared_options() -> list[click.Option]:
    @click.command()
    @repository_options
    def nothing(**_: object) -> None:
        """Do nothing."""

    return [param for param in nothing.params if isinstance(param, click.Option)]


def _paragraphs(command: click.Command) -> list[str]:
    return inspect.cleandoc(command.help or "").split("\n\n")


def _anchor(heading: str) -> str:
    """What links to a heading of words without punctuation."""
    return heading.lower().replace(" ", "-")


if __name__ == "__main__":
    PAGE_PATH.write_text(reference_text(), encoding="utf-8")
