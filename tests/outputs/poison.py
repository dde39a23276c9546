"""Reports in which everything that documents, rules and people write says the same hostile words."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, TypeVar

from msgspec import Struct, structs
from msgspec.structs import replace

from policylint.model.report import (
    Cover,
    DocumentReport,
    Manifest,
    ManifestFile,
    Nearest,
    Recognition,
    Report,
    Searched,
)
from tests.outputs.samples import FROM_FILE, evidence, project

_AnyStruct = TypeVar("_AnyStruct", bound=Struct)

TEXTS: Final = {
    "html": '<script>alert(1)</script> "><img src=x onerror=alert(1)> <a href="javascript:alert(1)">x</a>',
    "xml": "]]> --> <!-- <!DOCTYPE a [<!ENTITY b 'c'>]> &b; &#0; </testcase></w:t> _x001B_ \x00\x0b\ufffe\uffff",
    "markdown": "[a](http://b.example) ![b](c) `d` ``e | f ``` [^1] <https://b.example> www.b.example *g* ~~h~~ # i",
    "typst": '#set text(red) #eval("1") #read("/etc/passwd") $x$ @ref <label> = Heading // c \\u{41} #[x] "]',
    "terminal": "\x1b[31ma\x1b]8;;http://a.b\x07x\x1b]52;c;AAAA\x1b\\ \x9b31m \u202eback\u2066 \u200b\u2028\x85\r\x7f",
    "formula": '=HYPERLINK("http://b.example","x") _x000D_ =cmd|\'/c calc\'!A1',
    "plus": "+1+cmd|'/c calc'!A1",
    "minus": "-2+3",
    "at": "@SUM(A1)",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "command": "::error file=a::b %0A::warning::c ##[error]d ##vso[task.complete]e",
    "spaced": "\u3000 ::error::x\n ::add-mask::y\r\n##vso[task.setvariable variable=a]b ##teamcity[buildStop]",
    "long": f"{'a' * 900} <b>{'=' * 900}",
}
"""Hostile words by what they are meant for; no halves of characters, which no report can hold."""

HARMLESS: Final = "words"

_CODES: Final = frozenset(
    {"id", "element", "rule", "fingerprint", "sha256", "digest", "media_type", "date", "expires", "as_of", "about"}
)
"""Fields that hold what policylint checks or makes: ids of rules and packs, digests, days."""


@cache
def rich() -> Report:
    """A report with documents of every verdict and everything that any output shows."""
    base = project()
    return replace(
        base,
        documents=tuple(_reviewed(document) for document in base.documents),
        cover=Cover(title="a", prepared_for="a", prepared_by="a", date="2026-01-05", notes=("a", "a")),
        manifest=Manifest(
            libraries={"lxml": "1"},
            files=(ManifestFile(role="decisions", name="a", sha256="ab" * 32),),
            given={"profile": "a", "pack": ("a", "b")},
            settings={"a": "ab" * 32},
        ),
    )


def _reviewed(document: DocumentReport) -> DocumentReport:
    review = replace(FROM_FILE, kind="confirm", settled_by=None)
    nearest = Nearest(evidence=replace(evidence(), lead="a", document="a"), lacks="a")
    searched = Searched(clauses=3, sections=1, candidates=1, terms=("a", "b"))
    return replace(
        document,
        notes=("a",),
        profile=document.profile and "a",
        policy_set="a",
        member_of="a",
        converter="a",
        recognition=Recognition(engine="a", version="1", languages=("a",), pages=(1, 2), confidence=0.5, failed=(3,)),
        requirements=tuple(
            replace(
                requirement,
                review=review,
                evidence=tuple(replace(one, lead="a") for one in requirement.evidence),
                nearest=requirement.nearest and nearest,
                searched=requirement.searched and searched,
            )
            for requirement in document.requirements
        ),
        findings=tuple(
            replace(
                finding, review=review, evidence=tuple(replace(one, lead="a", document="") for one in finding.evidence)
            )
            for finding in document.findings
        ),
    )


def poisoned(value: _AnyStruct, text: str) -> _AnyStruct:
    """The value with `text` in every field that is neither empty, nor a code, nor one of a few fixed words."""
    new: dict[str, Any] = {}
    for field in structs.fields(type(value)):
        old = getattr(value, field.name)
        if field.name not in _CODES and "Literal" not in str(field.type) and field.name not in _fixed(value):
            new[field.name] = _in(old, text)
    return replace(value, **new)


def _fixed(value: Struct) -> frozenset[str]:
    """Fields of this struct that hold codes although those of the same name elsewhere hold words."""
    name = type(value).__name__
    own: dict[str, set[str]] = {
        "DocumentReport": {"reason", "packs"},
        "Manifest": {"model", "settings"},
        "ToolInfo": {"name", "version", "model"},
    }
    return frozenset(own.get(name, set()))


def _in(old: Any, text: str) -> Any:
    if isinstance(old, str):
        return old and text
    if isinstance(old, Struct):
        return poisoned(old, text)
    if isinstance(old, tuple):
        return tuple(_in(one, text) for one in old)
    if isinstance(old, dict):
        return {key: _in(one, text) for key, one in old.items()}
    return old


@cache
def spoilt(text: str) -> Report:
    """The rich report, poisoned."""
    return poisoned(rich(), text)
