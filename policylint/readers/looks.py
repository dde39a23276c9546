"""How HTML makes text look: tags, attributes and the few CSS properties that make headings out of paragraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from policylint.readers.textual import PLAIN, Look
from policylint.readers.tree import Node

_BOLD: Final = frozenset({"b", "strong", "th", "summary", "dt", "caption", "legend"})
_ITALIC: Final = frozenset({"i", "em", "cite", "dfn", "var", "address"})
_UNDERLINED: Final = frozenset({"u", "ins"})
_FONT_SIZES: Final = {1: 7.5, 2: 10.0, 3: 12.0, 4: 13.5, 5: 18.0, 6: 24.0, 7: 36.0}
"""Points of `<font size>`, at the usual 16 pixels for size 3 (HTML Standard, 15.3.4: x-small to xxx-large)."""

_KEYWORDS: Final = {
    "xx-small": 7.0,
    "x-small": 7.5,
    "small": 10.0,
    "medium": 12.0,
    "large": 13.5,
    "x-large": 18.0,
    "xx-large": 24.0,
}
_POINTS: Final = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "em": 12.0, "rem": 12.0, "%": 0.12}
_LENGTH = re.compile(r"(-?(?:\d{1,4}(?:\.\d{1,4})?|\.\d{1,4}))\s*(pt|px|in|cm|mm|r?em|%)")
_INDENT: Final = 30.0
"""Points by which browsers indent a quotation or the explanation of a term (40 pixels)."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How text looks that stands in some element: what characters have, and what paragraphs have."""

    look: Look = PLAIN
    target: str = ""
    centred: bool = False
    indent: float = 0.0
    name: str = ""


def setting_within(node: Node, outer: Setting) -> Setting:
    """The setting of text in `node`, which stands in `outer`."""
    tag, attributes = node.tag, node.attributes
    css = _css(attributes.get("style", ""))
    look = outer.look
    if tag in _BOLD or css.get("font-weight", "") in ("bold", "bolder", "600", "700", "800", "900"):
        look = replace(look, bold=True)
    elif css.get("font-weight", "") in ("normal", "400"):
        look = replace(look, bold=False)
    if tag in _ITALIC or css.get("font-style") == "italic":
        look = replace(look, italic=True)
    if tag in _UNDERLINED or "underline" in css.get("text-decoration", ""):
        look = replace(look, underline=True)
    size = _size(tag, attributes, css)
    if size:
        look = replace(look, size=size)
    align = css.get("text-align") or attributes.get("align", "").lower()
    indent = outer.indent + (_INDENT if tag in ("blockquote", "dd") else 0.0)
    margin = _LENGTH.match(css.get("margin-left", ""))
    if margin and margin[2] != "%":
        indent = max(outer.indent + float(margin[1]) * _POINTS[margin[2]], 0.0)
    return Setting(
        look=look,
        target=_target(attributes) or outer.target if tag == "a" else outer.target,
        centred=align == "center" or tag == "center" or (outer.centred and not align),
        indent=round(indent, 1),
        name=attributes.get("class", "") if tag == "p" else outer.name,
    )


def _css(style: str) -> Mapping[str, str]:
    """The declarations of a style attribute, in lower case."""
    pairs = (declaration.partition(":") for declaration in style.lower().split(";")) if style else ()
    return {name.strip(): value.strip() for name, _, value in pairs}


def _size(tag: str, attributes: Mapping[str, str], css: Mapping[str, str]) -> float | None:
    """Points, where the element sets a size that does not depend on others."""
    asked = attributes.get("size", "").strip() if tag == "font" else ""
    if asked and (number := re.fullmatch(r"([+-]?)(\d)", asked)):
        step = int(number[2])
        step = 3 + step if number[1] == "+" else 3 - step if number[1] == "-" else step
        return _FONT_SIZES[min(max(step, 1), 7)]
    declared = css.get("font-size", "")
    if declared in _KEYWORDS:
        return _KEYWORDS[declared]
    length = _LENGTH.match(declared)
    return round(float(length[1]) * _POINTS[length[2]], 1) if length and length[1] != "0" else None


def _target(attributes: Mapping[str, str]) -> str:
    target = attributes.get("href", "").strip()
    return "" if target.lower().startswith("javascript:") else target
