"""The steps of a verification: find the report, pair it with files, make it again, compare, draw it again."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from msgspec import structs

from policylint.door import Door
from policylint.errors import UNREADABLE, UnreadableDocument, UserMistake
from policylint.limits import Limits
from policylint.model.report import SCHEMA_ID, Report
from policylint.project.run import run_project
from policylint.project.wishes import Listener, Wishes
from policylint.sources import read_file
from policylint.verification.compare import differences_of
from policylint.verification.drawing import check_drawing
from policylint.verification.extract import MOST, READER
from policylint.verification.given import require_followable
from policylint.verification.inputs import inputs_of
from policylint.verification.model import Verification
from policylint.verification.pairing import pair_files

_SHOWN: Final = 10
"""Documents that are named where none was found."""


def verify_report(
    path: str, files: Sequence[str], wishes: Wishes, *, listener: Listener | None = None, parse_apart: bool = False
) -> Verification:
    """Make a report again and say what differs.

    Args:
        path: The report: JSON, DOCX, PDF, HTML, XLSX or OSCAL as policylint wrote it.
        files: The documents that it is about: files, folders, globs. None means that they lie where the report says.
        wishes: Options that win over those with which the report was made; its `paths` are not looked at.
        listener: Whom to tell of progress.
        parse_apart: As for `run_project`.

    Raises:
        UserMistake: M001 or M003 for a report or file that cannot be read, M485 for a file that carries no report,
            M486 where none of its documents was given, M487 where a file of its configuration is not there.
    """
    data = read_file(path)
    limits = Limits()
    report, format_ = read_report(data, name=path, limits=limits)
    require_followable(report, path=path)
    pairs = pair_files(report, files)
    if not pairs:
        raise UserMistake("M486", path=path, names=_listed([document.source.name for document in report.documents]))
    again = run_project(_as_then(report, pairs, files, wishes), listener=listener, parse_apart=parse_apart).report
    again = _only(again, report, pairs)
    inputs = inputs_of(report, again)
    return Verification(
        format=format_,
        inputs=inputs,
        differences=differences_of(report, again, inputs),
        drawing=check_drawing(data, report, format_, name=path, limits=limits),
        documents=len(pairs),
        compared=sum(
            len(document.requirements) + len(document.findings)
            for document in report.documents
            if document.source.name in pairs
        ),
        absent=tuple(d.source.name for d in report.documents if d.source.name not in pairs),
    )


def read_report(data: bytes, *, name: str, limits: Limits) -> tuple[Report, str]:
    """The report that a file carries, and the format in which it was drawn. Raises `UserMistake` M485."""
    # A report is no document: its JSON may be longer than the text of any.
    roomy = replace(limits, characters=MOST)
    with Door(roomy, workers=1, reader=READER, answer_bytes=2 * MOST) as door:
        try:
            document = door.open(data, name=name)
        except UnreadableDocument as error:
            raise UserMistake("M485", path=name, problem=_unread(error)) from None
    text = document.blocks[0].text
    try:
        return Report.from_json(text), document.source.media_type
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UserMistake("M485", path=name, problem=_problem(text, error)) from None


def _unread(error: UnreadableDocument) -> str:
    """Why a file was not read: in the words of whoever tried; else what has come of it."""
    said = error.detail if error.reason in ("format", "damaged") and error.detail else UNREADABLE[error.reason]
    return f"{said[:1].lower()}{said[1:]}".rstrip(".")


def _problem(text: str, error: Exception) -> str:
    try:
        schema = msgspec.json.decode(text, type=dict[str, object]).get("schema")
    except msgspec.MsgspecError:
        return f"what it carries is no JSON: {error}"
    except RecursionError:
        return "what it carries is nested beyond all reason"
    if isinstance(schema, str) and schema.startswith("policylint-report/") and schema != SCHEMA_ID:
        return f"it is of the format {schema}, and this policylint reads {SCHEMA_ID}"
    return f"it is not as policylint writes it: {error}"


def _as_then(report: Report, pairs: Mapping[str, str], files: Sequence[str], wishes: Wishes) -> Wishes:
    """What was asked for when the report was made, with what is asked for now over it."""
    given = dict(report.manifest.given) if report.manifest else {}
    isolated, as_one = bool(given.pop("isolated", False)), bool(given.pop("as-one", False))
    configuration = given.pop("config", None)
    options: dict[str, object] = {**given, "as-of": date.fromisoformat(report.options.as_of)}
    if report.options.any_kind and report.manifest is None:
        options["any-kind"] = True
    options |= wishes.options
    for key in ("decisions", "baseline"):
        if key not in wishes.options and isinstance(options.get(key), str):
            _require(str(options[key]), key)
    if wishes.configuration is None and isinstance(configuration, str) and not wishes.isolated:
        _require(configuration, "config")
        wishes = replace(wishes, configuration=Path(configuration))
    first = [pairs[d.source.name] for d in report.documents if d.source.name in pairs]
    parts = [path for path in files if as_one and os.path.abspath(path) not in map(os.path.abspath, first)]
    return replace(
        wishes,
        paths=(*first, *parts),
        options=options,
        isolated=wishes.isolated or isolated,
        as_one=as_one,
        names={os.path.abspath(path): name for name, path in pairs.items()},
        known_as={os.path.abspath(path): _known_as(report, name) for name, path in pairs.items()},
    )


def _known_as(report: Report, name: str) -> tuple[str, ...]:
    """The names that decisions and baseline of the report had for a document: seen from the folders where they lay."""
    files = report.manifest.files if report.manifest else ()
    folders = {posixpath.dirname(file.name) for file in files if file.role in ("decisions", "baseline")}
    return () if posixpath.isabs(name) else tuple(sorted(posixpath.relpath(name, folder or ".") for folder in folders))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _require(path: str, option: str) -> None:
    if not os.path.isfile(path):
        raise UserMistake("M487", path=path, option=f"--{option}")


def _only(again: Report, report: Report, pairs: Mapping[str, str]) -> Report:
    """The new report with the documents that both have; a policy set may have brought others along."""
    names = {document.source.name for document in report.documents} & set(pairs)
    documents = tuple(document for document in again.documents if document.source.name in names)
    elsewhere = {document.source.name for document in (*report.documents, *again.documents)} - names
    uses = tuple(use for use in again.decisions if use.document not in elsewhere)
    return structs.replace(again, documents=documents, decisions=uses)
