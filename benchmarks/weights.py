"""What the pages weigh: bytes of each page and of the stylesheet and scripts that it names, as they are and packed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import httpx

_ASSET: Final = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a page: `html` alone and with its assets (`whole`), as they are; and the same as they go over the line.

    Pictures of a document's pages are left out.
    """

    name: str
    html: int
    whole: int
    packed_html: int
    packed: int


def weights(client: httpx.Client, pages: dict[str, str]) -> Iterator[Weight]:
    """The weight of each page; `pages` maps names to paths."""
    known: dict[str, tuple[int, int]] = {}
    for name, path in pages.items():
        html, packed_html, text = _fetched(client, path)
        whole, packed = html, packed_html
        for asset in sorted(set(_ASSET.findall(text))):
            if asset not in known:
                known[asset] = _fetched(client, asset)[:2]
            whole, packed = whole + known[asset][0], packed + known[asset][1]
        yield Weight(name, html, whole, packed_html, packed)


def _fetched(client: httpx.Client, path: str) -> tuple[int, int, str]:
    """Bytes of an answer's body, the same as they came, and its text."""
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        body = answer.read()
        return len(body), answer.num_bytes_downloaded, body.decode("utf-8", "replace")
