"""Drafting for a document of a repository: check it, compose the draft, check what that closes, and draw it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from policylint.choices import Ocr
from policylint.drafting import Addendum, Checks, claimed, compose, is_needed
from policylint.engine import prepared_pack
from policylint.errors import UserMistake
from policylint.examine import Request, examine_inputs
from policylint.limits import Limits
from policylint.model.report import DocumentReport, Report
from policylint.model.text import DocumentText
from policylint.project.gather import gather
from policylint.project.run import checked_with_text
from policylint.project.sets import settle_as_one
from policylint.project.wishes import Wishes
from policylint.sources import Input

if TYPE_CHECKING:
    from policylint.door import Door

DraftFormat = Literal["docx", "md"]

_ROUNDS: Final = 2
"""What the draft says of itself is part of it, so the claims are checked in bytes that have claims in them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft addendum, and the bytes of its file."""

    data: bytes
    addendum: Addendum


def draft_for(wishes: Wishes, format_: DraftFormat, *, parse_apart: bool = False) -> Draft | None:
    """A draft for all that is open in a document; None where nothing is.

    Args:
        wishes: The document, which must be the only path, and how to check it.
        format_: The format of the draft.
        parse_apart: As for `run_project`.

    Raises:
        UserMistake: As `checked_with_text`; M301 for a document that was not checked.
    """
    document, text, report = checked_with_text(wishes, parse_apart=parse_apart)
    _require_checked(document, ", ".join(wishes.paths))
    if not is_needed(document):
        return None
    run = gather(wishes)
    packs, ways = run.subjects[0].settings.packs, Ways(run.limits, run.ocr, parse_apart=parse_apart)
    return draft_of(report, document, text, format_, packs=packs, as_of=run.as_of, ways=ways)


@dataclass(frozen=True, slots=True)
class Ways:
    """How drafts are read again: under which limits, how scans, in which process they are parsed, by which door."""

    limits: Limits
    ocr: Ocr
    parse_apart: bool = False
    door: Door | None = None


def draft_of(
    report: Report,
    document: DocumentReport,
    text: DocumentText,
    format_: DraftFormat,
    *,
    packs: tuple[str | Path, ...],
    as_of: date,
    ways: Ways,
) -> Draft | None:
    """A draft for all that is open in a document that was checked; None where nothing is.

    Args:
        report: The whole report.
        document: What it says of the document.
        text: The document's headings and clauses.
        format_: The format of the draft.
        packs: The packs that it was checked with.
        as_of: The day against which dates are judged.
        ways: How the draft is checked.
    """
    if not is_needed(document):
        return None
    checks = _checks(document, packs, as_of, ways)
    addendum = compose(report, document, text, prepared_pack(packs)[0], checks)
    render = _renderer(format_)
    data = render(addendum)
    for _ in range(_ROUNDS):
        addendum = claimed(addendum, checks.together(data, f"draft.{format_}"))
        data = render(addendum)
    return Draft(data, addendum)


def _require_checked(document: DocumentReport, shown: str) -> None:
    if document.verdict == "unreadable":
        problem = f"{shown}: unreadable, so nothing was drafted. {document.explanation}"
        raise UserMistake("M301", problem=problem)
    if document.verdict == "not-applicable":
        problem = f"{shown}: not checked, so nothing was drafted. {document.explanation}"
        raise UserMistake("M301", problem=f"{problem} Say --any-kind to draft for it all the same.")


def _renderer(format_: DraftFormat) -> Callable[[Addendum], bytes]:
    if format_ == "docx":
        from policylint.drafting.docx import render as as_docx

        return as_docx
    from policylint.drafting.markdown import render as as_markdown

    return lambda addendum: as_markdown(addendum).encode("utf-8")


def _checks(document: DocumentReport, packs: tuple[str | Path, ...], as_of: date, ways: Ways) -> Checks:
    """The engine, with the packs, the day and the limits of the run."""

    def examined(files: Mapping[str, bytes]) -> list[DocumentReport]:
        requests = [Request(Input(name, partial(bytes, data)), packs, any_kind=True) for name, data in files.items()]
        results = examine_inputs(
            requests,
            as_of=as_of,
            limits=ways.limits,
            ocr=ways.ocr,
            parse_apart=ways.parse_apart,
            door=ways.door,
        )
        return [found.report for found in results if found]

    def by_itself(pages: Sequence[bytes]) -> list[DocumentReport]:
        return examined({f"{number}.md": page for number, page in enumerate(pages, 1)})

    def together(data: bytes, name: str) -> DocumentReport:
        return settle_as_one(document, examined({name: data}))

    return Checks(by_itself, together)
