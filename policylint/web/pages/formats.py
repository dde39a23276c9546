"""Which files the service reads, as people say it."""

from __future__ import annotations

from typing import Final

from policylint.web.pages.surroundings import Surroundings

_OFFICE: Final = (".doc", ".odt", ".rtf")
_NAMES: Final = (
    ("PDF", (".pdf",)),
    ("Word", (".docx", ".doc")),
    ("OpenDocument", (".odt",)),
    ("Rich Text", (".rtf",)),
    ("HTML", (".html", ".htm")),
    ("Markdown", (".md", ".markdown")),
    ("plain text", (".txt", ".text")),
)


def suffixes_read(surroundings: Surroundings) -> tuple[str, ...]:
    """The suffixes of the files that one may upload; those that need the converter only where it is there."""
    others = tuple(suffix for suffix in surroundings.suffixes if suffix not in _OFFICE)
    return others + (_OFFICE if surroundings.reads_office else ())


def formats_words(surroundings: Surroundings) -> str:
    """The formats as a list in words, with the suffixes of those that have two; unknown suffixes come last."""
    read = suffixes_read(surroundings)
    known = {suffix for _, suffixes in _NAMES for suffix in suffixes}
    names = [_named(name, [suffix for suffix in suffixes if suffix in read]) for name, suffixes in _NAMES]
    parts = [name for name in names if name] + [suffix for suffix in read if suffix not in known]
    return f"{', '.join(parts[:-1])} or {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _named(name: str, suffixes: list[str]) -> str:
    if not suffixes:
        return ""
    return f"Word ({', '.join(suffixes)})" if name == "Word" else name
