"""Reports made by hand, for the tests of outputs."""

from msgspec.structs import replace

from policylint.model.report import (
    BoxOnPage,
    DocumentReport,
    ElementSummary,
    Evidence,
    Finding,
    Nearest,
    Options,
    PackInfo,
    Report,
    Requirement,
    Searched,
    SourceFile,
    Summary,
    ToolInfo,
)


def evidence(quote: str = "E-mail is kept for two years.", page: int | None = 2) -> Evidence:
    boxes = (BoxOnPage(page=page, x0=72, top=90, x1=300, bottom=102),) if page else ()
    return Evidence(quote=quote, section=("4 Records",), page=page, boxes=boxes, scope="older", rule="keeps")


def document(
    name: str = "old-policy.pdf", quote: str = "E-mail is kept for two years.", title: str = "Mail rules"
) -> DocumentReport:
    missing = Requirement(
        id="citizen.blocking",
        title="Blocking users",
        element="citizen",
        status="missing",
        why="All 12 clauses were searched.",
        nearest=Nearest(evidence=evidence(quote), lacks="It does not say when a user may be blocked."),
        searched=Searched(clauses=12, sections=3, candidates=1, terms=("block", "ban")),
        matters="A ban shuts a door.",
        remedy="Say when.",
        model_clause="A user may be blocked when [reason].",
        sources=("A source (2010)",),
    )
    legacy = replace(
        missing,
        id="legal.records",
        title="Records",
        element="legal",
        status="legacy",
        evidence=(evidence(quote),),
        nearest=None,
        searched=None,
    )
    covered = replace(legacy, id="use.official", title="Official use", element="use", status="covered")
    finding = Finding(
        id="rights.disparagement",
        title="Ban on criticism",
        severity="high",
        evidence=(evidence(quote),),
        why="It chills speech.",
        remedy="Narrow it.",
        applies_to="Private employers.",
        sources=("Stericycle (2023)",),
    )
    elements = tuple(
        ElementSummary(
            id=r.element,
            title=r.element.title(),
            covered=int(r.status == "covered"),
            legacy=int(r.status == "legacy"),
            missing=int(r.status == "missing"),
        )
        for r in (covered, legacy, missing)
    )
    return DocumentReport(
        source=SourceFile(name=name, sha256="ab" * 32, media_type="application/pdf", pages=3, size=9),
        verdict="checked",
        title=title,
        kind="internet-use-policy",
        kind_why="its title names e-mail",
        requirements=(covered, legacy, missing),
        findings=(finding,),
        summary=Summary(requirements=3, covered=1, legacy=1, missing=1, findings=1, elements=elements),
        sections=3,
        clauses=12,
        words=100,
    )


def unreadable() -> DocumentReport:
    return DocumentReport(
        source=SourceFile(name="scan.pdf", sha256="cd" * 32, media_type="application/pdf", size=9),
        verdict="unreadable",
        reason="no-text",
        explanation="The pages hold pictures and no text layer.",
    )


def not_applicable() -> DocumentReport:
    return DocumentReport(
        source=SourceFile(name="travel.pdf", sha256="ef" * 32, media_type="application/pdf", size=9),
        verdict="not-applicable",
        explanation="This is a policy on another matter.",
        kind="other-policy",
        kind_why="it binds people, but on another matter",
    )


def report(*documents: DocumentReport) -> Report:
    return Report(
        tool=ToolInfo(version="0.0.0", model="test"),
        packs=(PackInfo(id="t", title="Test pack", version="1", digest="0" * 64),),
        options=Options(as_of="2026-01-01"),
        documents=documents or (document(),),
    )
