"""A model clause of the pack in a document's own terms."""

from __future__ import annotations

import re
from typing import Final

from policylint.drafting.terms import Terms

_STAFF: Final = re.compile(r"\b([Ss])taff\b")
_MUST: Final = re.compile(r"\b(must)( not| never)?\b")
_SPELLING: Final = (("uthoris", "uthoriz"), ("rganisation", "rganization"), ("licence", "license"))
_POLICY: Final = re.compile(r"\b([Tt]his) policy\b(?! on social media)")
_ROLE: Final = re.compile(r"\b([Tt]he) \[role\]")


def adapted(clause: str, terms: Terms) -> str:
    """The clause with the document's words for the organisation, its people and the force of duties.

    The office that the document names stays between brackets: whether it is to have the task is for a person to say.
    What the document has no word for stays a blank.
    """
    if terms.american:
        for british, american in _SPELLING:
            clause = clause.replace(british, american)
    if terms.is_part:
        clause = _POLICY.sub(r"\1 social media policy", clause)
    for ours, theirs in terms.habits:
        clause = clause.replace(ours, theirs)
    if terms.organisation:
        clause = clause.replace(_blank("[Organisation]", terms), _capital(terms.organisation))
        clause = clause.replace(_blank("[organisation]", terms), terms.organisation)
    if terms.role:
        clause = _ROLE.sub(lambda match: f"{match[1]} [{terms.role.removeprefix('the ')}]", clause)
    if terms.staff != "staff":
        clause = _STAFF.sub(lambda match: _capital(terms.staff) if match[1] == "S" else terms.staff, clause)
    if terms.modal != "must":
        clause = _MUST.sub(lambda match: terms.modal + (match[2] or ""), clause)
    if terms.social_media != "social media":
        clause = re.sub(r"\b[Ss]ocial media\b", terms.social_media, clause)
    return clause


def _blank(blank: str, terms: Terms) -> str:
    return blank.replace("isation", "ization") if terms.american else blank


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
