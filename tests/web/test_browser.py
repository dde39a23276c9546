"""The pages as a person meets them: in a real browser, with a mouse, with the keyboard alone, and without scripts."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.browser import PHONE, chromium, visiting
from tests.web.serving import CORPUS, SAMPLE, Running, server

pytestmark = pytest.mark.slow

SOCIAL = CORPUS / "ondaga-social-2024.docx"
MARKDOWN = CORPUS / "hollow-creek-4119.md"
HOSTILE = b"""# Internet Use Policy <script>window.hacked = 1</script>

<img src=x onerror="window.hacked = 1"> Employees must not use <b onclick="window.hacked=1">the Internet</b>
for private business.

Employees must not make disparaging remarks about "the town" & its officials on the Internet
</textarea><script>window.hacked=1</script>.
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with server(tmp_path_factory.mktemp("browser") / "data", "--max-size", "1", "--max-files", "3") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser, running: Running) -> Iterator[Page]:
    with visiting(browser, running, 404, 422) as found:
        yield found


def upload(page: Page, *files: Path | dict[str, object]) -> None:
    """Choose files on the start page, and check them."""
    page.goto("/")
    page.get_by_label("Your policy").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_role("button", name="Check the polic").click()


def report(page: Page, file: Path = SAMPLE) -> None:
    """Go to the report on a file."""
    upload(page, file)
    page.wait_for_url(re.compile(r"/documents/[\w-]{20,}"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def card_of(page: Page, status: str = "missing") -> str:
    """The anchor of the first card of a group."""
    found = page.locator(f'[data-group="{status}"] article[id]').first.get_attribute("id")
    assert found
    return found


def sees(page: Page, selector: str) -> bool:
    """Whether an element lies within what the window shows."""
    seen: bool = page.evaluate(
        """selector => { const box = document.querySelector(selector).getBoundingClientRect();
        return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth; }""",
        selector,
    )
    return seen


def test_a_chosen_file_becomes_a_report_and_progress_is_told(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        """() => { window.told = []; new MutationObserver(() => told.push(document.getElementById('said').textContent))
        .observe(document.getElementById('said'), {childList: true, characterData: true, subtree: true}); }"""
    )
    page.get_by_label("Your policy").set_input_files(SAMPLE)
    expect(page.locator(".chosen")).to_contain_text(SAMPLE.name)
    page.get_by_role("button", name="Check the policy").click()
    expect(page.locator("#going")).to_be_visible()
    page.wait_for_url(re.compile("/documents/"))
    expect(page.locator(".verdict")).to_contain_text("Of 53 requirements")
    expect(page.locator("h1")).not_to_contain_text("pass")


def test_a_dropped_file_becomes_a_report(page: Page) -> None:
    page.goto("/")
    data = base64.b64encode(SAMPLE.read_bytes()).decode()
    transfer = page.evaluate_handle(
        """data => { const transfer = new DataTransfer();
        const bytes = Uint8Array.from(atob(data), sign => sign.charCodeAt(0));
        transfer.items.add(new File([bytes], 'dropped.pdf', {type: 'application/pdf'})); return transfer; }""",
        data,
    )
    for kind in ("dragenter", "dragover", "drop"):
        page.dispatch_event("#drop", kind, {"dataTransfer": transfer})
    expect(page.locator(".chosen")).to_contain_text("dropped.pdf")
    page.get_by_role("button", name="Check the policy").click()
    page.wait_for_url(re.compile("/documents/"))
    expect(page.locator(".eyebrow")).to_contain_text("dropped.pdf")


def test_several_files_go_to_the_list_where_two_can_be_compared(page: Page) -> None:
    upload(page, SAMPLE, SOCIAL)
    page.wait_for_url(re.compile("/documents$"))
    for name in (SAMPLE.name, SOCIAL.name):
        expect(page.get_by_role("link", name=re.compile(name)).first).to_be_visible()
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url(re.compile("/compare"))
    expect(page.locator("main")).to_contain_text(re.compile("gained|lost|covered", re.IGNORECASE))
    assert page.locator("a[href*='/documents/']").count() > 2


def test_a_file_that_is_too_large_is_told_before_it_is_sent(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    upload(page, {"name": "large.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1_200_000})
    expect(page.get_by_role("alert").or_(page.locator(".error-summary")).first).to_contain_text("large.pdf")
    assert "POST" not in sent


def test_a_busy_server_is_asked_ten_times_and_the_files_are_kept(browser: Browser, running: Running) -> None:
    with visiting(browser, running, 503) as page:
        sent: list[str] = []

        def refuse(route: Route) -> None:
            sent.append(route.request.method)
            route.fulfill(status=503, headers={"Retry-After": "3"}, json={"problem": "The queue is full."})

        page.clock.install()
        page.route("**/documents", refuse)
        upload(page, SAMPLE)
        for _ in range(9):
            expect(page.locator("#countdown")).to_contain_text("Trying again")
            page.clock.run_for(4_000)
        expect(page.locator(".error-summary")).to_contain_text("The queue is full.")
        expect(page.locator(".chosen")).to_contain_text(SAMPLE.name)
        assert sent == ["POST"] * 10


def test_a_verdict_leads_to_its_clause_and_the_clause_back_to_it(page: Page) -> None:
    report(page)
    link = (
        page.locator('[data-group="legacy"] article[id]').first.get_by_role("link", name="Show in the document").first
    )
    place = (link.get_attribute("href") or "").rpartition("#")[2]
    link.click()
    page.wait_for_function("id => document.getElementById(id)", arg=place)
    page.wait_for_timeout(700)
    assert sees(page, f"#{place}")
    page.locator(f"#{place}").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(700)
    if page.locator(".shared:visible").count():  # several verdicts share these words: a list offers them
        page.locator(".shared:visible a").first.click()
        page.wait_for_timeout(700)
    target = page.evaluate("document.activeElement.closest('[id]')?.id || location.hash.slice(1)")
    assert page.locator(f"article[id='{target}'], section.item[id='{target}']").count() == 1
    assert sees(page, f"[id='{target}']")


def test_the_text_view_marks_the_words(page: Page) -> None:
    report(page)
    page.get_by_role("navigation", name="Ways to see the document").get_by_role("link", name="Text").click()
    expect(page.locator("#document mark").first).to_be_visible()
    words = page.locator("#document mark").first.inner_text()
    assert len(words) > 3


def test_a_word_file_is_shown_as_text(page: Page) -> None:
    report(page, SOCIAL)
    expect(page.locator("#document mark").first).to_be_visible()
    expect(page.locator("#document img")).to_have_count(0)


def test_pictures_of_the_pages_are_shown_with_boxes_on_the_words(page: Page) -> None:
    report(page)
    picture = page.locator("#page-1 img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => { const i = document.querySelector('#page-1 img'); return i.complete && i.naturalWidth > 500 }"
    )
    sheet = picture.bounding_box()
    box = page.locator("#page-1 rect").first.bounding_box()
    assert sheet and box
    assert sheet["x"] <= box["x"] and box["x"] + box["width"] <= sheet["x"] + sheet["width"] + 1
    assert sheet["y"] <= box["y"] and box["y"] + box["height"] <= sheet["y"] + sheet["height"] + 1


def test_filters_and_search_work_in_place_and_in_the_address(page: Page) -> None:
    report(page)
    everything = page.locator("article.card:visible").count()
    page.get_by_label("Show", exact=True).select_option("legacy")
    expect(page.locator('[data-group="missing"]')).to_be_hidden()
    legacy = page.locator("article.card:visible").count()
    assert 0 < legacy < everything
    expect(page).to_have_url(re.compile("show=legacy"))
    page.get_by_label("Search the verdicts").fill("password")
    expect(page.locator("#found")).to_contain_text(re.compile(r"\d+ shown"))
    page.reload()
    expect(page.get_by_label("Show", exact=True)).to_have_value("legacy")
    expect(page.get_by_label("Search the verdicts")).to_have_value("password")


def test_a_link_to_a_verdict_opens_at_it(page: Page) -> None:
    report(page)
    card = card_of(page)
    page.goto(page.url.partition("#")[0] + f"#{card}")
    page.wait_for_timeout(500)
    assert sees(page, f"[id='{card}']")


def test_a_mark_of_the_picture_leads_to_its_verdict(page: Page) -> None:
    report(page)
    card = card_of(page)
    page.locator(f".glance a[href$='#{card}'], [class*=glance] a[href$='#{card}']").first.click()
    page.wait_for_timeout(500)
    assert sees(page, f"[id='{card}']")


def review(page: Page, card: str) -> None:
    page.locator(f"[id='{card}']").get_by_role("link", name="Review this verdict").click()
    expect(page.locator(f"[id='{card}'] .review-form")).to_be_visible()


def test_a_review_is_kept_shown_and_can_be_taken_back(page: Page) -> None:
    report(page)
    card = card_of(page)
    review(page, card)
    form = page.locator(f"[id='{card}'] .review-form")
    form.get_by_label("We know, and leave it as it is").check()
    form.get_by_label("Why", exact=True).fill("The board decides in March.")
    form.get_by_label("Your name").fill("Ada Clerk")
    form.get_by_role("button", name="Save the review").click()
    expect(page.locator(f"[id='{card}'] .said")).to_contain_text("The board decides in March. Ada Clerk")
    page.reload()
    expect(page.locator(f"[id='{card}'] .said")).to_contain_text("Accepted")
    page.locator(f"[id='{card}']").get_by_role("button", name="Take back").click()
    expect(page.locator(f"[id='{card}'] .said")).to_have_count(0)


def test_a_review_that_makes_no_sense_is_told_at_its_field_and_nothing_typed_is_lost(page: Page) -> None:
    report(page)
    card = card_of(page)
    review(page, card)
    form = page.locator(f"[id='{card}'] .review-form")
    form.get_by_label("It does not apply to us").check()
    form.get_by_label("Your name").fill("Ada Clerk")
    form.get_by_role("button", name="Save the review").click()
    expect(page.locator(".error-summary")).to_contain_text("Say why")
    form = page.locator(f"[id='{card}'] .review-form")
    expect(form.get_by_label("Your name")).to_have_value("Ada Clerk")
    expect(form.get_by_label("It does not apply to us")).to_be_checked()
    form.get_by_label("Why", exact=True).fill("We have no blog.")
    form.get_by_role("button", name="Save the review").click()
    expect(page.locator(f"[id='{card}'] .said")).to_contain_text("We have no blog.")


def save(page: Page, card: str, kind: str = "We know, and leave it as it is") -> None:
    form = page.locator(f"[id='{card}'] .review-form")
    form.get_by_label(kind).check()
    form.get_by_label("Why", exact=True).fill("Known.")
    form.get_by_label("Your name").fill("Ada Clerk")
    form.get_by_role("button", name="Save the review").click()
    expect(page.locator(f"[id='{card}'] .said")).to_contain_text("Known.")


def cards_of(page: Page) -> list[str]:
    """The anchors of all cards that are shown, from the top."""
    found: list[str] = page.eval_on_selector_all(
        "#verdicts .group[data-group] :is(.card[id], .item[id])",
        "cards => cards.filter(card => !card.closest('[hidden]')).map(card => card.id)",
    )
    return found


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_review_leaves_what_is_typed_in_another_form(page: Page) -> None:
    report(page)
    first, second = cards_of(page)[:2]
    review(page, first)
    review(page, second)
    other = page.locator(f"[id='{second}'] .review-form")
    other.get_by_label("It does not apply to us").check()
    other.get_by_label("Why", exact=True).fill("We have no blog.")
    other.get_by_label("Your name").fill("Ben Clerk")
    save(page, first)
    expect(other.get_by_label("It does not apply to us")).to_be_checked()
    expect(other.get_by_label("Why", exact=True)).to_have_value("We have no blog.")
    other.get_by_role("button", name="Save the review").click()
    expect(page.locator(f"[id='{second}'] .said")).to_contain_text("We have no blog.")


def test_a_review_under_a_filter_leaves_the_filter_and_goes_on_to_the_next(page: Page) -> None:
    report(page)
    page.get_by_label("Show", exact=True).select_option("open")
    first, second = cards_of(page)[:2]
    review(page, first)
    save(page, first)
    expect(page.locator(f"[id='{first}']")).to_be_hidden()
    expect(page.get_by_label("Show", exact=True)).to_have_value("open")
    expect(page).to_have_url(re.compile("show=open"))
    expect(page.locator("#said")).to_contain_text("The filter hides this verdict now.")
    assert focused(page) == second


def test_after_the_last_review_under_a_filter_the_filter_has_the_focus(page: Page) -> None:
    report(page)
    page.get_by_label("Show", exact=True).select_option("open")
    last = cards_of(page)[-1]
    review(page, last)
    save(page, last)
    expect(page.locator(f"[id='{last}']")).to_be_hidden()
    assert focused(page) == "show"


def test_the_title_names_an_error_only_while_there_is_one(page: Page) -> None:
    report(page)
    card = card_of(page)
    review(page, card)
    page.locator(f"[id='{card}'] .review-form").get_by_role("button", name="Save the review").click()
    expect(page).to_have_title(re.compile("^Error: "))
    save(page, card)
    expect(page).not_to_have_title(re.compile("Error"))


def test_a_review_changes_the_tone_of_its_place_in_the_document(page: Page) -> None:
    report(page)
    alone = page.locator("#document a.place.legacy:not([href^='#v-'], [href^='#f-'])").first
    card = (alone.get_attribute("href") or "")[1:]
    review(page, card)
    form = page.locator(f"[id='{card}'] .review-form")
    form.get_by_label("The status should be another one").check()
    form.get_by_label("It should be").select_option("covered")
    save(page, card, "The status should be another one")
    expect(page.locator(f"#document a.place[href='#{card}']").first).to_have_class("place decided")


def test_the_decisions_file_goes_out_and_comes_back(page: Page, tmp_path: Path) -> None:
    report(page)
    card = card_of(page)
    review(page, card)
    form = page.locator(f"[id='{card}'] .review-form")
    form.get_by_label("We know, and leave it as it is").check()
    form.get_by_label("Why", exact=True).fill("Known.")
    form.get_by_label("Your name").fill("Ada Clerk")
    form.get_by_role("button", name="Save the review").click()
    expect(page.locator(f"[id='{card}'] .said")).to_be_visible()
    page.locator("summary", has_text="Your reviews").click()
    with page.expect_download() as got:
        page.get_by_role("link", name="Download them as a decisions file").click()
    kept = tmp_path / got.value.suggested_filename
    got.value.save_as(kept)
    assert kept.name == "policylint-decisions.toml" and card in kept.read_text()
    page.locator(f"[id='{card}']").get_by_role("button", name="Take back").click()
    expect(page.locator(f"[id='{card}'] .said")).to_have_count(0)
    if not page.get_by_label("Upload a decisions file").is_visible():
        page.locator("summary", has_text="Your reviews").click()
    page.get_by_label("Upload a decisions file").set_input_files(kept)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.locator(f"[id='{card}'] .said")).to_contain_text("Known.")


def test_every_download_that_is_offered_comes(page: Page) -> None:
    report(page)
    page.locator("summary", has_text="Download").click()
    names = []
    links = page.locator(".menu a[download][href*='/documents/']")
    for number in range(links.count()):
        with page.expect_download(timeout=60_000) as got:
            links.nth(number).click()
        assert got.value.failure() is None
        names.append(got.value.suggested_filename)
    ends = {name.rpartition(".")[2] for name in names}
    assert {"html", "docx", "pdf", "json", "xlsx", "sarif", "md", "csv"} <= ends
    assert any("annotated" in name for name in names) and any("draft" in name for name in names)
    assert SAMPLE.name in names


def test_a_deleted_document_is_gone(page: Page) -> None:
    report(page)
    address = page.url
    page.locator("summary", has_text="Delete").click()
    page.get_by_role("button", name="Delete it now").click()
    page.wait_for_url(re.compile("/documents"))
    expect(page.locator("main")).to_contain_text("deleted")
    answer = page.goto(address)
    assert answer is not None and answer.status == 404


def test_another_visitor_does_not_see_it(page: Page, browser: Browser, running: Running) -> None:
    report(page)
    context = browser.new_context()
    answer = context.new_page().goto(page.url)
    assert answer is not None and answer.status == 404
    context.close()


def test_what_a_document_says_never_acts(page: Page) -> None:
    upload(page, {"name": "<img src=x onerror=hacked=1>.md", "mimeType": "text/markdown", "buffer": HOSTILE})
    page.wait_for_url(re.compile(r"/documents/[\w-]{20,}"))
    for path in ("?view=text", "?q=%3Cscript%3Ehacked%3D1%3C/script%3E"):
        page.goto(page.url.partition("?")[0] + path)
        assert page.evaluate("window.hacked") is None
    page.goto("/documents")
    assert page.evaluate("window.hacked") is None
    expect(page.locator("main")).to_contain_text("<img src=x onerror=hacked=1>.md")


def test_a_guide_is_named_as_such_and_can_be_checked_all_the_same(page: Page) -> None:
    report(page, CORPUS / "harlan-valley-travel.txt")
    expect(page.locator(".verdict")).to_contain_text("ot checked")
    page.get_by_role("button", name="Check it all the same").click()
    page.wait_for_url(re.compile(r"/documents/[\w-]{20,}"))
    expect(page.locator(".verdict")).to_contain_text("Of 53 requirements")


def test_an_unreadable_file_says_why_and_lists_no_gaps(page: Page) -> None:
    report(page, CORPUS / "orchard-bluff-transit-locked.pdf")
    expect(page.locator(".verdict")).to_contain_text("password")
    expect(page.locator("article.card")).to_have_count(0)


def test_all_of_it_works_without_scripts(browser: Browser, running: Running) -> None:
    with visiting(browser, running, java_script_enabled=False) as page:
        page.goto("/")
        page.get_by_label("Your policy").set_input_files(SAMPLE)
        page.get_by_role("button", name="Check the policy").click()
        page.wait_for_url(re.compile("/documents/"))
        expect(page.locator(".verdict")).to_contain_text("Of 53 requirements", timeout=30_000)
        page.get_by_label("Show", exact=True).select_option("legacy")
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.locator('[data-group="missing"]:visible')).to_have_count(0)
        page.get_by_label("Show", exact=True).select_option("missing")
        page.get_by_role("button", name="Show", exact=True).click()
        card = card_of(page)
        review(page, card)
        form = page.locator(f"[id='{card}'] .review-form")
        form.get_by_label("I agree with this verdict").check()
        form.get_by_label("Your name").fill("Ada Clerk")
        form.get_by_role("button", name="Save the review").click()
        expect(page.locator(f"[id='{card}'] .said")).to_contain_text("Ada Clerk")
        expect(page.get_by_label("Show", exact=True)).to_have_value("missing")
        page.get_by_role("link", name="Text", exact=True).click()
        expect(page.locator("#document mark").first).to_be_visible()
        page.goto("/documents")
        expect(page.locator("main")).to_contain_text(SAMPLE.name)


def test_nothing_runs_out_of_a_narrow_window(browser: Browser, running: Running) -> None:
    with visiting(browser, running, 404, viewport={"width": 320, "height": 640}) as page:
        report(page)
        address = page.url.partition("#")[0]
        for path in ("/", "/documents", "/about", "/api", "/nothing", address, f"{address}?view=text"):
            page.goto(path)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} is {wide} pixels too wide"


def test_on_a_phone_a_verdict_leads_to_the_document_and_back(browser: Browser, running: Running) -> None:
    with visiting(browser, running, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        report(page)
        link = page.get_by_role("link", name="Show in the document").first
        place = (link.get_attribute("href") or "").rpartition("#")[2]
        link.tap()
        page.wait_for_function("id => document.getElementById(id)", arg=place)
        page.wait_for_timeout(700)
        assert sees(page, f"#{place}")


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip().startswith("Skip")
    page.keyboard.press("Enter")
    page.get_by_label("Your policy").set_input_files(SAMPLE)
    page.get_by_label("Your policy").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Check the policy":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/documents/"))
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.closest('[id]').id")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.closest('[id]').id")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('[id]').id") == first != second


def test_the_sample_is_one_click_away(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Try the sample policy").click()
    page.wait_for_url(re.compile(r"/documents/[\w-]{20,}"))
    expect(page.locator(".verdict")).to_contain_text("Of 53 requirements")
