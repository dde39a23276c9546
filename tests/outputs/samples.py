"""Reports made by hand, for the tests of outputs."""

from msgspec.structs import replace

from policylint.model.report import (
    Absent,
    BoxOnPage,
    Decision,
    DecisionUse,
    DocumentReport,
    ElementSummary,
    Elsewhere,
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
    boxes = (BoxOnPage(page=page, x0=72.0, top=90.0, x1=300.0, bottom=102.0),) if page else ()
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
        matters="People fall silent.",
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


WHY = "No law asks a town for it (Film Act, 2020)."
SHORTFALL = "2 of the 5 requirements that apply are settled, 40 %; the least is 80 %."
FROM_FILE = Decision(
    kind="settled-elsewhere",
    reason="The records policy says it.",
    owner="Dana Lee, city clerk",
    date="2026-01-02",
    expires="2027-06-30",
    settled_by=Elsewhere(document="policies/records.pdf", section="4 Retention"),
    origin="file",
    place="policylint-decisions.toml:12",
)
FROM_COMMENT = Decision(
    kind="accept",
    reason="We know.",
    owner="Sam Ode",
    date="2026-01-03",
    expires=None,
    origin="comment",
    place="policies/mail rules.md:7",
)


def compared() -> DocumentReport:
    """A Markdown document with everything that a project can add: a profile, decisions, a baseline, a policy set."""
    clause = Evidence(
        quote="E-mail is kept for two years.", section=("4 Records",), line=31, column=3, fingerprint="aa" * 8
    )
    there = Evidence(quote="Posts are public records.", section=("2 Scope",), page=5, document="policies/records.pdf")
    base = document(name="policies/mail rules.md")
    covered, legacy, missing = base.requirements
    requirements = (
        covered,
        replace(legacy, evidence=(clause,), baseline="new", fingerprint="aa" * 8, severity="high"),
        replace(missing, baseline="unchanged", fingerprint="bb" * 8),
        replace(missing, id="legal.terms", title="Terms", element="legal", decision=FROM_FILE, baseline="unchanged"),
        replace(
            missing,
            id="legal.filming",
            title="Filming",
            element="legal",
            applies=False,
            profile_why=WHY,
            baseline="unchanged",
        ),
        replace(legacy, id="legal.disclosure", title="Disclosure", evidence=(there, clause), baseline="updated"),
    )
    again = replace(base.findings[0], evidence=(clause,), fingerprint="aa" * 8, baseline="unchanged")
    findings = (
        replace(again, baseline="new"),
        again,
        replace(again, id="rights.tone", title="Tone", severity="low", decision=FROM_COMMENT),
    )
    elements = (
        ElementSummary(id="use", title="Use", covered=1, legacy=0, missing=0),
        ElementSummary(id="legal", title="Legal", covered=0, legacy=2, missing=2),
        ElementSummary(id="citizen", title="Citizen", covered=0, legacy=0, missing=1),
    )
    return replace(
        base,
        source=SourceFile(name=base.source.name, sha256="12" * 32, media_type="text/markdown", size=900),
        requirements=requirements,
        findings=findings,
        summary=Summary(
            requirements=6,
            covered=1,
            legacy=2,
            missing=3,
            findings=3,
            elements=elements,
            applying=5,
            covered_applying=1,
            decided=2,
        ),
        profile="government",
        shortfall=SHORTFALL,
        absent=(Absent(id="rights.old", title="Silence", fingerprint="cc" * 8, quote="Nobody may speak."),),
    )


def lapsed() -> DecisionUse:
    return DecisionUse(
        document="policies/old.md",
        rule="legal.records",
        state="lapsed",
        why="The clause it was about has changed; look again and decide anew.",
        decision=FROM_FILE,
    )


def project() -> Report:
    """A report with documents of every verdict and format of place, compared with a baseline."""
    paragraph = replace(evidence(page=None), paragraph=12)
    docx = document(name="policies/handbook.docx")
    docx = replace(docx, findings=(replace(docx.findings[0], evidence=(paragraph,)),))
    return replace(report(compared(), document(), docx, unreadable(), not_applicable()), decisions=(lapsed(),))
