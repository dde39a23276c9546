"""GitHub's workflow commands, GitLab's Code Quality and Checkstyle."""

import json
import re
import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

from msgspec.structs import replace

from policylint.model.report import Report
from policylint.outputs import checkstyle, github, gitlab
from tests.outputs.samples import SHORTFALL, compared, document, lapsed, project, report, unreadable


class Command(NamedTuple):
    """A workflow command as a runner takes it."""

    name: str
    properties: dict[str, str]
    text: str


def command(line: str) -> Command | None:
    """What GitHub's runner makes of a line of a log; None where it is plain text."""
    assert "##[" not in line
    matched = re.fullmatch(r"::(\w+)(?: (.*?))?::(.*)", line.strip())
    if not matched:
        assert not line.strip().startswith("::")
        return None
    name, properties, text = matched.groups()
    pairs = (pair.split("=", 1) for pair in properties.split(",")) if properties else ()
    return Command(name, {key: unescaped(value) for key, value in pairs}, unescaped(text))


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def commands(of: Report) -> list[Command]:
    return [found for line in github.render(of).splitlines() if (found := command(line))]


def test_an_open_gap_is_an_annotation_at_its_place() -> None:
    first = commands(report(compared()))[1]
    assert first.name == "error"
    assert first.properties == {
        "file": "policies/mail rules.md",
        "line": "31",
        "col": "3",
        "title": "legal.records legacy: Records",
    }
    assert "E-mail is kept for two years." in first.text


def test_a_pdf_is_annotated_in_its_first_line_and_the_text_names_the_page() -> None:
    last = next(found for found in commands(report()) if "legal.records" in found.properties["title"])
    assert (last.properties["line"], "col" in last.properties) == ("1", False)
    assert "page 2" in last.text


def test_only_what_makes_the_run_fail_is_an_error_and_the_severest_stand_first() -> None:
    covered, legacy, missing = document().requirements
    low = replace(document(), requirements=(covered, replace(legacy, severity="low"), missing))
    high = replace(low, fail_on="high")
    assert [(found.name, found.properties["title"].split()[0]) for found in commands(report(high))] == [
        ("error", "rights.disparagement"),
        ("warning", "citizen.blocking"),
        ("notice", "legal.records"),
    ]
    assert [found.name for found in commands(report(replace(low, fail_on="never")))] == ["warning", "warning", "notice"]
    assert [found.name for found in commands(report(low))] == ["error"] * 3
    names = [found.properties["file"] for found in commands(report(high, replace(high, source=compared().source)))]
    assert names == ["old-policy.pdf", "policies/mail rules.md"] * 3


def test_what_the_baseline_knew_is_a_notice() -> None:
    names = [(found.name, found.properties["title"]) for found in commands(report(compared()))]
    assert ("notice", "citizen.blocking missing: Blocking users (in the baseline)") in names
    assert ("error", "rights.disparagement finding: Ban on criticism") in names


def test_a_document_short_of_the_least_coverage_is_an_error_that_says_by_how_much() -> None:
    first = commands(report(compared()))[0]
    assert first == Command(
        "error",
        {"file": "policies/mail rules.md", "line": "1", "title": "Coverage"},
        f"Short of the least coverage: {SHORTFALL}",
    )
    assert not any(found.properties["title"] == "Coverage" for found in commands(report()))


def test_an_unreadable_document_is_an_error_and_a_lapsed_decision_a_warning() -> None:
    found = commands(replace(report(unreadable()), decisions=(lapsed(),)))
    assert [(one.name, one.properties["file"], one.properties["line"]) for one in found] == [
        ("error", "scan.pdf", "1"),
        ("warning", "policylint-decisions.toml", "12"),
    ]


def test_commands_are_escaped_as_github_wants_them() -> None:
    text = github.render(report(document(name="a,b:c%\n::error::x.md")))
    assert "file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax.md," in text
    assert all(line.startswith(("::warning file=", "::error file=", "policylint: ")) for line in text.splitlines())


def test_commands_of_the_older_kind_are_broken() -> None:
    assert "##[" not in github.render(report(document(name="##[error]x.md", quote="##[set-env name=A;]b")))


def test_gitlab_gets_an_entry_for_each_open_issue_with_a_fingerprint_of_its_own() -> None:
    entries = json.loads(gitlab.render(project()))
    assert entries[0] == {
        "description": entries[0]["description"],
        "check_name": "legal.records",
        "fingerprint": entries[0]["fingerprint"],
        "severity": "critical",
        "location": {"path": "policies/mail rules.md", "lines": {"begin": 31}},
    }
    assert "E-mail is kept" in entries[0]["description"]
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    assert {entry["severity"] for entry in entries} == {"info", "minor", "major", "critical", "blocker"} - {"minor"}


def test_gitlab_fingerprints_stay_when_the_words_move() -> None:
    (finding,) = document().findings
    moved = replace(finding, evidence=(replace(finding.evidence[0], page=3, section=("9 New",)),))
    one, other = (
        json.loads(gitlab.render(report(replace(document(), findings=(found,))))) for found in (finding, moved)
    )
    assert [entry["fingerprint"] for entry in one] == [entry["fingerprint"] for entry in other]


def test_checkstyle_has_a_file_for_each_document_and_an_error_for_each_open_issue() -> None:
    files = ElementTree.fromstring(checkstyle.render(project())).findall("file")
    assert [file.attrib["name"] for file in files] == [
        "policies/mail rules.md",
        "old-policy.pdf",
        "policies/handbook.docx",
        "scan.pdf",
        "travel.pdf",
    ]
    assert [len(file) for file in files] == [5, 3, 3, 1, 0]
    first = files[0][0].attrib
    assert (first["line"], first["column"], first["severity"]) == ("31", "3", "error")
    assert first["source"] == "policylint.legal.records"
    assert "E-mail is kept" in first["message"]


def test_what_is_decided_or_does_not_apply_is_in_no_list_of_issues() -> None:
    for text in (github.render(project()), gitlab.render(project()), checkstyle.render(project())):
        assert "legal.records" in text
        for identifier in ("legal.terms", "legal.filming", "rights.tone", "use.official", "rights.old"):
            assert identifier not in text
