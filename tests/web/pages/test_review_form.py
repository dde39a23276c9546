"""Reviewing verdicts on the report page: the form, what was typed, and what was said."""

from datetime import date

import pytest
from lxml import html

from policylint.web.decisions.applied import applied
from policylint.web.pages.report_parts import Draft, Filters, Problem
from policylint.web.panel.model import Panel, PanelBlock
from tests.outputs.samples import document as checked
from tests.outputs.samples import report
from tests.web.pages.drawing import text_of
from tests.web.pages.reporting import decision, draw, signed

DECISIONS = "/policylint/documents/first/decisions"


def form(page: html.HtmlElement, anchor: str) -> html.HtmlElement:
    (found,) = page.get_element_by_id(anchor).find_class("review-form")
    return found


def kinds(of: html.HtmlElement) -> list[str]:
    return [str(value) for value in of.xpath(".//input[@name='kind']/@value")]


def test_each_verdict_links_to_its_form_and_keeps_the_filters() -> None:
    page = draw(chosen=Filters("legacy"))
    assert "?show=legacy&review=legal.records" in page.get_element_by_id("legal.records").xpath("./a/@href")
    assert not page.find_class("review-form")


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("citizen.blocking", ["confirm", "correct", "accept", "not-applicable", "settled-elsewhere"]),
        ("use.official", ["confirm", "correct"]),
        ("f-1", ["confirm", "accept", "not-applicable", "false-positive", "settled-elsewhere"]),
    ],
)
def test_a_form_offers_what_fits_the_verdict(anchor: str, expected: list[str]) -> None:
    assert kinds(form(draw(chosen=Filters(review=anchor)), anchor)) == expected


def test_the_form_names_the_verdict_and_the_reviewer() -> None:
    found = form(draw(chosen=Filters(review="f-1")), "f-1")
    assert found.get("action") == DECISIONS
    fields = {field.get("name"): field.get("value") for field in found.xpath(".//input[not(@type='radio')]")}
    assert fields["rule"] == "rights.disparagement" and fields["finding"] == "1"
    assert fields["owner"] == "Dana Lee"


def hidden(of: html.HtmlElement) -> dict[str, str]:
    """What a form sends unseen, but for the verdict that it is about."""
    fields = {str(field.get("name")): str(field.get("value")) for field in of.xpath(".//input[@type='hidden']")}
    return {name: value for name, value in fields.items() if name not in ("rule", "finding")}


def test_a_form_leads_back_to_the_same_list_and_part() -> None:
    long = Panel((), tuple(PanelBlock(kind="paragraph", text="word " * 500) for _ in range(80)))
    chosen = Filters("legacy", "kept", review="legal.records")
    found = form(draw(panel=long, view="text", part=2, chosen=chosen), "legal.records")
    assert hidden(found) == {"show": "legacy", "q": "kept", "view": "text", "part": "2"}
    assert found.xpath(".//a[text()='Cancel']/@href") == [
        "/policylint/documents/first?show=legacy&q=kept&view=text&part=2#legal.records"
    ]


def test_a_form_sends_nothing_of_what_is_shown_unasked() -> None:
    found = form(draw(chosen=Filters(review="f-1")), "f-1")
    assert hidden(found) == {}
    assert found.xpath(".//a[text()='Cancel']/@href") == ["/policylint/documents/first#f-1"]


def test_a_correction_offers_every_status_but_the_present_one() -> None:
    found = form(draw(chosen=Filters(review="legal.records")), "legal.records")
    assert found.xpath(".//select[@name='status']/option/@value") == ["", "covered", "missing"]


def test_a_problem_is_told_first_and_at_its_field_and_nothing_typed_is_lost() -> None:
    page = draw(
        problems=(Problem("reason", "Say why."),),
        draft=Draft("legal.records", kind="accept", owner="Sam Ode", expires="2027-01-01"),
    )
    (summary,) = page.find_class("error-summary")
    assert summary.xpath(".//a/@href") == ["#legal.records-review-reason"]
    assert page.findtext(".//title").startswith("Error: ")
    found = form(page, "legal.records")
    assert found.xpath(".//input[@checked]/@value") == ["accept"]
    assert found.xpath(".//input[@name='owner' or @name='expires']/@value") == ["Sam Ode", "2027-01-01"]
    assert text_of(found.find_class("error-text")[0]) == "Say why."
    assert page.get_element_by_id("legal.records-review-reason").tag == "textarea"


@pytest.mark.parametrize("field", ["kind", "status", "owner", "expires"])
def test_each_problem_leads_to_a_field_that_is_there(field: str) -> None:
    page = draw(problems=(Problem(field, "Mend it."),), draft=Draft("legal.records", kind="correct"))
    (href,) = page.find_class("error-summary")[0].xpath(".//a/@href")
    assert page.get_element_by_id(href.removeprefix("#")) is not None


def test_a_problem_of_the_decisions_file_opens_its_form() -> None:
    page = draw(problems=(Problem("file", "Line 3: no such rule."),))
    assert page.get_element_by_id("decisions-file").get("open") is not None
    assert page.find_class("error-summary")[0].xpath(".//a/@href") == ["#decisions-file"]


def test_what_was_said_on_the_page_is_shown_and_can_be_taken_back() -> None:
    given = (decision("legal.records", "accept", f"{2:016x}"),)
    about = applied(report(signed(checked())), given, today=date(2026, 2, 1), packs=())
    (said,) = draw(about, decisions=given).get_element_by_id("legal.records").find_class("said")
    assert text_of(said).startswith("Accepted. We know. Dana Lee, 2026-01-02")
    assert said.xpath(".//form/@action") == [f"{DECISIONS}/7/delete"]


def test_what_is_taken_back_leads_back_to_its_card_in_the_same_list() -> None:
    said = decision("legal.records", "confirm", f"{2:016x}")
    whole = applied(report(signed(checked())), (said,), today=date(2026, 1, 2), packs=())
    page = draw(whole, decisions=(said,), chosen=Filters("legacy"))
    (taking,) = page.xpath("//form[contains(@action, '/delete') and contains(@action, '/decisions/')]")
    assert hidden(taking) == {"card": "legal.records", "show": "legacy"}


def test_what_a_comment_in_the_document_says_cannot_be_taken_back_here() -> None:
    given = (decision("legal.records", "accept", f"{2:016x}"),)
    about = applied(report(signed(checked())), given, today=date(2026, 2, 1), packs=())
    assert not draw(about).xpath("//*[@class='said']//form")


def test_a_decision_closes_a_gap_and_moves_its_card() -> None:
    given = (decision("legal.records", "accept", f"{2:016x}"),)
    about = applied(report(signed(checked())), given, today=date(2026, 2, 1), packs=())
    groups = draw(about, decisions=given).xpath("//section[@data-group][.//*[@id='legal.records']]/@data-group")
    assert groups == ["decided"]


def test_a_correction_moves_the_card_to_the_status_that_a_person_gives() -> None:
    given = (decision("legal.records", "correct", f"{2:016x}", status="missing"),)
    about = applied(report(signed(checked())), given, today=date(2026, 2, 1), packs=())
    page = draw(about, decisions=given)
    (group,) = page.xpath("//section[@data-group='missing'][.//*[@id='legal.records']]")
    words = text_of(group)
    assert "policylint says legacy. Corrected to missing." in words
    assert "What policylint found" in words


def test_a_decision_that_has_lapsed_can_be_taken_back() -> None:
    given = (decision("legal.records", "accept", "f" * 16),)
    about = applied(report(signed(checked())), given, today=date(2026, 2, 1), packs=())
    page = draw(about, decisions=given)
    assert "Decisions to look at (1)" in text_of(page)
    assert f"{DECISIONS}/7/delete" in page.xpath("//form/@action")


def test_decisions_can_be_downloaded_once_there_are_any() -> None:
    given = (decision("legal.records", "accept", f"{2:016x}"),)
    address = f"{DECISIONS}.toml"
    assert address not in draw().xpath("//a/@href")
    assert address in draw(decisions=given).xpath("//a/@href")
    assert address in draw().xpath("//form/@action")
