"""Places in a document as a report names them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policylint.model.clause import Clause
from policylint.model.document import Block, Document, Hidden, Mark
from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import BoxOnPage, Evidence
from policylint.model.text import DocumentText

_SAME_LINE = 2.0
"""Boxes whose tops differ by less than this many points stand on one line of print."""


def evidence_for(document: Document, clause: Clause, *, signal: str = "", boxes: bool = True) -> Evidence:
    """The clause as evidence: its words, the headings above it, and its page and boxes, paragraph, or line and
    column.
    """
    block = document.blocks[clause.block]
    marks = list(block.marks_within(clause.start, clause.end))
    first = marks[0] if marks else None
    return Evidence(
        quote=block.text[clause.start : clause.end],
        section=section_names(document, clause.section),
        page=first.page if first else None,
        paragraph=block.paragraph,
        line=first.line if first else None,
        column=_column(first, clause.start) if first else None,
        boxes=boxes_for(block, clause.start, clause.end) if boxes else (),
        lead=clause.lead_text,
        scope=clause.scope,
        speaks_of=clause.speaks_of,
        rule=signal,
        fingerprint=fingerprint_of(clause.lead_text, block.text[max(clause.start, block.label_end) : clause.end]),
        recognised=_is_recognised(document, first),
    )


def _is_recognised(document: Document, first: Mark | None) -> bool:
    """Whether words stand on a page that was read by OCR."""
    return bool(first and document.recognition and first.page in document.recognition.pages)


def evidence_for_hidden(document: Document, entry: Hidden) -> Evidence:
    """Words that are in no block of the document as evidence: what is hidden, how, and where."""
    first = next(iter(entry.marks), None)
    return Evidence(
        quote=entry.text,
        page=first.page if first else None,
        paragraph=entry.paragraph,
        line=first.line if first else None,
        column=first.column if first else None,
        boxes=boxes_of(entry.marks, 0, len(entry.text)),
        rule=entry.kind,
        fingerprint=fingerprint_of("", entry.text),
        recognised=_is_recognised(document, first),
    )


def document_text(document: Document, clauses: Sequence[Clause]) -> DocumentText:
    """The document's headings and clauses with their places, without boxes."""
    # A heading right below the title is taken for a part of it, and still is a heading.
    titles = [(block, (block.text,)) for block in document.blocks if block.role == "title"]
    sections = [
        (None if section.heading is None else document.blocks[section.heading], section_names(document, section.index))
        for section in document.sections[1:]
    ]
    return DocumentText(
        sections=tuple(names for _, names in (*titles, *sections)),
        headings=tuple(_heading(block, names) for block, names in (*titles, *sections)),
        clauses=tuple(evidence_for(document, clause, boxes=False) for clause in clauses if clause.kind != "heading"),
    )


def _heading(block: Block | None, section: tuple[str, ...]) -> Evidence:
    if block is None:  # a section that has a number and no heading of its own
        return Evidence(quote="", section=section)
    mark = next(iter(block.marks), None)
    return Evidence(
        quote=block.text,
        section=section,
        page=block.page,
        paragraph=block.paragraph,
        line=mark.line if mark else None,
        column=mark.column if mark else None,
        boxes=boxes_for(block, 0, len(block.text)),
    )


def section_names(document: Document, section: int) -> tuple[str, ...]:
    """The headings above a block of this section, outermost first, each with its number where it has one."""
    return tuple(f"{part.number} {part.title}".strip() for part in document.section_path(section))


def boxes_for(block: Block, start: int, end: int) -> tuple[BoxOnPage, ...]:
    """The rectangles that cover `block.text[start:end]`, one a line of print, in reading order.

    Where a mark reaches beyond the range, its box is cut in proportion to the characters that lie inside.
    """
    return boxes_of(block.marks_within(start, end), start, end)


def boxes_of(marks: Iterable[Mark], start: int, end: int) -> tuple[BoxOnPage, ...]:
    """The same for marks, which are in reading order."""
    boxes: list[BoxOnPage] = []
    for mark in marks:
        if mark.box is None or mark.page is None:
            continue
        x0, top, x1, bottom = _cut(mark, mark.box, start, end)
        last = boxes[-1] if boxes else None
        if (
            last
            and last.page == mark.page
            and abs(last.top - top) < max(_SAME_LINE, (bottom - top) / 2)
            and x0 >= last.x0 - 1
        ):
            boxes[-1] = BoxOnPage(
                page=last.page,
                x0=last.x0,
                top=min(last.top, round(top, 1)),
                x1=max(last.x1, round(x1, 1)),
                bottom=max(last.bottom, round(bottom, 1)),
            )
        else:
            boxes.append(
                BoxOnPage(page=mark.page, x0=round(x0, 1), top=round(top, 1), x1=round(x1, 1), bottom=round(bottom, 1))
            )
    return tuple(boxes)


def _cut(mark: Mark, box: tuple[float, float, float, float], start: int, end: int) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box
    length = mark.end - mark.start
    if length <= 0:
        return box
    step = (x1 - x0) / length
    left = x0 + max(0, start - mark.start) * step
    right = x1 - max(0, mark.end - end) * step
    return left, top, right, bottom


def _column(mark: Mark, start: int) -> int | None:
    if mark.column is None:
        return None
    return mark.column + max(0, start - mark.start)
