"""Tables of contents: lines that lead to page numbers, and runs of lines that repeat the headings behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from policylint.model.document import Block
from policylint.structure.wording import count_words, ends_sentence, has_letters, leader_of, letters_key

_TITLE = re.compile(
    r"(?:table\s+of\s+)?contents?(?:\s+page)?|index|in\s+this\s+(?:section|chapter|policy|document|guide|guidance|handbook|page)"
    r"|on\s+this\s+page|page\s+contents|list\s+of\s+contents|what['\u2019]s\s+in\s+this\s+\w+",
    re.IGNORECASE,
)
_COLUMNS = re.compile(
    r"(?:(?:rule|section|chapter|subject|topic|title|contents?|item|#|nos?\.?|number)\s+)*pages?(?:\s+(?:#|nos?\.?|number))?",
    re.IGNORECASE,
)
"""The heads of the columns of a table of contents."""

_PAGE = re.compile(r"(?<=\s)(?:\d{1,3}|[ivx]{1,5}|X{1,3})\s*$")
_LED_PAGE = re.compile(
    r"[.\u2026\u00b7_\s]\s*(?:page\s*)?(?:\d{1,3}|[ivx]{1,5}|X{1,3}|\d{1,2}-\d{1,2}|[A-Z]-\d{1,2})?\s*$"
)
_TOC_STYLE = re.compile(
    r"toc(?:\s?\d|\s*heading)?$|contents?\s?\d?$|verzeichnis|table\s+of\s+(?:contents|figures)", re.IGNORECASE
)
_MOST_WORDS: Final = 25
_SHORT: Final = 10
"""Words of an item in a list that is titled as contents and need not repeat a heading word by word."""

_HEADS: Final = ("title", "columns")
"""What may stand above the lines of contents."""

_GAP: Final = 2
"""Broken lines that may stand between two lines of a table of contents."""


def is_contents_title(text: str) -> bool:
    """Whether a line says that contents follow."""
    text = text.strip().rstrip(":. ")
    return len(text) < 60 and bool(_TITLE.fullmatch(text))


def mark_contents(blocks: Sequence[Block]) -> list[Block]:
    """Give the role `contents` to the lines of tables of contents and to their titles."""
    flow = [index for index, block in enumerate(blocks) if _may_list(block)]
    signs = [_sign(blocks[index]) for index in flow]
    repeats = _repeats([blocks[index] for index in flow])
    marked = list(blocks)
    for first, last in _runs(signs, repeats, [blocks[index] for index in flow]):
        for place in range(first, last):
            index = flow[place]
            marked[index] = replace(blocks[index], role="contents")
    return marked


def _may_list(block: Block) -> bool:
    return block.role in ("body", "contents") and block.kind not in ("note", "code")


def _sign(block: Block) -> str:
    """How a block shows that it belongs to contents: "style", "title", "columns", "leader", "page", "link", or not."""
    text = block.text.strip()
    if block.role == "contents" or _TOC_STYLE.match(block.style.name.strip()):
        return "style"
    if is_contents_title(block.wording):
        return "title"
    if len(text) < 60 and _COLUMNS.fullmatch(text):
        return "columns"
    words = count_words(text)
    if words > _MOST_WORDS or not has_letters(text, 1):
        return ""
    leader = leader_of(text)
    if leader and _LED_PAGE.fullmatch(text[leader.end() - 1 :]) and leader.start() > 0:
        underscored = text[leader.start()] == "_"
        return "" if underscored and leader.end() == len(text) else "leader"
    link = block.links[0] if block.links else None
    if link and link.target.startswith("#") and link.end - link.start >= 0.8 * len(text):
        return "link"
    if _PAGE.search(text) and words >= 2 and not ends_sentence(text):
        return "page"
    return ""


def _repeats(flow: Sequence[Block]) -> list[bool]:
    """For each block, whether a later one has the same words and, where it has a number, the same number."""
    last: dict[str, int] = {}
    keys = []
    for place, block in enumerate(flow):
        key = ""
        if count_words(block.text) <= _MOST_WORDS:
            key = letters_key(_PAGE.sub("", block.text.strip()))
            if len(key) >= 4:
                last[key] = place
                if block.label_end:
                    last[letters_key(block.wording)] = place
        keys.append(key)
    return [len(key) >= 4 and last.get(key, -1) > place for place, key in enumerate(keys)]


def _runs(signs: Sequence[str], repeats: Sequence[bool], flow: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The stretches of contents, as first place and place behind the last."""
    place = 0
    while place < len(signs):
        first = place
        while first < len(signs) and signs[first] in _HEADS:
            first += 1
        titled = "title" in signs[place:first]
        if first == place and not (signs[place] or (repeats[place] and _has_number(flow[place]))):
            place += 1
            continue
        end = _end_of_run(signs, repeats, flow, first, titled=titled)
        if _is_contents(signs, repeats, flow, first, end, titled=titled):
            yield place, end
            place = end
        else:
            place = max(end, place + 1)


def _end_of_run(
    signs: Sequence[str], repeats: Sequence[bool], flow: Sequence[Block], first: int, *, titled: bool
) -> int:
    end = first
    place = first
    while place < len(signs):
        block = flow[place]
        listed = titled and block.kind == "item" and count_words(block.text) <= _SHORT and not ends_sentence(block.text)
        if (
            listed
            or (signs[place] and signs[place] not in _HEADS)
            or (repeats[place] and (titled or _has_number(block)))
        ):
            place += 1
            end = place
        elif signs[place] == "" and place - end < _GAP and _may_be_gap(block):
            place += 1
        else:
            break
    return end


def _may_be_gap(block: Block) -> bool:
    return block.kind != "heading" and count_words(block.text) <= _MOST_WORDS and not ends_sentence(block.text)


def _is_contents(
    signs: Sequence[str], repeats: Sequence[bool], flow: Sequence[Block], first: int, end: int, *, titled: bool
) -> bool:
    """Whether a run is a table of contents, rather than some lines that look like its lines by chance."""
    run = signs[first:end]
    strong = sum(sign in ("leader", "style") for sign in run)
    if strong >= 2 or (titled and strong):
        return True
    again = sum(repeats[first:end])
    if titled:
        return end > first
    numbered = sum(repeats[place] and _has_number(flow[place]) for place in range(first, end))
    if sum(sign == "link" for sign in run) >= 3:
        return again >= 2 or titled
    return numbered >= 3 or _counts_up(run, flow[first:end])


def _has_number(block: Block) -> bool:
    return any(map(str.isalnum, block.label)) and bool(block.label)


def _counts_up(signs: Sequence[str], run: Sequence[Block]) -> bool:
    """Whether at least four lines end with page numbers that do not fall."""
    pages = []
    for sign, block in zip(signs, run, strict=True):
        found = _PAGE.search(block.text.strip())
        if sign == "page" and found and found[0].strip().isdigit():
            pages.append(int(found[0]))
    falls = sum(other < one for one, other in pairwise(pages))
    return len(pages) >= 4 and falls <= len(pages) // 5
