from msgspec.structs import replace

from policylint.model.report import DocumentReport, Requirement, Searched, StatusWord
from policylint.project.sets import settle_as_one, settle_by_set
from tests.outputs.samples import document, evidence, unreadable


def requirement(report: DocumentReport, identifier: str) -> Requirement:
    return next(found for found in report.requirements if found.id == identifier)


def policy(name: str, status: StatusWord, scope: str = "any", **more: object) -> DocumentReport:
    """A document in which `legal.records` has this status, by a clause of this technology."""
    report = document(name)
    shown = replace(evidence("Records are kept for seven years."), speaks_of=scope)
    about = replace(
        requirement(report, "legal.records"),
        status=status,
        evidence=() if status == "missing" else (shown,),
        searched=Searched(clauses=10, sections=2, candidates=1) if status == "missing" else None,
        **more,
    )
    return replace(report, requirements=tuple(about if r.id == about.id else r for r in report.requirements))


def settled(lead: DocumentReport, *members: DocumentReport) -> Requirement:
    return requirement(settle_by_set(lead, members, name="town"), "legal.records")


def test_a_clause_without_technology_in_another_document_of_the_set_covers() -> None:
    found = settled(policy("social.md", "missing"), policy("records.pdf", "legacy", "any"))
    assert found.status == "covered"
    assert found.evidence[0].document == "records.pdf"
    assert "records.pdf settles it" in found.why
    assert (found.remedy, found.model_clause, found.searched) == ("", "", None)


def test_a_clause_for_older_technology_stays_legacy_and_keeps_its_remedy() -> None:
    found = settled(policy("social.md", "missing"), policy("email.pdf", "legacy", "older"))
    assert found.status == "legacy"
    assert found.remedy


def test_the_document_that_settles_best_is_named() -> None:
    found = settled(
        policy("social.md", "missing"), policy("a.pdf", "legacy", "older"), policy("b.pdf", "covered", "social")
    )
    assert (found.status, found.evidence[0].document) == ("covered", "b.pdf")


def test_what_the_policy_settles_itself_stays_its_own() -> None:
    lead = policy("social.md", "covered", "social")
    assert settled(lead, policy("records.pdf", "covered")) == requirement(lead, "legal.records")


def test_what_each_policy_must_settle_for_itself_no_other_can() -> None:
    lead = policy("social.md", "missing", by_itself=True)
    assert settled(lead, policy("records.pdf", "covered")) == requirement(lead, "legal.records")


def test_a_gap_that_no_document_of_the_set_settles_counts_what_was_searched_there() -> None:
    found = settled(policy("social.md", "missing"), policy("records.pdf", "missing"))
    assert found.status == "missing"
    assert found.searched == Searched(clauses=20, sections=4, candidates=2)
    assert "records.pdf" in found.why


def test_a_member_that_cannot_be_read_is_named_in_the_notes() -> None:
    report = settle_by_set(policy("social.md", "missing"), [unreadable()], name="town")
    assert requirement(report, "legal.records").status == "missing"
    assert "scan.pdf" in report.notes[-1]


def test_what_a_member_says_of_itself_settles_nothing_for_the_policy() -> None:
    member = policy("records.pdf", "covered", "social")
    own = replace(
        requirement(member, "legal.records"),
        evidence=(evidence("Staff are trained in this records policy each year."),),
    )
    member = replace(member, requirements=tuple(own if r.id == own.id else r for r in member.requirements))
    assert settled(policy("social.md", "missing"), member).status == "missing"


def as_one(lead: DocumentReport, *parts: DocumentReport) -> DocumentReport:
    return settle_as_one(lead, parts)


def test_parts_of_one_policy_settle_for_it_what_it_must_settle_itself() -> None:
    lead = policy("social.md", "missing", by_itself=True)
    found = requirement(as_one(lead, policy("addendum.md", "covered", "social")), "legal.records")
    assert (found.status, found.evidence[0].document) == ("covered", "addendum.md")
    assert "read as a part of this policy" in found.why


def test_what_a_part_says_of_this_policy_counts_for_all_of_it() -> None:
    part = policy("addendum.md", "covered", "social")
    said = replace(evidence("The purpose of this policy is to guide posts."), speaks_of="social")
    part = replace(part, requirements=tuple(replace(r, evidence=(said,)) for r in part.requirements))
    lead = policy("social.md", "missing")
    assert requirement(as_one(lead, part), "legal.records").status == "covered"
    assert settled(lead, part).status == "missing"


def test_findings_of_the_parts_are_findings_of_the_policy_and_say_where_they_stand() -> None:
    lead, part = policy("social.md", "covered", "social"), policy("addendum.md", "covered", "social")
    found = as_one(lead, part).findings
    assert len(found) == len(lead.findings) + len(part.findings)
    assert {item.document for item in found[-1].evidence} == {"addendum.md"}


def test_a_part_that_cannot_be_read_is_named() -> None:
    assert "could not be read" in as_one(policy("social.md", "missing"), unreadable()).notes[-1]
