"""From bytes to an opened package: limits before anything is unpacked, small damage put right, then python-docx."""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.readers.zipped import directory, packed, unpacked

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from policylint.readers.docx.ooxml import Element

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


def open_docx(data: bytes, *, limits: Limits | None = None) -> WordDocument:
    """Open a DOCX file with python-docx, whatever the bytes.

    Relationships to parts that are not in the file are dropped; Strict files, templates and files with macros are
    opened as ordinary documents. What is no XML (pictures) is there by name, and empty. Whoever writes an annotated
    copy opens the original with this function too, so that `paragraph_elements` counts the same paragraphs.

    Args:
        data: The file.
        limits: For its members; the usual ones if nothing is said.

    Raises:
        UnreadableDocument: "empty", "encrypted", "too-large", "damaged", or "format" for a legacy Office file.
    """
    members = _members(data, limits or Limits())
    if "[Content_Types].xml" not in members:
        raise UnreadableDocument("damaged", "the list of its parts is missing")
    _mend(members)
    import docx

    try:
        document = docx.Document(io.BytesIO(packed(members)))
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


def all_related(document: WordDocument, kind: str) -> list[Part]:
    """All parts that the main part names as its `kind` ("header")."""
    parts = (
        _part(relationship.target_part)
        for relationship in document.part.rels.values()
        if not relationship.is_external and relationship.reltype.endswith(f"/{kind}")
    )
    return [part for part in parts if part is not None]


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


def _members(data: bytes, limits: Limits) -> dict[str, bytes]:
    if not data:
        raise UnreadableDocument("empty")
    if data.startswith(_COMPOUND):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableDocument("encrypted") if encrypted else UnreadableDocument("format", "a legacy Office file")
    return unpacked(data, directory(data, limits=limits), limits=limits)


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
