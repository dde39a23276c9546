"""What a configuration file may say, and what holds where it says nothing. The JSON Schema is written from here."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from policylint.choices import FailLevel, Ocr, OcrEngine, OutputFormat
from policylint.limits import Limits
from policylint.model.report import Severity

SUFFIXES: Final = frozenset(
    {".pdf", ".docx", ".doc", ".odt", ".rtf", ".md", ".markdown", ".html", ".htm", ".txt", ".text"}
)
"""What is picked up from a folder. A file named outright is read whatever its name: readers go by content."""

DEFAULT_INCLUDE: Final = tuple(f"**/*{suffix}" for suffix in sorted(SUFFIXES))
DEFAULT_PACKS: Final = ("social-media",)

SIZE_PATTERN: Final = r"^(?=.*[1-9])[0-9]{1,6}(\.[0-9]{1,6})? ?([KkMmGg][Ii]?)?[Bb]$"
"""A size as text: "500 MB" (of 1000 bytes each thousand), "2 GiB" (of 1024)."""

_Name = Annotated[str, Meta(min_length=1)]
_Pattern = Annotated[str, Meta(min_length=1)]
_Percent = Annotated[float, Meta(ge=0, le=100)]
_Packs = Annotated[tuple[_Name, ...], Meta(min_length=1)]
_Count = Annotated[int, Meta(gt=0, le=1 << 40)]
_Seconds = Annotated[float, Meta(gt=0, le=86400)]
_Size = Annotated[int, Meta(gt=0, le=1 << 50)] | Annotated[str, Meta(pattern=SIZE_PATTERN)]
_Language = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_/-]{0,39}$")]
"""As tesseract writes them ("eng", "chi_sim", "script/Latin"); never what it would take for an option."""

_OCR: Final = Ocr()
_LIMITS: Final = Limits()


class _Table(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    pass


class RuleTable(_Table, frozen=True, kw_only=True):
    """What is said of one rule."""

    severity: Annotated[
        Severity | UnsetType, Meta(description="How much its gap or finding weighs, whatever the profile says.")
    ] = UNSET
    applies: Annotated[
        bool | UnsetType, Meta(description="Whether it is asked of these documents, whatever the profile says.")
    ] = UNSET


class LimitsTable(_Table, frozen=True, kw_only=True):
    """What one document may cost, beside the time that `timeout` gives it. Sizes are bytes, or text with a unit."""

    cpu_seconds: Annotated[
        Annotated[int, Meta(gt=0, le=86400)] | UnsetType,
        Meta(description="Most seconds of processor time; as many as `timeout` if nothing is said."),
    ] = UNSET
    memory_bytes: Annotated[_Size, Meta(description="Most memory of the process that reads.")] = _LIMITS.memory_bytes
    file_bytes: Annotated[_Size, Meta(description="The size from which on a file is refused.")] = _LIMITS.file_bytes
    ocr_seconds: Annotated[
        _Seconds, Meta(description="Seconds that a document gets on top once pages of it are read by OCR.")
    ] = _LIMITS.ocr_seconds
    pages: Annotated[_Count, Meta(description="Most pages of a PDF.")] = _LIMITS.pages
    ocr_pages: Annotated[_Count, Meta(description="Most pages that are read by OCR.")] = _LIMITS.ocr_pages
    pixels: Annotated[_Count, Meta(description="Most pixels of one picture that is decoded.")] = _LIMITS.pixels
    stream_bytes: Annotated[_Size, Meta(description="Most bytes of one unpacked stream of a PDF.")] = (
        _LIMITS.stream_bytes
    )
    members: Annotated[_Count, Meta(description="Most files in a packed document (DOCX, ODT).")] = _LIMITS.members
    unpacked_bytes: Annotated[_Size, Meta(description="Most bytes of all those files, unpacked.")] = (
        _LIMITS.unpacked_bytes
    )
    ratio: Annotated[
        Annotated[float, Meta(ge=1, le=1_000_000)], Meta(description="Most unpacked bytes for a packed one.")
    ] = _LIMITS.ratio
    characters: Annotated[_Count, Meta(description="Most characters of text.")] = _LIMITS.characters


class OverrideTable(_Table, frozen=True, kw_only=True):
    """Other values for some of the documents; a later override wins over an earlier one."""

    files: Annotated[
        tuple[_Pattern, ...],
        Meta(min_length=1, description="The documents meant: gitignore patterns, relative to the configuration file."),
    ]
    packs: Annotated[_Packs | UnsetType, Meta(description="Rule packs for these documents.")] = UNSET
    profile: Annotated[str | UnsetType, Meta(description="Profile for these documents; empty for none.")] = UNSET
    fail_on: Annotated[FailLevel | UnsetType, Meta(description="Fail level for these documents.")] = UNSET
    min_coverage: Annotated[_Percent | UnsetType, Meta(description="Least coverage of these documents in percent.")] = (
        UNSET
    )
    any_kind: Annotated[bool | UnsetType, Meta(description="Check these documents of whatever kind they are.")] = UNSET
    references: Annotated[
        bool | UnsetType, Meta(description="Report cross-references of these documents that point nowhere.")
    ] = UNSET
    rules: Annotated[
        dict[str, RuleTable] | UnsetType,
        Meta(description="By the id of a rule: what is said of it for these documents."),
    ] = UNSET


class SetTable(_Table, frozen=True, kw_only=True):
    """A policy set: documents that belong together."""

    name: Annotated[_Name, Meta(description="What the report calls the set.")]
    lead: Annotated[
        _Name | Annotated[tuple[_Name, ...], Meta(min_length=1)],
        Meta(description="The policy or policies of which the checklist is asked, relative to the configuration file."),
    ]
    members: Annotated[
        tuple[_Name, ...],
        Meta(
            min_length=1,
            description="Documents whose clauses count for the leads; gitignore patterns may name several.",
        ),
    ]

    @property
    def leads(self) -> tuple[str, ...]:
        """The leads as a list, however many were written."""
        return (self.lead,) if isinstance(self.lead, str) else self.lead


class ConfigurationTable(_Table, frozen=True, kw_only=True):
    """What policylint.toml says, or the table [tool.policylint] of pyproject.toml."""

    packs: Annotated[_Packs, Meta(description="Rule packs: names, or folders relative to the configuration file.")] = (
        DEFAULT_PACKS
    )
    profile: Annotated[str, Meta(description="The profile that says which requirements apply; empty for none.")] = ""
    include: Annotated[
        tuple[_Pattern, ...],
        Meta(description="What is picked up from folders: gitignore patterns, relative to the configuration file."),
    ] = DEFAULT_INCLUDE
    exclude: Annotated[
        tuple[_Pattern, ...],
        Meta(description="What is left out: gitignore patterns, relative to the configuration file."),
    ] = ()
    force_exclude: Annotated[bool, Meta(description="Leave out what is excluded even where it is named outright.")] = (
        False
    )
    respect_gitignore: Annotated[
        bool, Meta(description="What .gitignore files leave out is not picked up from folders.")
    ] = True
    fail_on: Annotated[
        FailLevel,
        Meta(
            description="What makes the exit code 1: a gap or any finding; legacy, only what was never adapted; high, "
            "a finding of high severity; or never anything."
        ),
    ] = "gap"
    min_coverage: Annotated[
        _Percent, Meta(description="Least share, in percent, of the requirements that apply which is to be covered.")
    ] = 0
    any_kind: Annotated[
        bool, Meta(description="Check documents that are no policy on social media or Internet use, too.")
    ] = False
    references: Annotated[
        bool, Meta(description="Report cross-references that point nowhere, outside policy sets too.")
    ] = False
    decisions: Annotated[
        str, Meta(min_length=1, description="The file of decisions, relative to the configuration file.")
    ] = "policylint-decisions.toml"
    baseline: Annotated[
        str, Meta(description="The baseline file, relative to the configuration file; empty for none.")
    ] = ""
    cache: Annotated[bool, Meta(description="Keep what was found, and look it up next time.")] = True
    cache_dir: Annotated[
        str, Meta(min_length=1, description="The folder of the cache, relative to the configuration file.")
    ] = ".policylint_cache"
    timeout: Annotated[float, Meta(gt=0, le=86400, description="Most seconds for reading one document.")] = (
        _LIMITS.seconds
    )
    ocr: Annotated[
        OcrEngine,
        Meta(
            description="What reads scanned pages: auto is tesseract where it is installed, else rapidocr where it is, "
            "else nothing; off reads none."
        ),
    ] = _OCR.engine
    ocr_languages: Annotated[
        tuple[_Language, ...],
        Meta(min_length=1, max_length=20, description="Languages of scans as tesseract names them, likeliest first."),
    ] = _OCR.languages
    ocr_confidence: Annotated[
        float, Meta(ge=0, le=1, description="Mean confidence below which what OCR made of a scan does not count.")
    ] = _OCR.confidence
    output_format: Annotated[OutputFormat, Meta(description="The format of the report where none is asked for.")] = (
        "terminal"
    )
    as_of: Annotated[
        date | UnsetType, Meta(description="The day against which stale dates are judged; today if nothing is said.")
    ] = UNSET
    rules: Annotated[
        dict[str, RuleTable], Meta(description="By the id of a rule, in quotes: what is said of it for every document.")
    ] = {}
    limits: Annotated[LimitsTable, Meta(description="What one document may cost.")] = LimitsTable()
    override: Annotated[tuple[OverrideTable, ...], Meta(description="Other values for some documents.")] = ()
    set: Annotated[tuple[SetTable, ...], Meta(description="Policy sets.")] = ()


SETTING_KEYS: Final = tuple(
    name.replace("_", "-") for name in ConfigurationTable.__struct_fields__ if name not in ("override", "set")
)
"""The keys that have a value for each document, in the order in which they are shown."""

TABLE_KEYS: Final = ("rules", "limits")
"""Those of them that hold a table: what several layers say of it is put together."""

LIMIT_NAMES: Final = LimitsTable.__struct_encode_fields__
"""The limits that can be named, in the order in which they are shown."""
