"""The coverage of one document as a picture: a row an element, a cell a requirement, readable without colour.

Typst draws it, from data that it is given apart from its source: nothing of a document can be taken for markup.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from policylint.outputs.wording import STATUS_TITLE, visible

if TYPE_CHECKING:
    from policylint.model.report import DocumentReport

TEMPLATES: Final = Path(__file__).parent / "templates"
"""The folder of the Typst sources, which is all that Typst may read of the disk."""

_PIXELS_PER_INCH: Final = 200.0
"""Sharp on paper, and about 80 KB at the usual width."""


def coverage_png(document: DocumentReport, *, width_points: float = 450) -> bytes:
    """The picture as PNG, `width_points` wide on paper at 200 pixels an inch; no rows where there is no checklist.

    The same document gives the same bytes: the fonts are those within Typst, never the machine's.
    """
    return _drawn(document, "png", width_points)


def coverage_svg(document: DocumentReport, *, width_points: float = 450) -> str:
    """The picture as SVG, its letters as shapes, so that it looks the same without any font."""
    return _drawn(document, "svg", width_points).decode("utf-8")


def coverage_data(document: DocumentReport) -> dict[str, object]:
    """What the picture shows, as the template reads it: the key with counts, and the rows with a status a cell."""
    elements = document.summary.elements if document.summary else ()
    return {
        "key": [
            (status, title, sum(getattr(element, status) for element in elements))
            for status, title in STATUS_TITLE.items()
        ],
        "statuses": list(STATUS_TITLE),
        "rows": [
            {
                "title": visible(element.title),
                "cells": [
                    requirement.status for requirement in document.requirements if requirement.element == element.id
                ],
                "counts": [getattr(element, status) for status in STATUS_TITLE],
            }
            for element in elements
        ],
    }


def _drawn(document: DocumentReport, format_: Literal["png", "svg"], width_points: float) -> bytes:
    import typst

    picture = msgspec.json.encode(coverage_data(document)).decode("utf-8")
    drawn: bytes = typst.compile(
        str(TEMPLATES / "coverage.typ"),
        root=str(TEMPLATES),
        format=format_,
        ppi=_PIXELS_PER_INCH,
        ignore_system_fonts=True,
        sys_inputs={"picture": picture, "width": str(width_points)},
    )
    return drawn
