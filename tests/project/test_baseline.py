import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from policylint.errors import UserMistake
from policylint.model.report import DocumentReport
from policylint.project.baseline import Baseline, Known, baseline_of, load_baseline, mark
from tests.outputs.samples import document, evidence, report

CLAUSE = "Employees may not say anything bad about the county."
REWORDED = "Employees may not say anything at all bad about the county."
OTHER = "Photographs of the building are forbidden to everybody."


def with_findings(*clauses: str) -> DocumentReport:
    base = document("policy.md")
    (pattern,) = base.findings
    return replace(
        base,
        findings=tuple(
            replace(pattern, evidence=(evidence(clause),), fingerprint=f"print of {clause}") for clause in clauses
        ),
    )


def known(of: DocumentReport) -> tuple[Known, ...]:
    return baseline_of(report(of), names={of.source.name: of.source.name}).documents[of.source.name]


def states(old: DocumentReport, new: DocumentReport) -> list[str | None]:
    return [finding.baseline for finding in mark(new, known(old)).findings]


def test_what_was_there_is_unchanged() -> None:
    marked = mark(with_findings(CLAUSE), known(with_findings(CLAUSE)))
    assert [requirement.baseline for requirement in marked.requirements] == [None, "unchanged", "unchanged"]
    assert [finding.baseline for finding in marked.findings] == ["unchanged"]
    assert marked.absent == ()


def test_a_finding_that_was_not_there_is_new() -> None:
    assert states(with_findings(CLAUSE), with_findings(CLAUSE, OTHER)) == ["unchanged", "new"]


def test_a_finding_whose_clause_was_reworded_is_updated() -> None:
    assert states(with_findings(CLAUSE), with_findings(REWORDED)) == ["updated"]


def test_of_two_alike_one_known_the_second_is_new() -> None:
    assert states(with_findings(CLAUSE), with_findings(CLAUSE, CLAUSE)) == ["unchanged", "new"]


def test_what_is_gone_is_listed_as_absent() -> None:
    marked = mark(with_findings(), known(with_findings(CLAUSE)))
    assert [(absent.id, absent.quote) for absent in marked.absent] == [("rights.disparagement", CLAUSE)]


def test_a_gap_that_became_legacy_is_updated() -> None:
    before = document("policy.md")
    gaps = tuple(replace(r, status="legacy") if r.status == "missing" else r for r in before.requirements)
    marked = mark(replace(before, requirements=gaps), known(before))
    assert next(r.baseline for r in marked.requirements if r.id == "citizen.blocking") == "updated"


def test_a_document_that_the_baseline_does_not_know_is_all_new() -> None:
    marked = mark(document(), ())
    assert [requirement.baseline for requirement in marked.requirements] == [None, "new", "new"]
    assert [finding.baseline for finding in marked.findings] == ["new"]


def test_a_baseline_goes_there_and_back_sorted(tmp_path: Path) -> None:
    baseline = baseline_of(report(document("b.md"), document("a.md")), names={"b.md": "b.md", "a.md": "a.md"})
    path = tmp_path / "baseline.json"
    path.write_text(baseline.to_json(), encoding="utf-8")
    assert load_baseline(path) == baseline
    assert list(json.loads(path.read_text())["documents"]) == ["a.md", "b.md"]


def test_other_documents_of_an_older_baseline_stay() -> None:
    kept = Baseline(documents={"old.md": (), "a.md": ()})
    found = baseline_of(report(document("a.md")), names={"a.md": "a.md"}, kept=kept).documents
    assert set(found) == {"old.md", "a.md"}
    assert found["a.md"]


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("{", "M480", "not a baseline"),
        ("[]", "M480", "does not say its format"),
        ('{"format": "policylint-baseline/9", "documents": {}}', "M481", "policylint-baseline/9"),
        ('{"format": "policylint-baseline/1", "documents": {}, "more": 1}', "M480", "more"),
    ],
)
def test_a_file_that_is_no_baseline_of_ours_is_a_mistake_that_says_so(
    tmp_path: Path, text: str, code: str, says: str
) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserMistake, match=says) as caught:
        load_baseline(path)
    assert caught.value.code == code


def test_a_baseline_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="no such baseline"):
        load_baseline(tmp_path / "b.json")
