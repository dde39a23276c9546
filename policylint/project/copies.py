"""Annotating a document of a repository: check it, note what was found, and give the copy."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from policylint.annotate.apart import Task, annotate_apart
from policylint.annotate.notes import REMARK_KINDS, Note, RemarkKind, notes_of
from policylint.annotate.pdf_bookmarks import branch_of
from policylint.errors import UserMistake, reason_of
from policylint.limits import Limits
from policylint.model.report import DocumentReport
from policylint.model.text import DocumentText
from policylint.project.gather import gather
from policylint.project.run import checked_with_text
from policylint.project.wishes import Listener, Wishes

AnnotatedFormat = Literal["pdf", "docx"]

_HEAD: Final = 1024
_OPEN_DOCUMENT: Final = b"mimetypeapplication/vnd.oasis.opendocument"
"""How an ODT file begins, behind the header of its first member."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An annotated copy: its bytes, the notes in it, and remarks for whoever asked for it (whole sentences)."""

    data: bytes
    notes: tuple[Note, ...]
    remarks: tuple[str, ...]


def copy_with_notes(
    file: Path,
    wishes: Wishes,
    *,
    only: Collection[RemarkKind] = REMARK_KINDS,
    author: str = "policylint",
    dated: date | None = None,
    break_signature: bool = False,
    listener: Listener | None = None,
    parse_apart: bool = False,
) -> Copy:
    """Check a PDF or DOCX document and put the verdicts into a copy of it.

    Args:
        file: The document, which must be the only path of `wishes`.
        wishes: How to check it.
        only: The kinds of remark to make.
        author: Who is shown as the author of the notes.
        dated: The day that they bear; none if None.
        break_signature: Whether to go on with a signed document.
        listener: Whom to tell of progress.
        parse_apart: As for `run_project`.

    Raises:
        UserMistake: As `checked_with_text` and `annotate_apart`; M499 for another format, and for a document that was
            not checked or that changed meanwhile.
    """
    shown = file.as_posix()
    format_ = annotated_format(file)
    report, text, _ = checked_with_text(wishes, listener=listener, parse_apart=parse_apart)
    _require_checked(report, shown)
    return copy_of(
        _same_bytes(file, report),
        report,
        text,
        format_=format_,
        shown=shown,
        only=only,
        author=author,
        dated=dated,
        break_signature=break_signature,
        limits=gather(wishes).limits,
    )


def copy_of(
    data: bytes,
    report: DocumentReport,
    text: DocumentText,
    *,
    format_: AnnotatedFormat,
    shown: str,
    limits: Limits,
    only: Collection[RemarkKind] = REMARK_KINDS,
    author: str = "policylint",
    dated: date | None = None,
    break_signature: bool = False,
) -> Copy:
    """Put the verdicts on a document that was checked into a copy of it.

    Args:
        data: The document's bytes, as they were checked.
        report: What was found.
        text: The document's headings and clauses.
        format_: Its format.
        shown: Its name for messages.
        limits: What making the copy may cost.
        only: The kinds of remark to make.
        author: Who is shown as the author of the notes.
        dated: The day that they bear; none if None.
        break_signature: Whether to go on with a signed document.

    Raises:
        UserMistake: As `annotate_apart`.
    """
    notes = notes_of(report, text, only=only)
    task = Task(
        data=data,
        format=format_,
        shown=shown,
        notes=notes,
        branch=branch_of(report, text, only=only) if format_ == "pdf" else None,
        author=author,
        date=dated.isoformat() if dated else "",
        break_signature=break_signature,
    )
    copy = annotate_apart(task, limits=limits)
    return Copy(copy.data, notes, copy.remarks)


def annotated_format(file: Path) -> AnnotatedFormat:
    """The format by the first bytes.

    Raises:
        UserMistake: M001 where there is no such file, M003 where it cannot be opened, M499 for another format.
    """
    if file.is_dir():
        raise UserMistake("M499", path=file.as_posix(), problem="this is a folder. Name one PDF or DOCX document.")
    if not file.is_file():
        raise UserMistake("M001", path=file.as_posix())
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise UserMistake("M003", path=file.as_posix(), reason=reason_of(error)) from None
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK") and _OPEN_DOCUMENT not in head:
        return "docx"
    raise UserMistake(
        "M499",
        path=file.as_posix(),
        problem="notes can be put into PDF and DOCX only. 'policylint check -o report.html' writes a report "
        "on any document; 'policylint decide --as-comment' puts decisions into Markdown.",
    )


def _require_checked(report: DocumentReport, shown: str) -> None:
    if report.verdict == "unreadable":
        raise UserMistake("M499", path=shown, problem=f"unreadable, so nothing was written. {report.explanation}")
    if report.verdict == "not-applicable":
        problem = (
            f"not checked, so nothing was written. {report.explanation} Say --any-kind to annotate it all the same."
        )
        raise UserMistake("M499", path=shown, problem=problem)


def _same_bytes(file: Path, report: DocumentReport) -> bytes:
    """The document's bytes, which must still be those that were checked."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UserMistake("M003", path=file.as_posix(), reason=reason_of(error)) from None
    if hashlib.sha256(data).hexdigest() != report.source.sha256:
        raise UserMistake("M499", path=file.as_posix(), problem="it was changed while it was read. Try again.")
    return data
