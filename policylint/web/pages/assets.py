"""Stylesheet, scripts and pictures of the pages, under an address that changes whenever one of them does."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

STYLESHEET: Final = "site.css"
"""The name of the one stylesheet: the base of all pages of the product, then the site's, then the report page's."""

_STATIC: Final = Path(__file__).parent / "static"
_BASE: Final = Path(__file__).parents[2] / "outputs" / "templates" / "base.css"
_STYLES: Final = (_BASE, _STATIC / "site.css", _STATIC / "report-page.css")
_MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file for the browser."""

    name: str
    media_type: str
    content: bytes


@cache
def assets() -> Mapping[str, Asset]:
    """All of them by name. They are read once: a process serves what it began with."""
    found = {
        path.name: _asset(path.name, path.read_bytes())
        for path in sorted(_STATIC.iterdir())
        if path.suffix in _MEDIA_TYPES and path not in _STYLES
    }
    styles = (path.read_bytes() for path in _STYLES if path.exists())
    found[STYLESHEET] = _asset(STYLESHEET, b"".join(styles))
    return MappingProxyType(found)


@cache
def version() -> str:
    """Sixteen hexadecimal digits over the names and bytes of all assets, so that a browser may keep one for good."""
    digest = hashlib.sha256()
    for name, asset in sorted(assets().items()):
        digest.update(f"{name}\0{len(asset.content)}\0".encode())
        digest.update(asset.content)
    return digest.hexdigest()[:16]


def asset_path(name: str) -> str:
    """The path of an asset below the service's root. Raises `KeyError` for a name that there is not."""
    return f"/static/{version()}/{assets()[name].name}"


def _asset(name: str, content: bytes) -> Asset:
    return Asset(name, _MEDIA_TYPES[Path(name).suffix], content)
