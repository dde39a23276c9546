"""What the auditor's report says, and in which order, whatever draws it."""

import dataclasses
import re
from collections.abc import Iterator

from hypothesis import given, settings
from msgspec.structs import replace

from policylint.model.report import (
    Cover,
    DecisionUse,
    DocumentReport,
    Manifest,
    ManifestFile,
    PeerFigure,
    Report,
    Requirement,
)
from policylint.outputs.audit import blocks
from policylint.outputs.audit.content import audit_report
from tests.outputs.samples import (
    FROM_COMMENT,
    FROM_FILE,
    SHORTFALL,
    WHY,
    compared,
    document,
    lapsed,
    not_applicable,
    project,
    report,
    unreadable,
)
from tests.outputs.test_injection import ACTING, hostile, spoilt

PEERS = PeerFigure(about="legal", words="legal issues", addressed=12, n=26, source="A survey (2010)")
CORRECTED = replace(FROM_COMMENT, kind="correct", status="covered", reason="Section 9 says it.")


def texts(value: object) -> Iterator[str]:
    """Every string of a report, in its order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))


def words(of: Report) -> str:
    return "\n".join(texts(audit_report(of)))


def parts(of: Report, level: int = 1) -> list[str]:
    """The headings of a level, without their numbers."""
    found = [b for b in audit_report(of).blocks if isinstance(b, blocks.Heading) and b.level == level]
    return [re.sub(r"^[0-9.]+ ", "", heading.text) for heading in found]


def with_requirement(document_: DocumentReport, place: int, **changes: object) -> DocumentReport:
    requirements = list(document_.requirements)
    requirements[place] = replace(requirements[place], **changes)
    return replace(document_, requirements=tuple(requirements))


def requirement_words(of: Report, requirement: Requirement) -> str:
    """What stands under the heading of a requirement."""
    shown = audit_report(of).blocks
    begin = next(i for i, b in enumerate(shown) if isinstance(b, blocks.Heading) and b.id == f"d1-{requirement.id}")
    end = next(i for i, b in enumerate(shown[begin + 1 :], begin + 1) if isinstance(b, blocks.Heading))
    return "\n".join(texts(tuple(shown[begin:end])))


def test_a_report_on_one_document_has_its_parts_in_order() -> None:
    assert parts(replace(report(), cover=Cover(notes=("We went there.",)))) == [
        "Scope and method",
        "Summary",
        "Requirements by element",
        "Clauses to rework",
        "All requirements",
        "Decisions and reviews",
        "Reviewer\u2019s notes",
        "What was not read",
        "How to verify this report",
        "Signature",
    ]


def test_each_of_several_documents_is_a_part_of_its_own() -> None:
    of = report(document("a.pdf"), unreadable(), document("b.pdf"))
    assert parts(of)[:5] == ["Scope and method", "Summary", "a.pdf", "scan.pdf", "b.pdf"]


def test_every_heading_has_an_id_of_its_own_and_every_link_leads_to_one() -> None:
    shown = audit_report(project())
    ids = [block.id for block in shown.blocks if isinstance(block, blocks.Heading)]
    links = set(re.findall(r"link='([^']+)'", repr(shown)))
    assert len(ids) == len(set(ids))
    assert links
    assert links <= set(ids)


def test_headings_of_level_one_and_two_are_numbered() -> None:
    found = [b.text for b in audit_report(report()).blocks if isinstance(b, blocks.Heading) and b.level < 3]
    assert found[:3] == ["1 Scope and method", "1.1 What was checked", "1.2 How a verdict comes about"]
    assert "3.1 Use" in found


def test_a_gap_says_what_was_searched_what_came_nearest_and_what_to_do() -> None:
    said = requirement_words(report(), document().requirements[2])
    for words_ in (
        "1 of 12 clauses held any of the words looked for, such as ",
        "E-mail is kept for two years.",
        "4 Records, page\u00a02",
        "It does not say when a user may be blocked.",
        "A ban shuts a door.",
        "Say when.",
        "A user may be blocked when [reason].",
        "A source (2010)",
        "severity medium",
    ):
        assert words_ in said


def test_a_covered_requirement_has_evidence_and_no_remedy_of_a_gap() -> None:
    said = requirement_words(report(), document().requirements[0])
    assert "E-mail is kept for two years." in said
    assert "A ban shuts a door." not in said


def test_gaps_of_an_element_stand_before_what_is_covered() -> None:
    covered, gap = (replace(document().requirements[place], element="legal") for place in (0, 2))
    counted = document().summary
    assert counted is not None
    summary = replace(counted, elements=(replace(counted.elements[0], id="legal"),))
    of = report(replace(document(), requirements=(covered, gap), summary=summary))
    assert parts(of, 3)[:2] == [gap.title, covered.title]


def test_of_what_is_covered_the_first_words_are_quoted_and_the_others_named_by_their_place() -> None:
    first = document().requirements[0].evidence[0]
    evidence = (replace(first, quote="word " * 200), replace(first, quote="Others.", section=("9 Far away",)))
    said = requirement_words(report(with_requirement(document(), 0, evidence=evidence)), document().requirements[0])
    assert "word \u2026" in said
    assert "Also: 9 Far away, page 2." in said
    assert "Others." not in said


def test_a_source_that_gaps_share_is_named_once_for_their_element() -> None:
    gap = replace(document().requirements[2], sources=("A source (2010)",))
    other = replace(gap, id="citizen.rules", title="Rules", sources=("A source (2010)", "Another (2011)"))
    of = report(replace(document(), requirements=(gap, other)))
    assert words(of).count("A source (2010)") == 1
    assert "severity medium \u00b7 also Another (2011)" in requirement_words(of, other)


def test_high_severity_is_said_first() -> None:
    of = report(with_requirement(document(), 2, severity="high"))
    assert "High severity. " in requirement_words(of, document().requirements[2])
    assert "High severity. " not in words(report())


def test_what_clauses_of_a_kind_share_is_said_once() -> None:
    finding = document().findings[0]
    two = tuple(replace(finding, why=f"The clause speaks of it: \u201c{word}\u201d.") for word in ("modem", "diskette"))
    of = report(replace(document(), findings=two))
    assert words(of).count("The clause speaks of it") == 1
    quotes = [b.place for b in audit_report(of).blocks if isinstance(b, blocks.Quote) and b.label.startswith("Clause")]
    assert [place[-11:].split()[-1] for place in quotes] == ["\u201cmodem\u201d.", "\u201cdiskette\u201d."]


def test_a_decision_stands_beside_the_verdict_and_in_the_list() -> None:
    of = report(with_requirement(document(), 2, decision=FROM_FILE))
    assert "The records policy says it. (Dana Lee, city clerk, 2026-01-02, until 2027-06-30;" in words(of)
    tables = [b for b in audit_report(of).blocks if isinstance(b, blocks.Table) and b.caption.startswith("In force")]
    assert [len(table.rows) for table in tables] == [1]


def test_a_correction_names_the_other_status_and_the_verdict_stays() -> None:
    of = report(with_requirement(document(), 2, review=CORRECTED))
    said = requirement_words(of, document().requirements[2])
    assert "Corrected to covered" in said
    assert "Section 9 says it." in said
    heading = next(
        b for b in audit_report(of).blocks if isinstance(b, blocks.Heading) and b.id == "d1-citizen.blocking"
    )
    assert heading.status == "missing"
    assert "A person has looked at 1 of 4 verdicts: 0 confirmed, 1 changed." in words(of)


def test_a_decision_that_no_longer_holds_says_why() -> None:
    of = replace(report(), decisions=(lapsed(),))
    assert "Lapsed. The clause it was about has changed" in words(of)


def test_one_decision_on_several_clauses_is_listed_once() -> None:
    finding = replace(document().findings[0], decision=FROM_COMMENT)
    of = report(replace(document(), findings=(finding, replace(finding, fingerprint="dd" * 8))))
    table = next(b for b in audit_report(of).blocks if isinstance(b, blocks.Table) and b.caption.startswith("In force"))
    assert len(table.rows) == 1


def test_profile_baseline_and_shortfall_are_said() -> None:
    said = words(report(compared()))
    assert WHY in said
    assert SHORTFALL in said
    assert "Profile: government" in said
    assert "Since the baseline: " in said
    assert "Nobody may speak." in said


def test_an_element_says_how_common_it_is_elsewhere_and_among_the_documents() -> None:
    packs = (replace(report().packs[0], peers=(PEERS,)),)
    of = replace(report(document("a.pdf"), document("b.pdf")), packs=packs)
    assert "12 of 26 policies addressed legal issues (A survey (2010))." in words(of)
    assert "Of the 2 documents checked here, 0 cover at least one requirement of this element, and 0 " in words(of)
    assert "2 cover at least one requirement of this element, and 2 cover all of them." in words(of)


def test_clauses_of_one_kind_stand_together() -> None:
    finding = document().findings[0]
    other = replace(finding, id="rights.tone", title="Tone")
    of = report(replace(document(), findings=(finding, other, replace(finding, fingerprint="dd" * 8))))
    assert "Ban on criticism (2 clauses)" in parts(of, 3)
    assert words(of).count("People fall silent.") == 2


def test_findings_on_rights_are_prompts_for_counsel() -> None:
    assert "prompt for counsel" in words(report())


def test_what_was_not_read_says_why() -> None:
    said = words(report(document(), unreadable(), not_applicable()))
    assert "scan.pdf: unreadable" in said
    assert "The pages hold pictures and no text layer. (no-text)" in said
    assert "travel.pdf: not checked (other policy)" in said


def test_an_unreadable_document_has_no_requirements() -> None:
    assert "Requirements by element" not in parts(report(unreadable()))
    assert "missing" not in " ".join(parts(report(unreadable()), 3))


def test_documents_that_were_not_checked_share_a_page() -> None:
    shown = audit_report(report(document(), unreadable(), not_applicable(), document("b.pdf")))
    pages = {b.id: b.new_page for b in shown.blocks if isinstance(b, blocks.Heading) and re.fullmatch(r"d\d", b.id)}
    assert pages == {"d1": True, "d2": True, "d3": False, "d4": True}


def test_verifying_names_every_digest_and_version() -> None:
    manifest = Manifest(
        model="aa" * 32,
        libraries={"lxml": "6.0"},
        files=(ManifestFile(role="configuration", name="policylint.toml", sha256="bb" * 32),),
        given={"any-kind": True, "exclude": ("x", "y")},
        settings={"old-policy.pdf": "cc" * 32},
    )
    said = words(replace(report(), manifest=manifest))
    for digest in ("ab" * 32, "0" * 64, "aa" * 32, "bb" * 32, "cc" * 32):
        assert digest in said
    assert "policylint verify REPORT old-policy.pdf" in said
    assert "policylint.toml" in said
    assert "6.0" in said


def test_a_file_name_with_a_space_is_quoted_in_the_command() -> None:
    assert "policylint verify REPORT 'old rules.pdf'" in words(report(document("old rules.pdf")))


def test_the_cover_has_what_the_auditor_said_and_no_date_of_its_own() -> None:
    cover = Cover(title="Review", prepared_for="The council", prepared_by="A. Quill", date="2026-11-27")
    shown = audit_report(replace(report(), cover=cover))
    assert (shown.title, shown.author, shown.date) == ("Review", "A. Quill", "2026-11-27")
    signature = next(block for block in shown.blocks if isinstance(block, blocks.Signature))
    assert ("Name", "A. Quill") in signature.lines
    assert audit_report(report()).date == ""


def test_findings_of_decisions_in_other_documents_name_the_document() -> None:
    use = DecisionUse(document="other.md", rule="legal.records", state="expired", why="It is over.", decision=FROM_FILE)
    assert "legal.records in other.md" in words(replace(report(), decisions=(use,)))


def test_a_very_long_quotation_is_cut_and_the_cut_is_shown() -> None:
    quotes = [b for b in audit_report(report(document(quote="word " * 8000))).blocks if isinstance(b, blocks.Quote)]
    assert quotes
    assert all(len(quote.text) < 2100 and "\u2026" in quote.text for quote in quotes)


@settings(max_examples=40, deadline=None)
@given(hostile)
def test_no_word_of_others_can_act_or_break_a_line(text: str) -> None:
    of = spoilt(text)
    of = replace(of, cover=Cover(title=text, prepared_for=text, prepared_by=text, notes=(text,)))
    shown = audit_report(of)
    ours = tuple(block for block in shown.blocks if not isinstance(block, blocks.CoveragePicture))
    captions = tuple(
        (block.caption, block.alternative) for block in shown.blocks if isinstance(block, blocks.CoveragePicture)
    )
    for string in texts((shown.title, shown.author, shown.subject, shown.keywords, shown.running, ours, captions)):
        assert not ACTING.search(string)
        assert "\n" not in string
        assert "\t" not in string
