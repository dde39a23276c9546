"""From a document that was read to its panel: done once, in the process that examined it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policylint.model.document import Block, Document
from policylint.structure import build_structure
from policylint.web.panel.model import Panel, PanelBlock, PanelKind, PanelPage

_FURNITURE: Final = ("running", "contents")
_STEPPED: Final = ("heading", "item")


def panel_of(document: Document | None, sizes: Iterable[PanelPage]) -> Panel | None:
    """The panel of a document.

    Args:
        document: With or without its sections, as the engine makes them; None where it could not be read.
        sizes: Its pages, if it is a PDF.

    Returns:
        None where there is nothing to show: neither text nor pages.
    """
    blocks = build_structure(document).blocks if document is not None else ()
    panel = Panel(pages=tuple(sizes), blocks=tuple(_block(block) for block in blocks))
    return panel if panel.pages or panel.blocks else None


def _block(block: Block) -> PanelBlock:
    kind: PanelKind = "title" if block.role == "title" else block.kind
    first = next(iter(block.marks), None)
    return PanelBlock(
        kind=kind,
        text=block.text,
        level=(block.level or 1) if kind in _STEPPED else 0,
        label="" if block.label_end else block.label,
        page=block.page,
        paragraph=block.paragraph,
        line=first.line if first else None,
        top=first.box[1] if first and first.box else None,
        furniture=block.role in _FURNITURE,
    )
