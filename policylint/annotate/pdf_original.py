"""A PDF file that is to be added to: what its objects say, and the bytes in which they say it.

pypdf follows the cross-reference chain and reads the objects. Their bytes are taken from the file, so that an object
that gets one entry more keeps all the others as they were.
"""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject

from policylint.annotate.pdf_syntax import SyntaxTrouble, entries_at, header_at, skip_blank, value_end
from policylint.errors import UserMistake

_STARTXREF: Final = re.compile(rb"startxref[\x00\t\n\x0c\r ]+(\d+)")
_TAIL: Final = 2048
"""Bytes at the end of a file within which the way to its cross-reference table stands."""
TROUBLES: Final = (
    PyPdfError,
    zlib.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What pypdf raises on files that are not as they should be."""
_MOST_OBJECTS: Final = 8_388_607
"""The highest object number that a conforming reader has to take (ISO 32000-1, annex C)."""


class Original:
    """The objects of a file, by number."""

    def __init__(self, data: bytes, *, shown: str) -> None:
        """Open a file.

        Args:
            data: The file.
            shown: Its name, for messages.

        Raises:
            UserMistake: M497 where the cross-reference table, the pages or the catalogue are damaged.
        """
        self.data = data
        self.shown = shown
        self.startxref = self._found_startxref()
        self.has_table = data[self.startxref : self.startxref + 4] == b"xref"
        try:
            self.reader = PdfReader(BytesIO(data))
            self.encrypted = self.reader.is_encrypted
        except TROUBLES:
            raise self.damage("it cannot be followed") from None
        self.trailer = dict(self._newest_trailer())
        self.root = self._reference(self.reader.trailer.raw_get("/Root") if "/Root" in self.reader.trailer else None)

    @property
    def catalogue(self) -> Any:
        """The document catalogue, as pypdf has it."""
        return self.read(self.root)

    def pages(self) -> tuple[int, ...]:
        """The object numbers of the pages, in order.

        Raises:
            UserMistake: M497 where the page tree is damaged.
        """
        try:
            references = [page.indirect_reference for page in self.reader.pages]
        except TROUBLES:
            raise self.damage("the list of pages is broken") from None
        return tuple(self._reference(reference) for reference in references)

    def read(self, number: int) -> Any:
        """An object as pypdf has it. Raises `UserMistake` M497 where it cannot be read."""
        with suppress(*TROUBLES):
            found = self.reader.get_object(IndirectObject(number, self.generation(number), self.reader))
            if found is not None:
                return found
        raise self.damage(f"object {number} is not where it should be")

    def generation(self, number: int) -> int:
        """The generation of the object with this number; 0 for one that is packed with others."""
        if number in self.reader.xref_objStm:
            return 0
        return max((gen for gen, places in self.reader.xref.items() if number in places and gen < 65535), default=0)

    def written(self, number: int) -> bytes:
        """The bytes of an object's value. Raises `UserMistake` M497 where there is no such object."""
        try:
            if number in self.reader.xref_objStm:
                return self._packed(number)
            place = self.reader.xref[self.generation(number)][number]
            header = header_at(self.data, place)
            if header and header[0] == number:
                return self.data[header[2] : value_end(self.data, header[2])]
        except TROUBLES:
            pass
        raise self.damage(f"object {number} is not where it should be")

    def next_number(self) -> int:
        """The first object number that nothing uses. Raises `UserMistake` M497 where there is none left."""
        used = [*self.reader.xref_objStm, *(number for places in self.reader.xref.values() for number in places)]
        size = self.trailer.get("/Size", b"0")
        number = max([*used, int(size) - 1 if size.isdigit() else 0], default=0) + 1
        if number > _MOST_OBJECTS:
            raise self.damage("its size is beyond all reason")
        return number

    def damage(self, problem: str) -> UserMistake:
        """The mistake to raise where the file is not as it should be."""
        return UserMistake("M497", path=self.shown, problem=problem)

    def _found_startxref(self) -> int:
        found = _STARTXREF.findall(self.data[-_TAIL:])
        place = int(found[-1]) if found else -1
        if 0 < place < len(self.data) and (self.data[place : place + 4] == b"xref" or header_at(self.data, place)):
            return place
        raise self.damage("it is not where the end of the file says")

    def _newest_trailer(self) -> list[tuple[str, bytes]]:
        """The entries of the trailer that holds now: after the table, or those of the cross-reference stream."""
        try:
            if not self.has_table:
                header = header_at(self.data, self.startxref)
                return list(entries_at(self.data, header[2])) if header else []
            return list(entries_at(self.data, skip_blank(self.data, self._table_end())))
        except SyntaxTrouble:
            raise self.damage("its trailer is broken") from None

    def _table_end(self) -> int:
        place = self.data.find(b"trailer", self.startxref)
        if place < 0:
            raise SyntaxTrouble("no trailer")
        return place + len(b"trailer")

    def _packed(self, number: int) -> bytes:
        stream_number, _ = self.reader.xref_objStm[number]
        stream: Any = self.read(stream_number)
        content: bytes = stream.get_data()
        first = int(stream["/First"])
        numbers = [int(part) for part in content[:first].split()]
        places = dict(zip(numbers[::2], numbers[1::2], strict=False))
        start = skip_blank(content, first + places[number])
        return content[start : value_end(content, start)]

    def _reference(self, reference: object) -> int:
        if not isinstance(reference, IndirectObject):
            raise self.damage("the catalogue or a page has no number")
        return int(reference.idnum)
