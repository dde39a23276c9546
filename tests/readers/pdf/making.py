"""PDF files written by hand, and a check of the place of every word read from one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2

from policylint.model.document import Document

FONTS = {"regular": "Courier", "bold": "Courier-Bold", "italic": "Courier-Oblique"}
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@dataclass
class PdfFile:
    """A PDF file in the making. Places are points from the page's top left; each letter is 0.6 sizes wide."""

    width: float = 612
    height: float = 792
    pages: list[bytes] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    title: str = ""
    bookmarks: Sequence[tuple[str, int]] = ()
    differences: str = ""

    def page(self, *parts: bytes, extra: str = "") -> PdfFile:
        """Add a page of drawing operators; `extra` are further entries of the page's dictionary."""
        self.pages.append(b"\n".join(parts))
        self.extras.append(extra)
        return self

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 10,
        font: str = "regular",
        turn: str = "1 0 0 1",
        mode: int = 0,
    ) -> bytes:
        """Words with their baseline `y` below the page's upper edge."""
        escaped = re.sub(r"([\\()])", r"\\\1", words)
        place = f"{x:g} {self.height - y:g}" if turn == "1 0 0 1" else f"{x:g} {y:g}"
        return f"BT /{font} {size:g} Tf {mode} Tr {turn} {place} Tm ({escaped}) Tj ET".encode("cp1252")

    def lines(self, x: float, y: float, words: Sequence[str], *, leading: float = 12, **look: Any) -> bytes:
        """Lines one below the other, the first baseline at `y`."""
        return b"\n".join(self.text(x, y + place * leading, line, **look) for place, line in enumerate(words))

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> bytes:
        """A straight line."""
        return f"0.5 w {x0:g} {self.height - y0:g} m {x1:g} {self.height - y1:g} l S".encode()

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> bytes:
        """The rules of a table."""
        down = [self.rule(x, ys[0], x, ys[-1]) for x in xs]
        return b"\n".join(down + [self.rule(xs[0], y, xs[-1], y) for y in ys])

    def picture(self, x0: float = 0, y0: float = 0, x1: float = 612, y1: float = 792) -> bytes:
        """A grey picture."""
        place = f"{x1 - x0:g} 0 0 {y1 - y0:g} {x0:g} {self.height - y1:g}"
        return f"q {place} cm BI /W 1 /H 1 /CS /G /BPC 8 ID ".encode() + b"\x80 EI Q"

    def link(self, x0: float, y0: float, x1: float, y1: float, target: str) -> str:
        """A page entry: an area that leads to an address."""
        box = f"{x0:g} {self.height - y1:g} {x1:g} {self.height - y0:g}"
        return f"/Annots [<< /Type /Annot /Subtype /Link /Rect [{box}] /A << /S /URI /URI ({target}) >> >>]"

    def encoded(self, *, password: str = "") -> bytes:
        """The whole file; with a password it is encrypted (RC4, 40 bits) and opens only with it."""
        objects: list[bytes] = [b"", b""]
        fonts = []
        for name, face in FONTS.items():
            encoding = (
                f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{self.differences}] >>"
                if self.differences
                else "/WinAnsiEncoding"
            )
            objects.append(
                f"<< /Type /Font /Subtype /Type1 /BaseFont /{face} /FirstChar 0 /LastChar 255"
                f" /Widths [{'600 ' * 256}] /Encoding {encoding} >>".encode()
            )
            fonts.append(f"/{name} {len(objects)} 0 R")
        kids = []
        key = self._key(password) if password else b""
        for content, extra in zip(self.pages, self.extras, strict=True):
            number = len(objects) + 1
            if key:
                content = _rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], content)
            objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
            media = "" if "/MediaBox" in extra else f"/MediaBox [0 0 {self.width:g} {self.height:g}]"
            objects.append(
                f"<< /Type /Page /Parent 2 0 R {media} /Contents {number} 0 R"
                f" /Resources << /Font << {' '.join(fonts)} >> >> {extra} >>".encode()
            )
            kids.append(f"{len(objects)} 0 R")
        outline = self._outline(objects, kids)
        objects[0] = f"<< /Type /Catalog /Pages 2 0 R {outline} >>".encode()
        objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
        trailer = "/Root 1 0 R /ID [<00> <00>]"
        if self.title:
            objects.append(f"<< /Title ({self.title}) >>".encode())
            trailer += f" /Info {len(objects)} 0 R"
        if password:
            owner, user = self._entries(password)
            objects.append(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{user.hex()}> >>".encode())
            trailer += f" /Encrypt {len(objects)} 0 R"
        return _assembled(objects, trailer)

    def _outline(self, objects: list[bytes], kids: Sequence[str]) -> str:
        if not self.bookmarks:
            return ""
        root, first, last = len(objects) + 1, len(objects) + 2, len(objects) + 1 + len(self.bookmarks)
        objects.append(f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R /Count {last - root} >>".encode())
        for place, (title, page) in enumerate(self.bookmarks):
            following = f"/Next {first + place + 1} 0 R" if first + place < last else ""
            objects.append(
                f"<< /Title ({title}) /Parent {root} 0 R {following} /Dest [{kids[page - 1]} /Fit] >>".encode()
            )
        return f"/Outlines {root} 0 R"

    def _entries(self, password: str) -> tuple[bytes, bytes]:
        """The entries O and U of the encryption dictionary (PDF 1.7, 7.6.3.4, algorithms 3 and 4)."""
        padded = (password.encode() + _PADDING)[:32]
        owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
        return owner, _rc4(self._key(password), _PADDING)

    def _key(self, password: str) -> bytes:
        """The file's key (algorithm 2)."""
        padded = (password.encode() + _PADDING)[:32]
        owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
        return hashlib.md5(padded + owner + (-4 & 0xFFFFFFFF).to_bytes(4, "little") + b"\0").digest()[:5]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    swap = 0
    for place in range(256):
        swap = (swap + state[place] + key[place % len(key)]) % 256
        state[place], state[swap] = state[swap], state[place]
    out = bytearray()
    here = swap = 0
    for byte in data:
        here = (here + 1) % 256
        swap = (swap + state[here]) % 256
        state[here], state[swap] = state[swap], state[here]
        out.append(byte ^ state[(state[here] + state[swap]) % 256])
    return bytes(out)


def _assembled(objects: Sequence[bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def check_places(document: Document, data: bytes) -> None:
    """Every mark's box must hold the mark's words on its page, as pdfium finds them there, and lie on one line."""
    file = pypdfium2.PdfDocument(data)
    try:
        for block in document.blocks:
            assert block.text == " ".join(block.text.split())
            assert block.text[: block.label_end].startswith(block.label if block.label_end else "")
            end = 0
            for mark in block.marks:
                assert end <= mark.start < mark.end <= len(block.text)
                assert _letters(block.text[mark.start : mark.end]) in _letters(_text_at(file, mark.page, mark.box))
                end = mark.end
    finally:
        file.close()


def _text_at(file: pypdfium2.PdfDocument, number: int | None, box: tuple[float, float, float, float] | None) -> str:
    assert number is not None and box is not None
    page = file[number - 1]
    left, bottom, right, top = page.get_bbox()
    x0, y0, x1, y1 = box
    inner = {
        0: (left + x0, top - y1, left + x1, top - y0),
        90: (left + y0, bottom + x0, left + y1, bottom + x1),
        180: (right - x1, bottom + y0, right - x0, bottom + y1),
        270: (right - y1, top - x1, right - y0, top - x0),
    }[page.get_rotation()]
    text = page.get_textpage()
    found = text.get_text_bounded(*inner)
    text.close()
    page.close()
    return str(found)


def _letters(text: str) -> str:
    """What is left without white space and with ligatures and hyphens put aside."""
    return re.sub(r"[\s\u00ad\ufffe\x02-]+", "", text).replace("\ufb01", "fi")
