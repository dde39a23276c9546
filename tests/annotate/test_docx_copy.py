"""Word comments in a copy of a DOCX file, and nothing else in it that differs."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from policylint.annotate import docx_copy
from policylint.annotate.docx_copy import annotate_docx
from policylint.annotate.docx_words import seen
from policylint.annotate.notes import Note
from policylint.errors import UserMistake
from policylint.model.report import Evidence
from policylint.readers.docx import read_docx
from tests.annotate.docx_making import W, about, anchored, copied, first_comment, part, plain, written
from tests.readers.docx.making import NAMESPACES, R, members, packed, para, run, style

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
CORPUS = sorted(
    path for path in (Path(__file__).parents[2] / "corpus" / "files").glob("*.docx") if "damaged" not in path.name
)


@pytest.mark.parametrize("file", CORPUS, ids=lambda path: path.stem)
def test_in_a_policy_each_comment_stands_at_its_words_and_nothing_else_changes(file: Path) -> None:
    data = file.read_bytes()
    blocks = [each for each in read_docx(data, name=file.name).blocks if each.paragraph and each.kind != "row"]
    quotes = [(each.text, each.paragraph) for each in blocks]
    quotes += [(" ".join(words[1:-1]), at) for text, at in quotes if len(words := text.split()) > 4]
    copy = copied(data, *(about(quote, at) for quote, at in quotes))
    assert [seen(words) for words in anchored(copy)] == [seen(quote) for quote, _ in quotes]
    assert plain(part(copy)) == plain(part(data))
    before, after = docx.Document(io.BytesIO(data)), docx.Document(io.BytesIO(copy))
    assert [each.text for each in after.paragraphs] == [each.text for each in before.paragraphs]
    assert len(list(after.comments)) == len(quotes)


def test_comments_that_are_there_stay_and_ids_do_not_collide() -> None:
    first = copied(written(para("One. Two.")), about("One.", words="First."))
    second = copied(first, about("Two.", words="Second."))
    assert [words.strip() for words in anchored(second)] == ["One.", "Two."]
    assert [each.text for each in docx.Document(io.BytesIO(second)).comments] == [
        "Covered: Records (legal.records)\nFirst.",
        "Covered: Records (legal.records)\nSecond.",
    ]
    assert part(second, "word/comments.xml").startswith(part(first, "word/comments.xml").removesuffix(b"</w:comments>"))


def test_a_copy_that_would_read_otherwise_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_copy, "with_members", lambda *_: written(para("Two.")))
    with pytest.raises(UserMistake, match="would not read the same") as caught:
        copied(written(para("One.")), about("One."))
    assert caught.value.code == "M491"


def test_a_mark_left_over_from_a_lost_comment_is_not_taken_for_a_new_one() -> None:
    data = written(f'<w:p><w:commentRangeStart w:id="0"/>{run("One.")}<w:commentRangeEnd w:id="0"/></w:p>')
    assert b'<w:comment w:id="1"' in part(copied(data, about("One.")), "word/comments.xml")


def test_an_empty_part_of_comments_is_filled() -> None:
    files = members(para("One."))
    files["word/remarks.xml"] = f"<w:comments {NAMESPACES}/>".encode()
    relation = f'<Relationship Id="c" Type="{R}/comments" Target="remarks.xml"/></Relationships>'.encode()
    files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(b"</Relationships>", relation)
    kind = f'<Override PartName="/word/remarks.xml" ContentType="{COMMENTS}"/></Types>'.encode()
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"</Types>", kind)
    copy = copied(packed(files), about("One."))
    assert first_comment(copy).author == "policylint"
    assert part(copy, "word/_rels/document.xml.rels") == files["word/_rels/document.xml.rels"]


def test_a_document_without_relationships_gets_them() -> None:
    files = members(para("One."))
    del files["word/_rels/document.xml.rels"]
    assert len(list(docx.Document(io.BytesIO(copied(packed(files), about("One.")))).comments)) == 1


def renamed(files: dict[str, bytes], old: str, new: str, *, encoding: str = "utf-8") -> bytes:
    files["word/document.xml"] = files["word/document.xml"].decode().replace(old, new).encode(encoding)
    return packed(files)


def test_another_prefix() -> None:
    files = members(para("One. Two."))
    xml = files["word/document.xml"].decode().replace("w:", "word:").replace("xmlns:w=", "xmlns:word=")
    files["word/document.xml"] = xml.encode()
    copy = copied(packed(files), about("Two."))
    assert anchored(copy) == ["Two."]
    assert b'<word:commentRangeStart word:id="0"/>' in part(copy)


def test_no_prefix() -> None:
    files = members(para("One. Two."))
    xml = files["word/document.xml"].decode().replace("<w:", "<").replace("</w:", "</").replace("xmlns:w=", "xmlns=")
    files["word/document.xml"] = xml.replace("<document ", f'<document xmlns:w="{W[1:-1]}" ', 1).encode()
    copy = copied(packed(files), about("Two."))
    assert anchored(copy) == ["Two."]


def test_a_strict_file_stays_strict() -> None:
    files = members(para("One. Two."))
    copy = copied(renamed(files, W[1:-1], STRICT), about("Two."))
    assert part(copy).count(STRICT.encode()) == 1
    assert STRICT.encode() in part(copy, "word/comments.xml")
    assert b"http://purl.oclc.org/ooxml/officeDocument/relationships/comments" in part(
        copy, "word/_rels/document.xml.rels"
    )
    assert [block.text for block in read_docx(copy, name="x").blocks] == ["One. Two."]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_the_encoding_stays(encoding: str) -> None:
    files = members(para("Café rules. Two."))
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><w:document '
    data = renamed(files, "<w:document ", declared, encoding=encoding)
    copy = copied(data, about("Café rules."))
    assert anchored(copy) == ["Café rules."]
    assert part(copy)[:40] == part(data)[:40]


def test_a_document_type_is_refused() -> None:
    data = renamed(members(para("One.")), "<w:document ", "<!DOCTYPE x><w:document ")
    with pytest.raises(UserMistake, match="document type") as caught:
        copied(data, about("One."))
    assert caught.value.code == "M491"


def test_what_a_note_says_cannot_become_markup() -> None:
    hostile = Note(Evidence(quote="</w:t>\u202e", paragraph=None), about("One.", words="<w:p/>&amp;").remarks)
    copy = copied(written(para("One.")), hostile)
    assert first_comment(copy).text.endswith("<w:p/>&amp;")


def test_members_that_do_not_change_keep_their_packed_bytes() -> None:
    data = written(para("One."), styles=style("H") * 50)
    copy = copied(data, about("One."))
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(copy)) as after:
        assert after.testzip() is None
        assert after.namelist() == [*before.namelist(), "word/comments.xml"]
        assert _packed_bytes(copy, after.getinfo("word/styles.xml")) == _packed_bytes(
            data, before.getinfo("word/styles.xml")
        )
        assert after.getinfo("word/styles.xml").date_time == before.getinfo("word/styles.xml").date_time


def _packed_bytes(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    start = entry.header_offset + 30 + len(entry.filename) + len(entry.extra)
    return data[start : start + entry.compress_size]


def test_an_archive_that_was_written_as_a_stream() -> None:
    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            piece = bytes(data)  # type: ignore[call-overload]
            self.data += piece
            return len(piece)

    out = Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members(para("One.")).items():
            archive.writestr(name, content)
    copy = copied(bytes(out.data), about("One."))
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert archive.testzip() is None
    assert anchored(copy) == ["One."]


def test_the_same_input_gives_the_same_bytes_and_no_date() -> None:
    data = written(para("One. Two."))
    assert copied(data, about("Two.")) == copied(data, about("Two."))
    assert b"w:date" not in part(copied(data, about("Two.")), "word/comments.xml")


def test_a_date_and_an_author_when_they_are_given() -> None:
    copy = annotate_docx(
        written(para("One.")), [about("One.")], name="x", author='Dana "D" Lee', date="2026-01-02"
    ).data
    comment = first_comment(copy)
    assert (comment.author, str(comment.timestamp)[:10]) == ('Dana "D" Lee', "2026-01-02")


def signed() -> bytes:
    return packed(
        {**members(para("One.")), "_xmlsignatures/origin.sigs": b"", "_xmlsignatures/sig1.xml": b"<Signature/>"}
    )


def test_a_signed_document_is_refused() -> None:
    with pytest.raises(UserMistake, match="digitally signed") as caught:
        copied(signed(), about("One."))
    assert caught.value.code == "M490"


def test_a_signed_document_is_copied_when_told_so() -> None:
    result = annotate_docx(signed(), [about("One.")], name="x", break_signature=True)
    assert part(result.data, "_xmlsignatures/sig1.xml") == b"<Signature/>"
    assert "not valid" in result.remarks[0]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("readOnly", "against any change"),
        ("forms", "only its form fields"),
        ("comments", "only comments"),
        ("trackedChanges", "every change is tracked"),
    ],
)
def test_protection_is_kept_and_told(kind: str, words: str) -> None:
    protection = f'<w:documentProtection w:edit="{kind}" w:enforcement="1"/>'
    result = annotate_docx(written(para("One."), settings=protection), [about("One.")], name="x")
    assert [words in remark for remark in result.remarks] == [True]
    assert protection.encode() in part(result.data, "word/settings.xml")


def test_protection_that_is_not_enforced_is_none() -> None:
    data = written(para("One."), settings='<w:documentProtection w:edit="readOnly" w:enforcement="0"/>')
    assert annotate_docx(data, [about("One.")], name="x").remarks == ()


def test_macros_are_kept_and_told() -> None:
    data = packed(members(para("One."), main="application/vnd.ms-word.document.macroEnabled.main+xml"))
    result = annotate_docx(data, [about("One.")], name="x.docm")
    assert "macros" in result.remarks[0]
    assert b"macroEnabled" in part(result.data, "[Content_Types].xml")


@pytest.mark.slow
def test_libreoffice_reads_the_same_text(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    data = CORPUS[0].read_bytes()
    blocks = [each for each in read_docx(data, name="x").blocks if each.paragraph]
    (tmp_path / "before.docx").write_bytes(data)
    (tmp_path / "after.docx").write_bytes(copied(data, *(about(each.text, each.paragraph) for each in blocks)))
    _to_text(office, tmp_path, ["before.docx", "after.docx"])
    assert (tmp_path / "after.txt").read_bytes() == (tmp_path / "before.txt").read_bytes() != b""


def _to_text(office: str, folder: Path, names: Sequence[str]) -> None:
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    files = [str(folder / name) for name in names]
    command = [office, home, "--headless", "--convert-to", "txt:Text", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
