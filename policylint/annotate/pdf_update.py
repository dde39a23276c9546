"""An incremental update (ISO 32000-1, 7.5.6): new and changed objects behind the end of a file whose bytes all stay.

Written here and not by a library, because pypdf writes every object of its own anew, leaves the document's properties
out of the new trailer, and compresses, which gives other bytes with another version of zlib.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from policylint.annotate.pdf_original import Original
from policylint.annotate.pdf_syntax import SyntaxTrouble, array_items, number, value_end, with_entries

_OF_THE_STREAM: Final = ("/Type", "/W", "/Index", "/Filter", "/DecodeParms", "/Length", "/XRefStm", "/Prev", "/Size")
"""Entries of a trailer that describe one cross-reference section and not the file."""


class Update:
    """What is to be added to a file."""

    def __init__(self, original: Original) -> None:
        """Begin with nothing to add."""
        self._original = original
        self._next = original.next_number()
        self._objects: dict[int, bytes] = {}

    def reserve(self) -> int:
        """A number for an object that is to be put later."""
        taken = self._next
        self._next += 1
        return taken

    def reference(self, number: int) -> bytes:
        """A reference to an object of the file or of the update."""
        return b"%d %d R" % (number, self._original.generation(number))

    def add(self, value: bytes) -> int:
        """Add an object and return its number."""
        taken = self.reserve()
        self.put(taken, value)
        return taken

    def put(self, number: int, value: bytes) -> None:
        """Give the object with this number another value."""
        self._objects[number] = value

    def add_stream(self, dictionary: Mapping[str, bytes], content: bytes) -> int:
        """Add a stream, uncompressed, and return its number."""
        entries = {**dictionary, "/Length": number(len(content))}
        return self.add(with_entries(b"<<>>", entries) + b"\nstream\n" + content + b"\nendstream")

    def change(self, number: int, changes: Mapping[str, bytes | None]) -> None:
        """Set entries of a dictionary of the original; what it has else keeps its bytes.

        Raises:
            UserMistake: M497 where the object is no dictionary.
        """
        before = self._objects.get(number) or self._original.written(number)
        try:
            self.put(number, with_entries(before, changes))
        except SyntaxTrouble:
            raise self._original.damage(f"object {number} is broken") from None

    def data(self) -> bytes:
        """The file with all of this behind it. Without anything to add it is the file itself."""
        if not self._objects:
            return self._original.data
        body = bytearray(self._original.data)
        if not body.endswith((b"\n", b"\r")):
            body += b"\n"
        places: dict[int, tuple[int, int]] = {}
        for own, value in sorted(self._objects.items()):
            generation = self._original.generation(own)
            places[own] = (len(body), generation)
            body += b"%d %d obj\n%b\nendobj\n" % (own, generation, value)
        digest = hashlib.sha256(body).digest()[:16]
        place = len(body)
        if self._original.has_table:
            body += _table(places) + b"trailer\n" + self._trailer(self._next, digest)
        else:
            body += self._stream(places, place, digest)
        body += b"\nstartxref\n%d\n%%%%EOF\n" % place
        return bytes(body)

    def _trailer(self, size: int, digest: bytes, more: Mapping[str, bytes] | None = None) -> bytes:
        """The trailer of the original, with what must be another in this one. The second half of /ID tells the version
        of the file (14.4): it comes from the content.
        """
        kept = {key: value for key, value in self._original.trailer.items() if key not in _OF_THE_STREAM}
        entries = {**kept, "/Size": number(size), "/Prev": number(self._original.startxref), **(more or {})}
        if (identifier := self._identifier(digest)) is not None:
            entries["/ID"] = identifier
        return with_entries(b"<<>>", entries)

    def _identifier(self, digest: bytes) -> bytes | None:
        own = self._original.trailer.get("/ID")
        if own is None:
            return None
        try:
            items = array_items(own)
            first = items[: value_end(items, 0)]
        except SyntaxTrouble:  # it is kept elsewhere, or broken: it stays as it is
            return own
        return b"[" + first + b" <" + digest.hex().encode("ascii") + b">]"

    def _stream(self, places: Mapping[int, tuple[int, int]], place: int, digest: bytes) -> bytes:
        own = self._next
        everything = {**places, own: (place, 0)}
        rows = b"".join(
            b"\x01" + offset.to_bytes(5, "big") + generation.to_bytes(2, "big")
            for _, (offset, generation) in sorted(everything.items())
        )
        index = b" ".join(b"%d %d" % (run[0], len(run)) for run in _runs(everything))
        more = {
            "/Type": b"/XRef",
            "/W": b"[1 5 2]",
            "/Index": b"[" + index + b"]",
            "/Length": number(len(rows)),
        }
        dictionary = self._trailer(own + 1, digest, more)
        return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj" % (own, dictionary, rows)


def _table(places: Mapping[int, tuple[int, int]]) -> bytes:
    rows = [b"xref\n"]
    for run in _runs(places):
        rows.append(b"%d %d\n" % (run[0], len(run)))
        rows.extend(b"%010d %05d n \n" % places[own] for own in run)
    return b"".join(rows)


def _runs(places: Mapping[int, tuple[int, int]]) -> list[list[int]]:
    """Object numbers in order, those that follow each other together."""
    runs: list[list[int]] = []
    for own in sorted(places):
        if runs and own == runs[-1][-1] + 1:
            runs[-1].append(own)
        else:
            runs.append([own])
    return runs
