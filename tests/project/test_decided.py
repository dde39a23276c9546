"""Decisions of a run: which files they come from, and what becomes of those about nothing."""

from pathlib import Path

import pytest

from policylint.config import ConfigurationLookup
from policylint.errors import UserMistake
from policylint.model.report import DecisionUse
from policylint.model.text import Comment
from policylint.project.decided import Decided
from policylint.project.subject import Subject, SubjectFinder
from policylint.sources import Input, file_input
from tests.decisions.samples import DAY, block, evidence, report, requirement


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "policy.md").touch()
    return tmp_path


def subject(path: str, *, options: dict[str, object] | None = None) -> Subject:
    finder = SubjectFinder(configuration_for=ConfigurationLookup(), options=options or {})
    return finder.subject(file_input(path), path)


def write(*documents: str, file: str = "policylint-decisions.toml") -> None:
    Path(file).write_text("\n".join(block(document=f'"{document}"') for document in documents), encoding="utf-8")


def told(*subjects: Subject) -> list[tuple[str, str, str]]:
    uses: tuple[DecisionUse, ...] = Decided.load(subjects).without_document(subjects)
    assert all(use.state == "unused" for use in uses)
    return [(use.document, use.decision.place, use.why) for use in uses]


def test_a_decision_whose_document_is_not_there_is_unused_and_says_why() -> None:
    write("town/policy.md", "town/polcy.md")
    assert told(subject("town/policy.md")) == [
        (
            "town/polcy.md",
            "policylint-decisions.toml:10",
            "There is no document town/polcy.md; correct the path, or remove the decision.",
        )
    ]


def test_of_a_document_that_is_there_and_not_part_of_the_run_nothing_is_said(here: Path) -> None:
    (here / "other.md").touch()
    write("town/policy.md")
    assert told(subject("other.md")) == []


def test_what_is_checked_under_a_name_that_no_file_has_is_there() -> None:
    write("draft.md")
    finder = SubjectFinder(configuration_for=ConfigurationLookup(), options={})
    assert told(finder.subject(Input("draft.md", lambda: b""), None)) == []
    assert len(told(subject("town/policy.md"))) == 1


def test_documents_are_looked_for_from_the_folder_of_the_decisions_file_on() -> None:
    write("policy.md", "town/policy.md", file="town/ours.toml")
    found = told(subject("town/policy.md", options={"decisions": "town/ours.toml"}))
    assert [document for document, *_ in found] == ["town/policy.md"]


def test_they_are_sorted_by_document_and_in_the_order_of_the_file() -> None:
    write("b.md", "a.md", "b.md")
    places = [(document, place.rpartition(":")[2]) for document, place, _ in told(subject("town/policy.md"))]
    assert places == [("a.md", "10"), ("b.md", "1"), ("b.md", "19")]


def test_the_decisions_about_a_document_are_those_of_the_file_and_of_its_comments() -> None:
    write("town/policy.md", "other.md")
    comment = block(document="").partition("\n")[2].strip().replace("\n", ", ")
    one = subject("town/policy.md")
    entries = Decided.load([one]).entries_for(one, [Comment(text=comment, line=7)])
    assert [(entry.document, entry.place, entry.origin) for entry in entries] == [
        ("town/policy.md", "policylint-decisions.toml:1", "file"),
        ("town/policy.md", "town/policy.md:7", "comment"),
    ]


def test_a_file_that_was_named_must_be_there_unless_it_may_lack() -> None:
    one = subject("town/policy.md", options={"decisions": "gone.toml"})
    with pytest.raises(UserMistake, match=r"^--decisions: there is no decisions file gone\.toml\. Make it"):
        Decided.load([one])
    assert Decided.load([one], may_lack=True).entries_for(one, []) == ()


def test_what_a_person_calls_missing_has_a_remedy_and_a_clause_to_start_from() -> None:
    clause = evidence()
    said = block(
        document='"town/policy.md"', kind='"correct"', status='"missing"', fingerprint=f'"{clause.fingerprint}"'
    )
    Path("policylint-decisions.toml").write_text(said, encoding="utf-8")
    about = subject("town/policy.md")
    covered = report(requirement("covered", clause))
    document, (use,) = Decided.load([about]).apply(covered, (), about, as_of=DAY)
    (gap,) = document.requirements
    assert use.state == "in-force" and gap.is_open
    assert "record" in gap.remedy and "record" in gap.model_clause
