"""When a browser has painted the largest part of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

_WIDTH: Final = 1280
_HEIGHT: Final = 900
_SETTLE: Final = 300
"""Milliseconds after the load event in which a larger part may yet come."""

_LAST: Final = """() => new Promise(done => {
  new PerformanceObserver(list => {
    const last = list.getEntries().at(-1)
    done([last.startTime, last.element ? last.element.tagName.toLowerCase() : 'what is gone'])
  }).observe({type: 'largest-contentful-paint', buffered: true})
})"""


@dataclass(frozen=True, slots=True)
class Paint:
    """The largest contentful paint of a page: seconds after navigation began, and the element."""

    seconds: float
    element: str


def largest_paints(program: str, url: str, cookies: Mapping[str, str], rounds: int) -> list[Paint]:
    """Open a page so many times, each time as somebody whose browser keeps nothing of it yet."""
    with sync_playwright() as playwright:
        # Without a sandbox of its own: the pages are ours, and in a container it cannot have one.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            _largest(browser, url, cookies)  # the first start of a renderer is the browser's, not the page's
            return [_largest(browser, url, cookies) for _ in range(rounds)]
        finally:
            browser.close()


def _largest(browser: Browser, url: str, cookies: Mapping[str, str]) -> Paint:
    context = browser.new_context(viewport={"width": _WIDTH, "height": _HEIGHT})
    try:
        host = urlsplit(url).hostname or ""
        context.add_cookies(
            [{"name": name, "value": value, "domain": host, "path": "/"} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.goto(url, wait_until="load")
        page.wait_for_timeout(_SETTLE)
        milliseconds, element = page.evaluate(_LAST)
        return Paint(milliseconds / 1000, element)
    finally:
        context.close()
