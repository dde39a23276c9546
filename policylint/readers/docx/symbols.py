"""What the signs of symbol fonts show, in Unicode: bullets, boxes, ticks and arrows.

Such fonts give code points 0x20 to 0xFF shapes of their own; files write them as they are or as U+F020 to U+F0FF.
"""

from __future__ import annotations

from typing import Final

_SYMBOL: Final = {0xB7: "•", 0xA8: "♦", 0xAE: "→", 0xDE: "⇒", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB0: "°"} | {
    0x2D: "−", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xB9: "≠", 0xBB: "≈"
}  # fmt: skip
_WINGDINGS: Final = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x9E: "·", 0x9F: "•",
    0xA1: "○", 0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2: Final = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x97: "●", 0xA3: "☐"}
_WINGDINGS_3: Final = {0x7D: "▶", 0x77: "▶"}
_WEBDINGS: Final = {0x34: "▶", 0x61: "✓", 0x63: "□", 0x67: "■", 0x72: "✗", 0x3D: "●"}

_FONTS: Final = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
    "marlett": {},
    "monotype sorts": {},
    "zapfdingbats": {},
}
_UNNAMED: Final = _WINGDINGS | _SYMBOL
"""For private-use signs whose font is not known: the usual bullets have the same places in most files."""


def is_symbol_font(font: str) -> bool:
    """Whether the letters of a font are no letters."""
    return font.strip().lower() in _FONTS


def shown(text: str, *, font: str) -> str:
    """What `text` shows in a symbol font; signs that have no like in Unicode stay as they are."""
    table = _FONTS.get(font.strip().lower(), _UNNAMED)
    return "".join(_sign(sign, table) for sign in text)


def bullet(text: str, *, font: str) -> str:
    """The bullet that the text of a list level shows, "•" for a sign that has no like in Unicode."""
    sign = (shown(text, font=font) if is_symbol_font(font) or _is_private(text) else text).strip()
    return "•" if _is_private(sign) or (is_symbol_font(font) and sign.isalpha()) else sign


def _is_private(text: str) -> bool:
    return any(0xE000 <= ord(sign) <= 0xF8FF for sign in text)


def _sign(sign: str, table: dict[int, str]) -> str:
    code = ord(sign)
    private = 0xF020 <= code <= 0xF0FF
    return table.get(code - 0xF000 if private else code, sign) if private or table is not _UNNAMED else sign
