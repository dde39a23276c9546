"""What all sheets of the workbook share: its looks, its cells, and a list with a heading row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from policylint.outputs.wording import visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CREATED: Final = datetime(2000, 1, 1)
"""The date in the file's properties: none, as far as Excel lets us."""

FONT: Final = "Calibri"
INK, SOFT, LINE, BRAND = "#1B1B1B", "#565C65", "#C6CACE", "#162E51"
TONES: Final = {
    "covered": ("#DDF0E4", "#00562E"),
    "legacy": ("#FDEBC8", "#6D4700"),
    "missing": ("#FBDAD7", "#900000"),
    "closed": ("#F0F1F3", "#565C65"),
    "none": ("#FFFFFF", "#8D9297"),
}
"""Fill and ink of a status; text on fill has a contrast of at least 4.5 to 1 but where there is no verdict to read."""

_LIMIT: Final = 32_767
_CUT: Final = " \u2026 (cut)"

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a list: heading, width in characters, what it holds. Figures are centred, a status is coloured."""

    title: str
    width: float
    kind: Literal["text", "figure", "status"] = "text"


@dataclass
class Book:
    """A workbook that is being written, with one format for each look."""

    workbook: Workbook
    _formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def look(self, **properties: Any) -> Format:
        """The format with these properties. All text is marked as text, so that editing makes no formula of it."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top", "quote_prefix": True}
            self._formats[key] = self.workbook.add_format({**base, **properties})
        return self._formats[key]

    def tone(self, status: str, **properties: Any) -> Format:
        """The format of a cell with a status: colour, and the word in it that says the same."""
        fill, ink = TONES[status]
        return self.look(bg_color=fill, font_color=ink, border=1, border_color="#FFFFFF", **properties)

    def sheet(self, name: str) -> Worksheet:
        """A new sheet that prints on wide paper, as wide as a page, with its number at the foot."""
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8policylint: &A&R&8Page &P of &N")
        return sheet

    def table(self, name: str, heads: Sequence[Head], rows: Iterable[Sequence[Value]], *, fixed: int = 1) -> None:
        """A sheet with a list: a heading row that stays in sight and on every page, filters, and words that wrap."""
        sheet = self.sheet(name)
        head = self.look(bold=True, font_color="#FFFFFF", bg_color=BRAND, valign="vcenter", text_wrap=True)
        for index, column in enumerate(heads):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, column.title, head)
        sheet.set_row(0, 24)
        last = 0
        for last, row in enumerate(rows, 1):
            for index, value in enumerate(row):
                write(sheet, last, index, value, self._list_look(heads[index], value))
            sheet.set_row(last, height_of(row, [head.width for head in heads]))
        sheet.freeze_panes(1, fixed)
        sheet.repeat_rows(0)
        if last:
            sheet.autofilter(0, 0, last, len(heads) - 1)

    def _list_look(self, head: Head, value: Value) -> Format:
        if head.kind == "status" and isinstance(value, str) and value in TONES:
            return self.tone(value)
        if head.kind == "figure":
            return self.look(bottom=1, bottom_color=LINE, align="center")
        return self.look(text_wrap=True, bottom=1, bottom_color=LINE)


def height_of(row: Sequence[Value], widths: Sequence[float]) -> float:
    """The height, in points, of a row whose words wrap: not every program works that out by itself."""
    lines = max(
        sum(1 + int(len(part) / (width * _FILL)) for part in str(value or "").splitlines() or [""])
        for value, width in zip(row, widths, strict=True)
    )
    return float(min(lines * _LINE_HEIGHT + 3, _HIGHEST))


_FILL: Final = 0.95
"""How much of a line is filled before the next word goes to a new one."""
_LINE_HEIGHT: Final = 13.5
_HIGHEST: Final = 409
"""No row of Excel is higher."""


def write(sheet: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    """Write a number, or a text as nothing but text."""
    if isinstance(value, int):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, cell_text(value or ""), look)


def cell_text(text: str) -> str:
    """Text with nothing invisible in it, and no longer than a cell of Excel holds."""
    shown = visible(text)
    return shown if len(shown) <= _LIMIT else shown[: _LIMIT - len(_CUT)] + _CUT
