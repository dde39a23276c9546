"""The report page, drawn with data made by hand."""

from __future__ import annotations

from typing import Any

from lxml import html
from msgspec.structs import replace

from policylint.model.report import DocumentReport, Report
from policylint.web.pages.report_page import report_page
from policylint.web.pages.report_parts import Download, Draft, Filters, Problem
from policylint.web.panel.model import Panel, PanelBlock, PanelPage
from policylint.web.panel.places import place_numbers
from policylint.web.panel.show import panel_part
from policylint.web.store.model import StoredDecision
from tests.outputs.samples import document as checked
from tests.outputs.samples import report
from tests.web.pages.drawing import parsed, stored, surroundings

PANEL = Panel(
    pages=(PanelPage(600, 800),) * 3,
    blocks=(
        PanelBlock(kind="heading", text="4 Records", level=1, page=2),
        PanelBlock(kind="item", text="E-mail is kept for two years. Nothing else is.", level=1, label="(a)", page=2),
        PanelBlock(kind="item", text="It is deleted then.", level=1, label="(b)", page=2),
        PanelBlock(kind="row", text="Owner | Clerk", page=3),
        PanelBlock(kind="row", text="Date | 1998", page=3),
        PanelBlock(kind="paragraph", text="Page 3", page=3, furniture=True),
    ),
)
DOWNLOADS = (Download("Report", "PDF", "/policylint/documents/first/report.pdf", "To print."),)


def draw(
    about: DocumentReport | Report | None = None,
    *,
    panel: Panel | None = PANEL,
    view: Any = "pages",
    part: int = 1,
    decisions: tuple[StoredDecision, ...] = (),
    chosen: Filters | None = None,
    problems: tuple[Problem, ...] = (),
    draft: Draft | None = None,
    name: str = "old-policy.pdf",
    reviewer: str = "Dana Lee",
) -> html.HtmlElement:
    """The page as a tree."""
    return parsed(
        source(
            about,
            panel=panel,
            view=view,
            part=part,
            decisions=decisions,
            chosen=chosen,
            problems=problems,
            draft=draft,
            name=name,
            reviewer=reviewer,
        )
    )


def source(about: DocumentReport | Report | None = None, **more: Any) -> str:
    """The page as it is sent."""
    whole = about if isinstance(about, Report) else report(about or checked())
    document = whole.documents[0]
    panel = more.get("panel", PANEL)
    return report_page(
        surroundings(),
        stored(name=more.get("name", "old-policy.pdf")),
        whole,
        panel_part(panel, document, more.get("view", "pages"), more.get("part", 1)) if panel else None,
        place_numbers(document),
        more.get("decisions", ()),
        more.get("chosen") or Filters(),
        DOWNLOADS,
        more.get("reviewer", "Dana Lee"),
        more.get("problems", ()),
        more.get("draft"),
    )


def signed(document: DocumentReport) -> DocumentReport:
    """The document with a fingerprint on each verdict, as the engine gives them."""
    return replace(
        document,
        requirements=tuple(
            replace(
                r,
                fingerprint=f"{n:016x}",
                evidence=tuple(replace(e, fingerprint=f"{n:016x}") for e in r.evidence),
            )
            for n, r in enumerate(document.requirements, 1)
        ),
        findings=tuple(replace(f, fingerprint=f"{n:016x}") for n, f in enumerate(document.findings, 100)),
    )


def decision(rule: str, kind: str, fingerprint: str, *, status: str = "", identifier: int = 7) -> StoredDecision:
    return StoredDecision(
        id=identifier,
        rule=rule,
        kind=kind,
        status=status,
        reason="We know.",
        owner="Dana Lee",
        date="2026-01-02",
        expires="",
        fingerprint=fingerprint,
        clause="",
        settled_by="",
        section="",
    )
