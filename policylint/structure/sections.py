"""The section tree, built from headings with levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from policylint.model.document import Block, Section
from policylint.structure.numbering import section_number
from policylint.structure.titlelines import continues_title

_TRAILING: Final = " \t.:;,-\u2013\u2014|"


def build_sections(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """Cut the document at its headings.

    Args:
        blocks: With kinds, roles and heading levels set.

    Returns:
        The blocks with their section, and the sections; section 0 is the document itself. `Section.first` is the index
        of the first block under the heading, `Section.last` that of the block behind the last one. A heading on two
        lines makes one section, with the words of both for a title; both blocks are headings of it.
    """
    sections = [Section(0, "", "", 0, None, None, 0, len(blocks))]
    placed: list[Block] = []
    chain = [0]
    lines: list[Block] = []
    for index, block in enumerate(blocks):
        if block.kind != "heading" or block.role != "body":
            lines = [] if block.role == "body" else lines
            placed.append(replace(block, section=chain[-1]))
            continue
        if lines and continues_title(lines, block):
            here = sections[chain[-1]]
            sections[-1] = replace(here, title=f"{here.title} {_title(block)}".strip(), first=index + 1)
            lines.append(block)
            placed.append(replace(block, section=here.index, level=here.level))
            continue
        lines = [block]
        while sections[chain[-1]].level >= (block.level or 1):
            chain.pop()
        sections[-1] = replace(sections[-1], last=index)
        whole = sections[chain[-1]]
        here = Section(
            index=len(sections),
            number=section_number(block.label),
            title=_title(block),
            level=whole.level + 1,
            parent=whole.index,
            heading=index,
            first=index + 1,
            last=len(blocks),
        )
        sections.append(here)
        chain.append(here.index)
        placed.append(replace(block, section=here.index, level=here.level))
    return tuple(placed), tuple(sections)


def _title(block: Block) -> str:
    return block.wording.strip().strip(_TRAILING)
