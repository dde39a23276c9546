"""The report: what every output draws and what the JSON says. Its JSON Schema is published with each version.

`Report.schema_` changes its number when a field is removed or changes its meaning; fields may be added under the
same one. Structs of msgspec rather than pydantic models: a cached run reads a thousand of these back in a breath.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from policylint.choices import FailLevel

SCHEMA_ID: Literal["policylint-report/1"] = "policylint-report/1"

OWN_TITLES: Final = ("Policy gap report", "Policy coverage", "Policy coverage diff")
"""Titles of what policylint itself writes, so that a report which lies beside the policies is not taken for one."""

StatusWord = Literal["covered", "legacy", "missing"]
Kind = Literal[
    "social-media-policy", "internet-use-policy", "handbook-with-section", "guide", "other-policy", "not-a-policy"
]
Verdict = Literal["checked", "not-applicable", "unreadable"]
Severity = Literal["high", "medium", "low"]
DecisionKind = Literal["accept", "not-applicable", "false-positive", "settled-elsewhere", "confirm", "correct"]
"""The first four close a gap or a finding. The last two are a review of a verdict: a person agrees, or says what the
status should be; neither closes anything."""
DecisionState = Literal["in-force", "expired", "lapsed", "unused"]
BaselineState = Literal["new", "unchanged", "updated"]


class _Part(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    pass


class BoxOnPage(_Part, frozen=True, kw_only=True, gc=False):
    """A rectangle on a page: PDF points, origin top left of the page as displayed."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Evidence(_Part, frozen=True, kw_only=True, gc=False):
    """Words of a document and their place. Unknown places are null: a PDF has page and boxes, a DOCX paragraph, a text
    format line and column.
    """

    quote: Annotated[str, Meta(description="Verbatim words of the document, white space folded.")]
    section: Annotated[
        tuple[str, ...], Meta(description="Headings above the words, outermost first, with their numbers.")
    ] = ()
    page: int | None = None
    paragraph: int | None = None
    line: int | None = None
    column: int | None = None
    boxes: tuple[BoxOnPage, ...] = ()
    lead: Annotated[
        str, Meta(description="The words that introduce the list in which the quote stands, if it does.")
    ] = ""
    scope: Literal["social", "older", "any"] = "any"
    speaks_of: Annotated[
        Literal["social", "older", "any"],
        Meta(description="The technology that the clause, the headings above it or the title name."),
    ] = "any"
    rule: Annotated[str, Meta(description="The signal of the rule that found these words.")] = ""
    fingerprint: Annotated[
        str, Meta(description="Of the clause's words: it survives reflowing and renumbering, and no change of words.")
    ] = ""
    document: Annotated[
        str, Meta(description="The file in which the words stand, where that is another document of the policy set.")
    ] = ""
    recognised: Annotated[
        bool, Meta(description="Whether the words stand on a page that was read by OCR, which may misread them.")
    ] = False


class Nearest(_Part, frozen=True, kw_only=True, gc=False):
    """The clause that came nearest to settling a gap, and what it lacks."""

    evidence: Evidence
    lacks: str


class Searched(_Part, frozen=True, kw_only=True, gc=False):
    """What was looked through before a requirement was called missing."""

    clauses: int
    sections: int
    candidates: Annotated[int, Meta(description="Clauses that hold at least one of the words the rule looks for.")]
    terms: Annotated[tuple[str, ...], Meta(description="Some of the words looked for, for people.")] = ()


class Elsewhere(_Part, frozen=True, kw_only=True, gc=False):
    """The document, and the section in it, that a decision names as the place where a requirement is settled."""

    document: str
    section: str = ""


class Decision(_Part, frozen=True, kw_only=True, gc=False):
    """What a person decided about a gap or a finding, and where that is written down."""

    kind: DecisionKind
    reason: str
    owner: str
    date: Annotated[str, Meta(description="The day of the decision (ISO).")]
    expires: Annotated[str | None, Meta(description="The last day on which it holds (ISO); null where it has no end.")]
    settled_by: Elsewhere | None = None
    origin: Annotated[Literal["file", "comment"], Meta(description="A decisions file, or a comment in the document.")]
    place: Annotated[str, Meta(description="File and line of the decision.")]
    status: Annotated[
        StatusWord | None, Meta(description="What a correction says that the status should be; null for other kinds.")
    ] = None


class Requirement(_Part, frozen=True, kw_only=True, gc=False):
    """One requirement of the checklist and its status in one document."""

    id: str
    title: str
    element: str
    status: StatusWord
    why: Annotated[str, Meta(description="Why this status: which rule, which words, which scope.")]
    applies: Annotated[bool, Meta(description="Whether the profile asks for it; it is listed whether or not.")] = True
    profile_why: Annotated[
        str, Meta(description="Why the profile leaves it out or weighs it otherwise, with the law behind that if any.")
    ] = ""
    severity: Severity = "medium"
    by_itself: Annotated[
        bool, Meta(description="Each policy must settle it for itself; another document of its policy set cannot.")
    ] = False
    evidence: tuple[Evidence, ...] = ()
    nearest: Nearest | None = None
    searched: Searched | None = None
    matters: Annotated[str, Meta(description="Why the requirement matters, in plain words.")] = ""
    remedy: Annotated[str, Meta(description="What to do about the gap, in plain words; empty when covered.")] = ""
    model_clause: Annotated[str, Meta(description="A clause that would settle it, to adapt; empty when covered.")] = ""
    sources: tuple[str, ...] = ()
    fingerprint: Annotated[str, Meta(description="What a decision or a baseline is bound to.")] = ""
    decision: Decision | None = None
    review: Annotated[
        Decision | None, Meta(description="What a person who looked at the verdict said of it: confirm or correct.")
    ] = None
    baseline: Annotated[BaselineState | None, Meta(description="Null where no baseline was given.")] = None

    @property
    def standing(self) -> StatusWord:
        """The status in the eyes of the person who corrected it; policylint's own where nobody did."""
        return (self.review.status if self.review else None) or self.status

    @property
    def is_open(self) -> bool:
        """Whether it is a gap that still calls for somebody: it applies, and nobody has decided about it."""
        return self.applies and self.standing != "covered" and self.decision is None

    @property
    def counts(self) -> bool:
        """Whether it makes a run fail: it is open, and no baseline knows it as it is."""
        return self.is_open and self.baseline != "unchanged"


class Finding(_Part, frozen=True, kw_only=True, gc=False):
    """A clause that calls for rework."""

    id: str
    title: str
    severity: Severity
    evidence: tuple[Evidence, ...]
    why: str
    matters: Annotated[str, Meta(description="Why such a clause matters, in plain words.")] = ""
    remedy: str
    applies: Annotated[bool, Meta(description="Whether the profile asks for it; it is listed whether or not.")] = True
    profile_why: Annotated[
        str, Meta(description="Why the profile leaves it out or weighs it otherwise, with the law behind that if any.")
    ] = ""
    applies_to: Annotated[str, Meta(description="Whom the law behind the finding covers, for rights findings.")] = ""
    sources: tuple[str, ...] = ()
    fingerprint: Annotated[str, Meta(description="What a decision or a baseline is bound to.")] = ""
    decision: Decision | None = None
    review: Annotated[
        Decision | None, Meta(description="A person who looked at the finding and agreed with it: confirm.")
    ] = None
    baseline: Annotated[BaselineState | None, Meta(description="Null where no baseline was given.")] = None

    @property
    def is_open(self) -> bool:
        """Whether it still calls for somebody: it applies, and nobody has decided about it."""
        return self.applies and self.decision is None

    @property
    def counts(self) -> bool:
        """Whether it makes a run fail: it is open, and no baseline knows it as it is."""
        return self.is_open and self.baseline != "unchanged"


class Absent(_Part, frozen=True, kw_only=True, gc=False):
    """A gap or finding of the baseline that the document no longer has."""

    id: str
    title: str
    fingerprint: str
    status: Annotated[str, Meta(description="The status that the requirement had; empty for a finding.")] = ""
    quote: str = ""


class ElementSummary(_Part, frozen=True, kw_only=True, gc=False):
    """Counts for one group of the checklist."""

    id: str
    title: str
    about: Annotated[str, Meta(description="What the element is about, in a line.")] = ""
    covered: int
    legacy: int
    missing: int


class Summary(_Part, frozen=True, kw_only=True, gc=False):
    """Counts over one document. The denominator is always the whole checklist."""

    requirements: int
    covered: int
    legacy: int
    missing: int
    findings: int
    elements: tuple[ElementSummary, ...]
    applying: Annotated[int | None, Meta(description="Requirements that the profile asks for.")] = None
    covered_applying: Annotated[int | None, Meta(description="How many of those are covered.")] = None
    decided: Annotated[int, Meta(description="Gaps and findings about which somebody has decided.")] = 0
    confirmed: Annotated[int, Meta(description="Verdicts, covered ones too, that a person has agreed with.")] = 0
    changed: Annotated[int, Meta(description="Verdicts that a person has called wrong.")] = 0


class SourceFile(_Part, frozen=True, kw_only=True, gc=False):
    """The file that was checked."""

    name: str
    sha256: Annotated[str, Meta(description="Digest of its bytes; empty where it was too large to be read.")]
    media_type: str
    pages: int | None = None
    size: int = 0


class Recognition(_Part, frozen=True, kw_only=True, gc=False):
    """How scanned pages were read: by which program, which pages, and how sure it was of their words."""

    engine: str
    version: str
    languages: tuple[str, ...]
    pages: tuple[int, ...]
    confidence: Annotated[float, Meta(description="Mean over the words, weighted by their letters; from 0 to 1.")]
    failed: Annotated[tuple[int, ...], Meta(description="Scanned pages of which nothing could be made.")] = ()


class DocumentReport(_Part, frozen=True, kw_only=True, gc=False):
    """Everything the report says about one document.

    `unreadable` has a reason and neither requirements nor findings; `not-applicable` has a kind (guide or not a policy,
    or another policy) and why, and lists no gaps.
    """

    source: SourceFile
    verdict: Verdict
    reason: Annotated[str | None, Meta(description="A code: why the document is unreadable.")] = None
    explanation: Annotated[str, Meta(description="One or two sentences for people: what the verdict means here.")] = ""
    title: str = ""
    kind: Kind | None = None
    kind_why: str = ""
    requirements: tuple[Requirement, ...] = ()
    findings: tuple[Finding, ...] = ()
    summary: Summary | None = None
    notes: tuple[str, ...] = ()
    recognition: Annotated[Recognition | None, Meta(description="Null where no page was read by OCR.")] = None
    repaired: Annotated[bool, Meta(description="The file was damaged and was mended before it was read.")] = False
    converter: Annotated[
        str, Meta(description="The program that made a readable format of the file first; empty if none.")
    ] = ""
    sections: int = 0
    clauses: int = 0
    words: int = 0
    profile: Annotated[str, Meta(description="The profile that says what applies; empty where there is none.")] = ""
    packs: Annotated[tuple[str, ...], Meta(description="Ids of the packs that it was checked with, in order.")] = ()
    any_kind: Annotated[bool, Meta(description="Whether it was checked whatever its kind.")] = False
    shortfall: Annotated[
        str,
        Meta(description="What it is short of the least coverage or the baseline, in a sentence; empty if nothing."),
    ] = ""
    policy_set: Annotated[str, Meta(description="The policy set whose other documents were looked at, too.")] = ""
    member_of: Annotated[str, Meta(description="The policy sets to whose leads this document is a member.")] = ""
    fail_on: Annotated[FailLevel, Meta(description="The level from which on a gap or finding makes a run fail.")] = (
        "gap"
    )
    absent: Annotated[
        tuple[Absent, ...], Meta(description="What the baseline had and the document no longer has.")
    ] = ()

    @property
    def verdicts(self) -> tuple[Requirement | Finding, ...]:
        """What a person may decide about or review: the requirements in checklist order, then the findings."""
        return (*self.requirements, *self.findings)

    def fails(self, item: Requirement | Finding) -> bool:
        """Whether a gap or finding of this document makes a run fail: it counts, and it reaches the fail level.

        `gap`: any gap or finding; `legacy`: what was never adapted; `high`: what is of high severity; `never`: nothing.
        """
        if not item.counts or self.fail_on == "never":
            return False
        if self.fail_on == "high":
            return item.severity == "high"
        if self.fail_on == "legacy":
            return item.standing == "legacy" if isinstance(item, Requirement) else item.id.startswith("legacy.")
        return True


class PeerFigure(_Part, frozen=True, kw_only=True, gc=False):
    """How many of the policies that somebody else looked at address something."""

    about: Annotated[str, Meta(description="The id of the element or requirement.")]
    words: Annotated[str, Meta(description="What they address, to finish the sentence '12 of 26 addressed ...'.")]
    addressed: int
    n: Annotated[int, Meta(description="Policies looked at.")]
    source: Annotated[str, Meta(description="Who looked, and when: as a reader can look it up.")]


class PackInfo(_Part, frozen=True, kw_only=True, gc=False):
    """A rule pack that was used; `digest` is the SHA-256 over its files."""

    id: str
    title: str
    version: str
    digest: str
    peers: Annotated[
        tuple[PeerFigure, ...], Meta(description="How common each element is elsewhere, as far as the pack knows.")
    ] = ()


class ToolInfo(_Part, frozen=True, kw_only=True, gc=False):
    """The program that wrote the report, and the language model that it read with."""

    name: str = "policylint"
    version: str
    model: str = ""


class Options(_Part, frozen=True, kw_only=True, gc=False):
    """What was asked for that bears on the result."""

    as_of: Annotated[str, Meta(description="The date (ISO) against which stale dates are judged.")]
    any_kind: Annotated[bool, Meta(description="Checked even when the document is no policy of the fitting kind.")] = (
        False
    )


class DecisionUse(_Part, frozen=True, kw_only=True, gc=False):
    """One decision about a document of this report and what came of it."""

    document: str
    rule: str
    state: DecisionState
    why: Annotated[str, Meta(description="Why it is not in force, in plain words; empty where it is.")] = ""
    decision: Decision


class Cover(_Part, frozen=True, kw_only=True, gc=False):
    """What an auditor puts on a report: nothing of it bears on a verdict."""

    title: Annotated[str, Meta(description="The title; the report's usual one where it is empty.")] = ""
    prepared_for: str = ""
    prepared_by: str = ""
    date: Annotated[
        str, Meta(description="The day of the report (ISO), as whoever signs it says; empty if unsaid.")
    ] = ""
    notes: Annotated[tuple[str, ...], Meta(description="The reviewer's notes, a paragraph each.")] = ()


class ManifestFile(_Part, frozen=True, kw_only=True, gc=False):
    """A file other than documents and packs that bore on the result."""

    role: Literal["configuration", "decisions", "baseline", "profile"]
    name: Annotated[str, Meta(description="Its path as seen from where policylint ran, or just its name.")]
    sha256: str


class Manifest(_Part, frozen=True, kw_only=True, gc=False):
    """What it takes to make the report again. Documents and packs have their digests where they are named."""

    model: Annotated[str, Meta(description="SHA-256 over the paths and digests of the language model's files.")] = ""
    libraries: Annotated[
        dict[str, str], Meta(description="Versions of the libraries that read and parse, by name.")
    ] = {}
    files: tuple[ManifestFile, ...] = ()
    given: Annotated[
        dict[str, str | bool | float | tuple[str, ...]],
        Meta(description="What the command line said over the configuration, under the names of the settings."),
    ] = {}
    settings: Annotated[
        dict[str, str], Meta(description="By document: SHA-256 over the settings that bear on what is said of it.")
    ] = {}


class Report(_Part, frozen=True, kw_only=True, gc=False):
    """A whole report: one or many documents, in the order in which they were given."""

    schema_: Literal["policylint-report/1"] = msgspec.field(name="schema", default=SCHEMA_ID)
    tool: ToolInfo
    packs: tuple[PackInfo, ...]
    options: Options
    documents: tuple[DocumentReport, ...]
    decisions: tuple[DecisionUse, ...] = ()
    cover: Cover | None = None
    manifest: Annotated[Manifest | None, Meta(description="Null where a program made the report by itself.")] = None

    @classmethod
    def from_json(cls, data: bytes | str) -> Report:
        """Read a report back. Raises `msgspec.ValidationError` or `msgspec.DecodeError` where it is none."""
        return msgspec.json.decode(data, type=cls)

    def to_json(self) -> str:
        """Fields in the order of the model, two spaces of indentation, a line end at the end."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode("utf-8") + "\n"
