from msgspec.structs import replace

from policylint.model.report import Report
from policylint.outputs.portfolio.change import change_between
from tests.outputs.portfolio.samples import corrected, with_status
from tests.outputs.samples import document, report, unreadable


def named(of: Report, *names: str) -> Report:
    """The report with its documents under other names, and other bytes."""
    return replace(
        of,
        documents=tuple(
            replace(d, source=replace(d.source, name=name, sha256=name.encode().hex().ljust(64, "0")))
            for d, name in zip(of.documents, names, strict=True)
        ),
    )


def test_two_equal_reports_differ_in_nothing() -> None:
    assert change_between(report(), report()).is_empty


def test_a_better_status_is_gained_and_a_worse_one_lost() -> None:
    before = report(document())
    now = named(report(with_status(document(), blocking="legacy", official="missing")), "old-policy.pdf")
    change = change_between(before, now)
    assert [(one.id, one.before, one.after, one.because) for one in change.gained] == [
        ("citizen.blocking", "missing", "legacy", "The document changed.")
    ]
    assert [(one.id, one.before, one.after) for one in change.lost] == [("use.official", "covered", "missing")]
    assert "1 requirement gained and 1 lost" in change.words


def test_another_verdict_on_the_same_bytes_is_not_laid_to_the_document() -> None:
    now = report(with_status(document(), blocking="covered"))
    assert "The document is the same" in change_between(report(), now).gained[0].because


def test_a_correction_by_a_person_is_named_as_one() -> None:
    change = change_between(report(document("corrected.pdf")), report(corrected()))
    assert [one.because for one in change.gained] == ["A person said so in a review."]


def test_documents_that_came_went_and_changed_their_name() -> None:
    before = named(report(document(), document(), document()), "stays.pdf", "old.pdf", "gone.pdf")
    now = named(report(document(), document(), document()), "stays.pdf", "old.pdf", "added.pdf")
    renamed = replace(now.documents[1], source=replace(now.documents[1].source, name="new.pdf"))
    change = change_between(before, replace(now, documents=(now.documents[0], renamed, now.documents[2])))
    assert (change.added, change.gone, change.renamed) == (("added.pdf",), ("gone.pdf",), (("old.pdf", "new.pdf"),))
    assert not change.lost


def test_a_document_that_cannot_be_read_any_more_lost_nothing() -> None:
    now = report(replace(unreadable(), source=document().source))
    change = change_between(report(), now)
    assert change.verdicts == (("old-policy.pdf", "checked", "unreadable"),)
    assert not change.lost and not change.gone_findings


def test_findings_are_told_apart_by_their_words_and_those_alike_are_counted() -> None:
    of = document()
    twice = replace(of, findings=of.findings * 2)
    change = change_between(report(of), report(twice))
    assert [one.id for one in change.new_findings] == ["rights.disparagement"]
    other = replace(of, findings=(replace(of.findings[0], fingerprint="ff" * 8),))
    change = change_between(report(of), report(other))
    assert (len(change.new_findings), len(change.gone_findings)) == (1, 1)


def test_a_requirement_that_only_one_checklist_has_is_neither_gained_nor_lost() -> None:
    of = document()
    change = change_between(report(replace(of, requirements=of.requirements[:2])), report(of))
    assert [(one.id, one.before) for one in change.other] == [("citizen.blocking", "")]
    assert not change.gained and not change.lost


def test_other_rules_and_another_day_are_named_beside_the_change() -> None:
    before = report()
    pack = replace(before.packs[0], digest="1" * 64)
    now = replace(before, packs=(pack,), options=replace(before.options, as_of="2026-05-05"))
    basis = change_between(before, now).basis
    assert any("pack t changed" in sentence for sentence in basis)
    assert any("2026-05-05" in sentence for sentence in basis)
