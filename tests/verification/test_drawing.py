"""Whether a file is what is drawn from the report that it carries, of reports made by hand."""

import json

import pytest
from msgspec.structs import replace

from policylint import __version__
from policylint.cache import library_versions
from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.report import Manifest, Report, ToolInfo
from policylint.outputs import FORMATS, render_report
from policylint.verification import drawing, extract
from policylint.verification.drawing import check_drawing
from policylint.verification.extract import read
from policylint.verification.model import Drawing, Verification
from tests.outputs.samples import report


def made(version: str = __version__, jinja2: str = "") -> Report:
    libraries = {"jinja2": jinja2 or library_versions(("jinja2",))["jinja2"]}
    return replace(report(), tool=ToolInfo(version=version, model="test"), manifest=Manifest(libraries=libraries))


def drawn(of: Report, format_: str) -> bytes:
    data = render_report(of, FORMATS[format_])
    return data if isinstance(data, bytes) else data.encode("utf-8")


def checked(data: bytes, of: Report) -> Drawing:
    return check_drawing(data, of, "html", name="report.html", limits=Limits())


def test_what_another_version_drew_with_the_same_words_is_no_edit() -> None:
    for of in (made(version="0.0.1"), made(jinja2="2.0")):
        found = checked(drawn(of, "html").replace(b"</body>", b" </body>"), of)
        assert (found.result, found.edited) == ("other-version", ())
    assert found.otherwise.startswith("It was drawn with jinja2 2.0 (here ")


def test_words_that_were_edited_are_told_whichever_version_drew_the_report() -> None:
    of = made(version="0.0.1")
    found = checked(drawn(of, "html").replace(b"Blocking users", b"Welcoming users"), of)
    assert found.result == "differs"
    assert any(line.startswith("+ ") and "Welcoming users" in line for line in found.edited)
    assert "policylint 0.0.1" in found.otherwise


def test_a_file_that_looks_otherwise_and_says_the_same_is_told_so() -> None:
    found = checked(drawn(made(), "html").replace(b"</body>", b" </body>"), made())
    assert (found.result, found.edited) == ("differs", ())
    assert "Its words are the same" in found.otherwise


def test_of_many_edits_the_first_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_MOST", 2)
    data = json.dumps({"schema": "other", **{f"key-{number}": number for number in range(9)}}).encode()
    found = check_drawing(data, made(), "json", name="report.json", limits=Limits())
    assert (found.result, len(found.edited)) == ("differs", 2)


@pytest.mark.parametrize(
    ("result", "absent", "code"),
    [
        ("same", (), 0),
        ("data", (), 0),
        ("same", ("a.md",), 2),
        ("other-version", (), 2),
        ("differs", (), 1),
        ("differs", ("a.md",), 1),
    ],
)
def test_the_exit_code_says_what_was_seen(result: str, absent: tuple[str, ...], code: int) -> None:
    found = Verification(
        format="json",
        inputs=(),
        differences=(),
        drawing=Drawing(result),  # type: ignore[arg-type]
        documents=1,
        compared=3,
        absent=absent,
    )
    assert found.exit_code == code
    assert found.same == (result in ("same", "data"))


@pytest.mark.parametrize("name", ["json", "html", "docx", "pdf", "xlsx", "oscal", "dashboard"])
def test_the_report_is_found_in_each_format_that_carries_it(name: str) -> None:
    of = made()
    found = read(drawn(of, name), name="any", limits=Limits())
    assert found.source.media_type == name
    assert Report.from_json(found.blocks[0].text) == of


def test_a_report_of_more_than_anybody_writes_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "MOST", 1000)
    for name in ("json", "docx"):
        with pytest.raises(UnreadableDocument):
            read(drawn(made(), name), name="any", limits=Limits())


def test_a_mark_at_the_beginning_of_a_file_is_no_part_of_the_report() -> None:
    found = read(b"\xef\xbb\xbf" + drawn(made(), "json"), name="any", limits=Limits())
    assert Report.from_json(found.blocks[0].text) == made()
