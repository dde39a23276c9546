"""Reading a DOCX file: from bytes to blocks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Block, Document, Source
from policylint.readers.docx.backdrop import has_plain_pages
from policylint.readers.docx.notes import KINDS, Notes
from policylint.readers.docx.numbering import Numbering
from policylint.readers.docx.ooxml import FALLBACK, PARAGRAPH, R, W, points, value_of
from policylint.readers.docx.package import declared_title, main_part, open_docx, part_by_id, related
from policylint.readers.docx.story import Context, Setting, Story
from policylint.readers.docx.styles import Styles

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.text.paragraph import CT_P

    from policylint.readers.docx.ooxml import Element

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_TRACKED: Final = "The file holds tracked changes; it was read as if all of them had been accepted."
_EMBEDDED: Final = "The file embeds other documents, which were not read."
_FRONT: Final = 200
"""Characters; a longer paragraph is text, and what is styled as a title behind it is a heading."""

_CONTENTS_TITLE = re.compile(r"(?:toc|contents)\s*heading", re.IGNORECASE)
_SHORTEST_TITLE: Final = 3
_FARTHEST_TAB: Final = 720.0


def read_docx(data: bytes, *, name: str, limits: Limits | None = None) -> Document:
    """Read a DOCX file into blocks, as Word shows it with all tracked changes accepted.

    Headings, items and the title are what the styles and lists declare; automatic numbers are in `label`. Text boxes
    and notes follow the paragraph that holds or names them; headers and footers stand at the end.

    `Block.paragraph` counts as `paragraph_elements` does. A row has the number of its first paragraph, a footnote that
    of the paragraph that names it, words that run on over a deleted paragraph mark that of the last paragraph; headers
    and footers have none.

    Args:
        data: The file.
        name: Its name as the user gave it.
        limits: For the members of the package; the usual ones if nothing is said.

    Raises:
        UnreadableDocument: "empty", "encrypted", "too-large", "damaged", "format"; "no-text" for pictures only.
    """
    opened = open_docx(data, limits=limits)
    styles_part, numbering_part = related(opened, "styles"), related(opened, "numbering")
    styles = Styles(None if styles_part is None else styles_part.root, has_plain_pages=has_plain_pages(opened))
    numbering = Numbering(None if numbering_part is None else numbering_part.root, styles)
    paragraphs = paragraph_elements(opened)
    numbers = {element: number for number, element in enumerate(paragraphs, start=1)}
    context = Context(styles, numbers, Notes(), _tab_stops(opened))
    for kind in KINDS:
        if (part := related(opened, kind)) is not None:
            context.notes.add(kind, part.root, Story(part, numbering.anew(), context))
    body = opened.element.body
    blocks = Story(main_part(opened), numbering, context).blocks(body)
    if not blocks:
        raise (
            UnreadableDocument("no-text")
            if context.pictures
            else UnreadableDocument("empty", "it holds no visible text")
        )
    blocks = _with_one_title(_with_contents_titles(blocks))
    title = _title(blocks, declared_title(opened))
    running = _running(opened, numbering, context)
    context.tell_of_notes()
    remarks = {_TRACKED: context.tracked, _EMBEDDED: body.find(f".//{W}altChunk") is not None}
    return Document(
        source=Source(name=name, sha256=hashlib.sha256(data).hexdigest(), media_type=MEDIA_TYPE, size=len(data)),
        blocks=(*blocks, *running),
        title=title,
        notes=tuple(remark for remark, applies in remarks.items() if applies),
        hidden=tuple(context.hidden),
    )


def paragraph_elements(document: WordDocument) -> list[CT_P]:
    """The paragraphs that `Block.paragraph` counts: number n is element n - 1.

    All `w:p` of the body in document order, wherever they stand: in tables, content controls and text boxes, empty and
    deleted ones too. Left out are those within `mc:Fallback`, the second copy of a text box.

    Args:
        document: As `open_docx` opened it.
    """
    body: Element = document.element.body
    copies = {element for fallback in body.iter(FALLBACK) for element in fallback.iter(PARAGRAPH)}
    return [element for element in body.iter(PARAGRAPH) if element not in copies]


def _tab_stops(document: WordDocument) -> float:
    """The distance of tab stops in points; half an inch unless the settings say otherwise."""
    settings = related(document, "settings")
    distance = points(value_of(None if settings is None else settings.root, "defaultTabStop"))
    return min(distance, _FARTHEST_TAB) if distance and distance >= 1 else 36.0


def _with_contents_titles(blocks: list[Block]) -> list[Block]:
    """The heading of a table of contents belongs to it; many files use its style for other lines too."""
    return [
        replace(block, kind="paragraph", level=None, role="contents")
        if block.role == "body" and following.role == "contents" and _CONTENTS_TITLE.fullmatch(block.style.name)
        else block
        for block, following in zip(blocks, [*blocks[1:], blocks[-1]], strict=True)
    ]


def _with_one_title(blocks: list[Block]) -> list[Block]:
    """Title lines behind the front of the document are headings: each policy of a handbook may begin with one."""
    front = sum(1 for _ in takewhile(_is_front, blocks))
    return [
        replace(block, role="body", level=1) if block.role == "title" and place >= front else block
        for place, block in enumerate(blocks)
    ]


def _is_front(block: Block) -> bool:
    if block.role == "title":
        return True
    return block.role == "body" and block.kind not in ("heading", "item") and len(block.text) <= _FRONT


def _title(blocks: list[Block], declared: str) -> str:
    """The declared title if it can be seen in the document, else the first lines that are styled as the title."""
    sought = declared.casefold()
    if len(sought) >= _SHORTEST_TITLE and any(sought in block.text.casefold() for block in blocks):
        return declared
    lines: list[str] = []
    for block in blocks:
        if block.role == "title":
            lines.append(block.text)
        elif lines:
            break
    return " ".join(lines)


def _running(document: WordDocument, numbering: Numbering, context: Context) -> list[Block]:
    """The text of headers and footers, each once, in the order of the sections that use them."""
    blocks: list[Block] = []
    seen: set[str] = set()
    for identifier in dict.fromkeys(_references(document.element.body)):
        part = part_by_id(document, identifier)
        if part is None:
            continue
        for block in Story(part, numbering.anew(), context).blocks(part.root, Setting("running")):
            if block.text not in seen:
                seen.add(block.text)
                blocks.append(block)
    return blocks


def _references(body: Element) -> Iterator[str]:
    for section in body.iter(f"{W}sectPr"):
        if section.getparent().tag != f"{W}sectPrChange":
            for reference in section.iterchildren(f"{W}headerReference", f"{W}footerReference"):
                yield reference.get(f"{R}id", "")
