"""XML as bytes, with the place of every element, so that a few can be put in and all else stays byte for byte.

A parser that writes its tree anew would change quotes, prefixes, empty elements and the order of declarations all over
the file, and nobody could show that nothing else is different.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

_DECLARED: Final = re.compile(rb"""\A<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_TAG: Final = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")


class MarkupTrouble(Exception):
    """XML into which nothing can be put safely; the message says why, as part of a sentence."""


@dataclass(frozen=True, slots=True)
class Tag:
    """An element, by offsets: its start tag begins at `start` and ends at `inner`, its end tag begins at `outer`.

    `end` is behind it all. An element of one tag has `inner`, `outer` and `end` at the same place.
    """

    name: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    outer: int
    end: int
    texts: tuple[_Text, ...] = ()

    @property
    def prefix(self) -> str:
        """The prefix of its name with the colon; empty where it has none."""
        return self.name.partition(":")[0] + ":" if ":" in self.name else ""

    @property
    def text(self) -> str:
        """Its own characters."""
        return "".join(each.text for each in self.texts)

    def offset_of(self, index: int) -> int | None:
        """The place in the file before character `index` of its text; None where a cut there would break something."""
        for each in self.texts:
            if index == each.first or (each.verbatim and each.first < index < each.first + len(each.text)):
                return None if each.at is None else each.at + len(each.text[: index - each.first].encode())
        return None


@dataclass(frozen=True, slots=True)
class _Text:
    """Some characters of an element: the offset of the first among them all, and where they stand in the file.

    `at` is None within a CDATA section. They are not `verbatim` where they are written as a reference (`&amp;`).
    """

    first: int
    at: int | None
    text: str
    verbatim: bool


@dataclass(slots=True, eq=False)
class _Open:
    name: str
    attributes: Mapping[str, str]
    start: int
    index: int
    length: int = 0
    texts: list[_Text] = field(default_factory=list)


class Markup:
    """A part of a package, and what is to be put into it.

    `tags` are all elements in document order, as lxml's `iter` gives them.
    """

    def __init__(self, data: bytes) -> None:
        """Find the elements.

        Raises:
            MarkupTrouble: A document type, an encoding that cannot be written back, or no well-formed XML.
        """
        self._mark, self._encoding = _encoding_of(data)
        try:
            text = data[len(self._mark) :].decode(self._encoding)
        except (UnicodeDecodeError, LookupError):
            raise MarkupTrouble("its encoding is not the one that it declares") from None
        if self._mark + text.encode(self._encoding) != data:
            raise MarkupTrouble("its encoding is ambiguous")
        self.data: Final = text.encode()
        self.tags: Final = _tags(self.data)
        self._insertions: dict[int, dict[bytes, None]] = {}

    def insert(self, offset: int, markup: str) -> None:
        """Put something in before the byte at `offset`, behind what was put there earlier; the same thing only once."""
        self._insertions.setdefault(offset, {})[markup.encode()] = None

    def append(self, tag: Tag, markup: str) -> None:
        """Put something in as the last child of an element."""
        if tag.inner < tag.end:
            self.insert(tag.outer, markup)
            return
        slash = self.data.rindex(b"/", tag.start, tag.inner)
        self.insert(slash, f">{markup}<")
        self.insert(slash + 1, tag.name)

    def edited(self) -> bytes:
        """The part with everything put in, in its own encoding."""
        parts: list[bytes] = []
        last = 0
        for offset in sorted(self._insertions):
            parts.append(self.data[last:offset])
            parts += self._insertions[offset]
            last = offset
        parts.append(self.data[last:])
        text = b"".join(parts).decode()
        return self._mark + text.encode(self._encoding, "xmlcharrefreplace")


def _encoding_of(data: bytes) -> tuple[bytes, str]:
    """The byte order mark and the encoding. ECMA-376 part 2 allows UTF-8 and UTF-16 only, files have others too."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return mark, encoding
    declared = _DECLARED.match(data)
    name = declared[1].decode().lower() if declared else "utf-8"
    return b"", "utf-8" if name == "us-ascii" else name


def _tags(data: bytes) -> tuple[Tag, ...]:
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = False
    tags: list[Tag | None] = []
    stack: list[_Open] = []
    is_data = False

    def start(name: str, attributes: dict[str, str]) -> None:
        stack.append(_Open(name, attributes, parser.CurrentByteIndex, len(tags)))
        tags.append(None)

    def end(name: str) -> None:
        element = stack.pop()
        head = _TAG.match(data, element.start)
        if head is None:
            raise MarkupTrouble("its tags cannot be told apart")
        inner = outer = behind = head.end()
        if data[inner - 2 : inner] != b"/>":
            outer = parser.CurrentByteIndex
            behind = data.index(b">", outer) + 1
        tags[element.index] = Tag(name, element.attributes, element.start, inner, outer, behind, tuple(element.texts))

    def characters(text: str) -> None:
        if stack:
            element, at = stack[-1], parser.CurrentByteIndex
            verbatim = not is_data and data.startswith(text.encode(), at)
            element.texts.append(_Text(element.length, None if is_data else at, text, verbatim))
            element.length += len(text)

    def begin_data() -> None:
        nonlocal is_data
        is_data = True

    def end_data() -> None:
        nonlocal is_data
        is_data = False

    def refuse(*_: object) -> None:
        raise MarkupTrouble("it declares a document type")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.StartCdataSectionHandler, parser.EndCdataSectionHandler = begin_data, end_data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise MarkupTrouble("it is no well-formed XML") from error
    return tuple(tag for tag in tags if tag is not None)
