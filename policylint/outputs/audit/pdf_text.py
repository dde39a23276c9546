"""The words of a report as the PDF can show them: breakable where they are long, and only characters that have a shape.

The fonts are those within the Typst package (Libertinus Serif, New Computer Modern, DejaVu Sans Mono), so that every
machine draws the same. They have Latin, Greek, Cyrillic, Hebrew and Arabic letters, and no Chinese, Indian or Thai ones
and no emoji. A character without a shape stands as its code, `<U+4E2D>`, as control characters do in every output.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from policylint.outputs.audit.picture import TEMPLATES
from policylint.outputs.wording import visible

if TYPE_CHECKING:
    import typst

STANDARD: Final = "ua-1"
"""PDF/UA-1, of ISO 14289: a file that reading aloud, enlarging and reflowing programs can use."""

_SURE: Final = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))) | frozenset(
    "\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2020\u2022\u2026\u2039\u203a\u20ac\u2122\u2192"
)
"""Characters that Libertinus Serif has for certain; a test draws them all."""

_SHAPELESS: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
"""Categories of characters that have no shape of their own: control, format, unassigned, private use, surrogate."""

_MOST: Final = 10_000
"""Characters of one text that are shown, about three pages; nobody reads more, and the attached data has all."""

_WORD: Final = re.compile(r"[^\s\u200b-]{25,}")
_JOINT: Final = re.compile(r"(?<=[/\\_.@:=&?>])(?=[^/\\_.@:=&?>])")
_RUN: Final = re.compile(r"[^\s\u200b-]{12}(?=[^\s\u200b-])")
_NO_SHAPE: Final = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_BREAK: Final = "\u200b"


def shown(text: str, codes: Mapping[str, str]) -> str:
    """A text on one line with what could act made visible, shapeless characters as `codes` says, and long words broken.

    In words of 25 characters and more, a zero-width space after a slash, a dot and the like, and after 12 characters
    without one, lets a line end there. A text that is too long for anybody is cut, and says so.
    """
    rest = len(text) - _MOST
    line = visible(f"{text[:_MOST]} \u2026 ({rest} more characters in the attached data)" if rest > 0 else text)
    line = line.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    if codes:
        line = "".join(codes.get(character, character) for character in line)
    return _WORD.sub(_broken, line)


def _broken(match: re.Match[str]) -> str:
    return _RUN.sub(rf"\g<0>{_BREAK}", _JOINT.sub(_BREAK, match.group()))


def code_tables(texts: Iterable[str]) -> Iterator[dict[str, str]]:
    """Codes for the characters of these texts that the PDF cannot show, each table with more of them than the last.

    First those that no font has, for which Typst itself is asked; then combining signs, too, for a sign that has a
    shape may have none on the letter that it belongs to; then everything that is not in the fonts for certain.
    """
    unsure = sorted(_unsure(texts))
    categories = {character: unicodedata.category(character) for character in unsure}
    shapeless = {character for character in unsure if categories[character] in _SHAPELESS}
    shapeless |= _without_glyph([character for character in unsure if character not in shapeless])
    yield _codes(shapeless)
    yield _codes(shapeless | {character for character in unsure if categories[character].startswith("M")})
    yield _codes(unsure)


def _codes(characters: Iterable[str]) -> dict[str, str]:
    return {character: f"<U+{ord(character):04X}>" for character in sorted(characters)}


def _unsure(texts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        if not text.isascii():
            found.update(text[:_MOST])
    return set(visible("".join(found))) - _SURE - {"\n", "\t"}


def _without_glyph(characters: list[str]) -> set[str]:
    """The characters that the export finds no glyph for: a file for the standard must not hold such."""
    import typst

    if not characters:
        return set()
    try:
        typst.compile(
            str(TEMPLATES / "probe.typ"),
            root=str(TEMPLATES),
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=[STANDARD],
            sys_inputs={"characters": msgspec.json.encode(characters).decode("utf-8")},
        )
    except typst.TypstError as error:
        missing = set("".join(named(error)))
        if not missing:
            raise
        return missing & set(characters)
    return set()


def named(error: typst.TypstError) -> list[str]:
    """The texts that an export names as those that no font can show; none where the error is another one."""
    found = _NO_SHAPE.findall(error.diagnostic)
    return [_ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text).replace("\\\\", "\\") for text in found]
