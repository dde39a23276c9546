"""From what is hidden in a document to the findings that it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policylint.judging.evidence import evidence_for_hidden
from policylint.model.document import Document, Hidden, HiddenKind
from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import Finding
from policylint.packs.model import Pack, Rule

CHECK: Final = "hidden-text"

_SAYS: Final[dict[HiddenKind, str]] = {
    "white": "have the colour of what is behind them",
    "invisible": "are drawn without ink",
    "tiny": "are too small to be read",
    "off-page": "stand beyond the edge of the page",
    "vanished": "are marked as hidden, or stand in a layer that is switched off",
    "characters": "hold characters that show nothing or turn the order of what is around them",
    "lookalike": "hold letters of another alphabet that look like Latin ones",
}

_MOST_SHOWN: Final = 10
"""Places that are shown of one kind of hiding; the others are counted."""


def hidden_text(document: Document, pack: Pack) -> tuple[Finding, ...]:
    """A finding for each way in which words of the document are hidden, with the first places.

    Args:
        document: Its `hidden` is what is judged.
        pack: The pack; one without a rule for it makes no findings.
    """
    rule = next((rule for rule in pack.finding_rules if rule.check == CHECK), None)
    if rule is None:
        return ()
    kinds = dict.fromkeys(entry.kind for entry in document.hidden)
    return tuple(
        _finding(document, [entry for entry in document.hidden if entry.kind == kind], kind, rule) for kind in kinds
    )


def _finding(document: Document, entries: Sequence[Hidden], kind: HiddenKind, rule: Rule) -> Finding:
    places = "At one place words" if len(entries) == 1 else f"At {len(entries)} places words"
    more = f" The first {_MOST_SHOWN} are shown." if len(entries) > _MOST_SHOWN else ""
    return Finding(
        id=rule.id,
        title=rule.title,
        severity=rule.severity,
        evidence=tuple(evidence_for_hidden(document, entry) for entry in entries[:_MOST_SHOWN]),
        why=f"{places} {_SAYS[kind]}.{more} {rule.why}",
        matters=rule.why,
        remedy=rule.remedy,
        sources=rule.source,
        fingerprint=fingerprint_of("", " ".join((kind, *(entry.text for entry in entries)))),
    )
