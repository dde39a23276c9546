"""What kind of file some bytes are, told by the bytes; the name decides only between text formats that look alike."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final, Literal

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.readers.compound import SIGNATURE, asks_for_password, top_level
from policylint.readers.zipped import directory

OfficeFormat = Literal["doc", "odt", "rtf"]
Format = Literal["pdf", "docx", "text"] | OfficeFormat
TextFormat = Literal["html", "markdown", "text"]

_HEAD: Final = 1024
"""Bytes at the start of a file among which "%PDF-" may stand (Adobe's implementation note 13 to PDF 1.7)."""

_SAMPLE: Final = 1 << 18
"""Characters of a text file that are looked through for signs of its format."""

_PDF = re.compile(rb"%PDF-\d")

_SIGNATURES: Final = (
    (rb"\x89PNG", "a PNG picture; run it through OCR and save the result as PDF"),
    (rb"\xff\xd8\xff", "a JPEG picture; run it through OCR and save the result as PDF"),
    (rb"GIF8[79]a", "a GIF picture; run it through OCR and save the result as PDF"),
    (rb"II\*\0|MM\0\*|II\+\0|MM\0\+", "a TIFF picture; run it through OCR and save the result as PDF"),
    (rb"BM.{4}\0{4}", "a BMP picture; run it through OCR and save the result as PDF"),
    (rb"RIFF.{4}WEBP", "a WebP picture; run it through OCR and save the result as PDF"),
    (rb".{4}ftyp(?:hei|hev|mif|avif)", "a HEIF picture; run it through OCR and save the result as PDF"),
    (rb".{4}ftyp|RIFF.{4}|OggS\0|ID3[\2-\4]|\x1aE\xdf\xa3|fLaC\0", "a sound or video file, not a document"),
    (rb"\x1f\x8b|BZh\d1AY|\xfd7zXZ\0|\x28\xb5\x2f\xfd", "a compressed file; unpack it and check what is inside"),
    (rb"7z\xbc\xaf'\x1c|Rar!\x1a|.{257}ustar", "an archive; unpack it and check the documents inside"),
    (rb"%!PS", "a PostScript file; save it as PDF"),
    (rb"\x7fELF|MZ.{0,60}\0|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe", "a program, not a document"),
    (rb"\xffWPC", "a WordPerfect file; save it as DOCX or PDF"),
    (rb"SQLite format 3\0", "a database, not a document"),
    (rb"bplist00", "a web archive or property list; save the page as HTML or PDF"),
    (rb"AT&TFORM", "a DjVu file; save it as PDF"),
    (rb"version https://git-lfs\.github\.com/spec/v1\r?\n", "a pointer of Git LFS; get the file with 'git lfs pull'"),
    (rb"\xdb\xa5-\0|\x31\xbe\0\0", "a legacy Word or Write file; save it as DOCX or PDF"),
)
_COMPILED: Final = tuple((re.compile(signature, re.DOTALL), what) for signature, what in _SIGNATURES)

_RICH_TEXT: Final = b"{\\rtf"
_BLANK: Final = b"\xef\xbb\xbf\0\t\r\n "
_WORD: Final = "WordDocument"
_STREAMS: Final = (
    ("__properties_version1.0", "an Outlook message (.msg); save the message or its attachment as PDF or DOCX"),
    (_WORD, ""),
    ("PowerPoint Document", "a legacy PowerPoint .ppt file; save it as PDF"),
    ("Workbook", "a legacy Excel .xls file; save the policy text as DOCX or PDF"),
    ("Book", "a legacy Excel .xls file; save the policy text as DOCX or PDF"),
)
"""Names of streams in a compound file ([MS-DOC] 2.1, [MS-OXMSG] 2.2, [MS-PPT] 2.1, [MS-XLS] 2.1)."""

_PACKAGES: Final = (
    ("xl/", "an Excel workbook; save the policy text as DOCX or PDF"),
    ("ppt/", "a PowerPoint presentation; save it as PDF"),
    ("visio/", "a Visio drawing; save it as PDF"),
    ("Index/", "an Apple Pages, Numbers or Keynote file; save it as DOCX or PDF"),
    ("Index.zip", "an Apple Pages, Numbers or Keynote file; save it as DOCX or PDF"),
    ("index.xml", "an Apple Pages, Numbers or Keynote file; save it as DOCX or PDF"),
    ("FixedDocSeq.fdseq", "an XPS file; save it as PDF"),
)
_MIME_TYPES: Final = (
    (b"application/vnd.oasis.opendocument", "an OpenDocument file; save it as DOCX or PDF"),
    (b"application/vnd.sun.xml.writer", "an OpenOffice 1 (.sxw) file; save it as DOCX or PDF"),
    (b"application/epub", "an EPUB book; save it as PDF or HTML"),
)
_OPEN_DOCUMENTS: Final = frozenset(
    {b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template"}
)

_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:|[ \t]+\S|From \S+@")
_MAIL_ONLY = re.compile(
    rb"^(?:message-id|received|mime-version|return-path|delivered-to|x-mailer):", re.IGNORECASE | re.MULTILINE
)
_WEB_ARCHIVE = re.compile(rb"^(?:content-type:\s*multipart/related|from:\s*<saved by)", re.IGNORECASE | re.MULTILINE)

_PAGE = re.compile(
    r"\s*(?>(?:<!--.*?-->|<\?.*?\?>|<%.*?%>)\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:html|head|title|body|div|p|h[1-6]|ul|ol|li|table|t[rdh]|br|hr|font|center|span|b|i)\b[^<>]*>", re.IGNORECASE
)
_FRONT_MATTER = re.compile(
    r"(?:---\s*\n(?:.*\n){0,200}?(?:---|\.\.\.)|\+\+\+\s*\n(?:.*\n){0,200}?\+\+\+)\s*$", re.MULTILINE
)
_STRONG = re.compile(
    r"""
    ^[ ]{0,3}\#{1,6}[ \t]+\S            # heading
  | \]\((?:https?:|mailto:|/|\#|\.)     # link
  | ^[ ]{0,3}```                        # fenced code
  | ^\|?[ ]*:?-{3,}:?[ ]*\|             # table
  | (?<!\*)\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*(?!\*)   # strong emphasis
    """,
    re.VERBOSE | re.MULTILINE,
)
_WEAK = re.compile(
    r"^[ ]{0,3}(?:[*+-]|\d{1,3}[.)])[ \t]+\S|(?<![\w*])\*[^\s*][^*\n]*\*(?![\w*])|^[ ]{0,3}>[ ]\S", re.MULTILINE
)
_SUFFIXES: Final[dict[str, TextFormat]] = {
    **dict.fromkeys(("md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd"), "markdown"),
    **dict.fromkeys(("htm", "html", "xhtml", "shtml", "aspx", "php"), "html"),
    "txt": "text",
}


def recognise(data: bytes, *, limits: Limits | None = None) -> Format:
    """Tell PDF, DOCX, the older formats of office suites, and text apart.

    Args:
        data: The file.
        limits: For the members of a ZIP package; the usual ones if nothing is said.

    Raises:
        UnreadableDocument: "empty"; "encrypted" for a Word file behind a password; "damaged" for half a DOCX file;
            "too-large" for a package of too many members; "format" for everything that is not read, saying what it is
            and what to do.
    """
    if not data:
        raise UnreadableDocument("empty")
    if _PDF.search(data, 0, _HEAD) or (b"%%EOF" in data[-_HEAD:] and b"startxref" in data[-2 * _HEAD :]):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(data, limits or Limits())
    if data.startswith(SIGNATURE):
        return _in_compound_file(data)
    if data[:_HEAD].lstrip(_BLANK).startswith(_RICH_TEXT):
        return "rtf"
    for signature, what in _COMPILED:
        if signature.match(data):
            raise UnreadableDocument("format", what)
    if mail := _mail(data[: 16 * _HEAD]):
        raise UnreadableDocument("format", mail)
    return "text"


def recognise_text(text: str, *, name: str) -> TextFormat:
    """Tell HTML, Markdown and plain text apart by their signs, by the ending of the name where the signs are few."""
    sample = text[:_SAMPLE]
    by_name = _SUFFIXES.get(name.rpartition(".")[2].lower())
    if _PAGE.match(sample):
        return "html"
    tags = len(_TAG.findall(sample))
    if _XML.match(sample) and not tags:
        raise UnreadableDocument("format", "an XML file, not a document; save it as DOCX or PDF")
    front_matter = bool(_FRONT_MATTER.match(sample))
    strong = len(_STRONG.findall(sample)) + 2 * front_matter
    if tags > 2 * strong and (by_name == "html" or (tags >= 3 and sample.lstrip().startswith("<"))):
        return "html"
    if strong >= 2 or by_name == "markdown" or (strong and by_name != "text" and _WEAK.search(sample)):
        return "markdown"
    if by_name == "html" and tags:
        return "html"
    return "text"


def _in_zip(data: bytes, limits: Limits) -> Format:
    try:
        entries = directory(data, limits=limits)
    except UnreadableDocument as error:
        if error.reason == "damaged" and b"word/" in data:
            raise UnreadableDocument("damaged", "a DOCX file that is cut short or broken") from error
        raise
    names = [entry.filename for entry in entries]
    mime_type = _mime_type(data, entries[0]) if entries else b""
    if mime_type in _OPEN_DOCUMENTS:
        return "odt"
    for kind, what in _MIME_TYPES:
        if mime_type.startswith(kind):
            raise UnreadableDocument("format", what)
    if "word/document.xml" in names or (
        "[Content_Types].xml" in names and any(entry.startswith("word/") for entry in names)
    ):
        return "docx"
    for beginning, what in _PACKAGES:
        if any(entry.startswith(beginning) for entry in names):
            raise UnreadableDocument("format", what)
    raise UnreadableDocument("format", "a ZIP archive; unpack it and check the documents inside")


def _mime_type(data: bytes, first: zipfile.ZipInfo) -> bytes:
    """What the first member of a package says that it is, if it is the one that says so."""
    if first.filename != "mimetype" or first.file_size >= _HEAD or first.flag_bits & 1:
        return b""
    if first.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(first) as member:
            return member.read(first.file_size).strip()
    except Exception as error:  # zipfile and zlib let out half a dozen kinds for damaged archives
        raise UnreadableDocument("damaged", "a ZIP file that is cut short or broken") from error


def _in_compound_file(data: bytes) -> Literal["doc"]:
    streams = top_level(data)
    if streams is None:
        found = [name for name in ("EncryptedPackage", *dict(_STREAMS)) if name.encode("utf-16-le") in data]
    else:
        found = list(streams)
    if "EncryptedPackage" in found:
        raise UnreadableDocument("encrypted")
    for stream, what in _STREAMS:
        if stream not in found:
            continue
        if stream == _WORD:
            if streams and asks_for_password(data, streams[_WORD]):
                raise UnreadableDocument("encrypted")
            return "doc"
        raise UnreadableDocument("format", what)
    raise UnreadableDocument("format", "a legacy Office file; save it as DOCX or PDF")


def _mail(head: bytes) -> str:
    """What to say of a file that opens with mail headers; a memo with "TO:" and "FROM:" has none that only mail has."""
    lines = re.split(rb"\r?\n", head.lstrip())
    end = next((number for number, line in enumerate(lines) if not _HEADER_LINE.match(line)), len(lines))
    headers = b"\n".join(lines[:end])
    if end < 3 or not _MAIL_ONLY.search(headers):
        return ""
    if _WEB_ARCHIVE.search(headers):
        return "a saved web page (.mht); save the page as HTML or PDF"
    return "an e-mail message (.eml); save the message or its attachment as PDF or DOCX"
