"""Which cards a visitor wants to see: the choices, and the words that a verdict holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from policylint.model.report import Finding, Requirement
from policylint.outputs.wording import STATUS_TITLE, place, searched_words

if TYPE_CHECKING:
    from policylint.web.pages.review_form import Said
    from policylint.web.pages.verdict_cards import Group

ALL: Final = "all"
"""The choice of every card."""
OPEN: Final = "open"
"""The choice of what somebody has yet to do something about."""


def filter_choices(groups: Sequence[Group]) -> tuple[tuple[str, str, int], ...]:
    """The choices of what to show: value, words, and how many verdicts that is."""
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for group in groups:
        counts[group.id] += len(group.cards)
        labels.setdefault(group.id, group.label)
    to_do = sum(len(group.cards) for group in groups if group.is_open)
    return (
        (ALL, "Everything", counts.total()),
        *(((OPEN, "Still to do", to_do),) if to_do else ()),
        *((choice, labels[choice], number) for choice, number in counts.items()),
    )


def holds(words: str, about: Requirement | Finding, said: Sequence[Said]) -> bool:
    """Whether a verdict holds all of these words, in any case."""
    wanted = words.casefold().split()
    if not wanted:
        return True
    held = [about.title, about.id, about.severity, about.matters, about.remedy, about.profile_why, about.why]
    held += about.sources
    quotes = list(about.evidence)
    if isinstance(about, Requirement):
        held += [STATUS_TITLE[about.standing], about.model_clause, searched_words(about)]
        if about.nearest:
            held.append(about.nearest.lacks)
            quotes.append(about.nearest.evidence)
    else:
        held.append(about.applies_to)
    for quote in quotes:
        held += [quote.lead, quote.quote, place(quote)]
    held += [one.words for one in said]
    text = " ".join(held).casefold()
    return all(word in text for word in wanted)
