import xml.etree.ElementTree as ElementTree

import junitparser
from msgspec.structs import replace

from policylint.model.report import Report
from policylint.outputs.junit import render
from tests.outputs.samples import SHORTFALL, compared, document, not_applicable, project, report, unreadable


def read(of: Report) -> list[junitparser.TestSuite]:
    """The suites as an independent reader sees them."""
    return list(junitparser.JUnitXml.fromstring(render(of).encode()))


def cases(of: Report) -> dict[str, junitparser.TestCase]:
    found = [case for suite in read(of) for case in suite]
    assert len({(case.classname, case.name) for case in found}) == len(found)
    return {case.name: case for case in found}


def outcome(case: junitparser.TestCase) -> str:
    return type(case.result[0]).__name__ if case.result else "fine"


def test_each_document_is_a_suite_and_each_requirement_a_case() -> None:
    (suite,) = read(report())
    assert suite.name == "old-policy.pdf"
    assert [(case.name, outcome(case)) for case in suite] == [
        ("use.official Official use", "fine"),
        ("legal.records Records", "Failure"),
        ("citizen.blocking Blocking users", "Failure"),
        ("rights.disparagement Ban on criticism", "Failure"),
    ]
    assert {case.classname for case in suite} == {"old-policy.pdf"}


def test_the_counts_are_those_of_the_cases() -> None:
    suites = read(project())
    for suite in suites:
        results = [outcome(case) for case in suite]
        assert suite.tests == len(results)
        assert suite.failures == results.count("Failure")
        assert suite.errors == results.count("Error")
        assert suite.skipped == results.count("Skipped")
    whole = ElementTree.fromstring(render(project()))
    assert int(whole.attrib["tests"]) == sum(suite.tests for suite in suites)
    assert int(whole.attrib["failures"]) == sum(suite.failures for suite in suites)


def test_a_failure_says_what_is_wrong_where_and_what_to_do() -> None:
    (failure,) = cases(report())["legal.records Records"].result
    assert failure.type == "legacy.medium"
    for words in ("E-mail is kept for two years.", "4 Records, page 2", "Say when."):
        assert words in failure.message
    assert "A clause to start from: A user may be blocked when [reason]." in failure.text


def test_what_calls_for_nobody_is_skipped_with_the_reason() -> None:
    found = cases(report(compared()))
    for name, words in (
        ("legal.terms Terms", "The records policy says it."),
        ("legal.filming Filming", "Does not apply. No law asks a town for it (Film Act, 2020)."),
        ("citizen.blocking Blocking users", "In the baseline already"),
        ("rights.tone Tone", "We know."),
    ):
        (skipped,) = found[name].result
        assert type(skipped).__name__ == "Skipped"
        assert words in skipped.message


def test_only_what_makes_the_run_fail_is_a_failure() -> None:
    found = cases(report(replace(document(), fail_on="high")))
    assert outcome(found["rights.disparagement Ban on criticism"]) == "Failure"
    (skipped,) = found["legal.records Records"].result
    assert type(skipped).__name__ == "Skipped"
    assert skipped.message.startswith("Below the fail level high. Records: settled only by a legacy clause")
    calm = cases(report(replace(document(), fail_on="never")))
    assert {outcome(case) for case in calm.values()} == {"fine", "Skipped"}
    assert calm["legal.records Records"].result[0].message.startswith("The fail level is never. Records")
    legacy = cases(report(replace(document(), fail_on="legacy")))
    assert [name for name, case in legacy.items() if outcome(case) == "Failure"] == ["legal.records Records"]


def test_a_document_short_of_the_least_coverage_has_a_failure_of_its_own() -> None:
    (failure,) = cases(report(compared()))["coverage"].result
    assert (type(failure).__name__, failure.type) == ("Failure", "coverage")
    assert failure.message == f"Short of the least coverage: {SHORTFALL}"
    assert "coverage" not in cases(report())
    (suite,) = read(report(replace(not_applicable(), shortfall=SHORTFALL)))
    assert [(case.name, outcome(case)) for case in suite] == [("coverage", "Failure"), ("document", "Skipped")]


def test_repeats_of_a_finding_have_names_of_their_own() -> None:
    found = cases(report(compared()))
    assert outcome(found["rights.disparagement Ban on criticism"]) == "Failure"
    assert outcome(found["rights.disparagement Ban on criticism #2"]) == "Skipped"


def test_an_unreadable_document_is_an_error_and_one_of_another_kind_is_skipped() -> None:
    unread, other = read(report(unreadable(), not_applicable()))
    assert [outcome(case) for case in unread] == ["Error"]
    assert "no text layer" in next(iter(unread)).result[0].message
    assert [outcome(case) for case in other] == ["Skipped"]


def test_characters_that_xml_cannot_hold_are_made_visible() -> None:
    of = report(replace(document(quote="a\x00b\x1b[31m\ufffe\ud800 ]]> </testcase>"), requirements=()))
    (failure,) = cases(of)["rights.disparagement Ban on criticism"].result
    assert "a<U+0000>b<U+001B>[31m<U+FFFE><U+D800> ]]> </testcase>" in failure.message
