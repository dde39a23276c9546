import datetime
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policylint.api import check
from policylint.cli.decide import command
from policylint.decisions import DecisionEntry, apply_decisions, load_decisions, parse_comments
from policylint.errors import UserMistake
from policylint.model.report import Elsewhere
from policylint.model.text import Comment

POLICY = """# Internet and E-mail Policy

## Purpose

The county provides Internet access so that employees can serve residents better.

## Rules

Employees must not:

- use e-mail to harass anyone;
- share their password.

E-mail messages may be public records and are kept under the retention schedule.

Employees must not criticize the county or its officials on the Internet. Employees may not say anything negative about
supervisors online.
"""
RECORDS = """# Records

What we keep.

## 3 Scope

All paper.

## 4 Retention

Records are kept for seven years.
"""
COMMENT = re.compile(r"<!-- policylint:(.*)-->")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "policy.md").write_text(POLICY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def decide(*arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments], catch_exceptions=True)


def decided(*arguments: str) -> Result:
    who = ("--reason", "We know.", "--owner", "Dana Lee", "--date", "2026-11-27", "--as-of", "2026-11-27")
    done = decide("town/policy.md", *arguments, *who)
    if done.exception:
        raise done.exception
    assert done.exit_code == 0
    return done


def mistake(*arguments: str) -> str:
    with pytest.raises(UserMistake) as caught:
        decided(*arguments)
    return str(caught.value)


def rules() -> tuple[str, ...]:
    return ("legal.records", "legal.accessibility", "rights.disparagement")


def states(entries: tuple[DecisionEntry, ...]) -> list[str]:
    (document,) = check("town/policy.md").documents
    _, uses = apply_decisions(document, entries, as_of=datetime.date(2026, 11, 27), is_there=lambda _: True)
    return [use.state for use in uses]


def comments_in(path: Path) -> tuple[DecisionEntry, ...]:
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    found = [Comment(text=match[1], line=number) for number, line in lines if (match := COMMENT.fullmatch(line))]
    return parse_comments(found, document="town/policy.md", shown="policy.md", known_rules=rules)


def test_a_decision_is_written_and_in_force(folder: Path) -> None:
    done = decided("legal.records", "--kind", "accept", "--expires", "2027-06-30")
    assert done.stdout == ""
    assert done.stderr == (
        "policylint-decisions.toml:1: 1 decision written (accept until 2027-06-30) about legal.records in "
        "town/policy.md.\n"
    )
    entries = load_decisions(folder / "policylint-decisions.toml", known_rules=rules)
    assert [(entry.document, entry.owner, entry.clause) for entry in entries] == [
        ("town/policy.md", "Dana Lee", "E-mail messages may be public records and are kept under")
    ]
    assert states(entries) == ["in-force"]


def test_documents_are_named_from_the_folder_of_the_decisions_file(folder: Path) -> None:
    (folder / "records.md").write_text(RECORDS, encoding="utf-8")
    where = ("--settled-by", "records.md", "--section", "4 Retention", "--decisions", "town/ours.toml")
    decided("legal.records", "--kind", "settled-elsewhere", *where)
    (entry,) = load_decisions(folder / "town" / "ours.toml", known_rules=rules)
    assert entry.document == "policy.md"
    assert entry.settled_by == Elsewhere(document="../records.md", section="4 Retention")


def test_comments_are_put_before_their_block_and_are_in_force(folder: Path) -> None:
    policy = folder / "town" / "policy.md"
    done = decided("rights.disparagement", "--kind", "false-positive", "--all", "--as-comment")
    decided("legal.accessibility", "--kind", "not-applicable", "--as-comment")
    assert done.stderr.startswith("town/policy.md:16: 2 decisions written")
    lines = policy.read_text(encoding="utf-8").splitlines()
    assert lines[15:20:2] == [*done.stdout.splitlines(), POLICY.splitlines()[-2]]
    assert COMMENT.fullmatch(lines[-1])
    assert [line for line in lines if line and not line.startswith("<!--")] == [li for li in POLICY.splitlines() if li]
    assert states(comments_in(policy)) == ["in-force"] * 3


def test_a_comment_is_refused_where_none_would_be_read(folder: Path) -> None:
    text = POLICY.replace("#", "").replace("- ", "")
    (folder / "policy.txt").write_text(text, encoding="utf-8")
    given = ("policy.txt", "legal.accessibility", "--kind", "accept", "--reason", "x", "--owner", "D", "--as-comment")
    done = decide(*given)
    assert str(done.exception) == (
        "policy.txt: comments are read in Markdown only. Leave out --as-comment to write the decision to a file."
    )
    assert done.stdout == ""
    assert (folder / "policy.txt").read_text(encoding="utf-8") == text
    assert not (folder / "policylint-decisions.toml").exists()


def elsewhere(section: str) -> tuple[str, ...]:
    return ("legal.records", "--kind", "settled-elsewhere", "--settled-by", "records.md", "--section", section)


@pytest.mark.parametrize("section", ["4 Retention", "retention", "4"])
def test_a_section_is_named_in_full_or_by_its_words_or_its_number(folder: Path, section: str) -> None:
    (folder / "records.md").write_text(RECORDS, encoding="utf-8")
    decided(*elsewhere(section))
    (entry,) = load_decisions(folder / "policylint-decisions.toml", known_rules=rules)
    assert entry.settled_by == Elsewhere(document="records.md", section=section)


def test_a_section_that_is_not_there_is_refused_with_those_that_are(folder: Path) -> None:
    (folder / "records.md").write_text(RECORDS, encoding="utf-8")
    said = mistake(*elsewhere("9 Nowhere"))
    assert said.startswith("records.md: it has no section '9 Nowhere'; there are:\n  ")
    assert said.endswith("\n  3 Scope\n  4 Retention")
    assert not (folder / "policylint-decisions.toml").exists()


@pytest.mark.parametrize("name", ["records.md", "records.docx"])
def test_a_document_without_headings_has_no_section_to_name(folder: Path, name: str) -> None:
    (folder / name).write_text("Records are kept for seven years.\n", encoding="utf-8")
    given = ("legal.records", "--kind", "settled-elsewhere", "--settled-by", name, "--section", "4")
    assert mistake(*given).startswith(f"{name}: it has no section that could be found by its heading.")


def test_a_decision_may_hold_until_today_and_no_day_that_has_gone_by(folder: Path) -> None:
    given = ("town/policy.md", "legal.records", "--kind", "accept", "--reason", "x", "--owner", "D")
    past = (*given, "--date", "2026-01-02", "--as-of", "2026-11-27", "--expires")
    assert str(decide(*past, "2026-11-26").exception) == (
        "--expires 2026-11-26 lies in the past: it would have expired already. Name a later day."
    )
    assert not (folder / "policylint-decisions.toml").exists()
    assert decide(*past, "2026-11-27").exit_code == 0


def test_several_places_are_listed_until_words_single_one_out(folder: Path) -> None:
    said = mistake("rights.disparagement", "--kind", "accept")
    assert "found in 2 clauses" in said and "online.\u201d (Rules, line 16)" in said
    assert not (folder / "policylint-decisions.toml").exists()
    decided("rights.disparagement", "--kind", "accept", "--clause", "NEGATIVE")
    (entry,) = load_decisions(folder / "policylint-decisions.toml", known_rules=rules)
    assert entry.clause.startswith("Employees may not say anything")
    assert "already decided at policylint-decisions.toml:1" in mistake(
        "rights.disparagement", "--kind", "accept", "--clause", "negative"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["legal.recrds", "--kind", "accept"], "no rule named 'legal.recrds'; did you mean 'legal.records'?"),
        (["legal.records", "--kind", "settled-elsewhere"], "--settled-by is missing"),
        (["legal.records", "--kind", "accept", "--section", "4"], "--section needs --settled-by"),
        (["legal.records", "--kind", "settled-elsewhere", "--settled-by", "gone.md"], "gone.md: no such file"),
        (["legal.records", "--kind", "accept", "--settled-by", "town/policy.md"], "--settled-by belongs to"),
        (["legal.records", "--kind", "accept", "--expires", "soon"], "--expires 'soon' is not a date"),
        (["legal.records", "--kind", "accept", "--expires", "2027-02-30"], "--expires '2027-02-30' is no day of the"),
        (["legal.records", "--kind", "accept", "--expires", "2020-01-01"], "--expires (2020-01-01) lies before"),
        (["legal.records", "--kind", "accept", "--decisions", "ours.toml"], "ours.toml:1: this is not TOML"),
        (["foundation.purpose", "--kind", "accept"], "nothing to decide about foundation.purpose"),
        (["legal.accessibility", "--kind", "accept", "--clause", "x"], "leave out --clause"),
    ],
)
def test_a_mistake_says_what_to_do_and_writes_nothing(folder: Path, arguments: list[str], says: str) -> None:
    if "foundation.purpose" in arguments:
        (folder / "town" / "policy.md").write_text(POLICY.replace("Internet", "Social Media"), encoding="utf-8")
    (folder / "ours.toml").write_text("nothing\n")
    assert says in mistake(*arguments)
    assert sorted(path.name for path in folder.iterdir()) == ["ours.toml", "town"]


def test_a_reason_is_asked_for(folder: Path) -> None:
    done = decide("town/policy.md", "legal.records", "--kind", "accept", "--reason", " ", "--owner", "D")
    assert str(done.exception) == "--reason is empty; say why this was decided."


def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    done = decide("town/policy.md", "legal.records", "--kind", "accept", "--reason", "x\udcff", "--owner", "D")
    assert str(done.exception) == "--reason holds bytes that are no text; write it in UTF-8."
    assert not (folder / "policylint-decisions.toml").exists()


def test_the_owner_is_whom_git_knows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    given = ("town/policy.md", "legal.records", "--kind", "accept", "--reason", "x")
    assert str(decide(*given).exception) == "who decided? Say --owner NAME."
    subprocess.run(["git", "config", "--file", "gitconfig", "user.name", "Ann Müller"], check=True)
    assert decide(*given).exit_code == 0
    (entry,) = load_decisions(folder / "policylint-decisions.toml", known_rules=rules)
    assert entry.owner == "Ann Müller"


def test_a_markdown_file_in_an_old_encoding_gets_no_comment(folder: Path) -> None:
    data = POLICY.replace("anyone", "Müller").encode("cp1252")
    (folder / "town" / "policy.md").write_bytes(data)
    assert "not in UTF-8" in mistake("legal.accessibility", "--kind", "accept", "--as-comment")
    assert (folder / "town" / "policy.md").read_bytes() == data


def test_a_review_is_written_with_its_status(folder: Path) -> None:
    decided("legal.records", "--kind", "confirm")
    decided("legal.accessibility", "--kind", "correct", "--status", "covered")
    done = decided("rights.disparagement", "--kind", "confirm", "--all")
    assert "2 decisions written (confirm) about rights.disparagement" in done.stderr
    entries = load_decisions(folder / "policylint-decisions.toml", known_rules=rules)
    assert [(entry.kind, entry.status) for entry in entries] == [
        ("confirm", "legacy"),
        ("correct", "covered"),
        ("confirm", None),
        ("confirm", None),
    ]
    assert states(entries) == ["in-force"] * 4


def test_a_review_can_be_a_comment(folder: Path) -> None:
    decided("legal.accessibility", "--kind", "correct", "--status", "covered", "--as-comment")
    (entry,) = comments_in(folder / "town" / "policy.md")
    assert (entry.kind, entry.status) == ("correct", "covered")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["legal.records", "--kind", "correct"], "--status is missing; a correction says what the status should be"),
        (["legal.records", "--kind", "accept", "--status", "missing"], "--status belongs to corrections"),
        (["legal.records", "--kind", "confirm", "--status", "legacy"], "--status belongs to --kind correct"),
        (
            ["legal.records", "--kind", "correct", "--status", "legacy"],
            "itself says that legal.records is legacy",
        ),
        (
            ["rights.disparagement", "--kind", "correct", "--status", "covered"],
            "has no status; say --kind",
        ),
    ],
)
def test_a_review_that_makes_no_sense_says_what_to_do(folder: Path, arguments: list[str], says: str) -> None:
    assert says in mistake(*arguments)
    assert not (folder / "policylint-decisions.toml").exists()
