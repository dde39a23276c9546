"""From bytes to an opened package: limits before anything is unpacked, small damage put right, then python-docx."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from policylint.errors import UnreadableDocument

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from policylint.readers.docx.ooxml import Element

MAX_MEMBERS: Final = 2_000
MAX_TOTAL: Final = 512 * 1024 * 1024
"""Bytes of all members together, unpacked."""

MAX_RATIO: Final = 200.0
"""Unpacked bytes for a packed one. Text documents stay under 60; deflate cannot pass 1,032."""

_JUDGED_BY_RATIO: Final = 10 * 1024 * 1024
"""Bytes; smaller members may shrink as they like."""

_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)
"""Namespaces of Strict files (ISO/IEC 29500 part 1) and those that python-docx knows (part 4)."""

_MAIN: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ALSO_MAIN: Final = (
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
"""Templates and files with macros: python-docx refuses them though their text is the same."""

_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*?(?:/>|>\s*</(?:\w+:)?Relationship\s*>)")
_TARGET = re.compile(rb"""\sTarget\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_EXTERNAL = re.compile(rb"""\sTargetMode\s*=\s*["']External["']""")
_OFFICE_DOCUMENT: Final = b"relationships/officeDocument"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the package: its root element, and the targets of its hyperlinks by relationship id."""

    root: Element
    targets: dict[str, str]


def open_docx(
    data: bytes, *, max_members: int = MAX_MEMBERS, max_total: int = MAX_TOTAL, max_ratio: float = MAX_RATIO
) -> WordDocument:
    """Open a DOCX file with python-docx, whatever the bytes.

    Relationships to parts that are not in the file are dropped; Strict files, templates and files with macros are
    opened as ordinary documents. Whoever writes an annotated copy opens the original with this function too, so that
    `paragraph_elements` counts the same paragraphs.

    Args:
        data: The file.
        max_members: Files in the ZIP archive.
        max_total: Bytes of all of them together, unpacked.
        max_ratio: Unpacked bytes for a packed one, for members above 10 MB.

    Raises:
        UnreadableDocument: "empty", "encrypted", "too-large", "damaged", or "format" for a legacy Office file.
    """
    members = _members(data, max_members=max_members, max_total=max_total, max_ratio=max_ratio)
    if "[Content_Types].xml" not in members:
        raise UnreadableDocument("damaged", "the list of its parts is missing")
    _mend(members)
    import docx

    try:
        document = docx.Document(io.BytesIO(_packed(members)))
        body = document.element.body
    except Exception as error:  # python-docx and lxml let out a dozen kinds for packages with missing or swapped parts
        raise UnreadableDocument("damaged", "its parts are missing or broken") from error
    if body is None:
        raise UnreadableDocument("damaged", "it has no body")
    return document


def main_part(document: WordDocument) -> Part:
    """The part that holds the document's body."""
    return Part(document.element, _targets(document.part))


def related(document: WordDocument, kind: str) -> Part | None:
    """The part that the main part names as its `kind` ("styles", "numbering", "footnotes"), None without one."""
    for relationship in document.part.rels.values():
        if not relationship.is_external and relationship.reltype.endswith(f"/{kind}"):
            return _part(relationship.target_part)
    return None


def part_by_id(document: WordDocument, identifier: str) -> Part | None:
    """The part to which a relationship of the main part leads."""
    relationship = document.part.rels.get(identifier)
    return None if relationship is None or relationship.is_external else _part(relationship.target_part)


def declared_title(document: WordDocument) -> str:
    """The title in the file's properties, white space folded."""
    for relationship in document.part.package.rels.values():
        if not relationship.is_external and relationship.reltype.endswith("/core-properties"):
            part = _part(relationship.target_part)
            title = None if part is None else part.root.find("{http://purl.org/dc/elements/1.1/}title")
            return " ".join((title.text or "").split()) if title is not None else ""
    return ""


def _part(part: object) -> Part | None:
    """The XML of a part; python-docx keeps those that it does not know as bytes."""
    from docx.oxml.parser import parse_xml

    root = getattr(part, "element", None)
    if root is None:
        try:
            root = parse_xml(part.blob)  # type: ignore[attr-defined]
        except Exception:  # a part that is no XML is as good as none
            return None
    return Part(root, _targets(part))


def _targets(part: object) -> dict[str, str]:
    relationships = part.rels.values()  # type: ignore[attr-defined]
    return {each.rId: each.target_ref for each in relationships if each.is_external}


def _members(data: bytes, *, max_members: int, max_total: int, max_ratio: float) -> dict[str, bytes]:
    """The unpacked members, never more of one than its directory entry declares."""
    if not data:
        raise UnreadableDocument("empty")
    if data.startswith(_COMPOUND):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableDocument("encrypted") if encrypted else UnreadableDocument("format", "a legacy Office file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, max_members=max_members, max_total=max_total, max_ratio=max_ratio)
            members = {}
            for entry in entries:
                with archive.open(entry) as member:
                    members[entry.filename.replace("\\", "/").lstrip("/")] = member.read(entry.file_size)
            return members
    except UnreadableDocument:
        raise
    except Exception as error:  # zipfile, zlib, bz2 and lzma let out a dozen kinds for damaged archives
        raise UnreadableDocument("damaged", "the ZIP archive is cut short or broken") from error


def _check_sizes(entries: list[zipfile.ZipInfo], *, max_members: int, max_total: int, max_ratio: float) -> None:
    if len(entries) > max_members:
        raise UnreadableDocument("too-large", f"{len(entries):,} files in the archive, of {max_members:,}")
    total = sum(entry.file_size for entry in entries)
    if total > max_total:
        raise UnreadableDocument("too-large", f"{total:,} bytes unpacked, of {max_total:,}")
    for entry in entries:
        if entry.flag_bits & 1:
            raise UnreadableDocument("encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # ECMA-376 part 2, annex B allows no other, and zipfile unpacks the others without any limit.
            raise UnreadableDocument("damaged", "the ZIP archive is packed in a way that DOCX does not allow")
        if entry.file_size > _JUDGED_BY_RATIO and entry.file_size > max_ratio * max(entry.compress_size, 1):
            raise UnreadableDocument("too-large", "a part unpacks to hundreds of times its size")


def _mend(members: dict[str, bytes]) -> None:
    """Put right, in place, what python-docx stumbles over and other programs open."""
    types = members["[Content_Types].xml"]
    for also in _ALSO_MAIN:
        types = types.replace(also, _MAIN)
    members["[Content_Types].xml"] = types
    for name, content in members.items():
        if name.endswith((".xml", ".rels")) and b"http://purl.oclc.org/ooxml/" in content:
            for strict, transitional in _STRICT:
                content = content.replace(strict, transitional)
            members[name] = content
    names = frozenset(members)
    for name in [name for name in names if name.endswith(".rels")]:
        folder = posixpath.dirname(posixpath.dirname(name))
        members[name] = _without_lost(members[name], folder, names)


def _without_lost(relationships: bytes, folder: str, names: frozenset[str]) -> bytes:
    """A part of relationships without those that lead to parts which are not in the file."""

    def kept(found: re.Match[bytes]) -> bytes:
        return found[0] if _leads(found[0], folder, names) else b""

    return _RELATIONSHIP.sub(kept, relationships)


def _leads(relationship: bytes, folder: str, names: frozenset[str]) -> bool:
    """Whether the target is outside or in the file. The main part counts as there: without it the file is lost."""
    target = _TARGET.search(relationship)
    if not target or _EXTERNAL.search(relationship) or _OFFICE_DOCUMENT in relationship:
        return True
    path = (target[1] or target[2] or b"").decode("utf-8", "replace")
    return posixpath.normpath(posixpath.join("/" + folder, path)).lstrip("/") in names


def _packed(members: dict[str, bytes]) -> bytes:
    """A ZIP archive of the members, not compressed: it is only handed on."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
