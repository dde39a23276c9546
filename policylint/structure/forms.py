"""Lines to fill in or sign: "Name: ______", "Signature", "Date:". They settle nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from policylint.model.document import Block
from policylint.structure.wording import count_words, has_finite_verb, has_letters

_BLANK = re.compile(r"_{3,}|\.{8,}|(?:_\s){3,}")
_FIELD = re.compile(
    r"(?:(?:please|print(?:ed)?|typed?|or|and|of|the|employee|applicant|student|parent|guardian|supervisor|manager|witness|staff"
    r"|user|member|officer|department|volunteer|contractor|authori[sz]ed|agency|legal|full|your|first|last|middle|school|job|site"
    r"|['\u2019]s|['\u2019])[\s/,()]*)*"
    r"(?:names?|signatures?|signed|sign|dated?|titles?|initials?|witness|position|department|address|telephone|phone|e-?mail"
    r"|number|id|badge|representative)"
    r"(?:\s*\([^)]{0,40}\))?\s*:?",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"\bsign(?:ature|ed)\b|\binitials?\b", re.IGNORECASE)
_MOST_WORDS: Final = 12
"""Words beside a blank; more make a sentence with a gap in it, such as an oath."""

_NEAR: Final = 3
"""So many lines away a field's fellow may stand."""


def mark_forms(blocks: Sequence[Block]) -> list[Block]:
    """Give the role `form` to lines to fill in or sign.

    A line with a blank and few words is one, and so is a bare field name ("Print name", "Date:") that says signature or
    has a fellow nearby. Sentences of acknowledgement ("I have read and understand ...") stay body text.
    """
    fields = [_field_strength(block) for block in blocks]
    marked = list(blocks)
    last_sure = -_NEAR - 1
    sure = [strength == 2 for strength in fields]
    for order in (range(len(blocks)), range(len(blocks) - 1, -1, -1)):
        last_sure = last_bare = -10 * _NEAR
        for index in order:
            if fields[index] == 1 and not sure[index]:
                near_sure = abs(index - last_sure) <= _NEAR and last_sure >= 0
                near_bare = abs(index - last_bare) <= _NEAR and last_bare >= 0
                sure[index] = near_sure or near_bare
                last_bare = index
            if sure[index]:
                last_sure = index
    for index, block in enumerate(blocks):
        if sure[index] and block.role == "body":
            kind = "paragraph" if block.kind == "heading" else block.kind
            marked[index] = replace(block, role="form", kind=kind, level=None if kind != block.kind else block.level)
    return marked


def _field_strength(block: Block) -> int:
    """2 for a sure line of a form, 1 for what is one in company, 0 for none."""
    if block.role != "body" or block.kind == "code" or len(block.text) > 400:
        return 0
    text = block.wording.strip()
    if _BLANK.search(text):
        rest = _BLANK.sub(" ", text)
        if not has_letters(rest, 1):
            return 2
        words = count_words(rest)
        return 2 if words <= _MOST_WORDS and not (words > 6 and has_finite_verb(rest)) else 0
    if block.kind == "row" or not _FIELD.fullmatch(text):
        return 0
    words = count_words(text)
    if _SIGNATURE.search(text) and words <= 4:
        return 2
    return 1 if words <= 5 else 0
