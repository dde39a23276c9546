"""The portfolio as one self-contained page: figures, common gaps, peers, change, and the matrix as a real table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from policylint.model.report import Report, Requirement
from policylint.outputs.embedded import DATA_ID, html_data
from policylint.outputs.portfolio.change import change_between
from policylint.outputs.portfolio.matrix import is_corrected, matrix_of, standing_of
from policylint.outputs.portfolio.words import (
    VERDICTS,
    fits,
    here_words,
    how_to_verify,
    peer_words,
    share,
    share_reviewed,
    title_of,
)
from policylint.outputs.verdicts import closing_words, gate_words, shortfall_words, verdict_words
from policylint.outputs.webpage import breakable, content_policy, environment, stylesheet
from policylint.outputs.wording import (
    LEGACY_MEANS,
    NOT_ADVICE,
    baseline_words,
    count,
    decisions_to_look_at,
    group_title,
    kind_words,
    recognition_words,
)

if TYPE_CHECKING:
    from jinja2 import Environment

CARRIES_UP_TO: Final = 4_000_000
"""Bytes of JSON (some 50 documents) that the page carries: a browser reads all of it before it shows anything."""

_TEMPLATES: Final = Path(__file__).parent / "templates"
_NONE: Final[Mapping[str, str]] = {}
_BAR: Final = 200
_COMMON: Final = 15
"""How many of the common gaps are shown at once; the others can be unfolded."""


def render(report: Report, *, earlier: Report | None = None, links: Mapping[str, str] = _NONE) -> str:
    """Draw the page.

    Args:
        report: What to draw.
        earlier: An earlier report on the same portfolio; the page then says what changed.
        links: Where the report on a document lies, by the document's name: a path from the page's folder on.

    Everything from documents and rules is escaped; style and script are ours, and named by hash in the page's policy.
    The page can be read without the script, which only filters. It carries the report's JSON under the conditions of
    `policylint.outputs.portfolio.workbook.render`, with a lower limit.
    """
    style = stylesheet(_TEMPLATES / "dashboard.css")
    script = (_TEMPLATES / "dashboard.js").read_text(encoding="utf-8")
    carries = earlier is None and not links and fits(report, CARRIES_UP_TO)
    page: str = (
        _environment()
        .get_template("dashboard.html")
        .render(
            report=report,
            matrix=matrix_of(report),
            change=change_between(earlier, report) if earlier else None,
            links={name: quote(target) for name, target in links.items()},
            title=title_of(report),
            style=style,
            script=script,
            verify=how_to_verify(carries),
            data=html_data(report) if carries else "",
            policy=content_policy(style, script),
        )
    )
    return page


@cache
def _environment() -> Environment:
    return environment(
        _TEMPLATES,
        bar=_BAR,
        baseline_words=baseline_words,
        breakable=breakable,
        closed_words=closed_words,
        closing_words=closing_words,
        common=_COMMON,
        count=count,
        data_id=DATA_ID,
        decisions_to_look_at=decisions_to_look_at,
        gate_words=gate_words,
        group_title=group_title,
        here_words=here_words,
        is_corrected=is_corrected,
        kind_words=kind_words,
        legacy_means=LEGACY_MEANS,
        not_advice=NOT_ADVICE,
        peer_words=peer_words,
        recognition_words=recognition_words,
        share=share,
        share_reviewed=share_reviewed,
        shortfall_words=shortfall_words,
        verdict_words=verdict_words,
        verdicts=VERDICTS,
    )


def closed_words(requirement: Requirement) -> str:
    """What stands under the status in a cell: why a gap needs no work, or that a person changed the status."""
    closed = {"decided": "decided", "not-asked": "not asked for"}.get(standing_of(requirement), "")
    return closed or ("corrected" if is_corrected(requirement) else "")
