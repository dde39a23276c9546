"""The Python doors: `check` for documents, `check_repository` with configuration, `compare` for two versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike, fspath
from pathlib import Path

from policylint import __version__
from policylint.diff.model import Diff
from policylint.door.limits import Limits
from policylint.examine import Request, describe_packs, examine_inputs
from policylint.language.weights import model_version
from policylint.model.report import Options, Report, ToolInfo
from policylint.packs.files import DEFAULT_PACK
from policylint.project.comparison import diff_paths
from policylint.project.run import Outcome, run_project
from policylint.project.wishes import Wishes
from policylint.sources import Input, find_inputs

Source = str | Path | bytes
Pack = str | Path


def check(
    source: Source | Sequence[Source],
    *,
    name: str | None = None,
    pack: Pack | Sequence[Pack] = DEFAULT_PACK,
    as_of: date | None = None,
    any_kind: bool = False,
    limits: Limits | None = None,
) -> Report:
    """Check one or many policies by themselves, whatever any configuration says, and return the report.

    Args:
        source: A path, a folder, a glob, the bytes of a file, or a list of these. Bytes are never written to disk.
        name: What to call bytes in the report; "document" if nothing is said.
        pack: One or several rule packs: the name of one that comes with policylint, or a folder that holds `pack.yml`.
        as_of: The day against which stale dates are judged; today if nothing is said. It is written in the report.
        any_kind: Check documents that are no policy of the fitting kind, too.
        limits: What one document may cost in time, memory, bytes and pages.

    Raises:
        UserMistake: A path that is not there or cannot be opened, a folder without documents, a pack that is wrong. A
            document that can be opened and not read raises nothing: its verdict in the report is "unreadable".
    """
    sources = [source] if isinstance(source, (str, Path, bytes)) else list(source)
    inputs: list[Input] = []
    for item in sources:
        if isinstance(item, bytes):
            inputs.append(_bytes_input(item, name or "document"))
        else:
            inputs.extend(find_inputs([str(item)]))
    packs = (pack,) if isinstance(pack, (str, Path)) else tuple(pack)
    day = as_of or date.today()
    examined = examine_inputs([Request(item, packs, any_kind) for item in inputs], as_of=day, limits=limits or Limits())
    return Report(
        tool=ToolInfo(version=__version__, model=model_version()),
        packs=describe_packs(packs),
        options=Options(as_of=day.isoformat(), any_kind=any_kind),
        documents=tuple(done.report for done in examined if done),
    )


def check_repository(
    *paths: str | PathLike[str],
    configuration: Path | None = None,
    isolated: bool = False,
    as_of: date | None = None,
    **options: object,
) -> Outcome:
    """Check the policies of a repository as `policylint check` does, with all that its configuration says.

    Args:
        paths: Files, folders and globs; the current folder if there are none.
        configuration: The one configuration file to use, in place of the nearest one above each document.
        isolated: Use no configuration file.
        as_of: The day against which dates are judged; today if nothing is said.
        options: Values that win over every configuration, under their names there with underscores, such as
            `profile="government"`, `fail_on="high"` or `packs=["social-media", "rules/town"]`. Paths are as seen from
            the current folder.

    Returns:
        The outcome: `report`, and `exit_code` as the command would end.

    Raises:
        UserMistake: A path that is not there or cannot be opened; a configuration, option, pack, profile, decision or
            baseline that is wrong.
    """
    wishes = _wishes(options, configuration=configuration, isolated=isolated, as_of=as_of, paths=paths)
    return run_project(wishes)


def compare(
    old: str | PathLike[str],
    new: str | PathLike[str],
    *,
    configuration: Path | None = None,
    isolated: bool = False,
    as_of: date | None = None,
    **options: object,
) -> Diff:
    """Say what a new version of a policy gained and lost, as `policylint diff` does.

    Args:
        old: The old version: a file, or a folder.
        new: The new one. Two files are compared whatever their names; the files of two folders pair by path.
        configuration: The one configuration file to use, in place of the nearest one above each document.
        isolated: Use no configuration file.
        as_of: The day against which dates of both versions are judged; today if nothing is said.
        options: As for `check_repository`.

    Raises:
        UserMistake: As `check_repository`; and a file given with a folder.
    """
    wishes = _wishes(options, configuration=configuration, isolated=isolated, as_of=as_of)
    return diff_paths(fspath(old), fspath(new), wishes)


def _wishes(
    options: Mapping[str, object],
    *,
    configuration: Path | None,
    isolated: bool,
    as_of: date | None,
    paths: Sequence[str | PathLike[str]] = (),
) -> Wishes:
    given = {key.replace("_", "-"): _plain(value) for key, value in options.items()}
    if as_of is not None:
        given["as-of"] = as_of
    return Wishes(
        paths=tuple(fspath(path) for path in paths), options=given, configuration=configuration, isolated=isolated
    )


def _plain(value: object) -> object:
    """Paths as text, also within lists: so a configuration has them."""
    if isinstance(value, PathLike):
        return fspath(value)
    return tuple(_plain(one) for one in value) if isinstance(value, (list, tuple)) else value


def _bytes_input(data: bytes, name: str) -> Input:
    return Input(name, lambda: data)
