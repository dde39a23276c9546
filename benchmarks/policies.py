"""A policy of ten pages, made from the texts of our own corpus, and the same for as many offices as are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from corpus.making.pdf import to_pdf
from corpus.making.source import Block, Source, read_source

PAGES: Final = 10

_SOURCES: Final = Path(__file__).resolve().parent.parent / "corpus" / "sources"
_PARTS: Final = ("marlow-internet-1998", "lakehurst-it-use", "harlan-valley-email-2003", "thornmere-ecomms-2013")
"""Policies on the Internet, e-mail and telephones of four decades: all sorts of verdicts come of them."""
_LEFT_OUT: Final = frozenset({"letterhead", "contents", "box", "form"})
_OFFICE: Final = "Office 00000"
"""Stands in title, opening and foot. All numbers are as long as this one, so that no other byte of the file moves."""


def ten_pages() -> bytes:
    """The policy as a PDF file. Raises `ValueError` where the corpus has become too short for it."""
    blocks = [
        Block("heading", f"Internet Policy of {_OFFICE}"),
        Block("paragraph", f"This policy applies to everybody who works for {_OFFICE} and uses its computers."),
    ]
    for name in _PARTS:
        part = read_source(_SOURCES / f"{name}.md")
        blocks += [Block("heading", str(part.meta["title"])), *(b for b in part.blocks if b.kind not in _LEFT_OUT)]
    meta = {
        "title": f"Internet Policy of {_OFFICE}",
        "issuer": _OFFICE,
        "running": {"footer": f"{_OFFICE}, Internet"},
    }
    while True:
        data, pages = to_pdf(Source("ten-pages", meta, tuple(blocks)), "report")
        if pages == PAGES:
            return data
        if pages < PAGES:
            raise ValueError(f"the texts of {', '.join(_PARTS)} fill {pages} pages only")
        del blocks[-max(1, (pages - PAGES) * 4) :]


def for_office(policy: bytes, number: int) -> bytes:
    """The policy of `ten_pages` for another office."""
    return policy.replace(_OFFICE.encode(), name_of(number).encode())


def name_of(number: int) -> str:
    """What the office of a number, up to 99,999, is called."""
    return f"Office {number:05}"
