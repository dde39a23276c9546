"""Hostile DOCX files, made by hand: each attacks one way in which a package or its parts can be misread."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .making import R, level, lists, members, note, packed, para, row, style, table

TEXT: Final = "All staff must log out."
_BODY: Final = para(TEXT)
_MAIN: Final = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Attack:
    """A file, and what becomes of it: "read", or the reason why it cannot be."""

    make: Callable[[], bytes]
    outcome: str
    slow: bool = False


def stored(parts: dict[str, bytes]) -> bytes:
    """A package whose members are not packed, so that none unpacks to many times its size."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def whole(body: str = _BODY, **others: str) -> bytes:
    """A package with this body, and what else there is by the name of its part."""
    return packed(members(body, parts=others))


def with_more(parts: dict[str, bytes]) -> bytes:
    """A package with other members, too."""
    return packed({**members(_BODY), **parts})


def without_entities(declaration: str, mention: str) -> bytes:
    """A package whose main part declares entities and mentions one."""
    parts = members(para("<w:r><w:t>@</w:t></w:r>") + _BODY)
    content = parts[_MAIN]
    start = content.index(b"<w:document")
    parts[_MAIN] = content[:start] + declaration.encode() + content[start:].replace(b"@", mention.encode())
    return packed(parts)


def large_directory() -> bytes:
    """An archive of a hundred thousand members that are not there, but for their entries in the directory."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * 100_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + end


def many_members() -> bytes:
    return with_more({f"word/media/image{number}.png": b"" for number in range(3_000)})


def twice(name: str, content: bytes) -> bytes:
    """A package that has a part twice."""
    parts = members(_BODY)
    out = io.BytesIO(packed(parts))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name.replace("word/", "word\\", 1)), content)
    return out.getvalue()


def overlapping() -> bytes:
    """Two entries of the directory that lead to the same packed bytes."""
    data = packed(members(_BODY))
    first, last = data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02")
    return data[: last + 42] + data[first + 42 : first + 46] + data[last + 46 :]


def zip64_that_lies() -> bytes:
    """A member that says, in its ZIP64 field, that it unpacks to an exabyte."""
    data = packed(members(_BODY))
    first = data.index(b"PK\x01\x02")
    name_length = int.from_bytes(data[first + 28 : first + 30], "little")
    extra = struct.pack("<HHQ", 1, 8, 1 << 60)
    entry = bytearray(data[first : first + 46 + name_length])
    entry[24:28] = b"\xff\xff\xff\xff"
    entry[30:32] = len(extra).to_bytes(2, "little")
    end = data.rindex(b"PK\x05\x06")
    size = int.from_bytes(data[end + 12 : end + 16], "little") + len(extra)
    tail = data[first + 46 + name_length : end]
    return (
        data[:first]
        + bytes(entry)
        + extra
        + tail
        + data[end : end + 12]
        + size.to_bytes(4, "little")
        + data[end + 16 :]
    )


def nested_archive() -> bytes:
    inner = with_more({"word/document2.xml": b" " * 20_000_000})
    return packed({**members(_BODY), "word/embeddings/package.docx": inner})


def xml(inner: str) -> bytes:
    """A package with raw XML in its body."""
    return whole(inner + _BODY)


def nested_tables(depth: int) -> bytes:
    return whole("<w:tbl><w:tr><w:tc>" * depth + _BODY + "</w:tc></w:tr></w:tbl>" * depth)


def styles_in_a_circle() -> bytes:
    return whole(
        para(TEXT, style="A"), styles=style("A", based_on="B") + style("B", based_on="C") + style("C", based_on="A")
    )


def long_chain_of_styles() -> bytes:
    chain = "".join(style(f"S{number}", based_on=f"S{number + 1}") for number in range(20_000))
    return whole("".join(para(TEXT, style=f"S{number}") for number in range(0, 20_000, 10)), styles=chain)


def lists_in_a_circle() -> bytes:
    definitions = "".join(
        f'<w:abstractNum w:abstractNumId="{here}"><w:numStyleLink w:val="L{other}"/></w:abstractNum>'
        for here, other in ((1, 2), (2, 1))
    ) + "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in (1, 2))
    named = "".join(
        style(f"L{key}", kind="numbering", paragraph=f'<w:numPr><w:numId w:val="{key}"/></w:numPr>') for key in (1, 2)
    )
    return whole(para(TEXT, item=(1, 0)), numbering=definitions, styles=named)


def numbers_out_of_bounds() -> bytes:
    body = "".join(para(TEXT, item=(1, depth)) for depth in (0, 8, 9, 10**9, -1, 10**20))
    numbering = lists({1: level(0, start=2_147_483_647) + level(8, "upperRoman", start=10**9) + level(10**6)})
    return whole(body, numbering=numbering)


def spans_without_end() -> bytes:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{_BODY}</w:tc>'
    return whole(table(f'<w:tr><w:trPr><w:gridBefore w:val="1000000000"/></w:trPr>{wide}</w:tr>', row("a", "b")))


def fields_within_fields(depth: int) -> bytes:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return whole(f"<w:p>{begin * depth}{end * depth}</w:p>{_BODY}")


def notes_within_themselves() -> bytes:
    sign = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    return whole(
        f"<w:p><w:r><w:t>{TEXT}</w:t></w:r>{sign}</w:p>",
        footnotes=note(1, f"<w:p>{sign * 3}<w:r><w:t>a</w:t></w:r></w:p>"),
    )


def notes_in_a_chain() -> bytes:
    def sign(number: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

    chain = "".join(note(number, f"<w:p>{sign(number + 1)}<w:r><w:t>a</w:t></w:r></w:p>") for number in range(1, 5_000))
    return whole(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r>{sign(1)}</w:p>", footnotes=chain)


def relationships(more: str) -> bytes:
    name = "word/_rels/document.xml.rels"
    parts = members(_BODY)
    parts[name] = parts.get(
        name, b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    )
    opened = (
        parts[name].replace(b"/>", b"></Relationships>", 1) if b"</Relationships>" not in parts[name] else parts[name]
    )
    parts[name] = opened.replace(b"</Relationships>", more.encode() + b"</Relationships>")
    return packed(parts)


def leads(kind: str, target: str, identifier: str = "x1", mode: str = "") -> str:
    return f'<Relationship Id="{identifier}" Type="{R}/{kind}" Target="{target}"{mode}/>'


_BILLION_LAUGHS: Final = (
    "<!DOCTYPE d [<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)

ATTACKS: Final[dict[str, Attack]] = {
    "a_billion_laughs": Attack(lambda: without_entities(_BILLION_LAUGHS, "&a9;"), "damaged"),
    "a_file_of_the_system": Attack(
        lambda: without_entities('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"), "read"
    ),
    "a_file_of_the_system_by_parameter": Attack(
        lambda: without_entities('<!DOCTYPE d [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>', ""), "read"
    ),
    "a_type_from_elsewhere": Attack(
        lambda: without_entities('<!DOCTYPE d SYSTEM "http://127.0.0.1/d.dtd">', ""), "read"
    ),
    "a_directory_without_files": Attack(large_directory, "too-large"),
    "thousands_of_members": Attack(many_members, "too-large"),
    "the_main_part_twice": Attack(lambda: twice(_MAIN, b"<other/>"), "damaged"),
    "members_over_one_another": Attack(overlapping, "damaged"),
    "zip64_that_lies": Attack(zip64_that_lies, "too-large"),
    "a_part_of_zeros": Attack(lambda: with_more({"word/media/image1.bmp": bytes(60_000_000)}), "too-large"),
    "many_parts_of_some_size": Attack(
        lambda: packed({**members(_BODY), **{f"word/x{n}.xml": b" " * 9_900_000 for n in range(60)}}),
        "too-large",
        slow=True,
    ),
    "archives_within": Attack(nested_archive, "read"),
    "names_that_lead_out": Attack(
        lambda: with_more({"../../../../tmp/policylint-was-here.xml": b"<a/>", "C:\\x.xml": b"<a/>"}), "read"
    ),
    "elements_a_hundred_thousand_deep": Attack(lambda: xml("<w:p>" * 100_000 + "</w:p>" * 100_000), "damaged"),
    "elements_just_too_deep": Attack(
        lambda: xml("<w:sdt><w:sdtContent>" * 150 + "</w:sdtContent></w:sdt>" * 150), "damaged"
    ),
    "elements_almost_too_deep": Attack(
        lambda: xml("<w:sdt><w:sdtContent>" * 120 + "</w:sdtContent></w:sdt>" * 120), "read"
    ),
    "tables_within_tables": Attack(lambda: nested_tables(80), "read"),
    "tables_too_deep": Attack(lambda: nested_tables(5_000), "damaged"),
    "a_hundred_thousand_attributes": Attack(
        lambda: xml("<w:p " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"), "read"
    ),
    "a_hundred_thousand_namespaces": Attack(
        lambda: xml("<w:p " + " ".join(f'xmlns:n{n}="urn:n{n}"' for n in range(20_000)) + "/>"), "read"
    ),
    "a_long_text": Attack(lambda: xml(f"<w:p><w:r><w:t>{'log out. ' * 300_000}</w:t></w:r></w:p>"), "read"),
    "a_text_too_long": Attack(
        lambda: packed(members(f"<w:p><w:r><w:t>{'a' * 11_000_000}</w:t></w:r></w:p>")), "too-large"
    ),
    "a_text_too_long_for_the_parser": Attack(
        lambda: stored(members(f"<w:p><w:r><w:t>{'a' * 11_000_000}</w:t></w:r></w:p>")), "damaged"
    ),
    "a_long_attribute": Attack(lambda: xml(f'<w:p><w:pPr><w:pStyle w:val="{"a" * 9_000_000}"/></w:pPr></w:p>'), "read"),
    "thirty_thousand_paragraphs": Attack(lambda: whole(para(TEXT) * 30_000), "read", slow=True),
    "a_million_empty_paragraphs": Attack(lambda: xml("<w:p/>" * 1_000_000), "read", slow=True),
    "a_hundred_thousand_runs": Attack(lambda: xml(f"<w:p>{'<w:r><w:t>a </w:t></w:r>' * 100_000}</w:p>"), "read"),
    "a_hundred_thousand_breaks": Attack(
        lambda: xml(f"<w:p><w:r>{'<w:t>a</w:t><w:br/>' * 100_000}</w:r></w:p>"), "read"
    ),
    "paragraphs_that_run_on": Attack(
        lambda: xml("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a </w:t></w:r></w:p>" * 30_000), "read"
    ),
    "a_table_of_a_hundred_thousand_cells": Attack(
        lambda: stored(members(table(*[row(*["a"] * 10)] * 10_000) + _BODY)), "read", slow=True
    ),
    "a_row_of_twenty_thousand_cells": Attack(lambda: xml(table(row(*["a"] * 20_000))), "read"),
    "styles_in_a_circle": Attack(styles_in_a_circle, "read"),
    "styles_in_a_long_chain": Attack(long_chain_of_styles, "read"),
    "lists_in_a_circle": Attack(lists_in_a_circle, "read"),
    "numbers_out_of_bounds": Attack(numbers_out_of_bounds, "read"),
    "spans_without_end": Attack(spans_without_end, "read"),
    "fields_within_fields": Attack(lambda: fields_within_fields(10_000), "read"),
    "notes_within_themselves": Attack(notes_within_themselves, "read"),
    "notes_in_a_chain": Attack(notes_in_a_chain, "read"),
    "text_boxes_within_text_boxes": Attack(
        lambda: xml("<w:p><w:r><w:pict><w:txbxContent>" * 60 + _BODY + "</w:txbxContent></w:pict></w:r></w:p>" * 60),
        "read",
    ),
    "a_part_that_leads_to_itself": Attack(lambda: relationships(leads("header", "document.xml")), "read"),
    "numbering_that_is_the_document": Attack(
        lambda: relationships(leads("numbering", "document.xml", "x2") + leads("footnotes", "document.xml", "x3")),
        "read",
    ),
    "ten_thousand_relationships": Attack(
        lambda: relationships("".join(leads("image", f"media/i{n}.png", f"r{n}") for n in range(10_000))), "read"
    ),
    "a_target_that_leads_out": Attack(lambda: relationships(leads("header", "../../../../etc/passwd")), "read"),
    "a_target_elsewhere": Attack(
        lambda: relationships(leads("attachedTemplate", "http://127.0.0.1/x.dotm", mode=' TargetMode="External"')),
        "read",
    ),
    "other_documents_within": Attack(lambda: xml('<w:altChunk r:id="x1"/>' * 1_000), "read"),
}
