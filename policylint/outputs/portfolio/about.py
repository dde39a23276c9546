"""The sheet "About": for whom, from what, how to read it, and how to check it again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policylint.model.report import Report
from policylint.outputs.portfolio.matrix import Matrix
from policylint.outputs.portfolio.matrix_sheet import LEGEND
from policylint.outputs.portfolio.sheet import BRAND, Book, height_of, write
from policylint.outputs.portfolio.words import how_to_verify, share_reviewed, title_of
from policylint.outputs.verdicts import closing_words
from policylint.outputs.wording import LEGACY_MEANS, NOT_ADVICE

Line = tuple[str, str]

_WIDTHS: Final = (24, 92)


def write_about(book: Book, matrix: Matrix, *, carries: bool, has_notes: bool) -> None:
    """Write the sheet; `carries` says whether the workbook holds the report's JSON, `has_notes` whether cells do."""
    sheet = book.sheet("About")
    sheet.set_portrait()
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    write(sheet, 0, 0, title_of(matrix.report), book.look(font_size=16, bold=True, font_color=BRAND))
    sheet.set_row(0, 26)
    name = book.look(bold=True)
    words = book.look(text_wrap=True)
    lines = (
        *_cover(matrix.report),
        *_what(matrix),
        *_legend(has_notes),
        *_made_from(matrix.report),
        ("How to verify", how_to_verify(carries)),
        ("What it is not", NOT_ADVICE),
    )
    for index, (title, text) in enumerate(lines, 2):
        look = book.tone(title, text_wrap=True) if title in ("covered", "legacy", "missing") else name
        write(sheet, index, 0, title, look)
        write(sheet, index, 1, text, words)
        sheet.set_row(index, height_of((title, text), _WIDTHS))


def _cover(report: Report) -> Iterator[Line]:
    cover = report.cover
    if cover is None:
        return
    for title, text in (
        ("Prepared for", cover.prepared_for),
        ("Prepared by", cover.prepared_by),
        ("Date", cover.date),
    ):
        if text:
            yield title, text
    for index, paragraph in enumerate(cover.notes):
        yield ("" if index else "Reviewer's notes"), paragraph


def _what(matrix: Matrix) -> Iterator[Line]:
    total = matrix.total
    yield "Documents", closing_words(matrix.report)
    yield (
        "Verdicts",
        f"{total.all}: {total.covered} covered, {total.legacy} settled only by a legacy clause, {total.missing} "
        f"missing; {total.open} gaps are open.",
    )
    yield "Review", share_reviewed(matrix)


def _legend(has_notes: bool) -> Iterator[Line]:
    yield "covered", "A clause settles the requirement for social media."
    yield "legacy", LEGACY_MEANS
    yield "missing", "No clause was found that settles it. A clause in very unusual words can be overlooked."
    yield "Marks", LEGEND
    if not has_notes:
        yield "Notes", "Left out of the matrix, for there are too many cells; the words stand in Gaps and Findings."


def _made_from(report: Report) -> Iterator[Line]:
    yield "Made by", f"{report.tool.name} {report.tool.version}"
    yield "Language model", report.tool.model
    for pack in report.packs:
        yield "Pack", f"{pack.title} {pack.version} ({pack.id}), SHA-256 {pack.digest}"
    yield "Dates judged as of", report.options.as_of
    if report.manifest is None:
        return
    if report.manifest.model:
        yield "Digest of the model", report.manifest.model
    for file in report.manifest.files:
        yield file.role.capitalize(), f"{file.name}, SHA-256 {file.sha256}"
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(report.manifest.libraries.items()))
    if libraries:
        yield "Libraries", libraries
