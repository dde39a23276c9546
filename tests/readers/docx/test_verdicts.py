"""Bytes that are no readable DOCX file, and files that only seem so."""

from __future__ import annotations

import contextlib
import hashlib
import io
import zipfile
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document
from policylint.readers.docx import open_docx, read_docx

from .making import MAIN, WORD, R, level, lists, members, note, packed, para, row, style, table

WHOLE = members(
    para("Scope", style="H") + para("All staff.", item=(1, 0)) + table(row("a", "b")),
    parts={
        "styles": style("H", "heading 1"),
        "numbering": lists({1: level(0)}),
        "footnotes": note(1, para("See HR-7.")),
        "header": para("Revised 2014"),
    },
    title="Scope",
)


def reason(data: bytes, limits: Limits | None = None) -> str:
    """Why a file cannot be read."""
    with pytest.raises(UnreadableDocument) as caught:
        read_docx(data, name="policy.docx", limits=limits)
    return caught.value.reason


def test_nothing_at_all_is_empty() -> None:
    assert reason(b"") == "empty"


def test_half_a_file_is_damaged() -> None:
    data = packed(WHOLE)
    assert reason(data[: len(data) // 2]) == "damaged"


def test_password_is_told_from_an_old_file() -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    assert reason(compound + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert reason(compound + "WordDocument".encode("utf-16-le")) == "format"


@pytest.mark.parametrize("name", ["[Content_Types].xml", "_rels/.rels", "word/document.xml"])
def test_missing_main_parts_are_damage(name: str) -> None:
    assert reason(packed({key: content for key, content in WHOLE.items() if key != name})) == "damaged"


@pytest.mark.parametrize("content", [b"", b"<w:document", b"<other/>", b"\xff\xfe\x00"])
def test_broken_main_part_is_damage(content: bytes) -> None:
    assert reason(packed({**WHOLE, "word/document.xml": content})) == "damaged"


def test_too_many_members() -> None:
    assert reason(packed(WHOLE), Limits(members=5)) == "too-large"


def test_too_many_bytes() -> None:
    assert reason(packed(WHOLE), Limits(unpacked_bytes=1_000)) == "too-large"


def test_part_that_unpacks_to_hundreds_of_times_its_size() -> None:
    data = packed({**WHOLE, "word/media/image1.png": bytes(12_000_000)})
    assert reason(data) == "too-large"
    assert read_docx(data, name="policy.docx", limits=Limits(ratio=2_000)).blocks


def test_packing_that_docx_does_not_allow_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in WHOLE.items():
            archive.writestr(name, content)
    assert reason(out.getvalue()) == "damaged"


def test_size_that_lies_is_damage() -> None:
    data = packed({"[Content_Types].xml": bytes(1_000_000)})
    size = (1_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    assert reason(data.replace(size, (100).to_bytes(4, "little"))) == "damaged"


def test_nothing_to_see_is_empty_and_pictures_alone_are_no_text() -> None:
    assert reason(packed(members(para()))) == "empty"
    assert reason(packed(members(para("<w:r><w:drawing/></w:r>")))) == "no-text"


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;">]>'
    body = WHOLE["word/document.xml"].replace(b"All staff.", b"All &b; staff.")
    texts = [block.text for block in read_docx(packed({**WHOLE, "word/document.xml": bomb + body}), name="x").blocks]
    assert not any("boom" in text for text in texts)


def test_relationships_that_lead_nowhere_are_dropped() -> None:
    lost = f'<Relationship Id="lost" Type="{R}/image" Target="../NULL"/></Relationships>'.encode()
    name = "word/_rels/document.xml.rels"
    assert read_docx(packed({**WHOLE, name: WHOLE[name].replace(b"</Relationships>", lost)}), name="x").blocks


@pytest.mark.parametrize(
    "kind",
    ["application/vnd.ms-word.document.macroEnabled.main+xml", f"{WORD}template.main+xml"],
)
def test_templates_and_files_with_macros_are_read(kind: str) -> None:
    assert read_docx(packed(members(para("All staff."), main=kind)), name="x").blocks[0].text == "All staff."


def test_strict_files_are_read() -> None:
    names = {
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"wordprocessingml/main",
    }
    strict = dict(WHOLE)
    for name in strict:
        for transitional, path in names.items():
            strict[name] = strict[name].replace(transitional, b"http://purl.oclc.org/ooxml/" + path)
    blocks = read_docx(packed(strict), name="x").blocks
    assert [(block.kind, block.label, block.role) for block in blocks] == [
        ("heading", "", "body"),
        ("item", "1", "body"),
        ("row", "", "body"),
        ("paragraph", "", "running"),
    ]


def test_workbook_is_not_opened() -> None:
    name, book = "[Content_Types].xml", MAIN.replace("wordprocessingml.document", "spreadsheetml.sheet")
    assert reason(packed({**WHOLE, name: WHOLE[name].replace(MAIN.encode(), book.encode())})) == "damaged"


def test_source_says_what_the_file_is() -> None:
    data = packed(WHOLE)
    source = read_docx(data, name="folder/policy.docx").source
    assert (source.name, source.size, source.pages) == ("folder/policy.docx", len(data), None)
    assert source.sha256 == hashlib.sha256(data).hexdigest()


def test_same_bytes_give_the_same_document() -> None:
    data = packed(WHOLE)
    assert read_docx(data, name="x") == read_docx(data, name="x")


def test_deep_nesting_is_read_or_refused() -> None:
    inner = para("deep")
    for _ in range(40):
        inner = table(row(f"<w:tc>{inner}</w:tc>"))
    assert read_docx(packed(members(inner)), name="x").blocks[0].text == "deep"
    for _ in range(60):
        inner = table(row(f"<w:tc>{inner}</w:tc>"))
    assert reason(packed(members(inner))) == "damaged"


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=20), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_damaged_archives_give_a_document_or_a_verdict(flips: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(packed(WHOLE))
    for place, value in flips:
        data[place % len(data)] = value
    check_verdicts_only(bytes(data[: cut % len(data)] if cut % 3 == 0 else data))


@given(st.permutations(sorted(WHOLE)))
@settings(max_examples=100, deadline=None)
def test_swapped_parts_give_a_document_or_a_verdict(names: list[str]) -> None:
    check_verdicts_only(packed({**WHOLE, **{name: WHOLE[other] for name, other in pairwise(names[:4])}}))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_odd_values_give_a_document_or_a_verdict(data: st.DataObject) -> None:
    name = data.draw(
        st.sampled_from([key for key in sorted(WHOLE) if key.startswith("word/") and key.endswith(".xml")])
    )
    parts = WHOLE[name].split(b'"')
    place = 2 * data.draw(st.integers(0, (len(parts) - 2) // 2)) + 1
    parts[place] = data.draw(st.sampled_from([b"", b"-1", b"0", b"9", b"1.5", b"x", b"99999999999999999999", b"true"]))
    check_verdicts_only(packed({**WHOLE, name: b'"'.join(parts)}))


def check_verdicts_only(data: bytes) -> None:
    """Reading may succeed or give a verdict, and must do nothing else."""
    found: Document | None = None
    with contextlib.suppress(UnreadableDocument):
        found = read_docx(data, name="x")
    assert found is None or found.blocks


def test_opened_file_is_that_of_python_docx() -> None:
    assert [paragraph.text for paragraph in open_docx(packed(WHOLE)).paragraphs] == ["Scope", "All staff."]
