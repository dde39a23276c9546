"""What can be said of accessibility without a browser: structure, names and references."""

import re
from itertools import pairwise

import pytest

from tests.web.pages.drawing import all_pages, parsed, text_of

PAGES = all_pages()


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]


def test_there_is_one_main_heading_and_no_level_is_left_out(page: str) -> None:
    # The summary of errors comes before the main heading, as people who look for the error come first to it.
    headings = [element for element in parsed(page).iter("h1", "h2", "h3", "h4") if element.get("id") != "error-title"]
    levels = [int(heading.tag[1]) for heading in headings]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_id_is_given_twice_and_every_reference_has_its_element(page: str) -> None:
    tree = parsed(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = tree.xpath("//@aria-labelledby | //@aria-describedby | //label/@for | //@form")
    assert {identifier for value in named for identifier in value.split()} <= set(ids)


def test_every_field_and_every_button_has_a_name(page: str) -> None:
    tree = parsed(page)
    labelled = set(tree.xpath("//label/@for"))
    assert all(field.get("id") in labelled for field in tree.iter("input", "select", "textarea"))
    assert all(text_of(button) for button in tree.iter("button"))


def test_shapes_are_hidden_from_those_who_hear_the_page_and_have_words_beside_them(page: str) -> None:
    for drawing in parsed(page).iter("svg"):
        assert drawing.get("aria-hidden") == "true"
    for cell in parsed(page).xpath("//*[contains(concat(' ', @class, ' '), ' cell ')]"):
        assert cell.get("aria-label") or text_of(cell.getparent())


def test_the_first_link_leads_to_the_main_content(page: str) -> None:
    tree = parsed(page)
    assert next(tree.iter("a")).get("href") == "#main"
    assert tree.get_element_by_id("main").tag == "main"


def test_every_page_has_a_title_of_its_own() -> None:
    titles = [re.sub(r"^Error: ", "", parsed(page).findtext(".//title")) for page in PAGES.values()]
    assert all(title.endswith(" \u2013 policylint") for title in titles)
    assert len(set(titles)) >= len(titles) - 2  # two of the pages are drawn in two states


def test_a_region_that_scrolls_can_be_reached_with_the_keyboard(page: str) -> None:
    for region in parsed(page).xpath("//pre | //*[@class='scroll']"):
        assert region.get("tabindex") == "0" and region.get("aria-label")
