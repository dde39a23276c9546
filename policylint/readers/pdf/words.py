"""The words of a page with their places and looks, out of pdfium's text page.

pdfium tells white space from gaps between glyphs well; what it says about bold by weight is unreliable, so the font's
name decides, and a size means something only after the text matrix has been applied.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from policylint.readers.pdf.drawing import Colour, ink_of
from policylint.readers.pdf.frames import Frame

ASCENT: Final = 0.78
DESCENT: Final = 0.22
"""Height above and depth below the baseline that a word's box takes, in parts of its size. The metrics that fonts state
are often wrong; these fit the common text faces and make neighbouring lines' boxes touch, never overlap."""

LONGEST_PAGE: Final = 400_000
"""Characters read of one page; a page of small print has 10,000."""

TINY: Final = 1.5
"""Points below which nobody reads text."""

_WORD = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u200b\ufeff\ufffe\uffff]+")
_NOTE_MARK = re.compile(r"(?<=[^\W\d_]|[.,;:!?)\"'\u2019\u201d])\d{1,3}$")
_BOLD = re.compile(
    r"bold|black(?!adder)|heavy|demi(?!light)|[-,_ ](?:bd|b|bi)\b|^(?:cm|ec|sf|la)(?:ss)?b", re.IGNORECASE
)
_ITALIC = re.compile(r"ital|obliq|kursiv|[-,_ ](?:it|i|bi)\b|^(?:cm|ec|sf|la)(?:ti|sl|bxti|ssi)", re.IGNORECASE)
"""With the names of the Computer Modern faces (cmbx10, cmti10), which no word gives away."""

_SYMBOLS = re.compile(r"wingding|webding|dingbat|^symbol", re.IGNORECASE)
_ITALIC_FLAG: Final = 1 << 6
_FORCE_BOLD_FLAG: Final = 1 << 18
_INVISIBLE: Final = 3
_STROKED: Final = 2
_OUTLINED: Final = (1, 5)
_FILLED_AND_STROKED: Final = (2, 6)
_TWO_INKS: Final = (*_FILLED_AND_STROKED, 7)
"""Render modes (ISO 32000-1, 9.3.6) that stroke; that fill and stroke, or let something else shine through."""

_MOST_TAGS: Final = 8
"""Marks around one text object that are looked at for a layer's."""

_LEAST: Final = 0.1
"""Points; text that is smaller is still text."""

_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(slots=True, eq=False)
class Word:
    """Characters without white space on one line of print.

    Coordinates are points in the view in which the word reads from left to right: the page as displayed, turned
    clockwise by `turn` quarters. `spaced` says whether white space stands before the word in the file, `hyphen`
    whether pdfium takes it for the first part of a word divided at the line's end, `symbol` whether a font of
    pictures sets it. `hidden` is drawn without ink, `ink` the colour of the letters where they have a single one;
    `layered` belongs to a layer of the file that may be switched off. `order` counts the words as the file has them.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    italic: bool
    hidden: bool
    symbol: bool
    order: int
    spaced: bool
    hyphen: bool
    turn: int = 0
    underline: bool = False
    target: str = ""
    ink: Colour | None = None
    layered: bool = False

    @property
    def top(self) -> float:
        """Upper edge of the word's box."""
        return self.base - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Lower edge of the word's box."""
        return self.base + DESCENT * self.size


@dataclass(frozen=True, slots=True)
class _Look:
    """What all characters of one text object share; `turn` is None for slanting text."""

    size: float
    bold: bool
    italic: bool
    hidden: bool
    symbol: bool
    turn: int | None
    ink: Colour | None = None
    layered: bool = False

    @property
    def unread(self) -> bool:
        """Whether nobody reads letters of this look."""
        return self.hidden or self.size < TINY


class _TextPage:
    """pdfium's text page, with the buffers that its functions write to."""

    def __init__(self, raw: Any, frame: Frame) -> None:
        self.raw = raw
        self.frames = tuple(frame.turned(turn) for turn in range(4))
        self.looks: dict[int, _Look] = {}
        self.fonts: dict[int, tuple[bool, bool, bool]] = {}
        self.some_unread = False
        self.plain = _Look(10.0, False, False, False, False, 0)
        self._rectangle, self._x, self._y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        self._to_rectangle, self._to_x, self._to_y = map(ctypes.byref, (self._rectangle, self._x, self._y))

    def text(self) -> str:
        """The page's characters, one each for every index that pdfium counts."""
        count = min(pdfium.FPDFText_CountChars(self.raw), LONGEST_PAGE)
        if count <= 0:
            return ""
        buffer = ctypes.create_string_buffer(2 * count + 2)
        units = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        if pdfium.FPDFText_GetText(self.raw, 0, count, units) == count + 1:
            text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
            if len(text) == count:
                return text
        # Characters outside the basic plane take two units and unmapped ones none: then the indexes differ.
        return "".join(_character(pdfium.FPDFText_GetUnicode(self.raw, index)) for index in range(count))

    def look(self, index: int) -> _Look:
        """The look of the character at `index`."""
        handle = pdfium.FPDFText_GetTextObject(self.raw, index)
        if not handle:
            return self.plain
        address = ctypes.addressof(handle.contents)
        known = self.looks.get(address)
        if known is None:
            known = self.looks[address] = self._look_up(index, handle)
            self.some_unread |= known.unread
        return known

    def _look_up(self, index: int, handle: Any) -> _Look:
        matrix = pdfium.FS_MATRIX()
        got = pdfium.FPDFText_GetMatrix(self.raw, index, ctypes.byref(matrix))
        if not got or not all(map(math.isfinite, (matrix.a, matrix.b, matrix.c, matrix.d))):
            matrix.a, matrix.b, matrix.c, matrix.d = 1.0, 0.0, 0.0, 1.0  # numbers too large make a matrix of NaN
        size = abs(pdfium.FPDFText_GetFontSize(self.raw, index)) * math.hypot(matrix.c, matrix.d)
        direction = math.degrees(math.atan2(matrix.b, matrix.a)) - 90 * self.frames[0].turns
        turn: int | None = round(direction / 90) % 4
        if abs(direction - 90 * round(direction / 90)) > 12:
            turn = None
        if pdfium.FPDFText_GetLooseCharBox(self.raw, index, self._to_rectangle):
            box = self._rectangle
            height = (
                abs(box.right - box.left) if (turn or 0) % 2 != self.frames[0].turns % 2 else abs(box.top - box.bottom)
            )
            if turn is not None and height and not 0.4 * height <= size <= 3 * height:
                size = height  # a font with a matrix of its own, where the nominal size says nothing
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
        bold, italic, symbol = self._font(index, handle)
        size = max(round(size, 1), _LEAST if size > 0 else 0.0) if math.isfinite(size) else 10.0
        ink = ink_of(handle, filled=mode not in _OUTLINED)
        clear = mode == _INVISIBLE or (ink is not None and not ink[3])
        if clear and mode in _FILLED_AND_STROKED:  # letters without a filling still have their outlines
            stroke = ink_of(handle, filled=False)
            clear = stroke is not None and not stroke[3]
        colour = None if ink is None or mode in _TWO_INKS else ink[:3]
        return _Look(size, bold or mode == _STROKED, italic, clear, symbol, turn, colour, _is_layered(handle))

    def _font(self, index: int, handle: Any) -> tuple[bool, bool, bool]:
        """Whether the font is bold, italic, or one of pictures."""
        font = pdfium.FPDFTextObj_GetFont(handle)
        address = ctypes.addressof(font.contents) if font else 0
        known = self.fonts.get(address)
        if known is None:
            flags = ctypes.c_int()
            length = pdfium.FPDFText_GetFontInfo(self.raw, index, None, 0, ctypes.byref(flags))
            buffer = ctypes.create_string_buffer(max(length, 1))
            pdfium.FPDFText_GetFontInfo(self.raw, index, buffer, length, ctypes.byref(flags))
            name = buffer.value.decode("utf-8", "replace").rpartition("+")[2]
            known = self.fonts[address] = (
                bool(_BOLD.search(name)) or bool(flags.value & _FORCE_BOLD_FLAG),
                bool(_ITALIC.search(name)) or bool(flags.value & _ITALIC_FLAG),
                bool(_SYMBOLS.search(name)),
            )
        return known

    def extent(self, index: int, turn: int) -> tuple[float, float, float]:
        """Left, right and lower edge of a character, in the view turned by `turn`."""
        if not pdfium.FPDFText_GetLooseCharBox(self.raw, index, self._to_rectangle):
            return 0.0, 0.0, 0.0
        box, frame = self._rectangle, self.frames[turn]
        if frame.turns == 0:
            return box.left - frame.left, box.right - frame.left, frame.top - box.bottom
        x0, _, x1, bottom = frame.place_box(box.left, box.bottom, box.right, box.top)
        return x0, x1, bottom

    def base(self, index: int, turn: int) -> float:
        """The baseline under a character, in the view turned by `turn`."""
        pdfium.FPDFText_GetCharOrigin(self.raw, index, self._to_x, self._to_y)
        frame = self.frames[turn]
        return frame.top - self._y.value if frame.turns == 0 else frame.place(self._x.value, self._y.value)[1]


def read_words(raw: Any, frame: Frame) -> list[Word]:
    """The words of a page in the file's own order. Text that slants (a watermark) is left out.

    Args:
        raw: pdfium's text page.
        frame: The page as displayed.
    """
    page = _TextPage(raw, frame)
    text = page.text()
    words: list[Word] = []
    end = 0
    for found in _WORD.finditer(text):
        start = found.start()
        spaced = start > end
        if start - end == 1 and text[end] in "\u200b\ufeff":
            spaced = False
        stop = end = found.end()
        hyphen = text[stop : stop + 1] in ("\ufffe", "\x02")
        if hyphen:
            end += 1
        characters = found.group() + "-" * hyphen
        mark = _NOTE_MARK.search(characters) if characters[-1].isdecimal() else None
        if mark and page.look(start + mark.start()).size < 0.8 * page.look(start).size:
            cuts = [(start, start + mark.start(), spaced), (start + mark.start(), end, True)]
        else:
            cuts = [(start, end, spaced)]
        for first, last, gap in cuts:
            here = first
            for cut in (*_cuts(page, first, last), last):
                part = characters[here - start : cut - start]
                words.extend(_words(page, part, here, len(words), gap and here == first, hyphen and cut == end))
                here = cut
    return words


def _cuts(page: _TextPage, first: int, last: int) -> list[int]:
    """Where, between the characters `first` and `last`, some that are read meet some that nobody reads.

    Each character costs a call: without anything unread on the page, only the two ends are looked at.
    """
    if last - first < 2:
        return []
    state, at_end = page.look(first), page.look(last - 1)
    if not page.some_unread or (last - first == 2 and at_end is state):
        return []
    found = []
    for index in range(first + 1, last):
        look = page.look(index)
        if look is page.plain or look is state:  # pdfium has made a character up, such as a hyphen
            continue
        if look.unread != state.unread and state is not page.plain:
            found.append(index)
        state = look
    return found


def _words(page: _TextPage, characters: str, start: int, order: int, spaced: bool, hyphen: bool) -> Iterator[Word]:
    """The word at `start`; several where pdfium ran together what stands apart."""
    look = page.look(start)
    if look.turn is None or look.size <= 0:
        return
    turn, size, last = look.turn, look.size, start + len(characters) - 1
    base, (left, right, low) = page.base(start, turn), page.extent(start, turn)
    if last > start:
        other_left, other_right, other_low = page.extent(last, turn)
        apart = abs(other_low - low) > 0.3 * size and abs(page.base(last, turn) - base) > 0.5 * size
        left, right = min(left, other_left), max(right, other_right)
        wide = right - left > 1.4 * size * (len(characters) + 1)
        if (apart or wide) and not _RIGHT_TO_LEFT.search(characters):
            yield from _pieces(page, characters, start, look, order, spaced, hyphen)
            return
    if right <= left:
        right = left + 0.3 * size
    yield Word(
        characters,
        left,
        right,
        base,
        size,
        look.bold,
        look.italic,
        look.hidden,
        look.symbol,
        order,
        spaced,
        hyphen,
        turn,
        ink=look.ink,
        layered=look.layered,
    )


def _pieces(
    page: _TextPage, characters: str, start: int, look: _Look, order: int, spaced: bool, hyphen: bool
) -> Iterator[Word]:
    """The parts of a word that stand in different places."""
    place = 0
    breaks = [*_breaks(page, start, len(characters), look), len(characters)]
    if breaks[0] == len(characters):  # one wide run, such as letters set far apart
        breaks = list(range(1, len(characters) + 1))
    for stop in breaks:
        part = characters[place:stop]
        yield from _words(page, part, start + place, order, spaced or place > 0, hyphen and stop == len(characters))
        order, place = order + 1, stop


def _breaks(page: _TextPage, start: int, count: int, look: _Look) -> Iterator[int]:
    """Offsets behind which the characters go on somewhere else."""
    turn = look.turn or 0
    base, right = page.base(start, turn), page.extent(start, turn)[1]
    for offset in range(1, count):
        here, (left, end, _) = page.base(start + offset, turn), page.extent(start + offset, turn)
        if abs(here - base) > 0.5 * look.size or not -2 * look.size < left - right < 1.2 * look.size:
            yield offset
        base, right = here, end


def _is_layered(handle: Any) -> bool:
    """Whether a text object is part of optional content (ISO 32000-1, 8.11.3.2)."""
    size = ctypes.c_ulong()
    for index in range(min(pdfium.FPDFPageObj_CountMarks(handle), _MOST_TAGS)):
        tag = pdfium.FPDFPageObj_GetMark(handle, index)
        name = (ctypes.c_ushort * 3)()
        got = tag and pdfium.FPDFPageObjMark_GetName(tag, name, 6, ctypes.byref(size))
        if got and size.value == 6 and bytes(name).decode("utf-16-le", "replace") == "OC\0":
            return True
    return False


def _character(code: int) -> str:
    """The character with this code, the replacement character for what is none."""
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
