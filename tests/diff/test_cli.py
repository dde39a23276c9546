import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policylint.cli import diff as cli
from policylint.diff.compare import Version
from policylint.errors import UserMistake
from policylint.model.report import DocumentReport
from policylint.model.text import DocumentText
from policylint.project import comparison
from policylint.project.gather import Gathered
from policylint.project.wishes import Listener
from policylint.sources import Input
from tests.diff.making import APPROVAL, BLOCKING, RECORDS, clause, version
from tests.running import policylint

Commit = Callable[..., str]


def by_hand(item: Input) -> Version:
    """A version whose lines are its clauses; a line that speaks of public records settles legal.records."""
    data = item.read().decode()
    if data.startswith("scan"):
        return version(verdict="unreadable", reason="no-text", name=item.name)
    clauses = [clause(line, line=number) for number, line in enumerate(data.splitlines(), 1)]
    records = [found for found in clauses if "public records" in found.quote]
    return version(*clauses, settles={"legal.records": ("covered", records)} if records else {}, name=item.name)


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """What was examined, by hand and not by the engine, and as of which day."""
    calls: list[tuple[str, object]] = []

    def stated(
        run: Gathered, listener: Listener | None, *, parse_apart: bool
    ) -> Iterator[tuple[DocumentReport, DocumentText]]:
        for subject in run.subjects:
            calls.append((subject.input.name, run.as_of))
            found = by_hand(subject.input)
            yield found.report, found.text

    monkeypatch.setattr(comparison, "_stated", stated)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return calls


def diff(*arguments: str, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(cli.command, arguments, input=stdin)
    if result.exception and not isinstance(result.exception, (SystemExit, UserMistake)):
        raise result.exception
    return result


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.md").write_text(f"{RECORDS}\n{BLOCKING}\n")
    (tmp_path / "new.md").write_text(f"{BLOCKING}\n")
    (tmp_path / "scan.md").write_text("scan")
    return tmp_path


def test_a_loss_is_exit_code_1(here: Path, examined: list[tuple[str, object]]) -> None:
    result = diff("old.md", "new.md")
    assert result.exit_code == 1
    assert result.stdout.startswith("new.md: lost legal.records: the clause was deleted (was: line 1)\n")


def test_a_gain_is_exit_code_0(here: Path, examined: list[tuple[str, object]]) -> None:
    result = diff("new.md", "old.md")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "old.md: gained legal.records: Records (line 1)")


def test_a_loss_that_is_to_fail_nothing_fails_nothing(here: Path, examined: list[tuple[str, object]]) -> None:
    assert diff("old.md", "new.md", "--fail-on", "never").exit_code == 0


def test_an_unreadable_new_version_is_exit_code_2(here: Path, examined: list[tuple[str, object]]) -> None:
    result = diff("old.md", "scan.md", "--fail-on", "never")
    assert result.exit_code == 2
    assert "lost legal.records" not in result.stdout


def test_one_day_holds_for_both_versions(here: Path, examined: list[tuple[str, object]]) -> None:
    result = diff("old.md", "new.md", "--as-of", "2020-02-02", "--format", "json")
    assert examined == [("old.md", date(2020, 2, 2)), ("new.md", date(2020, 2, 2))]
    assert json.loads(result.stdout)["as_of"] == "2020-02-02"


def test_standard_input_can_be_one_version(here: Path, examined: list[tuple[str, object]]) -> None:
    result = diff("old.md", "-", stdin=f"{APPROVAL}\n")
    assert (result.exit_code, result.stdout.split(":")[0]) == (1, "stdin")


def test_the_diff_can_go_to_a_file_whose_name_tells_the_format(here: Path, examined: list[tuple[str, object]]) -> None:
    result = diff("old.md", "new.md", "-o", "diff.md")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (here / "diff.md").read_text().startswith("## Policy coverage diff\n")


def test_the_diff_can_go_to_several_files_and_be_printed_in_another_format(
    here: Path, examined: list[tuple[str, object]]
) -> None:
    result = diff("old.md", "new.md", "-o", "diff.md", "-o", "diff.json", "--format", "lines")
    assert result.stdout.startswith("new.md: lost legal.records")
    assert (here / "diff.md").read_text().startswith("## Policy coverage diff\n")
    assert json.loads((here / "diff.json").read_text())["totals"]["lost"] == 1
    assert result.stderr.splitlines() == ["diff.md: diff written.", "diff.json: diff written."]


def test_a_file_in_the_format_that_is_asked_for_is_not_printed_too(
    here: Path, examined: list[tuple[str, object]]
) -> None:
    assert diff("old.md", "new.md", "-o", "diff.txt", "--format", "lines").stdout == ""
    assert (here / "diff.txt").read_text().startswith("new.md: lost legal.records")


def test_inside_github_actions_there_are_annotations(
    here: Path, examined: list[tuple[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert diff("old.md", "new.md").stdout.startswith("::error file=new.md,line=1,title=Lost legal.records")
    assert diff("old.md", "new.md", "--format", "lines").stdout.startswith("new.md: lost legal.records")


def test_the_diff_that_is_written_into_a_compared_folder_is_no_document(
    here: Path, examined: list[tuple[str, object]]
) -> None:
    for folder, text in (("before", RECORDS), ("after", RECORDS)):
        (here / folder).mkdir()
        (here / folder / "a.md").write_text(text)
    (here / "after" / "diff.txt").write_text("an earlier diff")
    diff("before", "after", "-o", "after/diff.txt")
    assert examined == []


def test_what_did_not_change_is_not_examined(
    repository: Path, commit: Commit, examined: list[tuple[str, object]]
) -> None:
    commit({"a.md": RECORDS, "b.md": BLOCKING, "c.md": APPROVAL, "d.md": "x"})
    commit({"a.md": BLOCKING, "c.md": None, "sub/c.md": APPROVAL})
    result = diff("--git", "HEAD~1..HEAD", "--format", "json")
    found = json.loads(result.stdout)
    assert [name for name, _ in examined] == ["a.md", "a.md"]
    assert (found["totals"]["unchanged"], found["totals"]["compared"]) == (2, 1)
    assert found["renamed"] == [{"old": "c.md", "new": "sub/c.md"}]
    assert result.exit_code == 1


def test_without_a_change_nothing_is_examined(
    repository: Path, commit: Commit, examined: list[tuple[str, object]]
) -> None:
    commit({"a.md": RECORDS})
    result = diff("--git", "HEAD")
    assert (result.exit_code, examined) == (0, [])
    assert result.stdout.splitlines()[-1] == "0 documents compared, 1 unchanged."


def test_staged_changes_can_be_compared(
    repository: Path, git: Callable[..., str], commit: Commit, examined: list[tuple[str, object]]
) -> None:
    commit({"a.md": RECORDS})
    (repository / "a.md").write_text(BLOCKING)
    assert diff("--git", "HEAD", "--staged").exit_code == 0
    git("add", "a.md")
    assert diff("--git", "HEAD", "--staged").exit_code == 1


def test_a_pointer_of_git_lfs_is_exit_code_2(
    repository: Path, commit: Commit, examined: list[tuple[str, object]]
) -> None:
    commit({"a.pdf": "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n"})
    (repository / "a.pdf").write_text(RECORDS)
    result = diff("--git", "HEAD")
    assert result.exit_code == 2
    assert "Git LFS keeps this file" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "give two files or two folders"),
        (["old.md"], "give two files or two folders"),
        (["old.md", "new.md", "scan.md"], "give two files or two folders"),
        (["old.md", "new.md", "--staged"], "--staged goes with --git"),
        (["old.md", "new.md", "--fail-on", "gap"], "'gap' is not one of"),
        (["old.md", "new.md", "--as-of", "soon"], "not a date"),
        (["old.md", "new.md", "-o", "nowhere/diff.md"], "no folder"),
        (["old.md", "new.md", "-o", "diff.html"], "does not tell the format; say --format terminal, lines, json"),
        (["old.md", "new.md", "--format", "html"], "no output format 'html'; there are terminal, lines, json"),
        (["old.md", "new.md", "-o", "diff.md", "--format", "html"], "no output format 'html'"),
        (["old.md", "nowhere.md"], "nowhere.md: no such file"),
        (["--git", "HEAD"], "no git repository here"),
    ],
)
def test_a_mistake_says_what_to_do_and_writes_nothing(
    here: Path, examined: list[tuple[str, object]], arguments: list[str], says: str
) -> None:
    before = sorted(here.iterdir())
    result = diff(*arguments)
    assert says in f"{result.stderr}{result.exception}"
    assert (result.stdout, examined, sorted(here.iterdir())) == ("", [], before)


OLD = """# Social Media Policy

This policy applies to all employees who use social media on behalf of the county.

## 1 Accounts

Departments must ask the press office for approval before they open a social media account.

## 2 Records

Posts and comments on social media are public records and must be archived under the retention schedule.
"""


def test_a_deleted_paragraph_loses_its_requirements_end_to_end(repository: Path, commit: Commit) -> None:
    commit({"policy.md": OLD})
    (repository / "policy.md").write_text(OLD.split("## 2")[0])
    done = policylint("diff", "--git", "HEAD")
    assert done.returncode == 1, done.stderr
    assert (
        "policy.md: lost legal.records: the clause was deleted with all that its section \u201c2 Records\u201d said "
        "(was: section 2 Records, line 11)"
    ) in done.stdout.splitlines()


def test_where_nothing_changed_nothing_heavy_is_imported(repository: Path, commit: Commit) -> None:
    commit({"policy.md": OLD})
    program = (
        "import sys\nfrom click.testing import CliRunner\nfrom policylint.cli.diff import command\n"
        "result = CliRunner().invoke(command, ['--git', 'HEAD'])\nassert result.exit_code == 0, result\n"
        "print([name for name in ('spacy', 'pydantic', 'yaml', 'jinja2', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
