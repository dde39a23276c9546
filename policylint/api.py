"""The Python doors: a function for each thing that the command line does with documents and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from policylint import __version__
from policylint.choices import Ocr
from policylint.config.amounts import said_by
from policylint.diff.model import Diff
from policylint.examine import Request, describe_packs, examine_inputs
from policylint.language.weights import model_version
from policylint.limits import Limits
from policylint.model.report import Options, Report, ToolInfo
from policylint.outputs import format_for, render_report
from policylint.packs.files import DEFAULT_PACK
from policylint.project.comparison import diff_paths
from policylint.project.run import Outcome, run_project
from policylint.project.wishes import Wishes
from policylint.sources import Input, find_inputs

if TYPE_CHECKING:
    from policylint.project.copies import Copy
    from policylint.project.drafts import Draft, DraftFormat
    from policylint.verification import Verification

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
    ocr: Ocr | None = None,
) -> Report:
    """Check one or many policies by themselves, whatever any configuration says, and return the report.

    Args:
        source: A path, a folder, a glob, the bytes of a file, or a list of these. Bytes are never written to disk.
        name: What to call bytes in the report; "document" if nothing is said.
        pack: One or several rule packs: the name of one that comes with policylint, or a folder that holds `pack.yml`.
        as_of: The day against which stale dates are judged; today if nothing is said. It is written in the report.
        any_kind: Check documents that are no policy of the fitting kind, too.
        limits: What one document may cost in time, memory, bytes and pages.
        ocr: How scanned pages are read: by which engine, in which languages, and how sure it has to be.

    Raises:
        UserMistake: A path that is not there or cannot be opened, a folder without documents, a pack that is wrong, an
            OCR engine that was named and is not installed. A document that can be opened and not read raises nothing:
            its verdict in the report is "unreadable".
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
    requests = [Request(item, packs, any_kind) for item in inputs]
    examined = examine_inputs(requests, as_of=day, limits=limits or Limits(), ocr=ocr)
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
            the current folder. `limits` may be a `Limits`, or a dict such as `{"pages": 500}`; `ocr` may be an `Ocr`,
            or the name of an engine.

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


def render(report: Report, format_: str) -> str | bytes:
    """Draw a report: bytes for `docx`, `pdf` and `xlsx`, text for the other formats.

    Args:
        report: The report. For a cover, give it one: `msgspec.structs.replace(report, cover=Cover(...))`.
        format_: A format of `policylint check --format`.

    Raises:
        UserMistake: M301 for a format that there is not.
    """
    return render_report(report, format_for(format_, None))


def verify(
    report: str | PathLike[str],
    *files: str | PathLike[str],
    configuration: Path | None = None,
    isolated: bool = False,
    as_of: date | None = None,
    **options: object,
) -> Verification:
    """Make a report again and say what differs, as `policylint verify` does.

    Args:
        report: The file of the report: DOCX, PDF, HTML, XLSX, JSON or OSCAL, as policylint wrote it.
        files: The documents that it is about, or folders of them; none means that they lie where the report says.
        configuration: The one configuration file to use, in place of the one that the report names.
        isolated: Use no configuration file.
        as_of: The day against which dates are judged, in place of that of the report.
        options: As for `check_repository`; they win over those with which the report was made.

    Raises:
        UserMistake: As `check_repository`; M485 to M487 for a file that carries no report, and for documents or files
            of its configuration that are not there.
    """
    from policylint.verification import verify_report

    wishes = _wishes(options, configuration=configuration, isolated=isolated, as_of=as_of)
    return verify_report(fspath(report), [fspath(file) for file in files], wishes)


def annotated_copy(
    file: str | PathLike[str],
    *,
    author: str = "policylint",
    dated: date | None = None,
    break_signature: bool = False,
    configuration: Path | None = None,
    isolated: bool = False,
    as_of: date | None = None,
    **options: object,
) -> Copy:
    """A copy of a PDF or DOCX policy with the verdicts in it, as `policylint annotate` writes it.

    Args:
        file: The document. It stays as it is.
        author: Who is shown as the author of the notes.
        dated: The day that the notes bear; none if None.
        break_signature: Whether to go on with a signed document.
        configuration: The one configuration file to use, in place of the nearest one above the document.
        isolated: Use no configuration file.
        as_of: The day against which dates are judged; today if nothing is said.
        options: As for `check_repository`.

    Returns:
        The copy: its `data` (bytes), the `notes` in it, and `remarks` about what could not be done.

    Raises:
        UserMistake: As `check_repository`; M490 to M499 for a document into which no notes can be put.
    """
    from policylint.project.copies import copy_with_notes

    wishes = _wishes(options, configuration=configuration, isolated=isolated, as_of=as_of, paths=(file,))
    return copy_with_notes(Path(file), wishes, author=author, dated=dated, break_signature=break_signature)


def draft(
    file: str | PathLike[str],
    format_: DraftFormat = "docx",
    *,
    configuration: Path | None = None,
    isolated: bool = False,
    as_of: date | None = None,
    **options: object,
) -> Draft | None:
    """Draft an addendum to a policy, as `policylint draft` does.

    Args:
        file: The document.
        format_: "docx" or "md".
        configuration: The one configuration file to use, in place of the nearest one above the document.
        isolated: Use no configuration file.
        as_of: The day against which dates are judged; today if nothing is said.
        options: As for `check_repository`.

    Returns:
        The draft: its `data` (bytes), and the `addendum` that it was drawn from; None where nothing is open.

    Raises:
        UserMistake: As `check_repository`; M301 for a document that was not checked.
    """
    from policylint.project.drafts import draft_for

    wishes = _wishes(options, configuration=configuration, isolated=isolated, as_of=as_of, paths=(file,))
    return draft_for(wishes, format_)


def _wishes(
    options: Mapping[str, object],
    *,
    configuration: Path | None,
    isolated: bool,
    as_of: date | None,
    paths: Sequence[str | PathLike[str]] = (),
) -> Wishes:
    given: dict[str, object] = {}
    for key, value in options.items():
        if isinstance(value, Limits):
            given |= said_by(value)
        elif isinstance(value, Ocr):
            given |= {"ocr": value.engine, "ocr-languages": value.languages, "ocr-confidence": value.confidence}
        else:
            given[key.replace("_", "-")] = _plain(value)
    if as_of is not None:
        given["as-of"] = as_of
    return Wishes(
        paths=tuple(fspath(path) for path in paths), options=given, configuration=configuration, isolated=isolated
    )


def _plain(value: object) -> object:
    """Paths as text, also within lists, and names with hyphens: so a configuration has them."""
    if isinstance(value, Mapping):
        return {str(key).replace("_", "-"): _plain(one) for key, one in value.items()}
    if isinstance(value, PathLike):
        return fspath(value)
    return tuple(_plain(one) for one in value) if isinstance(value, (list, tuple)) else value


def _bytes_input(data: bytes, name: str) -> Input:
    return Input(name, lambda: data)
