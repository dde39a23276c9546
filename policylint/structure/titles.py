"""The document's own title, and the letterhead and cover lines around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from policylint.model.document import Block
from policylint.structure.contents import is_contents_title
from policylint.structure.flow import in_flow
from policylint.structure.looks import look_of
from policylint.structure.titlelines import continues_title
from policylint.structure.wording import count_words, ends_sentence, has_letters, is_date, letters_key

_FRONT: Final = 40
"""Blocks of the flow within which a title stands."""

_LONGEST: Final = 200
_TEXT_WORDS: Final = 14
"""Words from which on a paragraph is text and no line of a cover."""

_MOST_OF_TITLE: Final = 0.7
"""Share of the declared title that a heading has to say to be it."""

_MOST_LINES: Final = 5
"""Headings on a cover; more that follow each other without text are an outline."""

_NAMED = re.compile(
    r"(?:(?:policy|document|order|directive|procedure|chapter|regulation|section)\s+)?"
    r"(?:title|subject|topic|re|name\s+of\s+policy|policy\s+name)\s*(?::|\u2013|\u2014|-\s)\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:title|subject|policy\s+title|policy\s+name)\s*:?", re.IGNORECASE)
_OTHER_FIELD = re.compile(r"\s+(?:[A-Z][\w.#/]*\s){0,2}[A-Z][\w.#/]*:\s|\s{2,}|\s\|\s")
"""Where the next field begins on a line that holds several."""

_KIND = re.compile(
    r"\b(?:polic(?:y|ies)|guidelines?|guidance|handbook|manual|code|directive|procedures?|rules?|regulations?|standards?"
    r"|agreement|plan|toolkit|guide|statement|terms|notice|playbook|strategy|charter|protocol|memorandum|resolution)\b",
    re.IGNORECASE,
)
"""Words that say what kind of document it is: they tell a title from the issuer's name above it."""

_ISSUER = re.compile(
    r"\b(?:department|police|sheriff|city|town|village|county|state|borough|university|college|school|district|council|board"
    r"|office|agency|ministry|company|inc|llc|ltd|plc|corporation|association|library|general\s+orders?)\b",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"(?:(?:statement\s+of|policy)\s+)?(?:purpose|scope|introduction|overview|background|definitions?|applicability|preamble|summary"
    r"|objectives?|aims?|policy|policy\s+statement|statement\s+of\s+policy|general|welcome|foreword|preface|authority)"
    r"(?:\s+(?:and|&)\s+\w+)?",
    re.IGNORECASE,
)
"""Headings that open a policy's text and are nobody's title."""


def mark_title(blocks: Sequence[Block], declared: str) -> tuple[list[Block], str]:
    """Find the document's title and give it, and the issuer's name around it, the role `title`.

    A title that the file declares holds, unless it names no kind of document and a heading above the text does
    ("Activate your account" over "Acceptable Use Policy"). Without one, a line "Subject: ..." or "Title: ..." holds,
    then the heading at the top that is biggest and names a kind of document.

    Args:
        blocks: With headings marked.
        declared: The title that the reader found, or nothing.

    Returns:
        The blocks, and the title.
    """
    front = _front(blocks)
    headings = [index for index in front if blocks[index].kind == "heading"]
    named = _named_title(blocks)
    cover = _cover(blocks, headings, declared)
    if named is not None:
        cover = [*{*cover, *(index for index in headings if index < named[0])}]
    best = _best(_lines_of_titles(blocks, sorted(cover)))
    title = declared
    if named is not None and not declared:
        title = named[1]
        if _says_only(blocks[named[0]], title):
            cover.append(named[0])
    elif best and (not declared or (_KIND.search(best) and not _KIND.search(declared))):
        title = best
    key = letters_key(title)
    marked = list(blocks)
    for index in {*cover, *_repeated(blocks, front, headings, key)}:
        marked[index] = replace(blocks[index], role="title", level=None)
    return marked, title or _first_heading(blocks, headings)


def _front(blocks: Sequence[Block]) -> list[int]:
    """The blocks before the text begins: those above the first long paragraph, list item or numbered heading."""
    front: list[int] = []
    for index, block in enumerate(blocks):
        if block.role == "title":
            front.append(index)
            continue
        if not in_flow(block):
            continue
        if block.kind == "item" or (block.kind == "heading" and any(map(str.isalnum, block.label))):
            break
        words = count_words(block.text)
        if block.kind == "paragraph" and (words >= _TEXT_WORDS or (words > 7 and ends_sentence(block.text))):
            break
        front.append(index)
        if len(front) == _FRONT:
            break
    return front


def _cover(blocks: Sequence[Block], headings: Sequence[int], declared: str) -> list[int]:
    """The headings at the top that belong to the title or the issuer, not to the first section."""
    own = [index for index in headings if blocks[index].role == "title" or not _opens_text(blocks[index])]
    first_frame = next((place for place, index in enumerate(headings) if index not in own), len(headings))
    own = [index for index in headings[:first_frame] if index in own]
    dates: list[int] = []
    while own and is_date(blocks[own[-1]].text) and len(own) > 1:
        dates.append(own.pop())
    if len(own) > _MOST_LINES:
        own = own[:1]
    elif first_frame < len(headings):
        return own + dates
    if not own:
        return dates
    last = own[-1]
    if blocks[last].role == "title" or dates or _is_title(blocks, last, declared, only=len(own) == 1):
        return own + dates
    return own[:-1]


def _opens_text(block: Block) -> bool:
    text = block.wording.strip().rstrip(":.")
    return bool(_FRAME.fullmatch(text)) or is_contents_title(text)


def _is_title(blocks: Sequence[Block], index: int, declared: str, *, only: bool) -> bool:
    """Whether the last heading above the text is the title rather than the first section's."""
    block = blocks[index]
    if any(map(str.isalnum, block.label)):
        return False
    others = [other for other in blocks[index + 1 :] if other.kind == "heading" and other.role == "body"]
    names_kind = bool(_KIND.search(block.text))
    if declared:
        key, wanted = letters_key(block.text), letters_key(declared)
        if key and (wanted in key or (key in wanted and len(key) > _MOST_OF_TITLE * len(wanted))):
            return names_kind or _is_unlike(block, others)
        return names_kind and (only or not others)
    return (names_kind and (only or not others)) or (bool(others) and _is_unlike(block, others))


def _is_unlike(block: Block, others: Sequence[Block]) -> bool:
    """Whether no heading behind has the rank of this one."""
    if block.level is not None:
        return all(other.level is None or other.level > block.level for other in others)
    look, centred = look_of(block), block.style.centred
    return all(
        (look_of(other) != look or (centred and not other.style.centred)) and look_of(other)[0] <= look[0]
        for other in others
    )


def _lines_of_titles(blocks: Sequence[Block], cover: Sequence[int]) -> list[tuple[str, float]]:
    """The headings on the cover with their sizes, lines of one heading put together."""
    titles: list[tuple[str, float]] = []
    lines: list[Block] = []
    for index in cover:
        block = blocks[index]
        text = block.wording.strip()
        if lines and continues_title(lines, block) and titles:
            titles[-1] = (f"{titles[-1][0]} {text}", titles[-1][1])
            lines.append(block)
            continue
        lines = [block]
        if has_letters(text) and not is_date(text):
            titles.append((text, block.style.size or 0.0))
    return titles


def _best(titles: Sequence[tuple[str, float]]) -> str:
    if not titles:
        return ""

    def worth(place: int) -> tuple[bool, bool, float, int]:
        text, size = titles[place]
        return bool(_KIND.search(text)), not _ISSUER.search(text), size, -place

    return titles[max(range(len(titles)), key=worth)][0].strip(" :")


def _named_title(blocks: Sequence[Block]) -> tuple[int, str] | None:
    """A line near the top that names the title or subject, and what it names."""
    top = (index for index, block in enumerate(blocks[: 2 * _FRONT]) if in_flow(block))
    for index in islice(top, _FRONT):
        block = blocks[index]
        cells = block.text[: 2 * _LONGEST].split(" | ")
        for place, cell in enumerate(cells):
            found = _NAMED.fullmatch(cell.strip())
            value = found["value"] if found else ""
            if not value and place + 1 < len(cells) and _NAME.fullmatch(cell.strip()):
                value = cells[place + 1]
            value = _OTHER_FIELD.split(value)[0].strip(" .")
            if has_letters(value, 4) and count_words(value) <= 16:
                return index, value
    return None


def _says_only(block: Block, title: str) -> bool:
    """Whether a line names the title and says nothing else that might matter, such as a date."""
    return block.kind != "row" and block.text.rstrip(" .").endswith(title)


def _repeated(blocks: Sequence[Block], front: Sequence[int], headings: Sequence[int], key: str) -> list[int]:
    """Headings that say the title once more: in front, or between the contents and the text."""
    if len(key) < 6:
        return []
    found = [index for index in headings if letters_key(blocks[index].text) == key]
    limit = front[-1] if front else -1
    for index in range(limit + 1, len(blocks)):
        block = blocks[index]
        if block.role == "body" and block.kind == "heading" and letters_key(block.text) == key and not block.label:
            found.append(index)
        elif in_flow(block) and block.kind != "heading" and count_words(block.text) >= _TEXT_WORDS:
            break
    return found


def _first_heading(blocks: Sequence[Block], headings: Sequence[int]) -> str:
    """The heading that opens the document, for a document without any title."""
    if not headings or _opens_text(blocks[headings[0]]) or blocks[headings[0]].label:
        return ""
    return blocks[headings[0]].text.strip(" :.")
