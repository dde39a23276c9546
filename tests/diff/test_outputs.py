import html
import json
import re

import click
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from policylint.diff.assemble import compare_all
from policylint.diff.compare import VersionPair
from policylint.diff.model import Diff, DocumentDiff, Renamed
from policylint.diff.outputs import FORMATS, diff_format, render_diff
from policylint.diff.schema import SCHEMA_PATH, schema_text
from policylint.errors import UserMistake
from policylint.outputs import FORMATS as REPORT_FORMATS
from policylint.outputs import format_for
from tests.diff.making import APPROVAL, BLOCKING, RECORDS, clause, compared, covers, diff_of, finding, version

ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
KEPT = clause(RECORDS, "4 Records", line=31)
BLOCKED = clause(BLOCKING, "2 Public", line=12)
SOFTER = clause(BLOCKING.replace("written", "spoken"), "2 Public", line=11, scope="any")
APPROVED = clause(APPROVAL, "1 Accounts", line=3)


def example(name: str = "policy.md") -> DocumentDiff:
    """One requirement lost, one become legacy, one gained; one finding new and one gone."""
    old = version(
        KEPT,
        BLOCKED,
        settles={**covers("legal.records", KEPT), **covers("citizen.blocking", BLOCKED)},
        findings=[finding(KEPT, "legacy.narrow-channel")],
    )
    new = version(
        SOFTER,
        APPROVED,
        settles={"citizen.blocking": ("legacy", (SOFTER,)), **covers("account.approval", APPROVED)},
        findings=[finding(SOFTER)],
        name=name,
    )
    return compared(old, new)


def drawn(name: str, *documents: DocumentDiff, colour: bool = False) -> str:
    return render_diff(diff_of(*(documents or (example(),))), name, colour=colour)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_shows_what_changed_and_the_clause_that_did(name: str) -> None:
    text = " ".join(html.unescape(click.unstyle(drawn(name))).split())
    for words in ("legal.records", "citizen.blocking", "account.approval", "rights.disparagement", "4 Records"):
        assert words in text
    for words in ("clause was deleted", "was reworded"):
        assert words in text
    if name not in ("lines", "github"):  # these two point to the clauses and do not quote them
        assert RECORDS in text and APPROVAL in text


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_says_that_anything_passes(name: str) -> None:
    assert not re.search(r"\bpass(es|ed)?\b", drawn(name), re.IGNORECASE)


@pytest.mark.parametrize("name", FORMATS)
def test_an_unreadable_version_is_said_to_be_so(name: str) -> None:
    document = compared(version(KEPT), version(verdict="unreadable", reason="no-text"))
    assert "It says why" in html.unescape(drawn(name, document))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_changed_is_said(name: str) -> None:
    text = drawn(name, compared(version(KEPT), version(KEPT)))
    assert "0 lost" in text or '"lost": 0' in text


def test_a_pipe_gets_one_line_for_each_change() -> None:
    assert drawn("lines").splitlines()[:5] == [
        "policy.md: lost legal.records: the clause was deleted with all that its section \u201c4 Records\u201d said "
        "(was: section 4 Records, line 31)",
        "policy.md: became legacy citizen.blocking: the clause was reworded, and it no longer holds for social media "
        "(was: section 2 Public, line 12)",
        "policy.md: gained account.approval: Approval (section 1 Accounts, line 3)",
        "policy.md: new finding rights.disparagement: Ban on criticism (line 11)",
        "policy.md: finding gone legacy.narrow-channel: the clause was deleted with all that its section "
        "\u201c4 Records\u201d said (was: line 31)",
    ]


def test_a_pipe_is_told_how_files_came_together() -> None:
    settled = version(KEPT, settles=covers("legal.records", KEPT), name="old.md")
    renamed, gone = compared(settled, version(KEPT, name="new.md"), "renamed"), compared(settled, None, "removed")
    lines = drawn("lines", renamed, gone).splitlines()
    assert lines[0] == "new.md: renamed from old.md"
    assert lines[2:4] == [
        "old.md: removed",
        "old.md: lost legal.records: the document was removed (was: section 4 Records, line 31)",
    ]


def test_a_gain_by_an_old_clause_only_is_said_to_be_one() -> None:
    new = version(KEPT, settles={"legal.records": ("legacy", (KEPT,))})
    assert "gained legal.records as legacy only: " in drawn("lines", compared(version(), new))


def test_files_that_were_only_renamed_are_listed() -> None:
    base = diff_of()
    diff = Diff(
        tool=base.tool,
        as_of=base.as_of,
        old=base.old,
        new=base.new,
        totals=base.totals,
        renamed=(Renamed(old="a.md", new="b.md"),),
    )
    assert "b.md: renamed from a.md, the same bytes" in render_diff(diff, "lines")
    assert "b.md: renamed from a.md, the same bytes" in render_diff(diff, "github")
    assert "a.md is now b.md" in render_diff(diff, "terminal")
    assert "a.md is now b.md" in html.unescape(render_diff(diff, "markdown"))


def test_a_person_sees_struck_words_in_red_and_added_ones_in_green() -> None:
    text = drawn("terminal", colour=True)
    assert click.style("written", fg="red", strikethrough=True) in text
    assert click.style("spoken", fg="green", underline=True) in text


def test_without_colour_the_words_stand_in_brackets() -> None:
    text = drawn("terminal")
    assert "\x1b" not in text
    assert "[-written-] {+spoken+}" in text


def test_the_terminal_keeps_to_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    old = clause("word " * 100 + "one end.", "4 " + "Records " * 12)
    new = clause("word " * 100 + "other end.", "4 " + "Records " * 12, scope="any")
    document = compared(
        version(old, settles=covers("legal.records", old)), version(new, settles={"legal.records": ("legacy", [new])})
    )
    assert max(len(line) for line in click.unstyle(drawn("terminal", document)).splitlines()) <= 80


def test_json_goes_there_and_back() -> None:
    assert Diff.from_json(drawn("json")) == diff_of(example())


def test_the_published_schema_is_the_one_of_the_model() -> None:
    assert SCHEMA_PATH.read_text(encoding="utf-8") == schema_text()


def test_diffs_are_valid_against_the_published_schema() -> None:
    schema = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    unreadable = compared(version(KEPT), version(verdict="unreadable", reason="no-text"))
    for documents in ((example(),), (unreadable, compared(None, version(KEPT), "added"))):
        jsonschema.validate(json.loads(drawn("json", *documents)), schema)


def test_markdown_strikes_what_was_deleted_and_marks_what_was_added() -> None:
    page = html.unescape(MarkdownIt("commonmark").enable(["strikethrough", "table"]).render(drawn("markdown")))
    assert f"<s>{RECORDS}</s> (4 Records, line 31)" in page
    assert "<s>written</s> <strong>spoken</strong>" in page


def test_many_documents_have_a_table_in_markdown() -> None:
    text = drawn("markdown", example(), example("other.md"))
    assert text.count("\n| policy.md | 1 | 1 | 0 | 1 | 1 | 1 |") == 1
    assert "\n| other.md | 1 |" in text


def hostile(text: str) -> DocumentDiff:
    """A document whose name, headings, clauses and lead-ins are all this text."""
    old = clause(f"{text} {RECORDS}", text, lead=text)
    other = clause(f"{BLOCKING} {text}", text)
    new = clause(f"{text} {RECORDS} {text}", text, f"{text} 2", lead=text, scope="any")
    return compared(
        version(
            old,
            other,
            settles={**covers("legal.records", old), **covers("citizen.blocking", other)},
            findings=[finding(other)],
            name=text,
        ),
        version(new, settles={"legal.records": ("legacy", [new])}, findings=[finding(new)], name=f"{text}.md"),
        "renamed",
    )


@given(ANY)
def test_no_control_character_of_a_document_reaches_the_terminal(text: str) -> None:
    for name in ("terminal", "lines", "github"):
        shown = drawn(name, hostile(text)).replace("\t" if name == "github" else "", "")
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)


@given(ANY)
def test_no_text_of_a_document_makes_a_line_of_its_own_in_a_pipe(text: str) -> None:
    assert len(drawn("lines", hostile(text)).split("\n")) == 8


@given(ANY)
def test_no_markup_of_a_document_is_live_in_markdown(text: str) -> None:
    page = MarkdownIt("commonmark").enable(["strikethrough", "table"]).render(drawn("markdown", hostile(text)))
    live = {tag.strip("/") for tag in re.findall(r"<(/?[a-z0-9]+)", page)}
    assert live <= {"h2", "h3", "h4", "p", "ul", "li", "strong", "s", "code"}


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        (None, None, "terminal"),
        ("github", None, "github"),
        (None, "a.JSON", "json"),
        (None, "b.md", "markdown"),
        (None, "b.txt", "lines"),
        ("json", "c.txt", "json"),
        ("json", "c.md", "markdown"),
        ("terminal", "c.rst", "terminal"),
    ],
)
def test_the_format_is_told_by_name_or_by_suffix(name: str | None, path: str | None, expected: str) -> None:
    assert diff_format(name, path) == expected


@pytest.mark.parametrize(("name", "path"), [("nonsense", None), (None, "diff.nonsense")])
def test_what_tells_no_format_is_the_same_mistake_as_for_a_report(name: str | None, path: str | None) -> None:
    with pytest.raises(UserMistake) as ours:
        diff_format(name, path)
    with pytest.raises(UserMistake) as theirs:
        format_for(name, path)
    assert ours.value.code == theirs.value.code
    assert str(ours.value).replace(", ".join(FORMATS), ", ".join(REPORT_FORMATS)) == str(theirs.value)


COMMAND = re.compile(r"::(error|warning|notice) file=policy\.md,line=(\d+),title=([^:,]+)::")


def commands(*documents: DocumentDiff) -> list[tuple[str, ...]]:
    return [found.groups() for line in drawn("github", *documents).splitlines() if (found := COMMAND.match(line))]


def test_github_gets_an_annotation_for_what_is_lost_legacy_and_new() -> None:
    assert commands() == [
        ("error", "1", "Lost legal.records%3A Records"),
        ("warning", "11", "Became legacy citizen.blocking%3A Blocking"),
        ("notice", "11", "New finding rights.disparagement%3A Ban on criticism"),
    ]


def test_github_is_told_of_the_rest_in_plain_lines() -> None:
    plain = [line for line in drawn("github").splitlines() if not line.startswith("::")]
    assert plain[0].startswith("policylint: policy.md: gained account.approval")
    assert all(line.startswith("policylint: ") for line in plain)


def test_github_gets_no_annotation_for_what_does_not_count() -> None:
    settled = version(KEPT, settles=covers("legal.records", KEPT))
    assert commands(compared(settled, version(BLOCKED, applies=False))) == []


def test_github_gets_an_error_for_a_version_that_cannot_be_read() -> None:
    document = compared(version(KEPT), version(verdict="unreadable", reason="no-text"))
    assert commands(document) == [("error", "1", "Unreadable document")]


def test_github_shows_a_clause_that_moved_where_it_is_now() -> None:
    settled = version(KEPT, settles=covers("legal.records", KEPT))
    there = clause(RECORDS, "1 Keeping", line=7)
    pairs = [
        VersionPair("same-path", settled, version(BLOCKED)),
        VersionPair("added", None, version(there, name="records.md")),
    ]
    assert "::error file=records.md,line=7," in drawn("github", *compare_all(pairs))


@given(ANY)
def test_no_text_of_a_document_is_a_command_to_github(text: str) -> None:
    for line in drawn("github", hostile(text)).split("\n")[:-1]:
        assert line.startswith(("policylint: ", "::error file=", "::warning file=", "::notice file="))
        assert "##[" not in line
