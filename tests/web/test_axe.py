"""Accessibility: axe-core finds nothing against WCAG 2.2 AA on any page in any state, light or dark, small or large."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.browser import DESKTOP, PHONE, chromium, visiting
from tests.web.serving import CORPUS, SAMPLE, Running, server

pytestmark = pytest.mark.slow

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}
"""What is in order is not listed in full: on a long page that takes longer than to look at it."""
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESKTOP},
    # A window of 1,280 pixels at 200 % has room for 640, and draws each with four.
    "dark, at 200 %": {
        "viewport": {"width": 640, "height": 450},
        "device_scale_factor": 2,
        "color_scheme": "dark",
    },
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "phone": {"viewport": PHONE},
    "forced colours": {"viewport": DESKTOP, "forced_colors": "active"},
}
FULLY = ("light", "dark, at 200 %")
"""Looks in which every state is tried; in the others only those of `MAIN`: what differs there shows in them."""
MAIN = ("start", "report, all open", "report, text view", "documents, matrix open", "comparison")


Reach = Callable[[Page, "Uploads"], object]
"""Brings a page into a state."""


@dataclass(frozen=True)
class Uploads:
    """Addresses of documents that were examined, and the browser's state that may see them."""

    policy: str
    social: str
    locked: str
    other: str
    state: Any


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with server(tmp_path_factory.mktemp("axe") / "data", "--max-size", "1") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def uploads(browser: Browser, running: Running) -> Uploads:
    context = browser.new_context(base_url=running.url)
    page = context.new_page()
    names = (SAMPLE, *(CORPUS / name for name in ("ondaga-social-2024.docx", "orchard-bluff-transit-locked.pdf")))
    addresses = [_uploaded(page, file) for file in (*names, CORPUS / "harlan-valley-travel.txt")]
    policy, social, locked, other = addresses
    found = Uploads(policy, social, locked, other, context.storage_state())
    context.close()
    return found


def _uploaded(page: Page, file: Path) -> str:
    page.goto("/")
    page.get_by_label("Your policy").set_input_files(file)
    page.get_by_role("button", name="Check the policy").click()
    page.wait_for_url(re.compile(r"/documents/[\w-]{20,}"))
    return page.url


def _too_large(page: Page, _: Uploads) -> None:
    page.goto("/")
    page.get_by_label("Your policy").set_input_files({"name": "l.pdf", "mimeType": "", "buffer": b"x" * 1_100_000})
    page.get_by_role("button", name="Check the policy").click()
    page.locator(".error-summary").wait_for()


def _options(page: Page, _: Uploads) -> None:
    page.goto("/")
    page.get_by_label("Your policy").set_input_files(SAMPLE)
    page.locator("summary", has_text="Options").click()


def _open_report(page: Page, uploads: Uploads) -> None:
    page.goto(uploads.policy)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def _review(page: Page, uploads: Uploads) -> None:
    page.goto(uploads.policy)
    page.get_by_role("link", name="Review this verdict").first.click()
    page.locator(".review-form").wait_for()


def _wrong_review(page: Page, uploads: Uploads) -> None:
    _review(page, uploads)
    page.locator(".review-form").get_by_label("We know, and leave it as it is").check()
    page.get_by_role("button", name="Save the review").click()
    page.locator(".error-summary").wait_for()


def _matrix(page: Page, _: Uploads) -> None:
    page.goto("/documents")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def _to(path: str) -> Reach:
    return lambda page, _: page.goto(path)


STATES: dict[str, Reach] = {
    "start": _to("/"),
    "start, files chosen and options open": _options,
    "start, a file too large": _too_large,
    "report": lambda page, uploads: page.goto(uploads.policy),
    "report, all open": _open_report,
    "report, text view": lambda page, uploads: page.goto(f"{uploads.policy}?view=text"),
    "report, nothing found": lambda page, uploads: page.goto(f"{uploads.policy}?q=zzzz"),
    "report, a review": _review,
    "report, a review that makes no sense": _wrong_review,
    "report on a Word file": lambda page, uploads: page.goto(uploads.social),
    "unreadable": lambda page, uploads: page.goto(uploads.locked),
    "not applicable": lambda page, uploads: page.goto(uploads.other),
    "documents, matrix open": _matrix,
    "comparison": lambda page, uploads: page.goto(
        f"/compare?old={uploads.policy.rpartition('/')[2]}&new={uploads.social.rpartition('/')[2]}"
    ),
    "about": _to("/about"),
    "API": _to("/api"),
    "no such page": _to("/nothing"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(browser: Browser, running: Running, uploads: Uploads, look: str) -> None:
    found = []
    options = {"storage_state": uploads.state, **LOOKS[look]}
    for state in STATES if look in FULLY else MAIN:
        reach = STATES[state]
        with visiting(browser, running, 404, 422, **options) as page:
            reach(page, uploads)
            violations = Axe().run(page, options=OPTIONS).response["violations"]
        for violation in violations:
            places = "; ".join(str(node["target"][0]) for node in violation["nodes"][:3])
            found.append(f"{state}: {violation['id']}: {violation['help']} ({places})")
    assert found == []


def test_axe_finds_nothing_where_one_signs_in(browser: Browser, tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("ada a-token-of-thirty-two-characters\n")
    tokens.chmod(0o600)
    with (
        server(tmp_path / "data", "--token-file", str(tokens), ready=False) as running,
        visiting(browser, running, 401) as page,
    ):
        page.goto("/")
        assert "/sign-in" in page.url
        assert Axe().run(page, options=OPTIONS).response["violations"] == []
        page.get_by_label(re.compile("token", re.IGNORECASE)).fill("a wrong one")
        page.get_by_role("button", name="Sign in").click()
        page.locator(".error-summary").wait_for()
        assert Axe().run(page, options=OPTIONS).response["violations"] == []
        page.get_by_label(re.compile("token", re.IGNORECASE)).fill("a-token-of-thirty-two-characters")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_label("Your policy").wait_for()
