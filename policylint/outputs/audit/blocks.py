"""The parts of which an auditor's report is made, whatever draws them. Words only: no colour, no measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from policylint.model.report import DocumentReport, StatusWord


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line. `code` is for digests and commands, `soft` for what is only looked up.

    `link` names the `id` of a heading to jump to.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    soft: bool = False
    link: str = ""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: title, what was checked, and facts such as who made it for whom."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, Pieces], ...]
    closing: str
    """The sentence at the foot of the page: what the report is not."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, down to headings of level `depth`."""

    title: str
    depth: Literal[1, 2] = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3. `id` is unique in the report; `status` is shown beside it where there is one.

    With `new_page` it begins a page.
    """

    level: int
    text: str
    id: str
    status: StatusWord | None = None
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `lead` opens a part, larger; `small` is for what is only looked up."""

    pieces: Pieces
    style: Literal["body", "lead", "small"] = "body"
    with_next: bool = False
    """Stays on one page with what follows."""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Pieces, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the document that was checked, with what they are here (evidence, nearest clause) and their place."""

    label: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class ModelClause:
    """Words that would settle a gap, to copy."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Callout:
    """Something that must not be overlooked: a decision, a shortfall, an unreadable document."""

    title: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, in two columns."""

    rows: tuple[tuple[str, Pieces], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. With `status` it is a chip of that status, and its pieces say the word."""

    pieces: Pieces
    status: StatusWord | None = None
    align: Literal["left", "right", "centre"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row that is repeated on every page. `widths` are shares of the width of the text."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CoveragePicture:
    """The coverage of a document, an element a bar; `alternative` says the same in words."""

    document: DocumentReport
    caption: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines to sign on, each with what goes there, filled in as far as it is known."""

    lines: tuple[tuple[str, str], ...]


Block = (
    Cover
    | Contents
    | Heading
    | Paragraph
    | Bullets
    | Quote
    | ModelClause
    | Callout
    | Facts
    | Table
    | CoveragePicture
    | Signature
)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The whole report. `keywords` are for the file's properties, and tell that policylint wrote it."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    date: str
    """The day of the report (ISO), empty where nobody said one: no clock is asked."""
    running: str
    """The words in the header of each page."""
    blocks: tuple[Block, ...]
