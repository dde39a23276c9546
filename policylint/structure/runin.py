"""Run-in headings: "PURPOSE: To set out ...", "II. SCOPE - This order ...", "Policy. It is the policy of ..."

Only the words and the capitals tell them, for a block has one look. Capitals count behind a number; the usual headings
of policies count anywhere. Terms that are defined one after the other, and remarks ("NOTE: ..."), look the same and are
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from policylint.model.document import Block, Link, Mark
from policylint.structure.numbering import read_label
from policylint.structure.wording import count_words, ends_sentence, has_finite_verb, is_capitals, is_remark

_LEAST_WORDS: Final = 6
_MOST_HEAD_WORDS: Final = 8
_USUAL = re.compile(
    r"(?:(?:statement\s+of\s+)?purpose(?:\s+and\s+scope)?|(?:general\s+)?policy(?:\s+statement)?|statement\s+of\s+policy|scope"
    r"|applicability|application|background|introduction|overview|objectives?|definitions?|authority|responsibilit(?:y|ies)"
    r"|roles\s+and\s+responsibilities|procedures?|enforcement|violations?|compliance|monitoring|review|exceptions?|discipline"
    r"|disciplinary\s+action|rationale|philosophy|intent|preamble|general\s+provisions|prohibited\s+(?:uses?|conduct|activities)"
    r"|acceptable\s+use|personal\s+use|privacy|records?\s+retention|training|sanctions?)",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?P<head>[A-Z][^:.\u2013\u2014]{2,70}?)\s*(?P<stop>:|\.|\s[-\u2013\u2014]|\u2014)\s*(?=[A-Z\u201c\"'(])"
)
_DEFINES = re.compile(r"\b(?:definitions?|terms|glossary|acronyms)\b", re.IGNORECASE)


def split_run_in_headings(blocks: Sequence[Block]) -> list[Block]:
    """Make a block of its own of each run-in heading.

    Args:
        blocks: With headings and roles set.

    Returns:
        The blocks; where one was split, its marks and links are divided between the two, and both keep its paragraph.
    """
    return list(_split(blocks))


def _split(blocks: Sequence[Block]) -> Iterator[Block]:
    defining = False
    for block in blocks:
        if block.kind == "heading":
            defining = bool(_DEFINES.search(block.text))
        end, start = _head_of(block, defining=defining)
        if not end:
            yield block
            continue
        head = replace(_cut(block, 0, end), kind="heading", level=None)
        defining = bool(_DEFINES.search(head.text))
        yield head
        yield replace(_cut(block, start, len(block.text)), kind="paragraph", level=None, label="", label_end=0)


def _head_of(block: Block, *, defining: bool) -> tuple[int, int]:
    """Where a run-in heading ends and the text behind it begins; (0, 0) without one."""
    if block.role != "body" or block.kind not in ("paragraph", "item"):
        return 0, 0
    if block.level is not None and not block.label_end:
        return 0, 0
    found = _HEAD.match(block.text, block.label_end)
    if found is None:
        return 0, 0
    numbers = read_label(block.label)
    if numbers and (numbers[0].is_bullet or numbers[0].shell == "()"):
        return 0, 0
    head, rest = found["head"], block.text[found.end() :]
    capitals = bool(numbers) and is_capitals(head) and not is_capitals(rest) and not defining
    if not (_USUAL.fullmatch(head) or capitals) or is_remark(block.wording) or count_words(head) > _MOST_HEAD_WORDS:
        return 0, 0
    states = ends_sentence(rest) or has_finite_verb(rest) or count_words(rest) >= 2 * _LEAST_WORDS
    if count_words(rest) < _LEAST_WORDS or not states:
        return 0, 0
    return found.end("stop") if found["stop"] == ":" else found.end("head"), found.end()


def _cut(block: Block, start: int, end: int) -> Block:
    """The stretch `start`..`end` of a block, with what lies on it."""
    marks = tuple(_clip(mark, start, end) for mark in block.marks if mark.start < end and mark.end > start)
    links = tuple(
        Link(max(link.start, start) - start, min(link.end, end) - start, link.target)
        for link in block.links
        if link.start < end and link.end > start
    )
    return replace(block, text=block.text[start:end], marks=marks, links=links)


def _clip(mark: Mark, start: int, end: int) -> Mark:
    skipped = max(start - mark.start, 0)
    column = None if mark.column is None else mark.column + skipped
    return replace(mark, start=mark.start + skipped - start, end=min(mark.end, end) - start, column=column)
