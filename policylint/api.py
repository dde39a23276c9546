"""The Python door: `check`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from policylint import __version__
from policylint.door import Limits
from policylint.engine import CheckOptions
from policylint.errors import UserMistake
from policylint.examine import Request, describe_packs, examine_inputs
from policylint.language.weights import model_version
from policylint.model.report import DocumentReport, Options, Report, ToolInfo
from policylint.packs.files import DEFAULT_PACK
from policylint.sources import Input, find_inputs

Source = str | Path | bytes


def check(
    source: Source | Sequence[Source],
    *,
    name: str | None = None,
    pack: str | Path = DEFAULT_PACK,
    as_of: date | None = None,
    any_kind: bool = False,
    limits: Limits | None = None,
) -> Report:
    """Check one or many policies and return the report.

    Args:
        source: A path, a folder, a glob, the bytes of a file, or a list of these. Bytes are never written to disk.
        name: What to call bytes in the report; "document" if nothing is said.
        pack: The rule pack: the name of one that comes with policylint, or a folder that holds `pack.yml`.
        as_of: The day against which stale dates are judged; today if nothing is said. It is written in the report.
        any_kind: Check documents that are no policy of the fitting kind, too.
        limits: What one document may cost in time, memory, bytes and pages.

    Raises:
        UserMistake: A path that is not there, a folder without documents, a pack that is wrong. A document that
        cannot be
            read raises nothing: its verdict in the report is "unreadable".
    """
    sources = [source] if isinstance(source, (str, Path, bytes)) else list(source)
    inputs: list[Input] = []
    for item in sources:
        if isinstance(item, bytes):
            inputs.append(_bytes_input(item, name or "document"))
        else:
            inputs.extend(find_inputs([str(item)]))
    options = CheckOptions(as_of=as_of or date.today(), any_kind=any_kind)
    return check_inputs(inputs, pack=pack, options=options, limits=limits or Limits())


def check_inputs(
    inputs: Sequence[Input],
    *,
    pack: str | Path,
    options: CheckOptions,
    limits: Limits,
    on_document: Callable[[DocumentReport], None] | None = None,
    on_unread: Callable[[Input, UserMistake], None] | None = None,
) -> Report:
    """Check files in order; the child process reads the next one while this one judges the last.

    `on_document` is called after each, for progress. A file that cannot even be opened raises its `UserMistake`, unless
    `on_unread` is given: then that is called and the rest is checked.
    """
    packs = (pack,)
    examined = examine_inputs(
        [Request(item, packs, options.any_kind) for item in inputs],
        as_of=options.as_of,
        limits=limits,
        on_examined=(lambda done: on_document(done.report)) if on_document else None,
        on_unread=on_unread,
    )
    return Report(
        tool=ToolInfo(version=__version__, model=model_version()),
        packs=describe_packs(packs),
        options=Options(as_of=options.as_of.isoformat(), any_kind=options.any_kind),
        documents=tuple(done.report for done in examined if done),
    )


def _bytes_input(data: bytes, name: str) -> Input:
    return Input(name, lambda: data)
