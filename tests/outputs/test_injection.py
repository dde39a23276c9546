"""Nothing that a document, its name or a rule says can act in the program that reads an output."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from benchmarks.sarif import schema_errors
from policylint.model.report import DocumentReport, Report
from policylint.outputs import FORMATS, render_text
from policylint.outputs.csv_table import COLUMNS
from policylint.outputs.markdown import escape, escape_in_html
from policylint.outputs.wording import visible
from tests.outputs.samples import FROM_FILE, compared, document, lapsed, report
from tests.outputs.test_ci_formats import command

pytestmark = pytest.mark.slow

PIECES = (
    *("::error::x", "##[error]x", "%0A::warning::", "</testcase>", "]]>", "-->", "<script>alert(1)</script>"),
    *("=cmd()", "+1", "@SUM(A1)", "\x1b[31mred", "\u202eback", "\u200b", "\x00", "\ufffe", "\ud800", "\udcff"),
    *("](javascript:x)", "[a](b)", "{0}", "{", "\\", "|", "`", "``", "</details>", "# x", "- y", "&amp;", "&#10;"),
    *(" ::error::y", "\u3000::z::", "##vso[a]b", "##teamcity[c", "\x9b1m", "\x85", "\ufeff"),
    *("\n", "\r\n", "\t", '"', "'", ",", ":", "word"),
)
ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufffe\uffff]"
)

hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=6).map("".join).filter(str.strip)
SURROGATE = re.compile("[\ud800-\udfff]")
writable = hostile.map(lambda text: SURROGATE.sub("", text)).filter(str.strip)
"""For formats that carry the report's JSON, which cannot hold half a character; no reader puts one into a report."""


IN_MARKDOWN = (
    *(
        "www.a.b",
        "http://a.b",
        "ftp://c",
        "mailto:a@b.c",
        "a@b.c",
        "@me",
        ":smile:",
        ":+1:",
        "#12",
        "GH-3",
        "_GH-3",
        "_www.a.b",
        "a/b#4",
        "_a_",
    ),
    *(
        "__b__",
        "a_b",
        "*",
        "**",
        "~~",
        "$x$",
        "1.",
        "2)",
        "=",
        "===",
        "---",
        ">",
        "#",
        "[x]: y",
        "![z](w)",
        "[^1]",
        "{{x}}",
    ),
    *("<b", "<!--", "&copy;", "&", "\\|", "\\\\", "://", ":", "!", " ", "  ", "[ ] "),
)
hostile_markdown = (
    st.lists(st.sampled_from(PIECES + IN_MARKDOWN) | st.text(max_size=4), min_size=1, max_size=7)
    .map("".join)
    .filter(str.strip)
)
GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def spoilt(text: str) -> Report:
    """A report in which everything that others write says `text`: the document, its name, the rules, a decision."""
    return replace(
        report(_spoilt(document(name=text, quote=text, title=text), text), _spoilt(compared(), text)),
        decisions=(replace(lapsed(), document=text, why=text, decision=replace(FROM_FILE, place=text, reason=text)),),
    )


def _spoilt(of: DocumentReport, text: str) -> DocumentReport:
    decision = replace(FROM_FILE, reason=text, owner=text, place=text)
    requirements = tuple(
        replace(
            requirement,
            title=text,
            why=text,
            profile_why=text if requirement.profile_why else "",
            remedy=text,
            matters=text,
            model_clause=text,
            sources=(text,),
            evidence=tuple(replace(evidence, section=(text, text), lead=text) for evidence in requirement.evidence),
            decision=decision if requirement.decision else None,
        )
        for requirement in of.requirements
    )
    findings = tuple(replace(f, title=text, why=text, matters=text, remedy=text, applies_to=text) for f in of.findings)
    absent = tuple(replace(gone, title=text, quote=text) for gone in of.absent)
    return replace(
        of,
        requirements=requirements,
        findings=findings,
        absent=absent,
        kind_why=text,
        explanation=text,
        shortfall=text if of.shortfall else "",
    )


def drawn(name: str, text: str) -> str:
    return render_text(spoilt(text), FORMATS[name])


def strings(value: object) -> Iterator[str]:
    """Every string in a JSON value, keys and all."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(key)
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@settings(max_examples=30, deadline=None)
@given(hostile)
def test_sarif_stays_valid_and_no_message_holds_a_link_of_a_document(text: str) -> None:
    written = drawn("sarif", text)
    assert schema_errors(written) == []
    log = json.loads(written)
    assert not any(ACTING.search(string) for string in strings(log))
    run = log["runs"][0]
    assert len(run["results"]) == 3 + 8 + 1
    for result in run["results"]:
        targets = re.findall(r"(?<!\\)\]\(([^)]*)\)", result["message"]["text"])
        assert targets == [str(place["id"]) for place in result.get("relatedLocations", [])]


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_junit_holds_the_cases_of_the_report_and_nothing_else(text: str) -> None:
    root = ElementTree.fromstring(drawn("junit", text).encode())
    assert [len(suite) for suite in root] == [4, 10]
    assert {element.tag for element in root.iter()} == {"testsuites", "testsuite", "testcase", "failure", "skipped"}


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_checkstyle_holds_the_errors_of_the_report_and_nothing_else(text: str) -> None:
    root = ElementTree.fromstring(drawn("checkstyle", text).encode())
    assert [len(file) for file in root] == [3, 5]
    assert {element.tag for element in root.iter()} == {"checkstyle", "file", "error"}
    assert not any(ACTING.search(value) for element in root.iter() for value in element.attrib.values())


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_github_gets_our_commands_and_no_other(text: str) -> None:
    written = drawn("github", text)
    assert not ACTING.search(written)
    lines = written.split("\n")[:-1]
    commands = [found for line in lines if (found := command(line))]
    assert [found.name for found in commands] == ["error"] * 7 + ["notice"] * 2 + ["warning"]
    assert len(lines) == len(commands) + 4
    assert all(set(found.properties) <= {"file", "line", "col", "title"} for found in commands)


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_gitlab_gets_our_entries_and_no_other(text: str) -> None:
    entries = json.loads(drawn("gitlab", text))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 8
    assert not any(ACTING.search(string) for string in strings(entries))


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_a_table_has_our_cells_and_none_is_a_formula(text: str) -> None:
    written = drawn("csv", text)
    written.encode()
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert len(written.split("\n")) - 1 == len(rows)
    assert not any(line.startswith(("::", "##[")) for line in written.split("\n"))
    assert [len(row) for row in rows] == [len(COLUMNS)] * (1 + 4 + 9)
    assert not any(
        cell.lstrip(" \xa0").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in rows for cell in row
    )
    assert not any(ACTING.search(cell) for row in rows for cell in row)


def _shape(markdown: str) -> list[str]:
    """The kinds of token of a Markdown text, without the words and without the comments that hold nothing."""
    kinds: list[str] = []
    for token in GITHUB.parse(markdown):
        kinds.append(token.type)
        kinds += [child.type for child in token.children or () if child.content != "<!-- -->"]
    return [kind for kind in kinds if kind not in {"text", "softbreak"}]


def _words(markdown: str) -> str:
    """What a reader sees of a Markdown text; an address that became a link, or HTML that lives, would fail."""
    shown: list[str] = []
    for token in GITHUB.parse(markdown):
        for child in token.children or ():
            assert child.type in {"text", "html_inline"}
            assert child.type == "text" or child.content == "<!-- -->"
            shown.append(child.content if child.type == "text" else "")
    return "".join(shown)


_ACTING_ON_GITHUB = re.compile(
    r"@\w|https?://|ftp://|(?<![a-z0-9])www\.|#[0-9]|(?<![a-z0-9])gh-[0-9]|:[\w+-]*[a-z][\w+-]*:|<(?!!-- -->)|\{\{|\{%",
    re.IGNORECASE | re.ASCII,
)
"""What GitHub makes a link, a mention or a picture of, when it stands in the source or in the text of the page."""


@settings(max_examples=300, deadline=None)
@given(hostile_markdown)
def test_escaped_words_are_read_as_they_were_in_every_place(text: str) -> None:
    escaped = escape(text)
    expected = " ".join(visible(text).split())
    for begin, end in (("", ""), ("- ", ""), ("  - ", ""), ("## ", ""), ("# x ", " (3)"), ("> ", ""), ("1. ", "")):
        around = (begin.removeprefix("# ") if begin == "# x " else "", end)
        assert _words(f"{begin}{escaped}{end}") == f"{around[0]}{expected}{around[1]}"
    assert _words(f"| a | b |\n| --- | --- |\n| {escaped} | z |") == f"ab{expected}z"


@settings(max_examples=300, deadline=None)
@given(hostile_markdown)
def test_escaped_words_hold_nothing_that_github_acts_upon(text: str) -> None:
    unescaped = re.sub(r"\\([\\`*_\[\]~|$<&])", " ", escape(text))
    assert not _ACTING_ON_GITHUB.search(unescaped)
    assert not re.search(r"@\w", escape_in_html(text))
    assert not re.search(r"<(?!!-- -->)", escape_in_html(text))


@given(st.from_regex(r"[A-Za-z0-9](?:[A-Za-z0-9 ,;()'\"/.-]|[a-z]_[a-z]|: |\? |! | & | %)*[A-Za-z]", fullmatch=True))
def test_plain_words_and_file_names_are_left_as_they_are(text: str) -> None:
    folded = " ".join(text.split())
    if not re.match(r"[0-9]+[.)]( |$)|.*www\.|.*gh-[0-9]|.*//", folded, re.IGNORECASE):
        assert escape(folded) == folded


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("policies/hr/social-media.md:12", "policies/hr/social-media.md:12"),
        ("a_b_c and _d_", "a_b_c and \\_d\\_"),
        ("1. Scope", "1\\. Scope"),
        ("- x", "\\- x"),
        ("R&D &amp;", "R&D \\&amp;"),
        ("C#", "C\\#"),
        ("see http://x.gov and www.x.gov", "see http\\://x.gov and www\\.x.gov"),
        ("mail clerk@x.gov, @clerk", "mail clerk@<!-- -->x.gov, @<!-- -->clerk"),
        ("issue #12, :smile:", "issue #<!-- -->12, :<!-- -->smile:"),
        ("[role] | <b>", "\\[role\\] \\| \\<b>"),
    ],
)
def test_markdown_is_escaped_only_where_it_acts(text: str, written: str) -> None:
    assert escape(text) == written


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_a_job_summary_keeps_its_shape_whatever_the_words(text: str) -> None:
    written = drawn("summary", text)
    assert _shape(written) == _shape(drawn("summary", "words"))
    folds = re.findall(r"(?<!\\)</?details>", written)
    assert folds == ["<details>", "</details>"] * 2
    assert not ACTING.search(written)


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_a_markdown_report_keeps_its_shape_whatever_the_words(text: str) -> None:
    assert _shape(drawn("markdown", text)) == _shape(drawn("markdown", "words"))


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_the_terminal_shows_what_could_act(text: str) -> None:
    assert not ACTING.search(click.unstyle(drawn("terminal", text)))


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_lines_are_ours_and_no_other(text: str) -> None:
    assert not ACTING.search(drawn("lines", text))
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in drawn("lines", text).split("\n"))
    assert len(drawn("lines", text).split("\n")) == len(drawn("lines", "words").split("\n"))


@settings(max_examples=30, deadline=None)
@given(writable)
def test_the_page_holds_our_two_scripts_and_links_to_itself_only(text: str) -> None:
    page = drawn("html", text)
    page.encode()
    assert page.count("<script") == page.count("</script>") == 2
    assert page.count('<script type="application/json"') == 1
    assert all(target.startswith("#") for target in re.findall(r'(?:href|src)="([^"]*)"', page))


def test_every_character_that_could_act_is_made_visible() -> None:
    acting = [chr(number) for number in range(0x110000) if ACTING.match(chr(number))]
    assert len(acting) > 2000
    assert all(visible(f"a{character}b") == f"a<U+{ord(character):04X}>b" for character in acting)
