"""Annotating behind the door: parsers of untrusted files run in a child process, with the limits of reading."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

import msgspec
from msgspec import Struct

from policylint.annotate.notes import AnnotatedCopy, Note
from policylint.annotate.pdf_bookmarks import Bookmark
from policylint.door import Door
from policylint.errors import UnreadableDocument, UserMistake
from policylint.limits import Limits

_ANNOTATOR: Final = "policylint.annotate.apart:annotated"
_NOTES: Final = 64 << 20
"""Bytes that notes may take beside the document."""
_REASONS: Final = {
    "timeout": "putting the notes in took longer than the limit allows. Give it more time with --timeout.",
    "memory": "putting the notes in took more memory than the limit allows. "
    "Split the document, or write a report with 'policylint check -o'.",
}


class Task(Struct, frozen=True, kw_only=True, gc=False):
    """A document to annotate.

    `shown` is its name for messages, `branch` the bookmarks of a PDF, `date` (ISO) the day that notes bear, if any.
    """

    data: bytes
    format: Literal["pdf", "docx"]
    shown: str
    notes: tuple[Note, ...]
    branch: Bookmark | None = None
    author: str = "policylint"
    date: str = ""
    break_signature: bool = False


class _Outcome(Struct, frozen=True, kw_only=True, gc=False):
    """The copy with its remarks, or the mistake for which there is none."""

    data: bytes = b""
    remarks: tuple[str, ...] = ()
    code: str = ""
    details: dict[str, str] = {}


def annotate_apart(task: Task, *, limits: Limits) -> AnnotatedCopy:
    """Make the annotated copy of a document in a child process.

    Raises:
        UserMistake: What `annotate_pdf` and `annotate_docx` raise; M499 where the limits do not suffice.
    """
    roomy = replace(limits, file_bytes=limits.file_bytes + _NOTES)
    with Door(roomy, workers=1, reader=_ANNOTATOR, answer_bytes=2 * roomy.file_bytes) as door:
        reading = door.submit(msgspec.msgpack.encode(task), name=task.shown)
        try:
            outcome = msgspec.msgpack.decode(reading.made(), type=_Outcome)
        except UnreadableDocument as error:
            raise _mistake(task, error) from error
    if outcome.code:
        raise UserMistake(outcome.code, **outcome.details)
    return AnnotatedCopy(outcome.data, outcome.remarks)


def annotated(data: bytes, *, name: str, limits: Limits, **_: object) -> bytes:
    """The child's side: a packed `Task` in, a packed outcome out. Nothing is read by OCR here."""
    task = msgspec.msgpack.decode(data, type=Task)
    try:
        copy = _annotated(task)
    except UserMistake as mistake:
        return msgspec.msgpack.encode(_Outcome(code=mistake.code, details=mistake.details))
    return msgspec.msgpack.encode(_Outcome(data=copy.data, remarks=copy.remarks))


def _annotated(task: Task) -> AnnotatedCopy:
    if task.format == "pdf":
        from policylint.annotate.pdf_annotate import annotate_pdf

        return annotate_pdf(
            task.data,
            task.notes,
            task.branch,
            shown=task.shown,
            author=task.author,
            date=task.date,
            break_signature=task.break_signature,
        )
    from policylint.annotate.docx_copy import annotate_docx

    return annotate_docx(
        task.data,
        task.notes,
        name=task.shown,
        author=task.author,
        date=task.date,
        break_signature=task.break_signature,
    )


def _mistake(task: Task, error: UnreadableDocument) -> Exception:
    if error.reason in _REASONS:
        return UserMistake("M499", path=task.shown, problem=_REASONS[error.reason])
    if getattr(error, "__notes__", None):  # it failed with a traceback: that is a bug
        return RuntimeError(f"{task.shown}: {error}")
    problem = (
        "the program that puts the notes in stopped. Save the document anew with its own program, and annotate that."
    )
    return UserMistake("M499", path=task.shown, problem=problem)
