"""The names that policylint offers to Python."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import policylint
from policylint import (
    Diff,
    Outcome,
    Report,
    UserMistake,
    annotated_copy,
    check,
    check_repository,
    compare,
    draft,
    render,
    verify,
)

POLICY = """# Social Media Policy

This policy applies to all employees of the county who use social media on its behalf.

## Accounts

Departments must ask the press office for approval before they open a social media account.

## Records

Posts and comments on social media are public records and must be archived under the retention schedule.
"""
SHORTER = POLICY.split("## Records")[0]
DAY = date(2026, 11, 22)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.md").write_text(POLICY)
    (tmp_path / "shorter.md").write_text(SHORTER)
    return tmp_path


def test_every_public_name_is_there_and_no_module_hides_it() -> None:
    for name in policylint.__all__:
        assert getattr(policylint, name) is not None
    functions = (name for name in policylint.__all__ if name[0].islower())
    assert all(callable(getattr(policylint, name)) for name in functions)


def test_importing_policylint_loads_nothing_else() -> None:
    script = "import policylint, sys; print([name for name in sys.modules if name.startswith('policylint')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['policylint']"


def test_check_knows_no_configuration(here: Path) -> None:
    (here / "policylint.toml").write_text("any-kind = true\nthis is no TOML")
    report = check("policy.md", as_of=DAY)
    assert isinstance(report, Report)
    assert [document.source.name for document in report.documents] == ["policy.md"]
    assert report.options.as_of == "2026-11-22"


def test_check_takes_bytes_and_lists(here: Path) -> None:
    report = check([POLICY.encode(), Path("shorter.md")], name="pasted.md", as_of=DAY)
    assert [document.source.name for document in report.documents] == ["pasted.md", "shorter.md"]


def test_check_takes_one_or_several_packs(here: Path) -> None:
    alone = check("policy.md", pack="social-media", as_of=DAY)
    assert check("policy.md", pack=["social-media"], as_of=DAY) == alone
    with pytest.raises(UserMistake, match="no pack named 'nonsense'"):
        check("policy.md", pack=["social-media", "nonsense"], as_of=DAY)


def test_a_file_that_is_not_there_is_a_mistake_and_one_that_cannot_be_read_is_a_verdict(here: Path) -> None:
    with pytest.raises(UserMistake, match="no such file"):
        check("nowhere.md")
    (here / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    assert [document.verdict for document in check("broken.pdf").documents] == ["unreadable"]


def test_check_repository_goes_by_the_configuration(here: Path) -> None:
    (here / "policylint.toml").write_text('exclude = ["shorter.md"]\nfail-on = "never"\n')
    outcome = check_repository(as_of=DAY)
    assert isinstance(outcome, Outcome)
    assert [document.source.name for document in outcome.report.documents] == ["policy.md"]
    assert outcome.exit_code == 0


def test_options_win_over_the_configuration(here: Path) -> None:
    (here / "policylint.toml").write_text('fail-on = "never"\n')
    assert check_repository("policy.md", fail_on="gap", as_of=DAY).exit_code == 1
    assert check_repository(Path("policy.md"), packs=["social-media"], cache=False, as_of=DAY).exit_code == 0


def test_a_configuration_can_be_named_or_left_aside(here: Path) -> None:
    (here / "policylint.toml").write_text('fail-on = "never"\n')
    (here / "strict.toml").write_text('fail-on = "gap"\n')
    assert check_repository("policy.md", configuration=Path("strict.toml"), as_of=DAY).exit_code == 1
    assert check_repository("policy.md", isolated=True, as_of=DAY).exit_code == 1


def test_an_option_that_there_is_not_is_a_mistake_that_names_the_nearest(here: Path) -> None:
    with pytest.raises(UserMistake, match="fail-on"):
        check_repository("policy.md", fail_onn="gap")


def test_compare_says_what_was_lost(here: Path) -> None:
    diff = compare("policy.md", here / "shorter.md", as_of=DAY)
    assert isinstance(diff, Diff)
    lost = [change.id for change in diff.documents[0].changes if change.change == "lost"]
    assert "legal.records" in lost
    assert diff.as_of == "2026-11-22"


def test_compare_finds_nothing_between_a_file_and_itself(here: Path) -> None:
    assert compare("policy.md", "policy.md").documents == ()


def test_compare_goes_by_the_configuration(here: Path) -> None:
    (here / "policylint.toml").write_text('[rules."legal.records"]\napplies = false\n')
    diff = compare("policy.md", "shorter.md", as_of=DAY)
    counts = {change.id: change.counts for change in diff.documents[0].changes}
    assert counts["legal.records"] is False


def test_a_policy_emptied_down_to_its_headings_has_lost_everything(here: Path) -> None:
    (here / "empty.md").write_text("# Social Media Policy\n\n## Accounts\n\n## Records\n")
    diff = compare("policy.md", "empty.md", as_of=DAY)
    (document,) = diff.documents
    assert document.outcome == "compared"
    assert document.old is not None and diff.totals.lost == document.old.covered + document.old.legacy > 0


def test_a_report_is_drawn_in_every_format_and_an_unknown_one_is_a_mistake(here: Path) -> None:
    report = check("policy.md", as_of=DAY)
    assert isinstance(render(report, "markdown"), str)
    assert isinstance(render(report, "xlsx"), bytes)
    with pytest.raises(UserMistake, match="no output format 'docs'"):
        render(report, "docs")


def test_a_report_is_verified_and_a_changed_document_is_told(here: Path) -> None:
    report = check_repository("policy.md", as_of=DAY).report
    (here / "report.json").write_text(report.to_json())
    assert verify("report.json").exit_code == 0
    (here / "policy.md").write_text(SHORTER)
    changed = verify("report.json", Path("policy.md"))
    assert changed.exit_code == 1
    assert "legal.records" in {difference.about for difference in changed.differences}


def test_a_draft_comes_back_and_nothing_is_written(here: Path) -> None:
    before = sorted(here.iterdir())
    made = draft("policy.md", "md", as_of=DAY, isolated=True)
    assert made is not None
    assert made.data.decode().startswith(
        "<!-- Draft addendum by policylint -->\n# Draft addendum to Social Media Policy"
    )
    assert made.addendum.closes
    assert sorted(here.iterdir()) == before


def test_a_copy_has_notes_only_where_notes_can_be_put(here: Path) -> None:
    from docx import Document

    document = Document()
    for line in POLICY.splitlines():
        if line:
            document.add_paragraph(line.lstrip("# "), style="Heading 1" if line.startswith("#") else None)
    document.save("policy.docx")
    made = annotated_copy("policy.docx", as_of=DAY, author="Dana Lee", any_kind=True)
    assert made.data.startswith(b"PK")
    assert made.notes[0].title == "policylint: summary"
    with pytest.raises(UserMistake, match="PDF and DOCX only"):
        annotated_copy("policy.md")
