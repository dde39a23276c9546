"""A real browser for tests: Chromium, driven by Playwright. Nothing is downloaded; without it, tests are skipped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.web.serving import Running

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def launched(playwright: Playwright) -> Browser:
    """Chromium; the test is skipped where there is none."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium on this machine")
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))


@contextmanager
def visiting(browser: Browser, running: Running, *expected: int, **options: Any) -> Iterator[Page]:
    """A visitor of their own, whose page must not have had a fault by the end: no script error, nothing blocked, no
    answer with an error but with a status that is expected.
    """
    context = browser.new_context(**{"viewport": DESKTOP, "base_url": running.url, **options})
    context.set_default_timeout(30_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: None if _own(request.url, running) else faults.append(f"asked {request.url}"))
    try:
        yield page
        known = [f"status of {status} " for status in expected]  # the browser's own words on an answer
        assert [fault for fault in faults if not any(words in fault for words in known)] == []
    finally:
        context.close()


def _own(url: str, running: Running) -> bool:
    return url.startswith((running.url, "data:", "blob:"))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium for as long as it is needed."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()
