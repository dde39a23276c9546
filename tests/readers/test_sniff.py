"""Choosing the reader by what a file holds, and saying what to do about the files that none reads."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document
from policylint.readers.sniff import recognise, recognise_text

Reader = Callable[..., Document]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END, NONE = 0xFFFFFFFE, 0xFFFFFFFF


def archive(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """A ZIP file with members of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        if first:
            file.writestr(*first)
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


def compound(stream: str) -> bytes:
    """A compound file as far as recognising goes: its signature, and the name of a stream."""
    return OLE + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 100


def directory_of(*names: str, below: str = "", flags: int = 0) -> bytes:
    """A compound file with a directory: streams at the top level, and one within the last of them."""

    def entry(name: str, *, right: int = NONE, child: int = NONE, start: int = NONE) -> bytes:
        coded = name.encode("utf-16-le")
        kind = 5 if name == "Root Entry" else 2
        return struct.pack(
            "<64sHBBIII36xIQ", coded, len(coded) + 2, kind, 1, NONE, right, child, start, 4096 if start != NONE else 0
        )

    last = len(names)
    entries = entry("Root Entry", child=1)
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < last else NONE
        child = last + 1 if below and number == last else NONE
        entries += entry(name, right=right, child=child, start=2 if name == "WordDocument" else NONE)
    entries += entry(below) if below else b""
    sectors = -(-len(entries) // 512)
    assert sectors <= 2
    word = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x409, 0, flags).ljust(512, b"\0")
    table = struct.pack("<4I", END - 1, 3 if sectors == 2 else END, END, END).ljust(512, b"\xff")
    header = (
        OLE
        + struct.pack("<16xHHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0, 0)
        + b"\xff" * 432
    )
    padded = entries.ljust(1024, b"\0")
    return header[:512] + table + padded[:512] + word + padded[512:]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"junk before it\n%PDF-1.4\n", "pdf"),
        (b"\x93broken header\nobj\nstartxref\n0\n%%EOF\n", "pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("[Content_Types].xml", "word/document2.xml"), "docx"),
        (compound("WordDocument"), "doc"),
        (directory_of("WordDocument", "ObjectPool", below="Workbook"), "doc"),
        (b"{\\rtf1\\ansi Staff}", "rtf"),
        (b"\xef\xbb\xbf\r\n{\\rtf1\\ansi Staff}", "rtf"),
        (archive(first=("mimetype", "application/vnd.oasis.opendocument.text")), "odt"),
        (archive(first=("mimetype", "application/vnd.oasis.opendocument.text-template")), "odt"),
        (b"Staff must log out.", "text"),
        (b"A note on %PDF files", "text"),
        (b"PK is short for a name", "text"),
        (b"MZ Works: staff must log out of every account of the house each day.", "text"),
    ],
)
def test_format_is_told_by_content(data: bytes, found: str) -> None:
    assert recognise(data) == found


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (compound("Workbook"), "Excel"),
        (compound("PowerPoint Document"), "PowerPoint"),
        (compound("__properties_version1.0"), "(.msg)"),
        (compound("Something"), "legacy Office"),
        (compound("__properties_version1.0") + compound("WordDocument"), "(.msg)"),
        (directory_of("__properties_version1.0", "__attach_version1.0_#00000000", below="WordDocument"), "(.msg)"),
        (directory_of("Workbook", "MBD0001", below="WordDocument"), "Excel"),
        (archive(first=("mimetype", "application/vnd.oasis.opendocument.text-master")), "OpenDocument"),
        (archive(first=("mimetype", "application/vnd.oasis.opendocument.spreadsheet")), "OpenDocument"),
        (archive(first=("mimetype", "application/vnd.sun.xml.writer")), "OpenOffice 1"),
        (archive(first=("mimetype", "application/epub+zip")), "EPUB"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint"),
        (archive("Index/Document.iwa"), "Pages"),
        (archive("policy.docx"), "a ZIP archive; unpack it and check the documents inside"),
        (b"\x89PNG\r\n\x1a\n", "PNG picture; run it through OCR"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"II*\0", "TIFF"),
        (b"RIFF\0\0\0\0WEBP", "WebP"),
        (b"\0\0\0\x18ftypheic", "HEIF"),
        (b"\0\0\0\x18ftypmp42", "video"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"7z\xbc\xaf'\x1c", "archive"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (b"\x7fELF", "program"),
        (
            b"Received: from a by b\nFrom: clerk@example.org\nTo: staff@example.org\nSubject: Rule\n\nLog out.\n",
            "an e-mail message (.eml)",
        ),
        (
            b"From: clerk@example.org\nMIME-Version: 1.0\nSubject: Rule\n"
            b'Content-Type: multipart/mixed;\n boundary="b"\n\n--b\nContent-Type: application/msword\n\n',
            "an e-mail message (.eml)",
        ),
        (
            b"From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=x\n\n--x\n",
            "a saved web page (.mht)",
        ),
    ],
)
def test_what_is_not_read_is_named(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        recognise(data)
    assert caught.value.reason == "format"
    assert words in caught.value.detail


def test_word_file_behind_a_password_is_encrypted() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        recognise(compound("EncryptedPackage"))
    assert caught.value.reason == "encrypted"


def test_old_word_file_behind_a_password_is_encrypted() -> None:
    assert recognise(directory_of("WordDocument")) == "doc"
    with pytest.raises(UnreadableDocument) as caught:
        recognise(directory_of("WordDocument", flags=0x0100))
    assert caught.value.reason == "encrypted"


def test_directory_that_leads_in_a_circle_is_not_followed() -> None:
    data = bytearray(directory_of("WordDocument"))
    data[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")
    assert recognise(bytes(data)) == "doc"


def test_archive_of_too_many_files_is_not_listed() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        recognise(archive(*(f"word/{number}.xml" for number in range(20))), limits=Limits(members=10))
    assert caught.value.reason == "too-large"


@pytest.mark.parametrize("cut", [30, 60])
def test_half_an_archive_is_damaged(cut: int) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        recognise(archive("[Content_Types].xml", "word/document.xml")[:-cut])
    assert caught.value.reason == "damaged"


def test_memo_is_no_mail() -> None:
    assert (
        recognise(b"TO: All staff\nFROM: The clerk\nDATE: 1 March 2014\nSUBJECT: Social media\n\nLog out.\n") == "text"
    )


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("<!DOCTYPE html>\n<title>x</title>", "policy.txt", "html"),
        ("<!-- made by hand -->\n<HTML><P>x", "policy.md", "html"),
        ("<?xml version='1.0'?>\n<!DOCTYPE html>\n<html>", "policy", "html"),
        ("<%@ Page %>\n<html>", "policy.aspx", "html"),
        ("<h1>Rule</h1>\n<p>Log out.</p>\n", "policy.txt", "html"),
        ("Log <b>out</b>.", "policy.html", "html"),
        ("Log out.", "policy.html", "text"),
        ("---\ntitle: Rule\n---\nLog out.", "policy.txt", "markdown"),
        ("# Rule\n\n## Scope\n\nLog out.", "policy.txt", "markdown"),
        ("# Rule\n\nSee [this](https://example.org).", "policy", "markdown"),
        ("# Rule\n\n- Log out.", "policy", "markdown"),
        ("<h1 align=center>Rule</h1>\n\n## Scope\n\nLog **out**.\n\n## Use\n", "policy", "markdown"),
        ("Log out.", "policy.md", "markdown"),
        ("- Log out.\n- Be polite.", "policy", "text"),
        ("- Log out.\n- Be polite.", "POLICY.MD", "markdown"),
        ("1. Log out.\n\n# of days: 3", "policy.txt", "text"),
        ("Log out if x < 3 and y > 2.", "policy.txt", "text"),
        ("Log out.", "", "text"),
    ],
)
def test_text_format_is_told_by_its_signs_before_its_name(text: str, name: str, found: str) -> None:
    assert recognise_text(text, name=name) == found


def test_xml_of_another_kind_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        recognise_text("<?xml version='1.0'?>\n<feed><entry/></feed>", name="policy.xml")
    assert "XML" in caught.value.detail


def test_endless_comments_before_a_page_are_no_trouble() -> None:
    assert recognise_text("<!-- x -->" * 2000 + "Log out.", name="policy.txt") == "text"


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        ("Log out.", "policy.txt", "text/plain"),
        ("# Rule\n\n## Scope\n", "policy.txt", "text/markdown"),
        ("<html><p>Log out.", "policy.txt", "text/html"),
    ],
)
def test_source_says_what_was_read(read_file: Reader, content: str, name: str, media_type: str) -> None:
    source = read_file(content, name).source
    assert (source.media_type, source.name, source.size) == (media_type, name, len(content))
    assert len(source.sha256) == 64


def test_same_bytes_give_the_same_document(read_file: Reader) -> None:
    content = "# Rule\n\n- *one*\n- <b>two</b>\n"
    assert read_file(content, "policy.md") == read_file(content, "policy.md")
