"""HTML: the main part of a page, down to the markup of the nineties."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from policylint.model.document import Document, Source
from policylint.model.report import OWN_TITLES
from policylint.readers.asides import Anchors
from policylint.readers.flow import Flow
from policylint.readers.markup import Close, Open, Text, tokens
from policylint.readers.textual import Origin, Piece
from policylint.readers.tree import Node, Tree
from policylint.readers.unseen import Unseen

_TRANSPARENT: Final = frozenset({"html", "head", "body"})
"""Elements that may be left out, doubled or misplaced, and mean nothing here."""

_CHROME_TAGS: Final = frozenset({"nav", "aside"})
_CHROME_ROLES: Final = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"}
)
_CHROME_NAMES: Final = frozenset(
    {"nav", "navbar", "navigation", "menu", "topnav", "sidenav", "breadcrumb", "breadcrumbs", "sidebar", "footer"}
    | {"site-footer", "site-header", "skip-link", "skiplink", "cookie-banner", "cookie-notice", "cookie-consent"}
    | {"gdpr-banner", "social-share", "sharing", "share-buttons", "page-footer", "global-header", "global-footer"}
)
"""Ids and classes that pages give to what stands around their text."""

_MAIN_NAMES: Final = frozenset({"main", "main-content", "maincontent", "page-content", "content-main"})

_GREATER_PART: Final = 0.5
"""Share of the words that a main part must hold, and that must be left when what stands around it is taken away."""

_Test = Callable[[Node, bool], bool]
"""Of an element, and whether it stands in what the page calls its main part or an article."""

_SITE_NAME = re.compile(r"\s+(?:[|\u00b7\u2022\u00bb:]{1,2}|-{1,2}|\u2013|\u2014)\s+")


def read_html(text: str, *, source: Source) -> Document:
    """Read an HTML page or fragment.

    Args:
        text: The decoded file, lines ending in a line feed.
        source: The file that it comes from.

    Returns:
        What stands in its main part, or failing that in its body without navigation and the like. The title is the
        only first-level heading, or else that of the page without the name of the site.
    """
    origin = Origin(text)
    anchors = Anchors()
    root = _parse(text, anchors)
    unseen = Unseen(root, origin)
    main = unseen.taken_from(_main_part(root))
    unseen.taken_from(root, telling=False)  # a heading outside of the main part may be the title
    blocks = Flow(origin).run(main)
    heading = _only_heading(root)
    if heading is not None and not any(node.tag == "h1" for node in main.walk()):
        blocks = [*Flow(origin).run(Node("div", children=[heading])), *blocks]
    return Document(
        source=source,
        blocks=tuple(blocks),
        title=_title(root, heading),
        anchors=anchors.known(),
        hidden=tuple(origin.hidden),
    )


def _parse(text: str, anchors: Anchors) -> Node:
    tree = Tree()
    for token in tokens(text):
        match token:
            case Text(words, at):
                tree.add(Piece(words, at))
            case Open(tag, attributes, places):
                anchors.add(token)
                if tag not in _TRANSPARENT:
                    tree.open(tag, attributes, places)
            case Close(tag) if tag not in _TRANSPARENT:
                tree.close(tag)
            case _:
                pass
    return tree.root


def _main_part(root: Node) -> Node:
    """The element that holds the text of the page, or a copy of the page without what stands around the text."""
    page = _without_chrome(root)
    total = _words(page)
    for candidates in (
        [node for node in page.walk() if node.tag == "main" or node.attributes.get("role") == "main"],
        [node for node in page.walk() if _MAIN_NAMES & _names(node)],
        [node for node in page.walk() if node.tag == "article"],
    ):
        outermost = _outermost(candidates)
        if outermost and _words(*outermost) >= _GREATER_PART * total:
            return outermost[0] if len(outermost) == 1 else Node("div", children=[*outermost])
    return page


def _outermost(nodes: list[Node]) -> list[Node]:
    inner = {
        id(found) for node in nodes for child in node.children if isinstance(child, Node) for found in child.walk()
    }
    return [node for node in nodes if id(node) not in inner]


def _without_chrome(root: Node) -> Node:
    """A copy without the elements around the text; the page itself when most of its words would go with them."""
    for is_chrome in (_is_chrome, _is_declared_chrome):
        kept = _pruned(root, within_text=False, is_chrome=is_chrome)
        if _words(kept) >= _GREATER_PART * _words(root):
            return kept
    return root


def _pruned(node: Node, *, within_text: bool, is_chrome: _Test) -> Node:
    within_text = within_text or node.tag in ("main", "article") or node.attributes.get("role") == "main"
    children: list[Node | Piece] = []
    for child in node.children:
        if isinstance(child, Piece):
            children.append(child)
        elif not is_chrome(child, within_text):
            children.append(_pruned(child, within_text=within_text, is_chrome=is_chrome))
    return Node(node.tag, node.attributes, node.places, children, broken=node.broken, continues=node.continues)


def _is_declared_chrome(node: Node, within_text: bool) -> bool:
    """Whether tag or role say that an element is no part of the text. Headers and footers of articles are."""
    if node.tag in ("header", "footer") and not within_text:
        return node.tag == "footer" or not any(found.tag == "h1" for found in node.walk())
    return node.tag in _CHROME_TAGS or node.attributes.get("role", "").lower() in _CHROME_ROLES


def _is_chrome(node: Node, within_text: bool) -> bool:
    return _is_declared_chrome(node, within_text) or bool(_CHROME_NAMES & _names(node))


def _names(node: Node) -> set[str]:
    attributes = node.attributes
    return {*attributes.get("class", "").lower().split(), attributes.get("id", "").lower()}


def _words(*nodes: Node) -> int:
    """How many words stand in elements, scripts and the like not counted."""
    return sum(
        len(piece.text.split())
        for node in nodes
        for found in node.walk()
        if found.tag not in ("script", "style", "noscript", "template", "title", "select", "svg", "textarea")
        for piece in found.children
        if isinstance(piece, Piece)
    )


def _only_heading(root: Node) -> Node | None:
    headings = [node for node in root.walk() if node.tag == "h1" and node.text().strip()]
    return headings[0] if len(headings) == 1 else None


def _title(root: Node, heading: Node | None) -> str:
    if any(node.tag == "meta" and _is_ours(node.attributes) for node in root.walk()):
        return OWN_TITLES[0]
    if heading is not None:
        return " ".join(heading.text().split())
    title = next((node for node in root.walk() if node.tag == "title"), None)
    if title is None:
        return ""
    parts = _SITE_NAME.split(" ".join(title.text().split()))
    return max(parts, key=len) if len(parts) > 2 else parts[0]


def _is_ours(attributes: Mapping[str, str]) -> bool:
    """Whether a meta element says that policylint wrote the page."""
    return attributes.get("name") == "generator" and attributes.get("content", "").startswith("policylint ")
