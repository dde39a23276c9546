"""Messages of the command line as pages say them."""

from __future__ import annotations


def sentence(text: str) -> str:
    """A message as a sentence: with a capital, and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
