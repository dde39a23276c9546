"""What a reader makes of a file: a document of positioned blocks, later with sections.

Frozen dataclasses without any library, so that they are cheap to make, compare and send between processes.

Coordinates are PDF points (1/72 inch), origin at the top left of the page as it is displayed, y growing downwards.
Pages, lines, columns and paragraphs count from 1; offsets into `Block.text` count from 0, ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "row", "note", "code"]
"""heading: declared as one by the file, or found by its look; item: a list item; row: one table row, its cells joined
by ' | '; note: a footnote, endnote or text box; code: preformatted text."""

BlockRole = Literal["body", "title", "contents", "running", "form"]
"""body: the policy's text; title: the document's own title; contents: a line of a table of contents; running: a header,
footer or page number; form: a line to fill in or sign. Only body text can settle a requirement."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where `Block.text[start:end]` stands in the file.

    A PDF mark has `page` and `box` (x0, top, x1, bottom) and never crosses a line of print. A text-format mark has
    `line` and `column` of its first character. Characters under no mark (a joining space, say) have no place of
    their own.
    """

    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink under `Block.text[start:end]`."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Style:
    """How a block looks. `size` in points; `indent` in points from the left edge of the text area; unknown is None."""

    size: float | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    centred: bool = False
    indent: float | None = None
    name: str = ""
    space_before: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row, in reading order.

    `text` is the file's own text with white space folded and end-of-line hyphens joined. `label` is the number or
    bullet
    that stands before it ("4.2", "(a)", "•"); `label_end` is the offset in `text` where the wording after a typed label
    begins, 0 where the label is automatic and so not part of `text`. `level` is the heading level or list depth,
    from 1.
    Readers fill everything above `section`; the structure house fills the rest.
    """

    kind: BlockKind
    text: str
    marks: tuple[Mark, ...] = ()
    level: int | None = None
    label: str = ""
    label_end: int = 0
    style: Style = field(default_factory=Style)
    paragraph: int | None = None
    links: tuple[Link, ...] = ()
    role: BlockRole = "body"
    section: int = 0
    leads: tuple[int, ...] = ()
    """Indexes of the blocks whose words introduce this item, outermost first."""

    @property
    def page(self) -> int | None:
        """The page on which the block begins."""
        return next((mark.page for mark in self.marks if mark.page is not None), None)

    @property
    def wording(self) -> str:
        """The text without its typed label."""
        return self.text[self.label_end :]

    def marks_within(self, start: int, end: int) -> Iterator[Mark]:
        """The marks that touch `text[start:end]`, in order."""
        return (mark for mark in self.marks if mark.start < end and mark.end > start)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under one heading. Section 0 is the document itself, with level 0 and no heading block.

    `number` is the heading's label without closing punctuation ("4.2", "VII", "A"); `first` and `last` delimit the
    blocks
    that stand directly under this heading, before any subsection's (the heading block itself not counted).
    """

    index: int
    number: str
    title: str
    level: int
    parent: int | None
    heading: int | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Source:
    """The file. `name` is as the user gave it, never made absolute; `pages` only for formats that have pages."""

    name: str
    sha256: str
    media_type: str
    size: int
    pages: int | None = None


HiddenKind = Literal["white", "invisible", "tiny", "off-page", "vanished", "characters", "lookalike"]
"""white: in the colour of what is behind it; invisible: drawn without ink, or transparent; tiny: too small to be read;
off-page: beyond the edge of the page or covered; vanished: marked as hidden by the file (Word's hidden text, CSS);
characters: characters that show nothing or turn the order of what is around them; lookalike: letters of another script
that look like Latin ones within a Latin word."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words of the file that a reader of it does not see, or sees otherwise than they are.

    `text` is what stands there (for `characters` and `lookalike` the word as it is written, with its code points), at
    most 300 characters; `marks` as those of a block whose text it were; `paragraph` as `Block.paragraph`.
    """

    kind: HiddenKind
    text: str
    marks: tuple[Mark, ...] = ()
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Recognition:
    """How the scanned pages of a document were read.

    `engine` and `version` name the program; `pages` are those that it read, `failed` those of which it could make
    nothing; `confidence` (0 to 1) is the mean of its words, weighted by their letters.
    """

    engine: str
    version: str
    languages: tuple[str, ...]
    pages: tuple[int, ...]
    confidence: float
    failed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text in reading order. Readers leave `sections` empty; `policylint.structure` fills it.

    `title` is the declared or visible title; `notes` are remarks for the report ("The file was damaged and has been
    repaired."), whole sentences for people. `comments` are what a Markdown file says to policylint in comments: the
    words behind the address, and the line on which the comment begins. `anchors` are the ids that the file itself gives
    to its places, for links to lead to; None where they are not known. `hidden` is no part of the blocks. `repaired`
    says that the file was damaged and has been mended before it was read; `converter` names the program, with its
    version, that made a readable format of the file first.
    """

    source: Source
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    title: str = ""
    notes: tuple[str, ...] = ()
    comments: tuple[tuple[str, int], ...] = ()
    anchors: tuple[str, ...] | None = None
    hidden: tuple[Hidden, ...] = ()
    recognition: Recognition | None = None
    repaired: bool = False
    converter: str = ""

    def section_path(self, index: int) -> tuple[Section, ...]:
        """Section `index` and its ancestors, outermost first, the root left out."""
        path: list[Section] = []
        current: int | None = index
        while current:
            section = self.sections[current]
            path.append(section)
            current = section.parent
        return tuple(reversed(path))
