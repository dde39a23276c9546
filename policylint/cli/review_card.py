"""What `policylint review` shows of one verdict: as much as it takes to judge it, on a screen of any width."""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

import click

from policylint.decisions import DecisionEntry
from policylint.model.report import Evidence, Finding, Requirement
from policylint.outputs.wording import (
    STATUS_TITLE,
    decision_words,
    not_asked_words,
    one_line,
    place,
    quoted,
    searched_words,
    shortened,
    visible,
)

_NARROW, _WIDE = 24, 100
_COLOURS: Final = {"covered": "green", "legacy": "yellow", "missing": "red", "high": "red", "medium": "yellow"}
_SHOWN: Final = 3
"""Clauses that are shown of a verdict before more is asked for."""
_QUOTE: Final = 300
_APART: Final = re.compile(r"[#-] ?|\s*$")
"""How a line of a page begins that does not go on with the line before."""


def width() -> int:
    """How wide the terminal is, within reason."""
    return max(_NARROW, min(_WIDE, shutil.get_terminal_size((80, 24)).columns))


def styled(text: str, *, fg: str | None = None, bold: bool = False, dim: bool = False) -> str:
    """Text in colour where the terminal has some and nobody asked for none."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return click.style(text, fg=fg, bold=bold or None, dim=dim or None)


def wrapped(text: str, indent: str = "", *, hanging: str | None = None) -> list[str]:
    """Text in lines that fit the terminal; nothing in it can act on it."""
    return textwrap.wrap(
        visible(text),
        width(),
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False,
    )


def card(about: Requirement | Finding, said: Sequence[DecisionEntry], *, heading: str) -> Iterator[str]:
    """The verdict, why, the clauses or what came nearest, and what is written about it, under a heading."""
    yield styled("-" * width(), dim=True)
    yield from wrapped(heading)
    for line in wrapped(one_line(about.title)):
        yield styled(line, bold=True)
    status = _status(about)
    for line in wrapped(f"{status} ({one_line(about.id)})"):
        yield styled(line, fg=_COLOURS.get(about.status if isinstance(about, Requirement) else about.severity))
    yield ""
    yield from wrapped(about.why, "  ")
    if not about.applies:
        yield from wrapped(f"Does not apply: {not_asked_words(about)}", "  ")
    for evidence in about.evidence[:_SHOWN]:
        yield from wrapped(_clause(evidence, _QUOTE), "  ", hanging="    ")
    if len(about.evidence) > _SHOWN:
        yield from wrapped(f"({len(about.evidence) - _SHOWN} more: type m)", "  ")
    if isinstance(about, Requirement):
        yield from _searched(about)
    for entry in said:
        for line in wrapped(f"Said: {decision_words(entry.as_reported())}", "  ", hanging="    "):
            yield styled(line, fg="cyan")


def more(about: Requirement | Finding) -> Iterator[str]:
    """All the clauses in full, why the matter counts, what to do, a clause to start from, and the sources."""
    yield ""
    nearest = about.nearest if isinstance(about, Requirement) else None
    for evidence in about.evidence:
        yield from wrapped(_clause(evidence, None), "  ", hanging="    ")
    if nearest:
        yield from wrapped(f"Nearest: {_clause(nearest.evidence, None)}", "  ", hanging="    ")
    model = about.model_clause if isinstance(about, Requirement) else ""
    for title, text in (
        ("Why it matters", about.matters),
        ("What to do", about.remedy),
        ("A clause to start from", model),
        ("Whom the law covers", about.applies_to if isinstance(about, Finding) else ""),
        ("Sources", "; ".join(about.sources)),
    ):
        if text:
            yield from wrapped(f"{title}: {text}", "  ", hanging="    ")


def page(text: str) -> Iterator[str]:
    """The page of a rule in lines that fit the terminal."""
    paragraph: list[str] = []
    for written in [*text.splitlines(), ""]:
        line = written.removeprefix("> ").strip()
        if _APART.match(line) and paragraph:
            yield from wrapped(" ".join(paragraph), hanging="  " if paragraph[0].startswith("- ") else "")
            paragraph = []
        if line:
            paragraph.append(line)
        else:
            yield ""


def _status(about: Requirement | Finding) -> str:
    if isinstance(about, Finding):
        return f"Finding, {about.severity}"
    heavy = f", {about.severity}" if about.status != "covered" and about.severity == "high" else ""
    corrected = f", corrected to {about.standing}" if about.standing != about.status else ""
    return f"{STATUS_TITLE[about.status]}{heavy}{corrected}"


def _searched(requirement: Requirement) -> Iterator[str]:
    if requirement.searched and requirement.searched.terms:
        yield from wrapped(f"Words looked for include {', '.join(requirement.searched.terms)}.", "  ")
    elif requirement.searched:
        yield from wrapped(searched_words(requirement), "  ")
    if requirement.nearest:
        nearest = requirement.nearest
        text = f"Nearest: {_clause(nearest.evidence, _QUOTE)} {nearest.lacks}"
        yield from wrapped(text, "  ", hanging="    ")


def _clause(evidence: Evidence, length: int | None) -> str:
    lead = f"[{evidence.lead}] " if evidence.lead else ""
    quote = evidence.quote if length is None else shortened(evidence.quote, length)
    where = place(evidence)
    return f"{lead}{quoted(quote)}" + (f" ({where})." if where else ".")
