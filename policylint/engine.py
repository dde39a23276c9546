"""The engine: structure, clauses, match, judge, report. A document that was read goes in, a verdict comes out."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from policylint.errors import UNREADABLE, UnreadableDocument
from policylint.judging.document import Judgement, judge_document
from policylint.judging.evidence import document_text, evidence_for
from policylint.judging.findings import days_alike
from policylint.judging.references import loose_ends
from policylint.judging.statuses import NearClause
from policylint.language.clauses import build_clauses
from policylint.language.dates import own_dates
from policylint.language.detect import detect_language
from policylint.language.features import add_cheap_features, deepen
from policylint.language.references import find_references
from policylint.language.scope import OLDER, SOCIAL, DocumentScope, resolve_scopes
from policylint.matching.match import CompiledPack, compile_pack, confirm, propose, tag_clauses, tag_text
from policylint.matching.nearest import nearest_clauses
from policylint.model.clause import Clause, Hit, Mentions
from policylint.model.document import Document
from policylint.model.examined import Examined, pack_text
from policylint.model.report import DocumentReport, SourceFile
from policylint.model.text import Comment
from policylint.packs.files import DEFAULT_PACK, pack_folder
from policylint.packs.load import load_packs
from policylint.packs.model import Pack
from policylint.structure import build_structure

MENTIONED: Final = (SOCIAL, OLDER, "staff", "public", "organisation")
"""The concepts of a pack that the language house asks about."""

_UNTOLD: Final = frozenset({"und", "zxx"})
"""What the language house says of text whose language it cannot tell, or that seems to be in none."""

_FEW_LETTERS: Final = 60
"""Of fewer letters than this any language is a guess: a title alone may be taken for that of a far country."""

_FEW_WORDS: Final = 25
"""From so many words below its headings on, a text whose language cannot be told is none that a pack could speak."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What bears on a result: the day against which dates are judged, and whether to check documents of other kinds."""

    as_of: date = field(default_factory=date.today)
    any_kind: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """A document after language and matching: what judging needs, and what rule tests look at."""

    document: Document
    clauses: tuple[Clause, ...]
    hits: tuple[Hit, ...]
    near: dict[str, tuple[int, int | None]]
    scope: DocumentScope
    title: str


Packs = str | Path | tuple[str | Path, ...]


_prepared: dict[tuple[str, ...], tuple[Pack, CompiledPack]] = {}
_MOST_PREPARED: Final = 8


def prepared_pack(packs: Packs = DEFAULT_PACK) -> tuple[Pack, CompiledPack]:
    """A pack, or several as one, loaded, validated and compiled once a process, by the folders in which they lie."""
    names = packs if isinstance(packs, tuple) else (packs,)
    folders = tuple(os.path.abspath(pack_folder(name)) for name in names)
    if folders not in _prepared:
        if len(_prepared) >= _MOST_PREPARED:
            del _prepared[next(iter(_prepared))]
        pack = load_packs(names)
        _prepared[folders] = pack, compile_pack(pack)
    return _prepared[folders]


def forget_prepared() -> None:
    """Load packs anew next time."""
    _prepared.clear()


def examine_document(document: Document, *, pack: Packs = DEFAULT_PACK, options: CheckOptions) -> Examined:
    """Check a document that has been read, and keep of its text what policy sets, decisions and comparisons ask for.

    Raises `UnreadableDocument` where the pack does not speak its language.
    """
    rules, compiled = prepared_pack(pack)
    _require_language(document, rules.head.language)
    understood = understand(build_structure(document), compiled)
    judgement = Judgement(
        document=understood.document,
        clauses=understood.clauses,
        hits=understood.hits,
        near={rule: NearClause(count, index) for rule, (count, index) in understood.near.items()},
        dates=own_dates(understood.clauses),
        scope=understood.scope.technology,
        scope_why=understood.scope.why,
        title=understood.title,
    )
    since, until = days_alike(judgement.dates, options.as_of)
    references = find_references(
        understood.document, understood.clauses, lambda clause: evidence_for(understood.document, clause)
    )
    return Examined(
        report=judge_document(judgement, rules, as_of=options.as_of, any_kind=options.any_kind),
        comments=tuple(Comment(text=text, line=line) for text, line in document.comments),
        loose_ends=loose_ends(references, rules, media_type=document.source.media_type),
        packed_text=pack_text(document_text(understood.document, understood.clauses)),
        since=since.isoformat(),
        until=until.isoformat(),
    )


def understand(document: Document, pack: CompiledPack) -> Understood:
    """Clauses with all their features, and the hits of the pack in them. The document must have its sections."""
    title = document.title
    tagged = tag_clauses(build_clauses(document), pack)
    mentions = [entry.mentions(pack.lexicon, MENTIONED) for entry in tagged]
    clauses, scope = resolve_scopes(
        document,
        add_cheap_features([entry.clause for entry in tagged], mentions),
        mentions,
        heading_mentions={section.index: _mentions(section.title, pack) for section in document.sections[1:]},
        title_mentions=_mentions(title, pack),
    )
    proposals = propose(tagged, pack, title=title)
    wanted = sorted({proposal.clause for proposal in proposals if proposal.signal.asks_language})
    clauses = deepen(clauses, mentions, wanted)
    return Understood(document, clauses, confirm(proposals, clauses), nearest_clauses(tagged, pack), scope, title)


def unreadable_report(source: SourceFile, error: UnreadableDocument) -> DocumentReport:
    """The verdict on a document that could not be read: a reason, an explanation, and no gaps."""
    explanation = UNREADABLE[error.reason] + (f" {error.detail[:1].upper()}{error.detail[1:]}." if error.detail else "")
    return DocumentReport(source=source, verdict="unreadable", reason=error.reason, explanation=explanation)


def _mentions(text: str, pack: CompiledPack) -> Mentions:
    tags = tag_text(text, pack)
    return {
        name: tags.get(pack.lexicon.concept_tags[name], []) for name in MENTIONED if name in pack.lexicon.concept_tags
    }


def _require_language(document: Document, language: str) -> None:
    text = "\n".join(block.text for block in document.blocks if block.role != "running" and block.kind != "code")
    found, _ = detect_language(text)
    if found == language:
        return
    untold = found in _UNTOLD or sum(map(str.isalpha, text)) < _FEW_LETTERS
    # A title and two headings are in no language yet; judging says of them that there is hardly any text.
    if untold and _words_below_headings(build_structure(document)) < _FEW_WORDS:
        return
    detail = "which one it is cannot be told" if untold else f"it looks like '{found}'"
    raise UnreadableDocument("language", f"{detail}, and the pack speaks '{language}'")


def _words_below_headings(document: Document) -> int:
    return sum(
        len(block.text.split())
        for block in document.blocks
        if block.role not in ("running", "title") and block.kind != "heading"
    )
