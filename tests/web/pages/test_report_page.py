"""The report page: what a clerk reads on it, and where its links lead."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html
from msgspec.structs import replace

import policylint
from policylint.model.report import DocumentReport
from policylint.web.decisions.applied import applied
from policylint.web.pages.report_page import panel_fragment
from policylint.web.pages.report_parts import Filters
from policylint.web.panel.show import panel_part
from tests.outputs.samples import compared, not_applicable, project, report, unreadable
from tests.outputs.samples import document as checked
from tests.web.pages.drawing import HOSTILE, parsed, stored, surroundings, text_of
from tests.web.pages.reporting import PANEL, decision, draw, signed, source

CORPUS = Path(__file__).parents[3] / "corpus" / "files"


def card(page: html.HtmlElement, anchor: str) -> html.HtmlElement:
    return page.get_element_by_id(anchor)


def titles(page: html.HtmlElement) -> list[str]:
    """The headings of the groups of cards that are shown, in order."""
    return [text_of(group.find("h2")) for group in page.xpath("//section[@data-group and not(@hidden)]")]


def test_the_verdict_and_the_words_on_the_kind_are_those_of_the_report() -> None:
    page = draw()
    assert text_of(page.find(".//h1")) == "Mail rules"
    assert text_of(page.find_class("verdict")[0]).startswith("Of 3 requirements 1 is covered")
    assert "Read as an Internet or e-mail use policy: its title names e-mail." in text_of(page)


def test_gaps_come_first_and_what_is_covered_comes_last() -> None:
    assert titles(draw()) == [
        "Missing (1)",
        "Settled only by a legacy clause (1)",
        "Clauses that may put rights at risk (1)",
        "Covered (1)",
    ]


def test_the_picture_has_a_mark_for_each_verdict_with_its_state_in_words() -> None:
    marks = draw().xpath("//ul[@class='marks']//a")
    assert [(mark.get("href"), mark.get("class"), text_of(mark)) for mark in marks] == [
        ("#use.official", "covered", "Official use: covered"),
        ("#legal.records", "legacy", "Records: legacy only"),
        ("#citizen.blocking", "missing", "Blocking users: missing"),
        ("#f-1", "rights", "Ban on criticism: high severity"),
    ]


def test_every_mark_leads_to_a_card() -> None:
    page = draw(compared())
    for mark in page.xpath("//ul[@class='marks']//a/@href"):
        assert card(page, mark.removeprefix("#")) is not None


def test_what_is_decided_and_what_does_not_apply_have_marks_of_their_own() -> None:
    marks = draw(compared()).xpath("//ul[@class='marks']//a")
    states = {text_of(mark): mark.get("class") for mark in marks}
    assert states["Terms: missing, settled elsewhere by a person"] == "decided"
    assert states["Filming: missing, does not apply"] == "spared"


def test_a_missing_requirement_says_why_it_matters_what_to_do_and_what_came_nearest() -> None:
    words = text_of(card(draw(), "citizen.blocking"))
    assert "A ban shuts a door." in words
    assert "What to do. Say when." in words
    assert "A user may be blocked when [reason]." in words
    assert "12 clauses in 3 sections were searched; 1 held some of the words." in words
    assert "It does not say when a user may be blocked." in words
    assert "\u201cE-mail is kept for two years.\u201d" in words


def test_a_legacy_requirement_shows_the_clause_and_where_it_stands() -> None:
    words = text_of(card(draw(), "legal.records"))
    assert "\u201cE-mail is kept for two years.\u201d4 Records, page 2" in words


def test_a_source_that_many_name_is_listed_once_and_cited_by_its_number() -> None:
    page = draw()
    assert text_of(card(page, "s-1")) == "A source (2010)"
    assert text_of(page).count("A source (2010)") == 1
    assert "#s-1" in card(page, "legal.records").xpath(".//a/@href")


def test_findings_of_one_rule_share_what_is_said_of_it() -> None:
    base = checked()
    again = replace(base.findings[0], why="It is harsh. People fall silent.")
    page = draw(replace(base, findings=(base.findings[0], again)))
    (kind,) = page.xpath("//article[.//*[@id='f-2']]")
    assert text_of(kind).count("People fall silent.") == 1
    assert "It is harsh." in text_of(card(page, "f-2"))
    assert "Whom the law covers. Private employers." in text_of(kind)


def test_a_quote_links_to_its_words_in_the_part_that_is_shown() -> None:
    page = draw()
    assert card(page, "legal.records").xpath(".//figcaption/a/@href") == ["#c-1"]
    assert card(page, "c-1").tag == "a"


def test_a_quote_in_another_view_links_to_that_view_and_keeps_the_filters() -> None:
    panel = replace(PANEL, pages=())
    page = draw(replace_words(checked(), "Owner"), panel=PANEL, view="pages", chosen=Filters("legacy", "mail"))
    hrefs = card(page, "legal.records").xpath(".//figcaption/a/@href")
    assert hrefs == ["/policylint/documents/first?show=legacy&q=mail&view=text#c-1"]
    assert card(draw(panel=panel, view="text"), "legal.records").xpath(".//figcaption/a/@href") == ["#c-1"]


def replace_words(document: DocumentReport, quote: str) -> DocumentReport:
    """The document with other words as its evidence, whose page is not known."""
    evidence = replace(document.requirements[1].evidence[0], quote=quote, page=None, boxes=())
    return replace(
        document, requirements=tuple(replace(r, evidence=(evidence,), nearest=None) for r in document.requirements)
    )


def test_without_a_panel_no_quote_links_to_the_document() -> None:
    page = draw(panel=None)
    assert not page.xpath("//figcaption/a")
    assert not page.xpath("//*[@id='document']")


def test_a_place_of_several_verdicts_leads_to_a_list_of_them() -> None:
    page = draw()
    listed = card(page, card(page, "c-1").get("href").removeprefix("#"))
    assert listed.xpath(".//a/@href") == ["#f-1", "#legal.records", "#use.official", "#citizen.blocking"]


def test_the_pages_are_pictures_with_their_size_and_a_hint_at_the_text() -> None:
    page = draw()
    picture = card(page, "page-2").find(".//img")
    assert picture.get("src") == "/policylint/documents/first/pages/2.webp"
    assert (picture.get("width"), picture.get("height"), picture.get("loading")) == ("600", "800", "lazy")
    assert picture.get("alt") == "Page 2; its words are in the text view"


def test_the_text_has_lists_tables_and_headings_below_that_of_the_panel() -> None:
    panel = draw(view="text").get_element_by_id("document")
    assert text_of(panel.find(".//h3")) == "4 Records"
    assert [text_of(item) for item in panel.xpath(".//ul[@class='items']/li")][1] == "(b) It is deleted then."
    assert [text_of(cell) for cell in panel.xpath(".//td")] == ["Owner", "Clerk", "Date", "1998"]
    assert text_of(panel.find_class("furniture")[0]) == "Page 3"


def test_words_of_the_text_are_marked_and_say_what_of() -> None:
    mark = draw(view="text").get_element_by_id("c-1")
    assert mark.findtext("mark") == "E-mail is kept for two years."
    assert "4 verdicts: Ban on criticism; Records" in text_of(mark)
    assert mark.tail == " Nothing else is."


def test_the_panel_alone_is_the_same_as_on_the_page() -> None:
    about = checked()
    fragment = panel_fragment(surroundings(), stored(), panel_part(PANEL, about, "text", 1))
    assert fragment.strip() in source(about, view="text")


def test_a_document_without_pages_has_no_tabs() -> None:
    part = panel_part(replace(PANEL, pages=()), checked(), "text", 1)
    other = replace(stored(), media_type="text/plain")
    assert not parsed(panel_fragment(surroundings(), other, part)).find_class("tabs")


def test_parts_of_a_long_document_lead_to_one_another() -> None:
    long = replace(PANEL, pages=PANEL.pages * 20)
    page = draw(panel=long, part=2)
    (first, _) = page.find_class("parts")
    assert text_of(first).startswith("Part 2 of")
    assert first.xpath(".//a/@href")[0] == "/policylint/documents/first?view=pages#document"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Filters("missing"), {"citizen.blocking"}),
        (Filters("open"), {"citizen.blocking", "legal.records", "f-1"}),
        (Filters("rights"), {"f-1"}),
        (Filters("covered"), {"use.official"}),
        (Filters("all", "STERICYCLE"), {"f-1"}),
        (Filters("all", "include BAN"), {"citizen.blocking"}),
        (Filters("covered", "stericycle"), set()),
        (Filters("nonsense"), {"citizen.blocking", "legal.records", "f-1", "use.official"}),
    ],
)
def test_the_filters_work_without_scripts(chosen: Filters, expected: set[str]) -> None:
    page = draw(chosen=chosen)
    shown = page.xpath("//section[@data-group and not(@hidden)]//article[not(@hidden)]/@id")
    assert set(shown) == expected
    assert text_of(card(page, "found")) == f"{len(expected)} shown"


def test_a_mark_of_a_card_that_the_filters_hide_leads_to_the_page_without_them() -> None:
    marks = draw(chosen=Filters("missing")).xpath("//ul[@class='marks']//a/@href")
    assert marks == ["?#use.official", "?#legal.records", "#citizen.blocking", "?#f-1"]


def test_the_choices_say_how_many_verdicts_each_shows() -> None:
    options = [text_of(option) for option in draw().get_element_by_id("show")]
    assert options == [
        "Everything (4)",
        "Still to do (3)",
        "Missing (1)",
        "Legacy only (1)",
        "Rights at risk (1)",
        "Covered (1)",
    ]


def test_an_unreadable_file_has_its_reason_and_says_nothing_of_gaps() -> None:
    page = draw(unreadable(), panel=None)
    assert "Unreadable: The pages hold pictures and no text layer." in text_of(page)
    assert not page.xpath("//article | //*[@id='glance-title'] | //*[@id='decisions-file']")


def test_a_document_of_another_kind_is_shown_and_can_be_checked_all_the_same() -> None:
    page = draw(not_applicable())
    assert "Not checked: This is a policy on another matter." in text_of(page)
    assert page.get_element_by_id("document") is not None
    (form,) = page.xpath("//header[@class='report-head']//form[contains(., 'Check it all the same')]")
    assert form.get("action").endswith("/again") and form.get("method") == "post"


def test_nothing_of_what_the_report_says_is_lost() -> None:
    whole = project()
    page = draw(replace(whole, documents=whole.documents[:1]))
    words = text_of(page)
    about = whole.documents[0]
    for said in (
        "Profile: government.",
        about.shortfall,
        "Does not apply (profile government) (1)",
        "No law asks a town for it (Film Act, 2020).",
        "Nobody may speak.",
        "Decisions to look at (1)",
        "The clause it was about has changed; look again and decide anew.",
        "Settled elsewhere (policies/records.pdf, 4 Retention). The records policy says it.",
        "policies/records.pdf, 2 Scope, page 5",
        "This report is neither legal advice nor a certificate.",
        "Test pack 1",
    ):
        assert said in words, said


def test_notes_and_ocr_are_told_with_the_verdict() -> None:
    note = "Page 1 is a scan: the words were read by OCR with a confidence of 91 %."
    page = draw(replace(checked(), notes=(note,)))
    assert text_of(page.find_class("note")[0]) == note


def test_the_page_says_when_the_file_is_deleted_and_deletes_it_at_once() -> None:
    page = draw()
    assert "Deleted in 23 hours" in text_of(page)
    assert "/policylint/documents/first/delete" in page.xpath("//form/@action")


def test_downloads_are_links_that_name_their_format() -> None:
    (link,) = draw().xpath("//a[@download]")
    assert (link.get("href"), text_of(link)) == ("/policylint/documents/first/report.pdf", "Report PDF")


def test_headings_leave_no_level_out_and_no_id_is_given_twice() -> None:
    decided = signed(checked())
    about = applied(
        report(decided),
        (decision("legal.records", "accept", f"{2:016x}"),),
        today=date(2026, 2, 1),
        packs=(),
    )
    for page in (draw(), draw(compared()), draw(view="text"), draw(about, chosen=Filters(review="legal.records"))):
        levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        referred = page.xpath("//@aria-labelledby | //@aria-describedby | //label/@for")
        assert set(referred) <= set(ids)


def hostile() -> DocumentReport:
    base = checked(name=HOSTILE, quote=HOSTILE, title=HOSTILE)
    return replace(
        base,
        kind_why=HOSTILE,
        notes=(HOSTILE,),
        requirements=tuple(replace(r, title=HOSTILE, why=HOSTILE, remedy=HOSTILE) for r in base.requirements),
        findings=tuple(replace(f, title=HOSTILE, why=HOSTILE, matters=HOSTILE) for f in base.findings),
    )


@pytest.mark.parametrize("view", ["pages", "text"])
def test_words_of_a_file_add_nothing_that_acts(view: str) -> None:
    panel = replace(PANEL, blocks=(*PANEL.blocks, replace(PANEL.blocks[1], text=HOSTILE, label=HOSTILE)))
    chosen = Filters(q=HOSTILE, review="legal.records")
    page = draw(hostile(), panel=panel, view=view, name=HOSTILE, reviewer=HOSTILE, chosen=chosen)
    assert "\u202e" not in text_of(page)
    for element in page.iter():
        assert element.tag not in ("style", "iframe", "object", "embed")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
    assert [script.get("src")[:19] for script in page.iter("script")] == ["/policylint/static/"]
    assert all(picture.get("src").startswith("/policylint/documents/") for picture in page.iter("img"))


def test_the_largest_report_of_the_corpus_stays_near_a_hundred_kilobytes() -> None:
    about = policylint.check(CORPUS / "marlow-internet-1998-pdf.pdf")
    assert len(about.documents[0].requirements) == 53
    assert len(source(about, panel=None).encode()) < 106_000
