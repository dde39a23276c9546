"""The report within a file that was handed over. The file may come from anybody: this runs in the door's child."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Final

import msgspec

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Block, Document, Source
from policylint.outputs.embedded import ATTACHMENT, DATA_ID, NAMESPACE

READER: Final = "policylint.verification.extract:read"
"""The name by which the door knows `read`."""

_ITEMS: Final = re.compile(r"customXml/item\d{1,3}\.xml")
MOST: Final = 256 << 20
"""Bytes of JSON; a report on a thousand documents has some fifty million."""

_SCRIPT: Final = re.compile(rb"<script[^<>]{0,200}\bid=[\"']" + DATA_ID.encode() + rb"[\"'][^<>]{0,200}>")
_END: Final = b"</script>"
_OSCAL: Final = re.compile(rb"\{\s*\"assessment-results\"")


class _Inline(msgspec.Struct, frozen=True):
    value: str = ""
    filename: str = ""


class _Resource(msgspec.Struct, frozen=True):
    base64: _Inline | None = None


class _BackMatter(msgspec.Struct, frozen=True):
    resources: tuple[_Resource, ...] = ()


class _Results(msgspec.Struct, frozen=True, rename="kebab"):
    back_matter: _BackMatter = _BackMatter()


class _Oscal(msgspec.Struct, frozen=True, rename="kebab"):
    """As much of OSCAL assessment results as it takes to find what they carry."""

    assessment_results: _Results


def read(data: bytes, *, name: str, limits: Limits, **_: object) -> Document:
    """The report's JSON as the only block of a document, whose media type tells the format in which it was found.

    Raises:
        UnreadableDocument: "format" where the file carries no report or several, "damaged" where it cannot be opened,
            "too-large" where the report is.
    """
    format_, reports = _found(data)
    found = list(islice(reports, 2))
    if not found:
        raise UnreadableDocument("format", "it carries no report of policylint")
    if len(found) > 1:
        raise UnreadableDocument("format", "it carries more than one report, and nothing says which of them is meant")
    if len(found[0]) > MOST:
        raise UnreadableDocument("too-large")
    try:
        text = found[0].decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableDocument("damaged", "the report in it is not UTF-8") from None
    source = Source(name=name, sha256=hashlib.sha256(data).hexdigest(), media_type=format_, size=len(data))
    return Document(source=source, blocks=(Block(kind="code", text=text),))


def _found(data: bytes) -> tuple[str, Iterator[bytes]]:
    """The name of the format, and the JSON of every report in the file."""
    if data.startswith(b"PK"):
        return _in_package(data)
    if b"%PDF-" in data[:1024]:
        return "pdf", _attached(data)
    stripped = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _OSCAL.match(stripped):
        return "oscal", _in_oscal(stripped)
    if stripped.startswith(b"{"):
        return "json", iter((stripped,))
    format_ = "dashboard" if b'content="policylint dashboard' in data[:4096] else "html"
    return format_, _in_page(data)


def _in_page(data: bytes) -> Iterator[bytes]:
    """Elements of a page; what stands in a comment counts too, for no browser is here to tell."""
    for match in _SCRIPT.finditer(data):
        end = data.find(_END, match.end())
        if end < 0:
            return
        yield data[match.end() : end]


def _in_package(data: bytes) -> tuple[str, Iterator[bytes]]:
    """The custom XML of an Office file. Word writes it anew, under a number of its own and in its own encoding."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            format_ = "xlsx" if any(name.startswith("xl/") for name in names) else "docx"
            return format_, iter(list(_items(archive)))
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:  # zipfile, zlib, bz2, lzma and lxml let out a dozen kinds for damaged archives
        said = "a name in it is not in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise UnreadableDocument("damaged", said.partition("\n")[0]) from None


def _items(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """The reports of a package; of members with one name, each counts."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    left = MOST
    for item in archive.infolist():
        if not _ITEMS.fullmatch(item.filename):
            continue
        with archive.open(item) as member:
            content = member.read(left + 1)
        left -= len(content)
        if left < 0:
            raise UnreadableDocument("too-large")
        if NAMESPACE.encode() not in content:
            continue
        root = etree.fromstring(content, parser)
        if root.tag == f"{{{NAMESPACE}}}report":
            yield (root.text or "").encode()


def _attached(data: bytes) -> Iterator[bytes]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        for index in range(pdf.count_attachments()):
            attachment = pdf.get_attachment(index)
            if attachment.get_name() == ATTACHMENT:
                yield bytes(attachment.get_data())
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("damaged", str(error).lower()) from None


def _in_oscal(data: bytes) -> Iterator[bytes]:
    """What OSCAL carries as a resource."""
    try:
        oscal = msgspec.json.decode(data, type=_Oscal)
        for resource in oscal.assessment_results.back_matter.resources:
            if resource.base64 and resource.base64.filename == ATTACHMENT:
                yield base64.b64decode(resource.base64.value, validate=True)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise UnreadableDocument("damaged", f"its back matter is broken: {error}") from None
