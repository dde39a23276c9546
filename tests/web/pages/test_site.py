"""What the pages say and ask."""

from dataclasses import replace

import pytest
from msgspec import structs

from policylint.outputs.portfolio.matrix import matrix_of
from policylint.web.pages import site
from policylint.web.pages.surroundings import Ceilings, Refused, Surroundings
from tests.outputs.portfolio.samples import corrected
from tests.outputs.samples import report
from tests.web.pages.drawing import NOW, difference, parsed, portfolio, stored, surroundings, text_of


def words(page: str) -> str:
    return text_of(parsed(page).get_element_by_id("main"))


def test_the_start_page_is_a_form_that_works_by_itself() -> None:
    form = parsed(site.start(surroundings())).get_element_by_id("upload")
    assert (form.get("method"), form.get("action")) == ("post", "/policylint/documents")
    assert form.get("enctype") == "multipart/form-data"
    assert {field.get("name") for field in form.iter("input", "select")} == {"files", "profile", "any_kind"}
    assert form.xpath("string(.//option[@value='government'])") == "Town"


def test_only_what_can_be_read_here_is_offered() -> None:
    with_office = site.start(Surroundings(reads_office=True, reads_scans=True))
    without = site.start(Surroundings(suffixes=(".pdf", ".doc"), reads_office=False))
    assert "Word (.docx, .doc), OpenDocument, Rich Text" in words(with_office)
    assert "Scans are read, too." in words(with_office)
    assert "Scans cannot be read here." in words(without)
    assert parsed(without).xpath("//input[@type='file']/@accept") == [".pdf"]


def test_the_ceilings_are_told_to_people_and_to_the_script() -> None:
    page = site.start(Surroundings(ceilings=Ceilings(1_500_000, 300, 1)))
    assert "Up to 1.5 MB and 300 pages." in words(page)
    form = parsed(page).get_element_by_id("upload")
    assert (form.get("data-max-bytes"), form.get("data-max-files")) == ("1500000", "1")
    assert not form.xpath(".//input[@multiple]")


def test_a_refused_file_is_named_in_a_summary_that_takes_the_focus() -> None:
    page = parsed(site.start(surroundings(), (Refused("a.zip", "This kind of file is not read."),)))
    summary = page.find_class("error-summary")[0]
    assert summary.get("role") == "alert" and summary.get("autofocus") is not None
    assert "a.zip: This kind of file is not read." in text_of(summary)
    assert page.findtext(".//title").startswith("Error: ")


@pytest.mark.parametrize("asked", ["Nobody but this browser", "Nobody else who signs in"])
def test_the_page_says_what_happens_to_a_file(asked: str) -> None:
    name = "" if "browser" in asked else "R. Ortiz"
    said = words(site.start(replace(surroundings(), signed_in_as=name, lifetime_hours=72)))
    assert asked in said and "3 days after you upload it" in said


def test_somebody_who_waits_without_scripts_gets_a_page_that_looks_again() -> None:
    page = parsed(site.waiting(surroundings(), stored(state="waiting"), 2))
    assert page.xpath("//noscript/meta/@content") == ["2"]
    assert page.find_class("going")[0].get("data-events") == "/policylint/documents/first/events"
    assert "Waiting: 2 documents ahead of it." in text_of(page)


def test_how_far_ocr_is_can_be_seen() -> None:
    document = structs.replace(stored(state="working"), stage="ocr", done=2, of=12)
    page = parsed(site.waiting(surroundings(), document, 0))
    assert "page 3 of 12" in text_of(page)
    bar = next(page.iter("progress"))
    assert (bar.get("value"), bar.get("max")) == ("2", "12")


def test_what_failed_says_why_and_can_be_tried_again_or_deleted() -> None:
    document = structs.replace(stored(state="failed"), problem="The file could not be unpacked.")
    page = parsed(site.waiting(surroundings(), document, 0))
    assert "The file could not be unpacked." in text_of(page)
    actions = page.xpath("//main//form/@action")
    assert actions == ["/policylint/documents/first/again", "/policylint/documents/first/delete"]
    assert not page.xpath("//meta[@http-equiv='refresh']")


def test_every_document_is_listed_with_its_state() -> None:
    documents, about = portfolio()
    page = parsed(site.documents(surroundings(), documents, matrix_of(about)))
    rows = page.xpath("//table[contains(@class, 'overview')]/tbody/tr")
    said = [text_of(row) for row in rows]
    assert len(rows) == len(documents)
    assert "Waiting to be checked." in said[0] and "page 3 of 12" in said[1]
    assert "1 of 3 covered, 1 legacy only, 1 missing" in said[2]
    assert "Unreadable: policy" in said[4] and "Check it all the same" in said[5] and "Try again" in said[6]
    assert "in 23 hours" in said[0]


def test_an_element_has_a_shape_and_the_same_in_words() -> None:
    page = parsed(site.documents(surroundings(), [stored()], matrix_of(report(corrected()))))
    cells = page.xpath("//td[contains(@class, 'ov-element')]")
    assert [cell.find_class("cell")[0].get("class") for cell in cells] == [
        "cell covered",
        "cell legacy",
        "cell covered",
    ]
    assert [text_of(cell).rpartition(" of ")[2] for cell in cells] == [
        "1 covered",
        "1 covered, 1 legacy only",
        "1 covered",
    ]


def test_the_matrix_leads_to_the_verdict_in_each_document() -> None:
    documents, about = portfolio()
    page = parsed(site.documents(surroundings(), documents, matrix_of(about)))
    links = page.xpath("//table[contains(@class, 'matrix')]//a/@href")
    assert "/policylint/documents/one#legal.records" in links and "/policylint/documents/two#legal.records" in links
    assert not [link for link in links if "scan" in link or "travel" in link]


def test_one_document_has_nothing_to_be_compared_with() -> None:
    page = parsed(site.documents(surroundings(), [stored()], matrix_of(report())))
    assert not page.xpath("//form[contains(@action, 'compare')]") and not page.find_class("matrix")


def test_two_documents_are_compared_the_older_with_the_newer() -> None:
    documents, about = portfolio()
    page = parsed(site.documents(surroundings(), documents, matrix_of(about)))
    chosen = {select.get("name"): select.xpath(".//option[@selected]/@value") for select in page.iter("select")}
    assert chosen == {"old": ["two"], "new": ["one"]}


def test_a_matrix_that_lacks_a_document_is_no_matrix_of_them() -> None:
    with pytest.raises(ValueError, match="zip"):
        site.documents(surroundings(), [stored("one"), stored("two")], matrix_of(report()))


def test_somebody_without_documents_is_shown_the_way() -> None:
    said = words(site.documents(surroundings(), (), None))
    assert "There is nothing here yet." in said and "Try the sample policy" in said


def test_what_changed_is_shown_word_by_word() -> None:
    page = parsed(site.compare(surroundings(), stored("a"), stored("b"), difference()))
    assert [text_of(word) for word in page.iter("ins")] == ["three"]
    assert [text_of(word) for word in page.iter("del")][:1] == ["Users are blocked in writing only."]
    assert "two" in [text_of(word) for word in page.iter("del")]


def test_each_change_leads_to_its_verdict_in_both_documents() -> None:
    page = parsed(site.compare(surroundings(), stored("a"), stored("b"), difference()))
    links = page.xpath("//main//a/@href")
    assert "/policylint/documents/a#legal.records" in links and "/policylint/documents/b#legal.records" in links
    assert "/policylint/documents/b?show=legacy" in links and "/policylint/documents/a?show=rights" in links
    assert "/policylint/compare?old=b&new=a" in links


def test_a_comparison_without_a_change_says_so() -> None:
    page = site.compare(surroundings(), stored("a"), stored("b"), structs.replace(difference(), documents=()))
    assert "Nothing that the checklist asks for changed." in words(page)


def test_a_token_of_ones_own_is_drawn_where_the_service_gives_none() -> None:
    assert "openssl rand" in words(site.api(surroundings(), "https://x.example", needs_token=False))
    assert "openssl rand" not in words(site.api(surroundings(), "https://x.example", needs_token=True))


def test_the_examples_of_the_api_have_the_address_of_the_service() -> None:
    said = words(site.api(surroundings(), "https://x.example/policylint", needs_token=True))
    assert "https://x.example/policylint/api/v1/documents/$ID/report?format=docx" in said


def test_signing_in_keeps_where_one_wanted_to_go() -> None:
    form = next(parsed(site.sign_in(surroundings())).find(".//main").iter("form"))
    assert form.get("action") is None and form.get("method") == "post"


def test_a_wrong_token_is_told_at_the_field() -> None:
    page = parsed(site.sign_in(surroundings(), "This token is not known."))
    field = page.get_element_by_id("token")
    assert field.get("aria-invalid") == "true"
    assert "This token is not known." in text_of(page.get_element_by_id("token-problem"))
    assert "token-problem" in field.get("aria-describedby")


@pytest.mark.parametrize("status", [400, 403, 404, 408, 409, 413, 415, 422, 429, 500, 503, 507, 418, 599])
def test_every_status_has_words_of_its_own(status: int) -> None:
    said = words(site.problem(Surroundings(now=NOW), status))
    assert f"Code {status}" in said and len(said) > 80


def test_a_problem_says_when_to_try_again() -> None:
    assert "Try again in 20 seconds." in words(site.problem(surroundings(), 503, retry_after=20))
    assert "Try again in 5 minutes." in words(site.problem(surroundings(), 429, retry_after=290))


def test_the_current_page_is_marked_in_the_navigation() -> None:
    page = parsed(site.about(surroundings()))
    assert [text_of(link) for link in page.xpath("//nav//a[@aria-current]")] == ["About"]


def test_only_whoever_signed_in_with_a_token_can_sign_out() -> None:
    assert parsed(site.about(surroundings())).xpath("//form[@action='/policylint/sign-out']")
    page = parsed(site.about(replace(surroundings("R. Ortiz"), may_sign_out=False)))
    assert "R. Ortiz" in text_of(page) and not page.xpath("//form[contains(@action, 'sign-out')]")
