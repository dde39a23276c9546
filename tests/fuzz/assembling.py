"""Files put together from what the fuzzer writes, so that its changes get past checksums, lengths and offsets.

What it writes is cut into parts by lines "@@ name".
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from lxml import etree

_CUT: Final = re.compile(rb"^@@ ?([^\n]{0,60})\n?", re.MULTILINE)
_WORD_PARTS: Final = {"header": b"hdr", "footer": b"ftr"}
_ENTIRE: Final = ("styles", "numbering", "footnotes", "endnotes", "settings", "header", "footer")
_OBJECTS: Final = 40


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts by name; what comes before the first line "@@ name" has the name ""."""
    pieces = _CUT.split(data)
    named = zip(pieces[1::2], pieces[2::2], strict=True)
    return {"": pieces[0], **{name.decode("ascii", "replace").strip(): content for name, content in named}}


def docx_of(data: bytes) -> bytes:
    """A DOCX file whose body is the part "" and whose other parts are named as in Word ("styles", "numbering").

    Broken XML is mended as lxml does it, for the sake of what lies behind the parser; the part "raw" is `document.xml`
    as it is.
    """
    from tests.readers.docx.making import members  # imports what the fuzzer is to watch

    parts = parts_of(data)
    given: dict[str, str] = {name: "" for name in _ENTIRE if name in parts}
    files = members("", parts=given, links={"rId9": "https://example.org/"})
    sections = b"".join(
        b'<w:sectPr><w:%sReference r:id="%s"/></w:sectPr>' % (name.encode(), name.encode())
        for name in _WORD_PARTS
        if name in parts
    )
    files["word/document.xml"] = _mended(b"document", b"<w:body>" + parts[""] + sections + b"</w:body>")
    for name in given:
        files[f"word/{name}.xml"] = _mended(_WORD_PARTS.get(name, name.encode()), parts[name])
    if "raw" in parts:
        files["word/document.xml"] = parts["raw"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def pdf_of(data: bytes) -> bytes:
    """A PDF file whose objects are the parts in turn, from number 1 on, with right lengths and offsets.

    An object is a dictionary, and behind a line "stream" what it unpacks to. The first is the catalogue.
    """
    pieces = _CUT.split(data)
    objects = [pieces[0], *pieces[2::2]][:_OBJECTS]
    out = bytearray(b"%PDF-1.7\n")
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        head, stream, body = content.partition(b"\nstream\n")
        if stream:
            body = body.rstrip(b"\n")
            head = head.rstrip().removesuffix(b">>") + b" /Length %d >>" % len(body)
            content = head + b"\nstream\n" + body + b"\nendstream"
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for start in starts:
        out += b"%010d 00000 n \n" % start
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at)
    return bytes(out)


def _mended(root: bytes, inner: bytes) -> bytes:
    from tests.readers.docx.making import NAMESPACES

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    text = b"<w:%s %s>%s</w:%s>" % (root, NAMESPACES.encode(), inner, root)
    found = etree.fromstring(text, parser)
    return text if found is None else etree.tostring(found)
