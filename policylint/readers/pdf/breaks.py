"""Where a paragraph ends, and where it goes on in the next column or on the next page.

The evidence, strongest first: a bookmark names the line; the size changes; the gap is wider than the leading; a label
opens the line; the next line's first word would have fitted on this one; weight, capitals or centring change; the
indent changes otherwise than after a first line or a label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from policylint.readers.pdf.leadings import SAME_SIZE, Leadings, is_short
from policylint.readers.pdf.lines import Line

_SAME_INDENT: Final = 0.65
"""Sizes by which left edges of one paragraph may differ."""

_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)(?<!\bNo)(?<!\bNos)[.:;?!][\"'\u201d\u2019)\]]*$")
"""The end of a sentence or clause, not of an abbreviation that something follows."""

_OPEN_END = re.compile(
    r"(?:,|\b(?:a|an|the|of|on|in|for|to|by|with|from|at|as|and|or|but|that|which|is|are|be|shall|will|must|may|not|any|all"
    r"|this|these|their|his|her|its|our|your|&))$",
    re.IGNORECASE,
)
_POINTS_TO = re.compile(
    r"\b(?:sections?|subsections?|paragraphs?|parts?|chapters?|articles?|rules?|items?|numbers?|no\.|nos\.|appendix|title"
    r"|policy|order|directive|under|see|of|in|to|by|with|than|about|least|is|was|are"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety)$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[^\w(\[]")


def continues(lines: Sequence[Line], line: Line, leadings: Leadings) -> bool:
    """Whether a line belongs to the paragraph that the lines before it make up."""
    last = lines[-1]
    if line.continued:
        return True
    if line.level or last.level:
        return False
    if line.listing or last.listing or abs(line.size - last.size) > SAME_SIZE * last.size:
        return False
    if line.page != last.page or line.base <= last.base + 0.3 * last.size or line.left != last.left:
        return carries_over(lines, line)
    short = is_short(last, line)
    ended = bool(_END.search(last.text))
    flows_on = line.lower_start and not ended and not short
    gap, usual = line.base - last.base, leadings.of(line)
    if len(lines) > 1 and lines[-2].page == last.page and last.base > lines[-2].base:
        usual = min(max(usual, last.base - lines[-2].base), 1.6 * usual)
    if gap > 1.15 * usual + 0.6 and not (flows_on and gap <= 1.5 * usual):
        return False
    if line.label and not _is_mere_reference(last, line, short):
        return False
    if _is_set_apart(last, line, broken=ended or (short and not line.lower_start)):
        return last.bold == line.bold and last.capitals == line.capitals and _is_one_title(last, line)
    if _look_changes(last, line, short=short, ended=ended):
        return False
    if short and (ended or not _is_odd_break(lines, line)):
        return False
    if line.tab is not None and line.tab - line.x0 < 0.5 * (line.right - line.left) and not flows_on:
        return False
    return _indent_fits(lines, line, ended=ended, flows_on=flows_on)


def _is_odd_break(lines: Sequence[Line], line: Line) -> bool:
    """Whether a sentence goes on although its line was broken early, rather than one short entry follow another."""
    last = lines[-1]
    column = last.right - last.left
    free = last.right - last.x1
    if line.lower_start:
        return free < 0.3 * column or len(lines) > 1 or line.x1 - line.x0 > 0.6 * (line.right - line.x0)
    return free < 0.25 * column and last.x1 - last.x0 > 0.55 * column and not last.bold and not last.capitals


def carries_over(lines: Sequence[Line], line: Line) -> bool:
    """Whether a paragraph goes on at the head of the next column or page."""
    last = lines[-1]
    if last.listing or line.listing or line.label or last.level or line.level:
        return False
    if last.bold != line.bold or abs(line.size - last.size) > SAME_SIZE * last.size:
        return False
    if (last.centred and is_short(last, line)) or (line.centred and not line.lower_start):
        return False
    if _END.search(last.text) or (line.capitals and not last.capitals):
        return False
    if line.lower_start:
        return True
    one, other = last.words[-1], line.words[0]
    filled = len(lines) > 1 or last.right - last.x1 < 2 * last.size
    return filled and not is_short(last, line) and (one.bold, one.italic) == (other.bold, other.italic)


def _is_mere_reference(last: Line, line: Line, short: bool) -> bool:
    """Whether what looks like a label is a figure of the sentence that came to stand at the line's beginning."""
    if short or _BULLET.match(line.label) or abs(line.x0 - last.start) > _SAME_INDENT * line.size:
        return False
    return bool(_POINTS_TO.search(last.text)) and not _END.search(last.text)


def _is_set_apart(last: Line, line: Line, *, broken: bool) -> bool:
    """Whether lines are set centred or flush right on purpose, and do not stand in the middle by chance."""
    tolerance = _SAME_INDENT * line.size
    if min(abs(line.x0 - last.x0), abs(line.x0 - last.start)) <= tolerance:
        return False
    if abs(line.x1 - last.x1) <= 2.0 and min(line.x0, last.x0) - line.left > 4 * line.size and not line.lower_start:
        return abs(line.x0 - last.x0) > 2 * line.size  # set flush right
    return (last.centred and line.centred) or (broken and (last.centred or line.centred))


def _is_one_title(last: Line, line: Line) -> bool:
    """Whether two centred lines are one phrase, broken because it was too long."""
    if not (last.centred and line.centred):
        return False
    wide = last.x1 - last.x0 > 0.7 * (last.right - last.left)
    return (wide and not _END.search(last.text)) or bool(_OPEN_END.search(last.text)) or line.lower_start


def _look_changes(last: Line, line: Line, *, short: bool, ended: bool) -> bool:
    """Whether weight, underlining or capitals set a heading and text apart."""
    if last.bold and not line.bold:
        return short or not (line.words[0].bold or line.lower_start)
    if line.bold and not last.bold:
        return short or ended or not (last.words[-1].bold or line.lower_start)
    if last.underline != line.underline and (short or ended):
        return True
    if last.capitals and not line.capitals:
        return short or not line.lower_start
    return line.capitals and not last.capitals and (short or ended)


def _indent_fits(lines: Sequence[Line], line: Line, *, ended: bool, flows_on: bool) -> bool:
    """Whether the line's left edge is where the paragraph's next line should begin."""
    last, tolerance = lines[-1], _SAME_INDENT * line.size
    if len(lines) > 1:
        edge = lines[-1].x0
        return abs(line.x0 - edge) <= tolerance or flows_on
    if last.label:
        if last.x0 - tolerance <= line.x0 <= last.start + 1.2 * line.size:
            return True
        return flows_on or (line.x0 < last.x0 and not ended)
    if _hangs(last, line):
        return True
    if last.tab is not None and not flows_on:
        return False
    if line.x0 > last.x0 + tolerance:
        return not ended
    return True


def _hangs(last: Line, line: Line) -> bool:
    """Whether a line hangs from the wording behind "NOTE:" or a term and a gap."""
    words = last.words
    gaps = sorted(other.x0 - one.x1 for one, other in pairwise(words))
    for one, other in pairwise(words[:4]):
        if abs(line.x0 - other.x0) <= 1.5:
            return one.text.endswith((":", "\u2013", "\u2014")) or other.x0 - one.x1 > 1.4 * gaps[len(gaps) // 2]
    return False
