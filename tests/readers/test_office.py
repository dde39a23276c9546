"""Older office formats: converted by LibreOffice where it is installed, which gets to see little and to do nothing."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest

from policylint.door import open_document
from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document
from policylint.readers import read

from .docx.making import field, members, packed, para, run

NEEDS_OFFICE = [
    pytest.mark.slow,
    pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="needs LibreOffice"),
]
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="stands in for LibreOffice with a shell script")
NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
)
ODT = "application/vnd.oasis.opendocument.text"
RTF = b"{\\rtf1\\ansi Rule\\par All staff must log out.\\par}"
SECRET = "Zebra words of another file"

Standing = Callable[[str], None]


def odt(body: str, **others: bytes) -> bytes:
    """An ODT file; `others` are further members, "_" in a name for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", ODT)
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {NAMESPACES} office:version="1.2"><office:body>'
            f"<office:text>{body}</office:text></office:body></office:document-content>",
        )
        for name, content in others.items():
            archive.writestr(name.replace("_", "/"), content)
    return out.getvalue()


def rtf(*instructions: str) -> bytes:
    """An RTF file with fields that show "old"."""
    fields = "".join(
        "{\\field{\\*\\fldinst { " + each.replace("\\", "\\\\") + " }}{\\fldrslt old}} " for each in instructions
    )
    return b"{\\rtf1\\ansi All staff must log out. " + fields.encode() + b"\\par Be polite.\\par}"


def made(*paragraphs: str, application: str = "LibreOffice/7.4.7.2$Linux_X86_64") -> bytes:
    """What LibreOffice might make of a file."""
    properties = f"<Properties><Application>{application}</Application></Properties>".encode()
    return packed({**members("".join(paragraphs)), "docProps/app.xml": properties})


def words(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks)


def verdict(data: bytes, limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(UnreadableDocument) as caught:
        read(data, name="policy", limits=limits or Limits())
    return caught.value.reason, caught.value.detail


@pytest.fixture
def standing_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Standing:
    """Puts a shell script in the place of LibreOffice; "$from" and "$to" are the files, "$kept" one that stays."""

    def put(script: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(
            '#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done\n'
            f'from=$1; to=$out/policy.docx; kept={tmp_path}; /bin/mkdir -p "$out"\n{script}\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    return put


@UNIX
@pytest.mark.parametrize(
    ("data", "media_type"), [(RTF, "application/rtf"), (odt("<text:p>Rule</text:p>"), ODT)], ids=["rtf", "odt"]
)
def test_source_is_the_file_and_the_report_says_what_converted_it(
    standing_in: Standing, tmp_path: Path, data: bytes, media_type: str
) -> None:
    (tmp_path / "made.docx").write_bytes(made(para("All staff must log out.")))
    standing_in('cp "$kept/made.docx" "$to"')
    document = read(data, name="policy.rtf", limits=Limits())
    source = document.source
    assert (source.name, source.media_type, source.size, source.pages) == ("policy.rtf", media_type, len(data), None)
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert document.converter == "LibreOffice 7.4.7"
    assert document.notes == (
        "The file was converted to DOCX with LibreOffice 7.4.7 before it was read; paragraph numbers are those of the "
        "converted file.",
    )
    assert [(block.text, block.paragraph) for block in document.blocks] == [("All staff must log out.", 1)]


@UNIX
def test_version_that_is_not_told_is_left_out(standing_in: Standing, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(made(para("Log out."), application="<b>"))
    standing_in('cp "$kept/made.docx" "$to"')
    assert read(RTF, name="x", limits=Limits()).converter == "LibreOffice"


@UNIX
def test_fields_that_change_from_day_to_day_show_nothing(standing_in: Standing, tmp_path: Path) -> None:
    fields = [field(f' {each} \\@ "d MMMM"', run("today")) for each in ("DATE", "TIME", "FILENAME", "date")]
    body = para("".join((run("Printed "), *fields, field(" AUTHOR ", run("the clerk")), run("."))))
    (tmp_path / "made.docx").write_bytes(made(body))
    standing_in('cp "$kept/made.docx" "$to"')
    assert words(read(RTF, name="x", limits=Limits())) == "Printed the clerk."


@UNIX
def test_nothing_but_text_and_styles_of_an_odt_file_is_handed_on(standing_in: Standing, tmp_path: Path) -> None:
    standing_in('cp "$from" "$kept/handed.odt"')
    data = odt(
        "<text:p>Rule</text:p>",
        **{
            "styles.xml": b"<a/>",
            "settings.xml": b"<a/>",
            "Basic_Standard_Module1.xml": b"<a/>",
            "Scripts_python_x.py": b"",
            "Pictures_1.png": b"",
            "Object 1_content.xml": b"<a/>",
        },
    )
    assert verdict(data)[0] == "damaged"
    with zipfile.ZipFile(tmp_path / "handed.odt") as archive:
        assert archive.namelist() == ["mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml"]


@UNIX
def test_profile_forbids_macros_and_links(standing_in: Standing, tmp_path: Path) -> None:
    standing_in('cp "$HOME/profile/user/registrymodifications.xcu" "$kept/profile.xcu"')
    verdict(RTF)
    profile = (tmp_path / "profile.xcu").read_text()
    for name, value in (
        ("DisableMacrosExecution", "true"),
        ("DisableActiveContent", "true"),
        ("BlockUntrustedRefererLinks", "true"),
        ("Link", "0"),
    ):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}</value>' in profile


@UNIX
def test_file_that_nothing_is_made_of_is_damaged(standing_in: Standing) -> None:
    standing_in("exit 1")
    assert verdict(RTF) == (
        "damaged",
        "a Rich Text (.rtf) file that LibreOffice could not open; save it anew as DOCX or PDF",
    )


@UNIX
def test_conversion_without_end_is_a_timeout(standing_in: Standing) -> None:
    standing_in("exec sleep 60")
    assert verdict(RTF, Limits(seconds=0.5)) == ("timeout", "LibreOffice took more than 0.45 seconds to convert it")


@UNIX
def test_what_is_made_is_held_to_the_limits(standing_in: Standing, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(made(para("Log out.")))
    standing_in('cp "$kept/made.docx" "$to"')
    assert verdict(RTF, Limits(file_bytes=100))[0] == "too-large"
    assert verdict(RTF, Limits(members=3))[0] == "too-large"


def test_without_libreoffice_the_verdict_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    old_word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")
    for data, what in (
        (old_word, "a legacy Word .doc file"),
        (RTF, "a Rich Text (.rtf) file"),
        (odt("<text:p>Rule</text:p>"), "an OpenDocument (.odt) file"),
    ):
        assert verdict(data) == (
            "format",
            f"{what}; install LibreOffice to have it read, or save it as DOCX or PDF",
        )


def test_package_is_looked_through_before_libreoffice_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert verdict(odt("x", **{f"Pictures_{n}.png": b"" for n in range(9)}), Limits(members=5))[0] == "too-large"
    assert verdict(odt("x"), Limits(unpacked_bytes=100))[0] == "too-large"
    secret = b'<m:manifest><m:encryption-data m:checksum="x"/></m:manifest>'
    assert verdict(odt("x", **{"META-INF_manifest.xml": secret}))[0] == "encrypted"
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'
    assert verdict(odt("x", **{"styles.xml": bomb}))[0] == "damaged"


class TestWithLibreOffice:
    pytestmark: ClassVar = NEEDS_OFFICE

    def test_rich_text_is_read_the_same_every_time(self) -> None:
        data = rtf('DATE \\@ "d MMMM yyyy"', "FILENAME \\p", "AUTHOR")
        first, second = (open_document(data, name="policy.rtf") for _ in range(2))
        assert first == second
        assert first.converter.startswith("LibreOffice ")
        assert first.source.media_type == "application/rtf"
        assert str(datetime.now(UTC).year) not in words(first)
        assert words(first).startswith("All staff must log out.") and words(first).endswith("Be polite.")

    def test_rich_text_brings_in_no_other_file(self, tmp_path: Path) -> None:
        other = secrets(tmp_path)
        found = open_document(
            rtf(
                f'INCLUDETEXT "{other["txt"]}"',
                f'INCLUDETEXT "{other["odt"]}"',
                f'LINK Word.Document.8 "{other["odt"]}" "" \\a \\t',
                f'DDEAUTO soffice "{other["odt"]}" "x"',
                f'INCLUDEPICTURE "{other["txt"]}" \\d',
            ),
            name="policy.rtf",
        )
        assert "log out" in words(found)
        assert SECRET not in repr(found)

    def test_open_document_brings_in_no_other_file(self, tmp_path: Path) -> None:
        other = {kind: path.as_uri() for kind, path in secrets(tmp_path).items()}
        frame = '<draw:frame svg:width="3cm" svg:height="3cm">{}</draw:frame>'
        found = open_document(
            odt(
                "<text:p>All staff must log out.</text:p>"
                f'<text:section text:name="A"><text:section-source xlink:href="{other["txt"]}" '
                'text:filter-name="Text" xlink:type="simple" xlink:show="embed"/><text:p>old</text:p></text:section>'
                f'<text:section text:name="B"><text:section-source xlink:href="{other["odt"]}" xlink:type="simple" '
                'xlink:show="embed"/><text:p>old</text:p></text:section>'
                '<text:section text:name="C"><office:dde-source office:automatic-update="true" '
                f'office:dde-application="soffice" office:dde-topic="{other["odt"]}" office:dde-item="x"/>'
                "<text:p>old</text:p></text:section><text:p>"
                + frame.format(f'<draw:object xlink:href="{other["odt"]}" xlink:type="simple"/>')
                + frame.format(f'<draw:floating-frame xlink:href="{other["odt"]}" xlink:type="simple"/>')
                + frame.format(f'<draw:image xlink:href="{other["txt"]}" xlink:type="simple"/>')
                + "</text:p>"
            ),
            name="policy.odt",
        )
        assert words(found).split("\n")[:4] == ["All staff must log out.", "old", "old", "old"]
        assert SECRET not in repr(found)

    def test_old_word_file_is_read_and_brings_in_no_other_file(self, tmp_path: Path) -> None:
        other = secrets(tmp_path)
        (tmp_path / "policy.rtf").write_bytes(rtf(f'INCLUDETEXT "{other["txt"]}"', "DATE"))
        program = shutil.which("soffice") or shutil.which("libreoffice") or ""
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        made_so = [program, profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path)]
        subprocess.run([*made_so, str(tmp_path / "policy.rtf")], check=True, capture_output=True, timeout=120)
        found = open_document((tmp_path / "policy.doc").read_bytes(), name="policy.doc")
        assert found.source.media_type == "application/msword"
        assert words(found).startswith("All staff must log out.")
        assert SECRET not in repr(found) and str(datetime.now(UTC).year) not in words(found)

    def test_broken_file_is_damaged(self) -> None:
        broken = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le") * 99
        with pytest.raises(UnreadableDocument) as caught:
            open_document(broken, name="policy")
        assert caught.value.reason == "damaged"

    def test_spans_a_hundred_thousand_deep_are_read(self) -> None:
        deep = odt("<text:p>" + "<text:span>" * 100_000 + "Log out." + "</text:span>" * 100_000 + "</text:p>")
        assert words(open_document(deep, name="policy")) == "Log out."

    def test_clock_stops_the_conversion(self) -> None:
        with pytest.raises(UnreadableDocument) as caught:
            open_document(RTF, name="policy.rtf", limits=Limits(seconds=0.5))
        assert caught.value.reason == "timeout"


def secrets(folder: Path) -> dict[str, Path]:
    """Files whose words must not get into a document that names them."""
    paths = {kind: folder / f"secret.{kind}" for kind in ("txt", "odt")}
    paths["txt"].write_text(SECRET)
    paths["odt"].write_bytes(odt(f"<text:p>{SECRET}</text:p>"))
    return paths
