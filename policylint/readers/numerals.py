"""The labels that browsers put in front of list items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policylint.readers.tree import Node

BULLET: Final = "•"
_KINDS: Final = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal": "1",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z -]+)", re.IGNORECASE)
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def list_labels(node: Node) -> Iterator[str]:
    """The labels of the items that stand directly in a list, in order.

    Honours `start`, `type`, `reversed` and `value`, and `label` where a reader has set it on an item. Unordered lists
    have bullets, lists styled to have no sign have none.
    """
    items = [child for child in node.children if isinstance(child, Node) and child.tag == "li"]
    counted = [item for item in items if not item.continues]
    style = _STYLE.search(node.attributes.get("style", ""))
    words = style[1].lower().split() if style else []
    kind = next((_KINDS[word] for word in words if word in _KINDS), node.attributes.get("type", "").strip())
    ordered = node.tag == "ol" or kind in ("1", "a", "A", "i", "I")
    step = -1 if ordered and "reversed" in node.attributes else 1
    number = _integer(node.attributes.get("start")) or (len(counted) if step < 0 else 1)
    for item in items:
        given = _integer(item.attributes.get("value"))
        number = number if given is None else given
        if "label" in item.attributes:
            yield item.attributes["label"]
        elif "none" in words:
            yield ""
        else:
            yield f"{numeral(number, kind)}." if ordered else BULLET
        number += 0 if item.continues else step


def numeral(number: int, kind: str) -> str:
    """A number as `kind` writes it: "1", "a", "A", "i" or "I"; in digits where that has no sign for it."""
    if kind in ("i", "I") and 0 < number < 4000:
        out = ""
        for value, sign in _ROMAN:
            out += sign * (number // value)
            number %= value
    elif kind in ("a", "A") and number > 0:
        out = ""
        while number:
            number, letter = divmod(number - 1, 26)
            out = chr(ord("a") + letter) + out
    else:
        return str(number)
    return out.upper() if kind.isupper() else out


def _integer(value: str | None) -> int | None:
    found = re.match(r"\s*(-?\d{1,6})", value or "")
    return int(found[1]) if found else None
