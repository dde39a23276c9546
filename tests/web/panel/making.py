"""Reports, panels and evidence by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policylint.model.report import (
    BoxOnPage,
    Decision,
    DecisionKind,
    DocumentReport,
    Evidence,
    Finding,
    Nearest,
    Requirement,
    SourceFile,
    StatusWord,
)
from policylint.web.panel.model import Panel, PanelBlock, PanelPage


def box(x0: float, top: float, x1: float, bottom: float, *, page: int = 1) -> BoxOnPage:
    return BoxOnPage(page=page, x0=x0, top=top, x1=x1, bottom=bottom)


def words(quote: str, *boxes: BoxOnPage, **place: Any) -> Evidence:
    """An evidence; with boxes it stands on the page of the first."""
    if boxes:
        place.setdefault("page", boxes[0].page)
    return Evidence(quote=quote, boxes=boxes, **place)


def requirement(
    name: str, *evidence: Evidence, status: StatusWord = "covered", near: Evidence | None = None, **more: Any
) -> Requirement:
    nearest = Nearest(evidence=near, lacks="It lacks a duty.") if near else None
    return Requirement(
        id=name,
        title=f"About {name}",
        element="records",
        status=status,
        why="",
        evidence=evidence,
        nearest=nearest,
        **more,
    )


def finding(name: str, *evidence: Evidence, **more: Any) -> Finding:
    return Finding(id=name, title=f"About {name}", severity="high", evidence=evidence, why="", remedy="", **more)


def decision(kind: DecisionKind, status: StatusWord | None = None) -> Decision:
    """What somebody said of a verdict."""
    return Decision(
        kind=kind, reason="r", owner="o", date="2026-11-01", expires=None, origin="file", place="p", status=status
    )


def report(*about: Requirement | Finding) -> DocumentReport:
    return DocumentReport(
        source=SourceFile(name="policy.pdf", sha256="0", media_type="application/pdf"),
        verdict="checked",
        requirements=tuple(each for each in about if isinstance(each, Requirement)),
        findings=tuple(each for each in about if isinstance(each, Finding)),
    )


def covering(*evidence: Evidence) -> DocumentReport:
    """A report with a requirement for each evidence."""
    return report(*(requirement(f"r.{number}", each) for number, each in enumerate(evidence, 1)))


def texts(*blocks: str | PanelBlock) -> Panel:
    """A document without pages, each block a paragraph with its number."""
    return Panel(
        blocks=tuple(
            each if isinstance(each, PanelBlock) else PanelBlock(kind="paragraph", text=each, paragraph=number)
            for number, each in enumerate(blocks, 1)
        )
    )


def pages(count: int = 1, blocks: Sequence[PanelBlock] = ()) -> Panel:
    """A document of pages of 600 by 800 points."""
    return Panel(pages=(PanelPage(600, 800),) * count, blocks=tuple(blocks))
