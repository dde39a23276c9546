"""How a block looks beside the body of the document: bigger, bold, underlined, in capitals, centred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from policylint.model.document import Block
from policylint.structure.wording import is_capitals

_TELLING = 0.35
"""A look that more than this share of the body's characters has tells no heading."""

Look = tuple[float, bool, bool, bool, bool]
"""Size in half points (0 where unknown), bold, italic, underline, capitals."""


@dataclass(frozen=True, slots=True)
class BodyLook:
    """The look of running text: usual size and spacing, and which features are too common to tell anything.

    `size` in points, 0 where no block has any; `space` is the usual space above a paragraph in points. `plain` says
    that the format knows no looks at all, as plain text.
    """

    size: float
    space: float
    bold: bool
    italic: bool
    underline: bool
    capitals: bool
    centred: bool
    plain: bool


def body_look(blocks: Sequence[Block]) -> BodyLook:
    """The look that most characters of the body have."""
    sizes: Counter[float] = Counter()
    counts: Counter[str] = Counter()
    spaces = []
    for block in blocks:
        if block.role != "body" or block.kind not in ("paragraph", "item"):
            continue
        style, length = block.style, len(block.text)
        if style.size:
            sizes[round(2 * style.size) / 2] += length
        if style.space_before is not None:
            spaces.append(style.space_before)
        counts["all"] += length
        capitals = is_capitals(block.text)
        for name, holds in (
            ("bold", style.bold),
            ("italic", style.italic),
            ("underline", style.underline),
            ("capitals", capitals),
            ("centred", style.centred),
        ):
            counts[name] += length * holds
    size = max(sizes, key=lambda one: (sizes[one], -one)) if sizes else 0.0

    def common(name: str) -> bool:
        return counts[name] > _TELLING * counts["all"]

    return BodyLook(
        size=size,
        space=median(spaces) if spaces else 0.0,
        bold=common("bold"),
        italic=common("italic"),
        underline=common("underline"),
        capitals=common("capitals"),
        centred=common("centred"),
        plain=not sizes and not (counts["bold"] or counts["underline"] or counts["italic"]),
    )


def look_of(block: Block) -> Look:
    """What two headings of one level have in common."""
    style = block.style
    size = round(2 * style.size) / 2 if style.size else 0.0
    return size, style.bold, style.italic, style.underline, is_capitals(block.text)


def size_ratio(block: Block, body: BodyLook) -> float:
    """The block's size in parts of the body's, 1.0 where either is unknown."""
    return block.style.size / body.size if block.style.size and body.size else 1.0


def left_edge(block: Block) -> float | None:
    """Points from the left edge of the page, or of the text where there are no pages; None where unknown."""
    for mark in block.marks:
        if mark.box is not None:
            return mark.box[0]
    return block.style.indent
