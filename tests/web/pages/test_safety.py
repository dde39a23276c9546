"""No word of a file, a person or the service acts on a page, and no page needs more than its policy allows."""

import re
from pathlib import Path

import pytest

from policylint.outputs.wording import visible
from policylint.web.pages import environment
from tests.web.pages.drawing import HOSTILE, ROOT, all_pages, parsed, text_of

TEMPLATES = sorted((Path(environment.__file__).parent / "templates").rglob("*.html"))
PAGES = all_pages()
HOSTILE_PAGES = all_pages(HOSTILE)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_style_or_script_in_it(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style|javascript:|\son[a-z]+\s*=", source, re.IGNORECASE)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_takes_text_for_markup_but_its_own(path: Path) -> None:
    for expression in re.findall(r"\{\{(.*?)\}\}", path.read_text(encoding="utf-8"), re.DOTALL):
        if re.search(r"\|\s*safe", expression):
            assert re.match(r"\s*'[^']*'\s*\|\s*safe", expression), expression


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_nothing_on_a_page_acts_but_our_own_scripts(name: str) -> None:
    page = parsed(HOSTILE_PAGES[name])
    for element in page.iter():
        assert element.tag not in ("style", "img", "iframe", "object", "embed")
        assert not [attribute for attribute in element.attrib if attribute == "style" or attribute.startswith("on")]
    for script in page.iter("script"):
        assert script.get("src").startswith(f"{ROOT}/static/") and not script.text


@pytest.mark.parametrize("name", sorted(set(HOSTILE_PAGES) - {"about", "no documents", "api"}))
def test_hostile_words_are_shown_as_they_are_and_what_turns_them_is_made_visible(name: str) -> None:
    page = HOSTILE_PAGES[name]
    assert visible(HOSTILE) in text_of(parsed(page))
    assert "\u202e" not in page


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_hostile_words_add_no_element_to_a_page(name: str) -> None:
    def elements(page: str) -> list[str]:
        # Where a name may go on in the next line (wbr) and which clauses count as alike depends on the words.
        return [element.tag for element in parsed(page).iter() if element.tag not in ("wbr", "ins", "del")]

    assert set(elements(HOSTILE_PAGES[name])) == set(elements(PAGES[name]))


@pytest.mark.parametrize("name", PAGES)
def test_every_address_is_below_the_root_of_the_service(name: str) -> None:
    for element in parsed(PAGES[name]).iter("a", "form", "link", "script"):
        for attribute in ("href", "action", "src"):
            address = element.get(attribute, ROOT)
            assert address.startswith((ROOT, "#")), address
