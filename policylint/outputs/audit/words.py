"""Small makers of blocks and pieces. Every word that others wrote comes into the report through `said`."""

from __future__ import annotations

from typing import Final

from policylint.model.report import Decision, Evidence
from policylint.outputs.audit.blocks import Callout, Cell, Paragraph, Piece, Pieces, Quote
from policylint.outputs.wording import (
    DECIDED,
    STATUS_TITLE,
    inner_quotes,
    long_place,
    short_place,
    shortened,
    signed_words,
    visible,
)

QUOTE_LENGTH: Final = 2000
"""Characters of a quotation that are shown; a clause that is longer is cut, and the cut is shown."""


def said(text: str) -> str:
    """Text on one line in which every character that could act is made visible."""
    return " ".join(visible(text).split())


def plain(*texts: str) -> Pieces:
    """Plain words, as one piece a text."""
    return tuple(Piece(said(text)) for text in texts if text)


def code(text: str) -> Pieces:
    """An id, a digest or a command."""
    return (Piece(said(text), code=True),)


def link(text: str, target: str) -> Pieces:
    """Words that lead to the heading with the id `target`."""
    return (Piece(said(text), link=target),)


def labelled(label: str, text: str, *, with_next: bool = False) -> Paragraph:
    """A paragraph whose first words say what it is about."""
    return Paragraph((Piece(f"{label}. ", strong=True), Piece(said(text))), with_next=with_next)


def soft(text: str) -> Pieces:
    """What is only looked up, at the end of a paragraph."""
    return (Piece(said(text), soft=True),)


def labelled_together(*parts: tuple[str, str], closing: str, with_next: bool = False) -> Paragraph:
    """One paragraph of several labelled texts, those that are empty left out, and of what is only looked up."""
    pieces = [(Piece(f"{label}. ", strong=True), Piece(f"{said(text)} ")) for label, text in parts if text]
    return Paragraph((*(piece for pair in pieces for piece in pair), *soft(closing)), with_next=with_next)


def cell(text: str) -> Cell:
    """A cell of plain words."""
    return Cell(plain(text))


def number(value: int) -> Cell:
    """A cell with a number."""
    return Cell((Piece(str(value)),), align="right")


def quote(label: str, evidence: Evidence, length: int = QUOTE_LENGTH) -> Quote:
    """Words of a document as a quotation, with the words that introduce their list where there are any."""
    lead = f"{said(evidence.lead)} " if evidence.lead else ""
    text = f"{lead}\u201c{inner_quotes(shortened(visible(evidence.quote), length))}\u201d"
    within = short_place(evidence).replace(" ", "\u00a0")  # "page" and its number stay on one line
    return Quote(label, text, ", ".join(part for part in (said(long_place(evidence)), within) if part))


def decided(decision: Decision) -> Callout:
    """A decision or a review, as something that must not be overlooked beside a verdict."""
    return Callout(decision_title(decision), plain(f"{decision.reason.strip()} ({signed_words(decision)})"))


def decision_title(decision: Decision) -> str:
    """What was decided, in a word or two, with the status that a correction names."""
    to = f" to {STATUS_TITLE[decision.status].lower()}" if decision.status else ""
    where = decision.settled_by
    there = f": {', '.join(part for part in (where.document, where.section) if part)}" if where else ""
    return said(f"{DECIDED[decision.kind]}{to}{there}")
