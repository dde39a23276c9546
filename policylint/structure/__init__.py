"""Structure: a reader's blocks become a tree of sections, lists with the words that introduce them, and a title.

Whatever a file declares is used; where it declares nothing, the look and the words of the blocks decide. Every step is
a plain function over all blocks, its cost linear in their number.
"""

from __future__ import annotations

from dataclasses import replace

from policylint.model.document import Document
from policylint.structure.contents import mark_contents
from policylint.structure.forms import mark_forms
from policylint.structure.headinglabels import label_headings
from policylint.structure.headings import mark_headings
from policylint.structure.levels import set_levels
from policylint.structure.lists import bind_lists
from policylint.structure.runin import split_run_in_headings
from policylint.structure.sections import build_sections
from policylint.structure.titles import mark_title

__all__ = ["build_structure"]


def build_structure(document: Document) -> Document:
    """Fill the sections of a document, and of each block its section, kind, level, role and leads.

    Args:
        document: As a reader made it, blocks in reading order. One that has its sections already is returned as it is.

    Returns:
        The document with `sections` (section 0 is the document itself; `first` and `last` delimit blocks half open)
        and, where the reader found none, with a title. Run-in headings in capitals or of the usual kinds
        ("Purpose: ...") have become blocks of their own.
    """
    if document.sections:
        return document
    blocks = mark_forms(mark_contents(document.blocks))
    blocks = split_run_in_headings(label_headings(mark_headings(blocks)))
    blocks, title = mark_title(blocks, document.title)
    placed, sections = build_sections(set_levels(blocks))
    return replace(document, blocks=tuple(bind_lists(placed)), sections=sections, title=title)
