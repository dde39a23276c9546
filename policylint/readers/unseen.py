"""Elements that a page says not to show, taken out of its tree and told of.

Only what an element says of itself counts (the `hidden` attribute and inline styles): style sheets are not followed.
What a click opens, as panels and tabs, is there to be read and stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from policylint.model.document import Hidden, HiddenKind, Mark
from policylint.readers.concealed import LONGEST
from policylint.readers.textual import Origin, Piece
from policylint.readers.tree import Node

_OPENED = re.compile(r"accordion|collaps|dropdown|expand|faq|modal|panel|pane\b|reveal|slide|spoiler|tab\b|tabs|toggle")
"""In classes and ids of what a click opens."""

_REFERRING: Final = ("aria-controls", "data-target", "data-bs-target", "href")
_NOT_TEXT: Final = frozenset({"script", "style", "template", "noscript", "select", "svg", "math", "textarea", "title"})
_LENGTH = re.compile(r"(\d*\.?\d+)(px|pt|r?em|%|)")
_SMALLEST: Final = {"px": 2.0, "pt": 1.5}
_WHITE = re.compile(r"#f[a-f0-9]f[a-f0-9]f[a-f0-9]|#fff|white|rgba?\((?:2[45]\d[,\s]+){2}2[45]\d(?:[,\s/]+[\d.]+)?\)")
_COLOURED = re.compile(r"background|bgcolor|stylesheet|\bdark\b", re.IGNORECASE)


def without_unseen(root: Node, origin: Origin) -> Node:
    """Take what is not shown out of `root`, which is changed and given back, and tell `origin` of it.

    Args:
        root: The part of the page that is read.
        origin: The file. Where nothing in it speaks of backgrounds, all of the page is white.
    """
    nodes = [node for node in root.walk() if node.attributes]
    if not any("style" in node.attributes or "hidden" in node.attributes for node in nodes):
        return root
    opened = {
        node.attributes[name].strip().lstrip("#") for node in nodes for name in _REFERRING if name in node.attributes
    }
    is_white = not _COLOURED.search(origin.text)
    waiting = [(root, is_white)]
    while waiting:
        node, behind = waiting.pop()
        kept: list[Node | Piece] = []
        for child in node.children:
            if isinstance(child, Node):
                style = _declared(child.attributes.get("style", ""))
                under = _behind(child.attributes, style, behind)
                kind = _unseen(child.attributes, style, under)
                if kind and not _opens(child, opened):
                    _tell(kind, child, origin)
                    continue
                waiting.append((child, under))
            kept.append(child)
        node.children = kept
    origin.hidden.sort(key=lambda entry: (entry.marks[0].line or 0, entry.marks[0].column or 0))
    return root


def _unseen(attributes: Mapping[str, str], style: Mapping[str, str], is_white: bool) -> HiddenKind | None:
    """How an element is kept from being seen."""
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return "vanished"
    if not style:
        return None
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return "vanished"
    opacity, size = style.get("opacity", ""), style.get("font-size", "")
    if (found := _LENGTH.fullmatch(opacity)) and float(found[1]) == 0:
        return "invisible"
    if (found := _LENGTH.fullmatch(size)) and float(found[1]) < _SMALLEST.get(found[2], 1e-9):
        return "tiny"
    return "white" if is_white and _WHITE.fullmatch(style.get("color", "")) else None


def _behind(attributes: Mapping[str, str], style: Mapping[str, str], is_white: bool) -> bool:
    """Whether what is behind an element is surely white."""
    colour = style.get("background-color") or style.get("background") or attributes.get("bgcolor", "").lower()
    return bool(_WHITE.fullmatch(colour)) if colour else is_white and "background-image" not in style


def _declared(style: str) -> dict[str, str]:
    """What an inline style says, by property; the last word holds."""
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


def _opens(node: Node, opened: set[str]) -> bool:
    """Whether a click shows the element."""
    identifier = node.attributes.get("id", "")
    named = f"{node.attributes.get('class', '')} {identifier} {node.attributes.get('role', '')}".lower()
    return (identifier != "" and identifier in opened) or bool(_OPENED.search(named))


def _tell(kind: HiddenKind, node: Node, origin: Origin) -> None:
    parts: list[str] = []
    length, first = 0, None
    for element in node.walk():
        if element.tag in _NOT_TEXT:
            continue
        for piece in element.children:
            if isinstance(piece, Piece) and length <= 2 * LONGEST and piece.text.strip():
                parts.append(piece.text)
                length += len(piece.text)
                first = piece.at if first is None else first
    text = " ".join(" ".join(parts)[: 2 * LONGEST].split())
    if text and first is not None:
        lead = len(origin.text[first : first + LONGEST]) - len(origin.text[first : first + LONGEST].lstrip())
        line, column = origin.place(first + lead)
        origin.hidden.append(Hidden(kind, text, (Mark(0, len(text), line=line, column=column),)))
