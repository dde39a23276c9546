"""A draft addendum as Markdown. What is proposed stands as text; what is said about it stands in blocks of code."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from policylint.drafting import wording
from policylint.drafting.addendum import Addendum, Insertion, Pieces, Reworded
from policylint.outputs.markdown import escape
from policylint.outputs.wording import visible

_WIDTH: Final = 100
_TICKS: Final = re.compile(r"`+")


def render(addendum: Addendum) -> str:
    """Draw the addendum: what it is, the amendments at a glance, new clauses, rewordings, questions, what is left."""
    return "\n".join(_lines(addendum)) + "\n"


def _lines(addendum: Addendum) -> Iterator[str]:
    yield f"<!-- {wording.MARK} -->"
    yield f"# {escape(addendum.title)}"
    yield f"\n**{wording.DRAFT}** {wording.NOT_ADVICE}"
    facts = [f"{name}: {value}" for name, value in wording.facts(addendum) if value]
    yield from _box(*facts, wording.terms(addendum), wording.claim(addendum), wording.how_to_read("in bold"))
    if rows := wording.glance(addendum):
        yield f"\n## {wording.AT_A_GLANCE}\n"
        yield "| Amendment | Place | Clauses |\n| --- | --- | --- |"
        for row in rows:
            yield f"| {' | '.join(map(escape, row))} |"
    if addendum.insertions:
        yield f"\n## {wording.NEW}"
        for insertion in addendum.insertions:
            yield from _insertion(insertion, addendum)
    if addendum.rewordings:
        yield f"\n## {wording.REWORDED}"
        for reworded in addendum.rewordings:
            yield from _reworded(reworded, addendum)
    if addendum.questions:
        yield f"\n## {wording.QUESTIONS}"
        for asked in addendum.questions:
            yield from _box(wording.question(asked), *(f"- {place}" for place in asked.places))
    if addendum.left:
        yield f"\n## {wording.LEFT}"
        for left in addendum.left:
            said = f"{left.about.id}, {left.about.title}: {left.why}"
            yield from _box(said, *(f"- {place}" for place in left.places))


def _insertion(insertion: Insertion, addendum: Addendum) -> Iterator[str]:
    yield f"\n{escape(wording.capital(insertion.where))}, insert:"
    yield f"\n### {escape(f'{insertion.number} {insertion.heading}'.strip())}"
    for clause in insertion.clauses:
        number = f"{escape(clause.number)} " if clause.number else ""
        yield f"\n{number}{_drawn(clause.pieces, plain=True)}"
        yield from _box(wording.note(clause.about, addendum))


def _reworded(reworded: Reworded, addendum: Addendum) -> Iterator[str]:
    yield f"\n*{escape(wording.capital(reworded.place) or 'In the document')}:*"
    yield f"\n{_drawn(reworded.pieces, plain=False)}"
    yield from _box(wording.notes(reworded, addendum))


def _box(*lines: str) -> Iterator[str]:
    """Lines about the draft, which are no part of it."""
    shown = [part for line in lines if line for part in _filled(line)]
    fence = "`" * max(3, *(len(ticks) + 1 for line in shown for ticks in _TICKS.findall(line)), 3)
    yield f"\n{fence}text"
    yield from shown
    yield fence


def _filled(line: str) -> list[str]:
    return textwrap.wrap(
        " ".join(visible(line).split()), _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def _drawn(pieces: Pieces, *, plain: bool) -> str:
    """Words with their changes; `plain` text is new as a whole and needs no mark."""
    drawn = ""
    for change, run in groupby(pieces, key=lambda piece: piece.change):
        words = _run("".join(piece.text for piece in run), change, plain=plain)
        drawn += f" {words}" if drawn.endswith("~~") and words.startswith("**") and words[2].isalnum() else words
    return drawn


def _run(text: str, change: str, *, plain: bool) -> str:
    words = escape(text)
    if not words:
        return text
    mark = {"deleted": "~~", "inserted": "" if plain else "**"}.get(change, "")
    before = " " if text[0].isspace() else ""
    behind = " " if text[-1].isspace() else ""
    return f"{before}{mark}{words}{mark}{behind}"
