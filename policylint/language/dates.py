"""Dates that a policy gives of itself: issued, effective, adopted, revised, reviewed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from policylint.model.clause import Clause, OwnDate

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH: Final = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DATE: Final = re.compile(
    rf"\b(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>(?:19|20)\d\d)\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m2>{_MONTH}),?[\s-]+(?P<y2>(?:19|20)\d\d)\b"
    rf"|\b(?P<m3>{_MONTH}),?\s+(?P<y3>(?:19|20)\d\d)\b"
    r"|\b(?P<y4>(?:19|20)\d\d)-(?P<m4>\d{1,2})-(?P<d4>\d{1,2})\b"
    r"|\b(?P<a5>\d{1,2})[/.-](?P<b5>\d{1,2})[/.-](?P<y5>(?:19|20)?\d\d)\b"
    r"|\b(?P<a6>\d{1,2})[/-](?P<y6>(?:19|20)\d\d)\b"
    r"|\b(?P<y7>(?:19[89]|20[0-4])\d)\b",
    re.IGNORECASE,
)
_SAYS_OWN_DATE: Final = re.compile(
    r"\b(effective|in effect|issued?|adopted|adoption|approved|revis(ed|ion|ions)|rev|amended|"
    r"amendment|updated?|last reviewed|"
    r"reviewed|review date|date[ds]?|eff|version|published|ratified|last[_ -](reviewed|updated|"
    r"modified)([_ -]on)?|promulgated|"
    r"implemented|supersedes|rescinds|established|enacted)\b",
    re.IGNORECASE,
)
_NEXT: Final = re.compile(r"\b(next|due|will be|shall be|must be|expires?|until|by)\b[^.]{0,40}$", re.IGNORECASE)
_NOT_OWN: Final = re.compile(
    r"\b(act|law|statute|section|code|regulation|c\.?f\.?r|u\.?s\.?c|p\.?\s?a\.?|public act|court|v\.)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_LONG_CLAUSE: Final = 40


def own_dates(clauses: Sequence[Clause]) -> tuple[OwnDate, ...]:
    """The dates of issue, effect, adoption and revision named in the document, in reading order.

    A date counts where a word of issuing or revising stands in the same clause (which is short) or close before it.
    Dates
    of laws and dates to come are left out.
    """
    found: list[OwnDate] = []
    for clause in clauses:
        text = clause.text
        word = _SAYS_OWN_DATE.search(f"{clause.lead_text} {text}")
        if not word:
            continue
        for match in _DATE.finditer(text):
            before = text[max(0, match.start() - 70) : match.start()]
            if _NEXT.search(before) or _NOT_OWN.search(before):
                continue
            near = _SAYS_OWN_DATE.search(before) or _SAYS_OWN_DATE.search(text[match.end() : match.end() + 25])
            if len(clause.tokens) > _LONG_CLAUSE and not near:
                continue
            if match.group("y7") and not near:
                continue
            day = _day(match)
            if day:
                found.append(OwnDate(clause.index, clause.start + match.start(), clause.start + match.end(), day))
    return tuple(found)


def _day(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    number = next(n for n in "1234567" if groups.get(f"y{n}"))
    year = int(groups[f"y{number}"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    if number == "5":
        first, second = int(groups["a5"]), int(groups["b5"])
        month, day = (first, second) if first <= 12 else (second, first)
    elif number == "6":
        month, day = int(groups["a6"]), 28
    elif number == "7":
        month, day = 12, 31
    else:
        named = groups.get(f"m{number}") or ""
        month = int(named) if named.isdigit() else _MONTHS[named.rstrip(".").lower()]
        day = int(groups.get(f"d{number}") or 28)
    try:
        return date(year, month, day)
    except ValueError:
        return None
