"""PDF files of the corpus, in the looks typed, onepage, order, columns, handbook and report.

Streams are not compressed and dates and identifiers are fixed: the bytes then depend on reportlab alone.
"""

from __future__ import annotations

import html
import io
from dataclasses import dataclass
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from corpus.making.source import Block, Source, runs


@dataclass(frozen=True, slots=True)
class Look:
    """How a PDF is set: font family, size in points, page, margins in points, columns, colour of headings.

    `bare_first`: the first page, a cover or a letterhead, has no running header.
    """

    serif: bool
    size: float
    page: tuple[float, float] = LETTER
    margin: float = 72.0
    columns: int = 1
    ink: str = "#000000"
    underline: bool = False
    total_pages: bool = False
    indent: float = 20.0
    bare_first: bool = False


LOOKS = {
    "typed": Look(serif=True, size=11.5, underline=True, bare_first=True),
    "onepage": Look(serif=False, size=10.5, ink="#8a1c1c"),
    "order": Look(serif=True, size=11.0, margin=64.0, total_pages=True, indent=24.0),
    "columns": Look(serif=True, size=9.5, page=A4, margin=50.0, columns=2, bare_first=True),
    "handbook": Look(serif=False, size=10.5, ink="#6b3e14", bare_first=True),
    "report": Look(serif=False, size=10.5, ink="#1f3a5f", margin=80.0, bare_first=True),
}


def _faces(look: Look) -> tuple[str, str]:
    return ("Times-Roman", "Times-Bold") if look.serif else ("Helvetica", "Helvetica-Bold")


def _markup(text: str) -> str:
    out: list[str] = []
    for words, bold, italic in runs(text):
        safe = html.escape(words, quote=False)
        out.append(f"<b>{safe}</b>" if bold else f"<i>{safe}</i>" if italic else safe)
    return "".join(out)


class _Styles:
    """The paragraph styles of one look."""

    def __init__(self, look: Look) -> None:
        regular, bold = _faces(look)
        size = look.size
        self.look = look
        self.body = ParagraphStyle("body", fontName=regular, fontSize=size, leading=size * 1.25, spaceAfter=size * 0.5)
        self.cell = ParagraphStyle("cell", parent=self.body, fontSize=size * 0.9, leading=size * 1.1, spaceAfter=0)
        self.title = ParagraphStyle(
            "title", parent=self.body, fontName=bold, fontSize=size * 1.7, leading=size * 2.1, spaceAfter=6
        )
        self.line = ParagraphStyle("line", parent=self.body, fontSize=size * 1.05, spaceAfter=3)
        self.centre = ParagraphStyle("centre", parent=self.body, fontName=bold, alignment=TA_CENTER, spaceAfter=2)
        self.heading = {
            level: ParagraphStyle(
                f"heading{level}",
                parent=self.body,
                fontName=bold,
                fontSize=size * scale,
                leading=size * scale * 1.2,
                textColor=colors.HexColor(look.ink),
                spaceBefore=size * 0.8,
                spaceAfter=size * 0.4,
                keepWithNext=1,
            )
            for level, scale in ((1, 1.0 if look.serif else 1.35), (2, 1.0 if look.serif else 1.1), (3, 1.0))
        }

    def item(self, level: int) -> ParagraphStyle:
        """The style of a list item of this depth: a hanging label."""
        left = self.look.indent * level
        return ParagraphStyle(
            f"item{level}",
            parent=self.body,
            leftIndent=left,
            bulletIndent=left - self.look.indent,
            bulletFontName=self.body.fontName,
            bulletFontSize=self.body.fontSize,
            spaceAfter=3.5,
        )


class _NumberedCanvas(Canvas):
    """A canvas that knows the number of pages when it draws the footer."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.saved: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page for later."""
        self.saved.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        """Draw "Page x of y" on each page, then write the file."""
        for place, state in enumerate(self.saved, 1):
            self.__dict__.update(state)
            self.setFont("Times-Roman", 9)
            self.drawRightString(self._pagesize[0] - 64, 40, f"Page {place} of {len(self.saved)}")  # type: ignore[attr-defined]
            super().showPage()
        super().save()


class _Template(BaseDocTemplate):
    """A document that reports its headings to the table of contents and counts its pages."""

    def __init__(self, out: io.BytesIO, source: Source, look: Look, plain: bool, **options: Any) -> None:
        super().__init__(
            out,
            pagesize=look.page,
            title=str(source.meta["title"]),
            author=str(source.meta["issuer"]),
            invariant=1,
            pageCompression=0,
            **options,
        )
        self.source, self.look = source, look
        width, height = look.page
        gap = 18.0
        column = (width - 2 * look.margin - gap * (look.columns - 1)) / look.columns
        frames = [
            Frame(look.margin + place * (column + gap), look.margin, column, height - 2 * look.margin, 0, 0, 0, 0)
            for place in range(look.columns)
        ]
        if look.columns > 1:
            head = 92.0
            top = Frame(look.margin, height - look.margin - head, width - 2 * look.margin, head, 0, 0, 0, 0, id="head")
            short = [
                Frame(frame._x1, look.margin, column, height - 2 * look.margin - head, 0, 0, 0, 0)  # type: ignore[attr-defined]
                for frame in frames
            ]
            self.addPageTemplates(
                [
                    PageTemplate("first", [top, *short], onPage=self.running, autoNextPageTemplate="later"),
                    PageTemplate("later", frames, onPage=self.running),
                ]
            )
        else:
            on_page = (lambda canvas, _: None) if plain else self.running
            self.addPageTemplates([PageTemplate("page", frames, onPage=on_page)])

    def running(self, canvas: Canvas, _: object) -> None:
        """Draw the running header and footer."""
        width, height = self.look.page
        regular, bold = _faces(self.look)
        canvas.saveState()
        if self.source.header and not (canvas.getPageNumber() == 1 and self.look.bare_first):
            canvas.setFont(bold if self.look.total_pages else regular, 9)
            canvas.drawString(self.look.margin, height - 36, self.source.header)
        canvas.setFont(regular, 9)
        canvas.drawString(self.look.margin, 40, self.source.footer)
        if not self.look.total_pages and self.source.footer:
            canvas.drawRightString(width - self.look.margin, 40, str(canvas.getPageNumber()))
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:
        """Tell the table of contents of each heading."""
        style = getattr(getattr(flowable, "style", None), "name", "")
        if style.startswith("heading") and isinstance(flowable, Paragraph):
            self.notify("TOCEntry", (int(style[-1]) - 1, flowable.getPlainText(), self.page))


def _letterhead(block: Block, styles: _Styles, name: str) -> list[Flowable]:
    lines = [row[0] for row in block.rows]
    if name == "typed" or name == "scan":
        return [*(Paragraph(_markup(line), styles.centre) for line in lines), Spacer(1, 10)]
    parts: list[Flowable] = [Spacer(1, 190)] if name in ("handbook", "report") else []
    parts += [Paragraph(_markup(line), styles.title if place == 1 else styles.line) for place, line in enumerate(lines)]
    parts.append(HRFlowable(width="100%", thickness=1.2, color=colors.HexColor(styles.look.ink), spaceAfter=8))
    return [*parts, PageBreak()] if name in ("handbook", "report") else parts


def _grid(block: Block, styles: _Styles, width: float) -> list[Flowable]:
    cells: list[list[Paragraph]] = []
    for row in block.rows:
        if block.kind == "box":
            pairs = [text.partition(":") for text in row]
            texts = [f"<b>{_markup(key)}{colon}</b>{_markup(rest)}" for key, colon, rest in pairs]
        else:
            texts = [_markup(text) for text in row]
        cells.append([Paragraph(text, styles.cell) for text in texts])
    columns = max(len(row) for row in cells)
    table = Table(cells, colWidths=[width / columns] * columns)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return [table, Spacer(1, 10)]


def _contents(styles: _Styles) -> list[Flowable]:
    contents = TableOfContents(
        levelStyles=[
            ParagraphStyle(f"contents{level}", parent=styles.body, leftIndent=14 * level, spaceAfter=1)
            for level in range(3)
        ],
        dotsMinLevel=0,
    )
    title = ParagraphStyle("label", parent=styles.title, fontSize=styles.look.size * 1.4)
    return [Paragraph("Contents", title), Spacer(1, 6), contents, PageBreak()]


def _story(source: Source, styles: _Styles, name: str) -> list[Flowable]:
    look = styles.look
    width = (look.page[0] - 2 * look.margin - 18 * (look.columns - 1)) / look.columns
    story: list[Flowable] = []
    for block in source.blocks:
        if block.kind == "heading":
            text = _markup(block.text)
            story.append(Paragraph(f"<u>{text}</u>" if look.underline else text, styles.heading[block.level]))
        elif block.kind == "item":
            label = "\u2022" if block.label == "-" else block.label
            story.append(Paragraph(_markup(block.text), styles.item(block.level), bulletText=label))
        elif block.kind == "letterhead":
            story += _letterhead(block, styles, name)
        elif block.kind in ("table", "box"):
            story += _grid(block, styles, width)
        elif block.kind == "contents":
            story += _contents(styles)
        elif block.kind == "form":
            lines = [Paragraph(_markup(row[0]).replace("    ", "&nbsp;" * 4), styles.body) for row in block.rows]
            story.append(KeepTogether([Spacer(1, 16), *lines]))
        else:
            story.append(Paragraph(_markup(block.text), styles.body))
    return story


def to_pdf(source: Source, name: str, *, password: str = "") -> tuple[bytes, int]:
    """A PDF file in the look `name`, and its number of pages; with `password` it can be opened only by who knows it."""
    look = LOOKS[name]
    out = io.BytesIO()
    options: dict[str, Any] = {}
    if password:
        options["encrypt"] = StandardEncryption(password, ownerPassword=password + "-owner", strength=128)
    template = _Template(out, source, look, plain=not source.footer, **options)
    canvas = _NumberedCanvas if look.total_pages else Canvas
    template.multiBuild(_story(source, _Styles(look), name), canvasmaker=canvas)
    return out.getvalue(), template.page
