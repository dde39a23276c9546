"""The report: what every output draws and what the JSON says. Its JSON Schema is published with each version.

`Report.schema_` changes its number when a field is removed or changes its meaning; fields may be added under the
same one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_ID: Literal["policylint-report/1"] = "policylint-report/1"

StatusWord = Literal["covered", "legacy", "missing"]
Kind = Literal[
    "social-media-policy", "internet-use-policy", "handbook-with-section", "guide", "other-policy", "not-a-policy"
]
Verdict = Literal["checked", "not-applicable", "unreadable"]
Severity = Literal["high", "medium", "low"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class BoxOnPage(_Part):
    """A rectangle on a page: PDF points, origin top left of the page as displayed."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Evidence(_Part):
    """Words of the document and their place. Unknown places are null: a PDF has page and boxes, a DOCX paragraph, a
    text
    format line and column.
    """

    quote: str = Field(description="Verbatim words of the document, white space folded.")
    section: tuple[str, ...] = Field(
        default=(), description="Headings above the words, outermost first, with their numbers."
    )
    page: int | None = None
    paragraph: int | None = None
    line: int | None = None
    column: int | None = None
    boxes: tuple[BoxOnPage, ...] = ()
    lead: str = Field(
        default="", description="The words that introduce the list in which the quote stands, if it does."
    )
    scope: Literal["social", "older", "any"] = "any"
    rule: str = Field(default="", description="The signal of the rule that found these words.")


class Nearest(_Part):
    """The clause that came nearest to settling a gap, and what it lacks."""

    evidence: Evidence
    lacks: str


class Searched(_Part):
    """What was looked through before a requirement was called missing."""

    clauses: int
    sections: int
    candidates: int = Field(description="Clauses that hold at least one of the words the rule looks for.")
    terms: tuple[str, ...] = Field(default=(), description="Some of the words looked for, for people.")


class Requirement(_Part):
    """One requirement of the checklist and its status in one document."""

    id: str
    title: str
    element: str
    status: StatusWord
    why: str = Field(description="Why this status: which rule, which words, which scope.")
    evidence: tuple[Evidence, ...] = ()
    nearest: Nearest | None = None
    searched: Searched | None = None
    matters: str = Field(default="", description="Why the requirement matters, in plain words.")
    remedy: str = Field(default="", description="What to do about the gap, in plain words; empty when covered.")
    model_clause: str = Field(default="", description="A clause that would settle it, to adapt; empty when covered.")
    sources: tuple[str, ...] = ()


class Finding(_Part):
    """A clause that calls for rework."""

    id: str
    title: str
    severity: Severity
    evidence: tuple[Evidence, ...]
    why: str
    remedy: str
    applies_to: str = Field(default="", description="Whom the law behind the finding covers, for rights findings.")
    sources: tuple[str, ...] = ()


class ElementSummary(_Part):
    """Counts for one group of the checklist."""

    id: str
    title: str
    covered: int
    legacy: int
    missing: int


class Summary(_Part):
    """Counts over one document. The denominator is always the whole checklist."""

    requirements: int
    covered: int
    legacy: int
    missing: int
    findings: int
    elements: tuple[ElementSummary, ...]


class SourceFile(_Part):
    """The file that was checked."""

    name: str
    sha256: str
    media_type: str
    pages: int | None = None
    size: int = 0


class DocumentReport(_Part):
    """Everything the report says about one document.

    `unreadable` has a reason and neither requirements nor findings; `not-applicable` has a kind (guide or not a policy,
    or another policy) and why, and lists no gaps.
    """

    source: SourceFile
    verdict: Verdict
    reason: str | None = Field(default=None, description="A code: why the document is unreadable.")
    explanation: str = Field(default="", description="One or two sentences for people: what the verdict means here.")
    title: str = ""
    kind: Kind | None = None
    kind_why: str = ""
    requirements: tuple[Requirement, ...] = ()
    findings: tuple[Finding, ...] = ()
    summary: Summary | None = None
    notes: tuple[str, ...] = ()
    sections: int = 0
    clauses: int = 0
    words: int = 0


class PackInfo(_Part):
    """A rule pack that was used; `digest` is the SHA-256 over its files."""

    id: str
    title: str
    version: str
    digest: str


class ToolInfo(_Part):
    """The program that wrote the report, and the language model that it read with."""

    name: str = "policylint"
    version: str
    model: str = ""


class Options(_Part):
    """What was asked for that bears on the result."""

    as_of: str = Field(description="The date (ISO) against which stale dates are judged.")
    any_kind: bool = Field(
        default=False, description="Checked even when the document is no policy of the fitting kind."
    )


class Report(_Part):
    """A whole report: one or many documents, in the order in which they were given."""

    schema_: Annotated[Literal["policylint-report/1"], Field(alias="schema")] = SCHEMA_ID
    tool: ToolInfo
    packs: tuple[PackInfo, ...]
    options: Options
    documents: tuple[DocumentReport, ...]
