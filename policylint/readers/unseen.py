"""Words that a page says not to show, taken out of its tree and told of.

Only what elements say of themselves counts (the `hidden` attribute and inline styles): style sheets are not followed,
and where there are any, nothing is taken for white on white. What a click opens or a script fades in is there
to be read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from policylint.model.document import Hidden, HiddenKind, Mark
from policylint.readers.concealed import LONGEST
from policylint.readers.textual import Origin, Piece
from policylint.readers.tree import Node

_OPENED = re.compile(
    r"accordion|collaps|cookie|dialog|dropdown|expand|faq|lang|menu|modal|panel|pane\b|popup|print|reveal|slide|spoiler"
    r"|step|tab\b|tabs|toggle"
)
"""In classes and ids of what a click opens, or what is shown to some readers."""

_MOVING = re.compile(r"\bwow\b|\baos\b|animat|fade|lazy|reveal")
_MOTION: Final = ("transform", "transition", "animation", "will-change")
"""In classes and styles of what a script brings in while the page is scrolled."""

_REFERRING: Final = ("aria-controls", "aria-labelledby", "aria-describedby", "data-target", "data-bs-target", "href")
_NOT_TEXT: Final = frozenset({"script", "style", "template", "noscript", "select", "svg", "math", "textarea", "title"})
_LENGTH = re.compile(r"([0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})(px|pt|r?em|%|)")
_SMALLEST: Final = {"px": 2.0, "pt": 1.5}
_WHITE = re.compile(r"#f[a-f0-9]f[a-f0-9]f[a-f0-9]|#fff|white|rgba?\((?:2[45]\d[,\s]+){2}2[45]\d(?:[,\s/]+[\d.]+)?\)")
_STYLED = re.compile(r"<link\b[^<>]*stylesheet|<style\b|<body\b[^<>]*(?:background|bgcolor|style)", re.IGNORECASE)
"""What may colour anything that stands on the page."""

_GREATEST_SHARE: Final = 0.3
"""Of the words of a page with scripts that one element may hide: a page that hid more would have nothing to say, and a
script will show it.
"""


@dataclass(frozen=True, slots=True)
class _Shown:
    """How words at some place of the page are shown: what an element hands down to those within."""

    on_white: bool
    white: bool = False
    tiny: bool = False
    invisible: bool = False

    @property
    def kind(self) -> HiddenKind | None:
        """How words that are shown like this are hidden."""
        if self.invisible:
            return "vanished"
        if self.tiny:
            return "tiny"
        return "white" if self.white and self.on_white else None


class Unseen:
    """The words of a page that nobody sees."""

    def __init__(self, root: Node, origin: Origin) -> None:
        """Look at the whole page, `root`, which is not changed; `origin` is its file."""
        self._origin = origin
        self._kinds: dict[int, HiddenKind] = {}
        nodes = [node for node in root.walk() if node.attributes]
        if not any("style" in node.attributes or "hidden" in node.attributes for node in nodes):
            return
        self._is_plain = not _STYLED.search(origin.text)
        self._opened = {
            name.lstrip("#")
            for node in nodes
            for attribute in _REFERRING
            for name in node.attributes.get(attribute, "").split()[:50]
        }
        self._most = _GREATEST_SHARE * _words(root) if "<script" in origin.text.lower() else None
        self._look(root)

    def taken_from(self, part: Node, *, telling: bool = True) -> Node:
        """The part of the page, which is changed and given back, without the words that nobody sees.

        Args:
            part: Of the page that was looked at, or a copy of such a part.
            telling: Whether `hidden` of the file is told of them.
        """
        if not self._kinds:
            return part
        for node in part.walk():
            gone = [child for child in node.children if isinstance(child, Piece) and id(child) in self._kinds]
            if gone:
                node.children = [child for child in node.children if id(child) not in self._kinds]
                if telling and node.tag not in _NOT_TEXT:
                    self._tell(gone)
        return part

    def _look(self, root: Node) -> None:
        waiting = [(root, _Shown(on_white=self._is_plain))]
        while waiting:
            node, shown = waiting.pop()
            kind = shown.kind
            for child in node.children:
                if isinstance(child, Piece):
                    if kind and child.text.strip():
                        self._kinds[id(child)] = kind
                    continue
                style = _declared(child.attributes.get("style", ""))
                gone = self._removed(child, style)
                if gone:
                    self._kinds.update((id(piece), gone) for piece in child.pieces() if piece.text.strip())
                else:
                    waiting.append((child, self._handed_down(child, style, shown)))

    def _removed(self, node: Node, style: Mapping[str, str]) -> HiddenKind | None:
        """How an element is kept from being seen with all that is in it, whatever that says of itself."""
        if "hidden" in node.attributes:
            kind: HiddenKind | None = "vanished" if node.attributes["hidden"].lower() != "until-found" else None
        elif style.get("display") == "none":
            kind = "vanished"
        else:
            found = _LENGTH.fullmatch(style.get("opacity", ""))
            kind = "invisible" if found and float(found[1]) == 0 and not _moves(node, style) else None
        if kind is None or self._opens(node) or self._is_most(node):
            return None
        return kind

    def _handed_down(self, node: Node, style: Mapping[str, str], shown: _Shown) -> _Shown:
        if not style and "bgcolor" not in node.attributes and "background" not in node.attributes:
            return shown
        visibility, size = style.get("visibility"), style.get("font-size", "")
        if visibility in ("hidden", "collapse"):
            invisible = not (self._opens(node) or _moves(node, style) or self._is_most(node))
            shown = replace(shown, invisible=invisible)
        elif visibility == "visible":
            shown = replace(shown, invisible=False)
        if found := _LENGTH.fullmatch(size):
            relative = found[2] in ("em", "%") and float(found[1]) > 0
            shown = shown if relative else replace(shown, tiny=float(found[1]) < _SMALLEST.get(found[2], 1e-9))
        elif size and size != "inherit":
            shown = replace(shown, tiny=False)
        if "color" in style:
            shown = replace(shown, white=bool(_WHITE.fullmatch(style["color"])))
        if any("shadow" in name or "stroke" in name for name in style):
            shown = replace(shown, white=False)
        return replace(shown, on_white=self._is_plain and _behind(node.attributes, style, shown.on_white))

    def _is_most(self, node: Node) -> bool:
        return self._most is not None and _words(node) > self._most

    def _opens(self, node: Node) -> bool:
        """Whether a click shows the element."""
        identifier = node.attributes.get("id", "")
        named = f"{node.attributes.get('class', '')} {identifier} {node.attributes.get('role', '')}".lower()
        return (identifier != "" and identifier in self._opened) or bool(_OPENED.search(named))

    def _tell(self, pieces: list[Piece]) -> None:
        text = " ".join(" ".join(piece.text for piece in pieces)[: 2 * LONGEST].split())
        first, kind = pieces[0], self._kinds[id(pieces[0])]
        if first.at is None:
            marks: tuple[Mark, ...] = ()
        else:
            lead = len(first.text) - len(first.text.lstrip())
            line, column = self._origin.place(first.at + lead)
            marks = (Mark(0, len(text), line=line, column=column),)
        self._origin.hidden.append(Hidden(kind, text, marks))


def _words(node: Node) -> int:
    return sum(len(piece.text.split()) for piece in node.pieces())


def _moves(node: Node, style: Mapping[str, str]) -> bool:
    """Whether a script brings the element in."""
    attributes = node.attributes
    return (
        any(name.startswith(_MOTION) for name in style)
        or any(name.startswith(("data-w-id", "data-aos")) for name in attributes)
        or bool(_MOVING.search(attributes.get("class", "").lower()))
    )


def _behind(attributes: Mapping[str, str], style: Mapping[str, str], on_white: bool) -> bool:
    """Whether what is behind an element is surely white."""
    if "background" in attributes or "background-image" in style:
        return False
    colour = style.get("background-color") or style.get("background") or attributes.get("bgcolor", "").lower()
    if not colour or colour in ("inherit", "transparent", "none"):
        return on_white
    return bool(_WHITE.fullmatch(colour))


def _declared(style: str) -> dict[str, str]:
    """What an inline style says, by property; the last word holds."""
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}
