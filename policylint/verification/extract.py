"""The report within a file that was handed over. The file may come from anybody: this runs in the door's child."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
import zlib
from contextlib import suppress
from typing import Final

import msgspec

from policylint.door.limits import Limits
from policylint.errors import UnreadableDocument
from policylint.model.document import Block, Document, Source
from policylint.outputs.embedded import ATTACHMENT, DATA_ID

READER: Final = "policylint.verification.extract:read"
"""The name by which the door knows `read`."""

_ITEMS: Final = re.compile(r"customXml/item\d{1,3}\.xml")
_MOST: Final = 256 << 20
"""Bytes of JSON; a report on a thousand documents has some fifty million."""

_SCRIPT: Final = re.compile(
    rb"<script[^>]*\bid=[\"']" + DATA_ID.encode() + rb"[\"'][^>]*>(?P<json>.*?)</script>", re.DOTALL
)


def read(data: bytes, *, name: str, limits: Limits) -> Document:
    """The report's JSON as the only block of a document, whose media type tells the format in which it was found.

    Raises:
        UnreadableDocument: "format" where the file carries no report, "damaged" where it cannot be opened.
    """
    format_, found = _found(data)
    if found is None:
        raise UnreadableDocument("format", "it carries no report of policylint")
    if len(found) > _MOST:
        raise UnreadableDocument("too-large")
    try:
        text = found.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableDocument("damaged", "the report in it is not UTF-8") from None
    source = Source(name=name, sha256=hashlib.sha256(data).hexdigest(), media_type=format_, size=len(data))
    return Document(source=source, blocks=(Block(kind="code", text=text),))


def _found(data: bytes) -> tuple[str, bytes | None]:
    """The name of the format, and the JSON."""
    if data.startswith(b"PK"):
        return _in_package(data)
    if b"%PDF-" in data[:1024]:
        return "pdf", _attached(data)
    stripped = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if stripped.startswith(b"{"):
        return _in_json(stripped)
    if script := _SCRIPT.search(data):
        format_ = "dashboard" if b'content="policylint dashboard' in data[:4096] else "html"
        return format_, script["json"]
    return "", None


def _in_package(data: bytes) -> tuple[str, bytes | None]:
    """The custom XML of an Office file. Word writes it anew, under a number of its own and in its own encoding."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            format_ = "xlsx" if any(name.startswith("xl/") for name in names) else "docx"
            for name in names:
                if not _ITEMS.fullmatch(name):
                    continue
                with archive.open(name) as member:
                    content = member.read(_MOST + 1)
                if b"urn:policylint:report" in content:
                    return format_, (etree.fromstring(content, parser).text or "").encode()
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableDocument("damaged", str(error).splitlines()[0] if str(error) else "") from None
    return format_, None


def _attached(data: bytes) -> bytes | None:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        for index in range(pdf.count_attachments()):
            attachment = pdf.get_attachment(index)
            if attachment.get_name() == ATTACHMENT:
                return bytes(attachment.get_data())
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("damaged", str(error).lower()) from None
    return None


def _in_json(data: bytes) -> tuple[str, bytes | None]:
    """A report itself, or OSCAL that carries one."""
    with suppress(msgspec.DecodeError, ValueError):
        if b'"assessment-results"' not in data[:4096]:
            return "json", data
        resources = msgspec.json.decode(data)["assessment-results"]["back-matter"]["resources"]
        for resource in resources:
            inline = resource.get("base64", {})
            if inline.get("filename") == ATTACHMENT:
                return "oscal", base64.b64decode(inline["value"], validate=True)
        return "oscal", None
    return "json", data
