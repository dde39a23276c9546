import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import click
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.choices import OUTPUT_FORMATS
from policylint.errors import UserMistake
from policylint.model.report import Report
from policylint.outputs import FORMATS, format_for, render_report
from policylint.outputs.files import write_atomically
from policylint.outputs.schema import SCHEMA_PATH, schema_text
from tests.outputs.reading import text_of
from tests.outputs.samples import document, not_applicable, report, unreadable

HOSTILE = "<script>alert(1)</script> [x](javascript:y) \x1b[31mred \u202eback `code` | =cmd() **b**"


WORDED = [name for name in FORMATS if name != "matrix"]
"""All formats but the one that has a status in each cell and no words."""


def drawn(name: str, *, of: Report | None = None) -> str:
    return text_of(of or report(), name)


@pytest.mark.parametrize("name", WORDED)
def test_every_format_names_gaps_and_findings(name: str) -> None:
    text = html.unescape(click.unstyle(drawn(name)))
    for words in ("citizen.blocking", "legal.records", "rights.disparagement"):
        assert words in text


@pytest.mark.parametrize("name", [name for name in WORDED if name != "lines"])
def test_every_format_but_lines_quotes_and_says_on_which_page(name: str) -> None:
    text = html.unescape(click.unstyle(drawn(name)))
    assert "E-mail is kept" in text
    assert "page" in text


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_says_that_anything_passes(name: str) -> None:
    assert not re.search(r"\bpass(es|ed)?\b", drawn(name), re.IGNORECASE)


@pytest.mark.parametrize("name", WORDED)
def test_an_unreadable_document_is_said_to_be_so_and_has_no_gaps(name: str) -> None:
    text = html.unescape(drawn(name, of=report(unreadable())))
    assert "no text layer" in text
    assert "citizen.blocking" not in text


@pytest.mark.parametrize("name", FORMATS)
def test_many_documents_stand_in_one_report(name: str) -> None:
    text = html.unescape(click.unstyle(drawn(name, of=report(document(), unreadable(), not_applicable()))))
    # GitLab's file lists issues, and a policy on another matter is none.
    files = ("old-policy.pdf", "scan.pdf") if name == "gitlab" else ("old-policy.pdf", "scan.pdf", "travel.pdf")
    assert all(file in text for file in files)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    assert render_report(report(), FORMATS[name]) == render_report(report(), FORMATS[name])


def test_json_goes_there_and_back() -> None:
    assert Report.from_json(drawn("json")) == report()


def test_the_published_schema_is_the_one_of_the_model() -> None:
    assert SCHEMA_PATH.read_text(encoding="utf-8") == schema_text()


def test_reports_are_valid_against_the_published_schema() -> None:
    schema = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for of in (report(), report(unreadable(), not_applicable())):
        jsonschema.validate(json.loads(drawn("json", of=of)), schema)


def test_lines_are_one_for_each_gap_and_have_no_colour() -> None:
    lines = drawn("lines").splitlines()
    assert "old-policy.pdf: citizen.blocking missing: Blocking users (medium)" in lines
    assert "old-policy.pdf:2: legal.records legacy: Records (medium)" in lines
    assert not any("\x1b" in line for line in lines)


def test_a_person_gets_colour_unless_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" in drawn("terminal")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in drawn("terminal")


def test_a_dumb_terminal_gets_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in drawn("terminal")
    assert "\x1b" not in drawn("terminal", of=report(*[document()] * 6))


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "terminal"])
def test_no_other_format_has_colour(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" not in drawn(name)


def test_the_terminal_keeps_to_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    long = report(document(quote="word " * 100))
    assert max(len(line) for line in click.unstyle(drawn("terminal", of=long)).splitlines()) <= 80


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_no_control_character_of_a_document_reaches_the_terminal(text: str) -> None:
    shown = click.unstyle(drawn("terminal", of=report(document(name=text, quote=text, title=text))))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.targets += [value or "" for name, value in attrs if name in {"href", "src"}]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_html_of_a_document_is_live(text: str) -> None:
    tags = _Tags()
    tags.feed(drawn("html", of=report(document(name=text, quote=text + HOSTILE, title=text))))
    assert tags.scripts == 2  # ours, and the data that nobody runs
    assert all(target.startswith("#") for target in tags.targets)


def test_the_page_needs_no_other_file() -> None:
    page = drawn("html")
    assert "Content-Security-Policy" in page
    assert not re.search(r"(src|href)=\"(https?:)?//", page)


def test_every_verdict_of_the_page_has_an_address() -> None:
    page = drawn("html")
    for identifier in ("citizen.blocking", "legal.records", "use.official"):
        assert f'id="{identifier}"' in page


def test_ids_of_the_page_are_its_own_even_for_many_documents() -> None:
    ids = re.findall(r'\bid="([^"]+)"', drawn("html", of=report(document(), document(name="other.pdf"))))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        (None, None, "terminal"),
        (None, "a.txt", "lines"),
        (None, "report", "lines"),
        ("terminal", "a.txt", "terminal"),
        ("lines", None, "lines"),
        (None, "a.json", "json"),
        (None, "b.HTML", "html"),
        ("markdown", "c.txt", "markdown"),
        (None, "out/a.b.sarif", "sarif"),
        (None, "a.sarif.json", "sarif"),
        (None, "sarif.json", "sarif"),
        (None, "a.junit.xml", "junit"),
        (None, "junit.xml", "junit"),
        (None, "a.codequality.json", "gitlab"),
        (None, "gl-code-quality-report.json", "gitlab"),
        (None, "a.checkstyle.xml", "checkstyle"),
        (None, "a.csv", "csv"),
        (None, "a.summary.md", "summary"),
        (None, "summary.md", "summary"),
        (None, "a-summary.md", "markdown"),
        ("github", "a.csv", "csv"),
        ("github", "a.txt", "github"),
    ],
)
def test_the_format_is_told_by_name_or_by_suffix(name: str | None, path: str | None, expected: str) -> None:
    assert format_for(name, path).name == expected


@pytest.mark.parametrize(("name", "path"), [("zzz", None), (None, "a.xyz"), (None, "a.xml")])
def test_a_format_that_is_not_there_is_a_mistake(name: str | None, path: str | None) -> None:
    with pytest.raises(UserMistake, match="terminal, lines, json, markdown, html"):
        format_for(name, path)


def test_a_format_that_is_misspelt_is_told_the_nearest() -> None:
    with pytest.raises(UserMistake, match=r"no output format 'lnes'; did you mean 'lines'\?"):
        format_for("lnes", None)


def test_formats_are_those_that_the_configuration_and_the_command_line_know() -> None:
    assert tuple(FORMATS) == OUTPUT_FORMATS


def test_what_people_read_at_a_terminal_and_in_a_log_comes_first_among_the_formats() -> None:
    assert list(FORMATS)[:2] == ["terminal", "lines"]


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    write_atomically(target, "new")
    assert target.read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.json"
    target.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("policylint.outputs.files.os.fsync", fail)
    with pytest.raises(UserMistake, match="no space left"):
        write_atomically(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
