import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from policylint.model.report import Cover, Report
from policylint.outputs.portfolio import dashboard
from policylint.outputs.portfolio.dashboard import render
from tests.outputs.portfolio.samples import portfolio, with_status
from tests.outputs.samples import document, report

Attributes = dict[str, str | None]


class Page(HTMLParser):
    """The elements of a page, and the text of the matrix by row."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.rows: list[list[str]] = []
        self._in_matrix = self._in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag == "table":
            self._in_matrix = attributes.get("class") == "matrix"
        if self._in_matrix and tag == "tr":
            self.rows.append([])
        if self._in_matrix and tag in ("th", "td"):
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_matrix and self._in_cell:
            self.rows[-1][-1] += data

    def with_tag(self, tag: str) -> list[Attributes]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_matrix_is_a_table_with_a_word_in_every_cell() -> None:
    rows = Page(render(portfolio())).rows
    assert rows[0] == ["Document", "Covered", "Open", "Use", "Legal", "Citizen"]
    assert rows[3] == [
        "policies/mail rules.md",
        "1",
        "3",
        "covered",
        "legacy",
        "missingdecided",
        "missingnot asked for",
        "legacy",
        "missing",
    ]
    assert rows[4][-1] == "coveredcorrected"


def test_every_heading_of_a_table_says_what_it_heads() -> None:
    heads = Page(render(portfolio())).with_tag("th")
    assert {head.get("scope") for head in heads} == {"col", "row", "colgroup"}


def test_what_scrolls_can_be_reached_with_the_keyboard_and_has_a_name() -> None:
    for attributes in Page(render(portfolio())).with_tag("div"):
        if attributes.get("class") in ("scroll", "grid"):
            assert attributes["tabindex"] == "0" and attributes["aria-label"]


def test_nothing_is_loaded_and_only_our_style_and_script_may_act() -> None:
    page = Page(render(portfolio()))
    policy = next(a["content"] for a in page.with_tag("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None and policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not any("style" in attributes or "src" in attributes for _, attributes in page.elements)
    assert all((a.get("href") or "#").startswith("#") for a in page.with_tag("a"))


def test_peers_and_the_portfolio_itself_stand_beside_the_element() -> None:
    text = render(portfolio())
    assert "12 of 26 policies addressed acceptable use: A survey (2010)." in text
    assert "3 of 3 documents here settle some of it" in text


def test_documents_that_were_not_checked_say_why() -> None:
    text = render(portfolio())
    assert "The pages hold pictures and no text layer." in text
    assert 'id="unchecked"' not in render(report())


def test_what_is_short_of_the_least_coverage_and_what_the_baseline_knew_is_said() -> None:
    text = render(portfolio())
    assert "Short of the least coverage: 2 of the 5 requirements" in text
    assert "Since the baseline: 3 new or changed" in text


def test_an_earlier_report_shows_what_was_gained() -> None:
    before = report(with_status(document(), official="missing"))
    text = render(report(), earlier=before)
    assert "Gained (1)" in text and "Lost (" not in text
    assert "The two reports say the same" in render(report(), earlier=report())


def test_a_link_is_quoted_and_stays_beside_the_page() -> None:
    page = Page(render(report(), links={"old-policy.pdf": 'reports/a b".docx'}))
    assert "reports/a%20b%22.docx" in [a.get("href") for a in page.with_tag("a")]


def hostile(text: str) -> Report:
    of = document(name=text, quote=text, title=text)
    of = replace(of, requirements=tuple(replace(r, title=text) for r in of.requirements))
    return replace(report(of), cover=Cover(title=text, prepared_for=text, notes=(text,)))


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>', "</style>", "a\u202eb\x00c"])
def test_no_word_of_a_document_acts(text: str) -> None:
    drawn = render(hostile(text), earlier=hostile(text))
    page = Page(drawn)
    assert len(page.with_tag("script")) == 1 and not page.with_tag("img")
    assert len(page.with_tag("style")) == 1
    assert not re.search("[\x00\u202e]", drawn)


def test_it_carries_the_report_where_that_is_small_and_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def carries(drawn: str) -> bool:
        return 'id="policylint-report"' in drawn

    assert carries(render(report()))
    assert not carries(render(report(), earlier=report()))
    monkeypatch.setattr(dashboard, "CARRIES_UP_TO", 10)
    assert not carries(render(report()))
    assert "portfolio.json" in render(report())
