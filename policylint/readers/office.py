"""Older formats of office suites: LibreOffice, where it is installed, makes a DOCX file of them, and that is read.

LibreOffice is handed as little as possible. Of an ODT file it gets the XML without scripts, pictures and whatever else
the package holds; its profile is made for this one file, runs no macros and follows no links; and it works in the
private folder, with the limits and without the network, of the process that reads (`policylint.door`).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document, Source
from policylint.readers.compound import word_version
from policylint.readers.sniff import OfficeFormat
from policylint.readers.zipped import directory, packed, unpacked

MEDIA_TYPES: Final[Mapping[OfficeFormat, str]] = {
    "doc": "application/msword",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
}
_NAMES: Final[Mapping[OfficeFormat, str]] = {
    "doc": "a legacy Word .doc file",
    "odt": "an OpenDocument (.odt) file",
    "rtf": "a Rich Text (.rtf) file",
}
_FILTERS: Final[Mapping[OfficeFormat, str]] = {"odt": "writer8", "rtf": "Rich Text Format"}
"""By which LibreOffice reads, so that it does not look for one: it would take a broken file for plain text."""

_WORD_FILTERS: Final = ((104, "MS WinWord 6.0"), (106, "MS Word 95"))
"""The versions of Word files ([MS-DOC] 2.5.1, nFib, and what came before it) below which these filters read them."""

_PROGRAMS: Final = ("soffice", "libreoffice")
_SWITCHES: Final = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard", "--nologo")

_SETTINGS: Final = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Save/Document", "GenerateThumbnail", "false"),
    ("Common/Misc", "FirstRun", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
    ("Writer/Content/Update", "Chart", "false"),
    ("Calc/Content/Update", "Link", "2"),
    ("Java/VirtualMachine", "Enable", "false"),
    ("Recovery/AutoSave", "Enabled", "false"),
    ("Recovery/RecoveryInfo", "Enabled", "false"),
)
"""What the profile says otherwise than LibreOffice would: 3 is "very high", links are updated "never" (0 in Writer, 2
in Calc). A setting that a version does not know is passed over by it."""

_ITEM: Final = (
    '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    + "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    + "</oor:items>\n"
)

_SHARE: Final = 0.9
"""Share of the seconds of a document that the conversion may take: the verdict must come before the clock strikes."""

_PARTS: Final = ("content.xml", "styles.xml", "meta.xml")
"""What is handed on of an ODT file. The settings are not: they can say that links are to be followed."""

_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How XML in UTF-16 begins, in which a search for bytes would find nothing."""

_MANIFEST: Final = (
    b'<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">'
    b'<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>%s</m:manifest>'
)
_MANIFEST_ENTRY: Final = b'<m:file-entry m:full-path="%s" m:media-type="text/xml"/>'

_PICTURE = re.compile(rb"(\\fldinst(?:\\[a-z]{1,32}-?\d{0,10}|[\s{}]){0,60}+)INCLUDEPICTURE\b", re.IGNORECASE)
"""A field of RTF that has LibreOffice open a file, and fail where that is no picture; another name stops both."""

_OF_THE_DAY = re.compile(
    rb"<w:instrText\b[^<>]{0,200}>\s*(?:DATE|TIME|FILENAME|PRINTDATE|SAVEDATE|EDITTIME)\b[^<]{0,2000}</w:instrText>",
    re.IGNORECASE,
)
"""Fields that LibreOffice works out anew: by them the same file would say something else every day, in every folder."""

_SEPARATOR: Final = b'w:fldCharType="separate"'
_NO_MARK: Final = b'w:fldCharType="withheld"'
_APPLICATION = re.compile(rb"<Application>\s*([A-Za-z]{3,30})/(\d{1,3}(?:\.\d{1,4}){0,2})")


def read_office(data: bytes, *, kind: OfficeFormat, name: str, limits: Limits) -> Document:
    """Read a file that LibreOffice makes a DOCX file of.

    Args:
        data: The file.
        kind: Its format, as `recognise` told it.
        name: Its name as the user gave it; LibreOffice does not hear of it.
        limits: How long it may take, and how much may be unpacked.

    Returns:
        The document as `read_docx` reads it. Its source is the original file; `Block.paragraph` counts the paragraphs
        of the converted one. Today's date and the file's name, where a field shows them, are left out.

    Raises:
        UnreadableDocument: "format" where LibreOffice is not installed, "encrypted", "timeout", "too-large"; "damaged"
            for what LibreOffice cannot open; and as `read_docx`.
    """
    begun = time.monotonic()
    prepared = _prepared_odt(data, limits) if kind == "odt" else _PICTURE.sub(rb"\1PICTURE", data)
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        what = f"{_NAMES[kind]}; install LibreOffice to have it read, or save it as DOCX or PDF"
        raise UnreadableDocument("format", what)
    converted = _converted(prepared, kind=kind, program=program, limits=limits, begun=begun)
    members = unpacked(converted, directory(converted, limits=limits), limits=limits)
    converter = _converter(members.get("docProps/app.xml", b""))
    for part, content in members.items():
        members[part] = _without_the_day(content) if part.startswith("word/") else content
    from policylint.readers.docx import read_docx

    document = read_docx(packed(members), name=name, limits=limits)
    remark = (
        f"The file was converted to DOCX with {converter} before it was read; paragraph numbers are those of the "
        "converted file."
    )
    return replace(
        document,
        source=Source(name, hashlib.sha256(data).hexdigest(), MEDIA_TYPES[kind], len(data)),
        notes=(remark, *document.notes),
        converter=converter,
    )


def _converted(data: bytes, *, kind: OfficeFormat, program: str, limits: Limits, begun: float) -> bytes:
    """The DOCX file that LibreOffice makes."""
    with tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as folder:
        profile, out, source = Path(folder, "profile"), Path(folder, "out"), Path(folder, f"policy.{kind}")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *_SWITCHES,
            f"--infilter={_FILTERS.get(kind) or _word_filter(data)}",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(out),
            str(source),
        ]
        _run(command, folder, limits, seconds=_SHARE * limits.seconds - (time.monotonic() - begun))
        try:
            with (out / "policy.docx").open("rb") as made:
                found = made.read(limits.file_bytes + 1)
        except FileNotFoundError:
            found = b""
    if not found:
        raise UnreadableDocument(
            "damaged", f"{_NAMES[kind]} that LibreOffice could not open; save it anew as DOCX or PDF"
        )
    if len(found) > limits.file_bytes:
        raise UnreadableDocument("too-large", f"converted to DOCX it has more than {limits.file_bytes:,} bytes")
    return found


def _word_filter(data: bytes) -> str:
    version = word_version(data)
    return next((filter_ for below, filter_ in _WORD_FILTERS if version is not None and version < below), "MS Word 97")


def _run(command: list[str], folder: str, limits: Limits, *, seconds: float) -> None:
    """Run LibreOffice. What it has started and left running ends with the process that reads (`policylint.door`)."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ},
        **dict.fromkeys(("HOME", "TMPDIR", "TMP", "TEMP"), folder),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    try:
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            timeout=max(seconds, 0.1),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocument(
            "timeout", f"LibreOffice took more than {_SHARE * limits.seconds:g} seconds to convert it"
        ) from None
    except OSError as error:
        raise UnreadableDocument(
            "format", "LibreOffice, which would convert it, does not start; save it as DOCX or PDF"
        ) from error


def _prepared_odt(data: bytes, limits: Limits) -> bytes:
    """A package of the text and its styles alone, made anew: whatever else was in it, or how, nobody gets to see."""
    members = unpacked(data, directory(data, limits=limits), limits=limits)
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise UnreadableDocument("encrypted")
    parts = {part: members[part] for part in _PARTS if members.get(part)}
    if "content.xml" not in parts:
        raise UnreadableDocument("damaged", "an OpenDocument (.odt) file without its text")
    if any(part.startswith(_WIDE) or b"<!DOCTYPE" in part for part in parts.values()):
        # OpenDocument has no document types: what declares one wants entities.
        raise UnreadableDocument("damaged", "an OpenDocument (.odt) file with XML that the format does not allow")
    listed = b"".join(_MANIFEST_ENTRY % part.encode() for part in parts)
    return packed(
        {
            "mimetype": MEDIA_TYPES["odt"].encode(),
            **parts,
            "META-INF/manifest.xml": _MANIFEST % listed,
        }
    )


def _without_the_day(part: bytes) -> bytes:
    """A part of the converted file in which fields with the day or the file's name show nothing.

    A field without a separator has no result (`policylint.readers.docx.fields`).
    """
    pieces: list[bytes] = []
    here = 0
    for field in _OF_THE_DAY.finditer(part):
        separator = part.find(_SEPARATOR, field.end())
        if separator < 0:
            break
        if separator >= here:
            pieces += (part[here:separator], _NO_MARK)
            here = separator + len(_SEPARATOR)
    return b"".join((*pieces, part[here:]))


def _converter(properties: bytes) -> str:
    """The name and version of the program, which it writes into what it makes."""
    found = _APPLICATION.search(properties)
    return f"{found[1].decode()} {found[2].decode()}" if found else "LibreOffice"
