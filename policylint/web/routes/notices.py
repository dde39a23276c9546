"""What was just done, as a sentence on the next page: told by a word of the query, never by text from it."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

_NOTICES: Final = {
    "deleted": "The document was deleted, with everything that was made of it.",
    "decided": "Your decision was noted.",
    "taken-back": "The decision was taken back.",
    "signed-out": "You are signed out.",
}


def notice_of(request: Request) -> str:
    """The sentence that belongs to the query of a request; empty where nothing was done."""
    said = request.query_params.get("said", "")
    if said == "file":
        taken, others = _number(request, "in"), _number(request, "out")
        words = f"{taken} {'decision was' if taken == 1 else 'decisions were'} taken from the file."
        return f"{words} {others} are about other documents." if others else words
    return _NOTICES.get(said, "")


def _number(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else 0
