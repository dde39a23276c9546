"""The report's JSON within files for people, and Office packages without dates."""

import zipfile
from io import BytesIO

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from policylint.model.report import Report
from policylint.outputs.embedded import html_data, report_json
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


def test_a_package_is_the_same_every_time_and_has_no_date() -> None:
    members = {"b.xml": b"<b/>", "a.xml": b"<a/>" * 100}
    data = pack(members)
    assert data == pack(members)
    assert list(unpack(data)) == ["b.xml", "a.xml"]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
