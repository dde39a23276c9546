"""The report's JSON within files for people, and Office packages without dates."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from policylint.model.report import Report
from policylint.outputs.embedded import html_data, report_json, with_report
from policylint.outputs.office import pack, unpack
from tests.outputs.samples import document, report


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_ascii(text: str) -> None:
    of = report(replace(document(), title=text))
    data = report_json(of)
    assert data.isascii()
    assert Report.from_json(data) == of


def test_nothing_in_it_can_end_the_element() -> None:
    of = report(replace(document(), title="</script><script>alert(1)</script><!-- ]]> &lt;"))
    data = html_data(of)
    assert not set("<>&") & set(data)
    assert msgspec.json.decode(data, type=Report) == of


def office(*more: str) -> dict[str, bytes]:
    """The least that an Office package has, and further members."""
    lists = {
        "[Content_Types].xml": b"<Types></Types>",
        "word/_rels/document.xml.rels": b"<Relationships></Relationships>",
    }
    return {**lists, "word/document.xml": b"<document/>", **dict.fromkeys(more, b"<theirs/>")}


@pytest.mark.parametrize("more", [(), ("customXml/item1.xml", "customXml/item2.xml")])
def test_a_package_keeps_what_it_has_and_leads_to_the_report_among_it(more: tuple[str, ...]) -> None:
    of = report(replace(document(), title="A & B <c> ]]> \U0001f600"))
    members = with_report(office(*more), of)
    item = f"customXml/item{len(more) + 1}.xml"
    assert {name: members[name] for name in more} == dict.fromkeys(more, b"<theirs/>")
    assert Report.from_json(ElementTree.fromstring(members[item]).text or "") == of
    assert f'Target="../{item}"' in members["word/_rels/document.xml.rels"].decode()
    assert f'PartName="/customXml/itemProps{len(more) + 1}.xml"' in members["[Content_Types].xml"].decode()
    for name, data in members.items():
        assert ElementTree.fromstring(data) is not None, name


def test_a_package_is_the_same_every_time_and_has_no_date() -> None:
    members = {"b.xml": b"<b/>", "a.xml": b"<a/>" * 100}
    data = pack(members)
    assert data == pack(members)
    assert list(unpack(data)) == ["b.xml", "a.xml"]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {(item.create_system, item.external_attr) for item in archive.infolist()} == {(3, 0o100644 << 16)}
        assert {item.compress_type for item in archive.infolist()} == {zipfile.ZIP_STORED}
