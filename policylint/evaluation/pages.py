"""Rule test pages: the sibling Markdown page of a rule, its marked excerpts, and whether the rule agrees with them.

A page has the headings `## Positives`, `## Negatives` and `## Near misses`; each list item below them is one
excerpt, in
our own words. Words in braces before an excerpt set where it stands:

    - {title "Internet and E-mail Policy"} {under "Records > E-mail"} {lead "Employees must:"} {status legacy} The
    excerpt.

`title` is the document's (a social media policy if nothing is said), `under` the headings above, `lead` the words that
introduce the list, `before` a sentence of the same section, `status` the expected one of a positive (covered if nothing
is said), `block` the kind of block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from policylint.engine import Understood, prepared_pack, understand
from policylint.errors import UserMistake, did_you_mean
from policylint.matching.match import CompiledPack
from policylint.model.clause import Hit
from policylint.model.document import Block, BlockKind, Document, Section, Source
from policylint.packs.files import DEFAULT_PACK, rules_folder, shown
from policylint.packs.model import Rule

Part = Literal["positives", "negatives", "near misses"]
_PARTS: Final[tuple[Part, ...]] = get_args(Part)
_DEFAULT_TITLE: Final = "Social Media Policy"
_BRACES: Final = re.compile(r"\{([^{}]*)\}\s*")
_SETTING: Final = re.compile(r"\s*(title|under|lead|before|status|block)\s+(?:\"([^\"]*)\"|([a-z]+))")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One excerpt of a page: `line` is where it stands in `path`; the rest is as described above."""

    path: Path
    line: int
    part: Part
    text: str
    title: str = _DEFAULT_TITLE
    under: tuple[str, ...] = ()
    lead: str = ""
    before: str = ""
    status: str = "covered"
    block: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An excerpt on which rule and page differ, and how."""

    rule: str
    excerpt: Excerpt
    problem: str


@dataclass(frozen=True, slots=True)
class PageResult:
    """What came of one rule's page."""

    rule: str
    counts: dict[str, int]
    disagreements: tuple[Disagreement, ...]


def page_path(rule: Rule, *, pack: str | Path = DEFAULT_PACK) -> Path:
    """Where the test page of a rule stands: beside the rule's file, with the same stem."""
    folder = Path(pack) if (Path(pack) / "pack.yml").is_file() else rules_folder() / str(pack)
    element, name = rule.id.split(".", 1)
    return folder / element / f"{name}.md"


def read_page(path: Path) -> tuple[Excerpt, ...]:
    """The excerpts of a page. Raises `UserMistake` M101 with the line of what cannot be read, M108 where there is no
    page.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise UserMistake("M108", path=shown(path)) from None
    return tuple(_excerpts(path, lines))


def _excerpts(path: Path, lines: Sequence[str]) -> Iterator[Excerpt]:
    part: Part | None = None
    item: list[str] = []
    start = 0
    for number, line in enumerate([*lines, "#"], 1):
        if line.startswith("  ") and item:
            item.append(line.strip())
            continue
        if item and part:
            yield _excerpt(path, start, part, " ".join(item))
            item = []
        if line.startswith("## "):
            name = line[3:].strip().lower()
            part = next((known for known in _PARTS if known == name), None)
            if part is None:
                hint = did_you_mean(name, _PARTS, otherwise=f"; there are {', '.join(_PARTS)}.")
                problem = f"there is no part {line[3:].strip()!r} of a test page{hint}"
                raise UserMistake("M101", path=shown(path), line=number, problem=problem)
        elif line.startswith("- "):
            if part is None:
                problem = "this excerpt stands before any heading."
                raise UserMistake("M101", path=shown(path), line=number, problem=problem)
            item, start = [line[2:].strip()], number


def _excerpt(path: Path, line: int, part: Part, text: str) -> Excerpt:
    settings: dict[str, str] = {}
    while braces := _BRACES.match(text):
        inside = braces.group(1)
        while setting := _SETTING.match(inside):
            settings[setting.group(1)] = setting.group(2) if setting.group(2) is not None else setting.group(3)
            inside = inside[setting.end() :]
        if inside.strip():
            problem = f"the setting at {inside.strip()[:30]!r} cannot be read."
            raise UserMistake("M101", path=shown(path), line=line, problem=problem)
        text = text[braces.end() :]
    kind = settings.get("block", "item" if "lead" in settings else "paragraph")
    if kind not in get_args(BlockKind):
        hint = did_you_mean(kind, get_args(BlockKind), otherwise=f"; there are {', '.join(get_args(BlockKind))}.")
        raise UserMistake("M101", path=shown(path), line=line, problem=f"there is no kind of block {kind!r}{hint}")
    return Excerpt(
        path=path,
        line=line,
        part=part,
        text=text,
        title=settings.get("title", _DEFAULT_TITLE),
        under=tuple(title.strip() for title in settings.get("under", "").split(">") if title.strip()),
        lead=settings.get("lead", ""),
        before=settings.get("before", ""),
        status=settings.get("status", "covered"),
        block=next(known for known in get_args(BlockKind) if known == kind),
    )


def document_of(excerpt: Excerpt) -> Document:
    """A document that holds nothing but the excerpt, where it says it stands."""
    blocks: list[Block] = []
    sections = [Section(0, "", excerpt.title, 0, None, None, 0, 0)]
    for level, title in enumerate(excerpt.under, 1):
        sections.append(Section(level, "", title, level, level - 1, len(blocks), len(blocks) + 1, len(blocks) + 1))
        blocks.append(Block("heading", title, level=level, section=level))
    here = len(sections) - 1
    leads: tuple[int, ...] = ()
    for text, introduces in ((excerpt.before, False), (excerpt.lead, True)):
        if text:
            if introduces:
                leads = (len(blocks),)
            blocks.append(Block("paragraph", text, section=here))
    blocks.append(Block(excerpt.block, excerpt.text, section=here, leads=leads))
    source = Source(excerpt.path.name, "0" * 64, "text/plain", len(excerpt.text))
    return Document(source, tuple(blocks), tuple(sections), excerpt.title)


def run_page(rule: Rule, *, pack: str | Path = DEFAULT_PACK) -> PageResult:
    """Run a rule over its own page."""
    _, compiled = prepared_pack(pack)
    excerpts = read_page(page_path(rule, pack=pack))
    counts: dict[str, int] = {part: sum(excerpt.part == part for excerpt in excerpts) for part in _PARTS}
    problems = [problem for excerpt in excerpts if (problem := _disagreement(rule, excerpt, compiled))]
    return PageResult(rule.id, counts, tuple(problems))


def _disagreement(rule: Rule, excerpt: Excerpt, compiled: CompiledPack) -> Disagreement | None:
    understood = understand(document_of(excerpt), compiled)
    target = len(understood.document.blocks) - 1
    hits = [hit for hit in understood.hits if hit.rule == rule.id]
    settling = [hit for hit in hits if hit.settles and understood.clauses[hit.clause].block == target]
    settles = len({hit.signal for hit in hits if hit.settles}) >= rule.distinct and bool(settling)
    if excerpt.part == "positives":
        if not settles:
            return Disagreement(rule.id, excerpt, f"should be found ({_features(understood, target)})")
        status = "covered" if any(_is_social(understood, hit) for hit in settling) else "legacy"
        if rule.is_requirement and status != excerpt.status:
            return Disagreement(rule.id, excerpt, f"is {status}, expected {excerpt.status}")
    elif settles:
        return Disagreement(rule.id, excerpt, f"should not be found, but {settling[0].signal!r} was")
    return None


def _features(understood: Understood, target: int) -> str:
    clauses = [clause for clause in understood.clauses if clause.block == target]
    return "; ".join(
        f"force {'/'.join(clause.forces)}, actor {'/'.join(clause.actors) or 'other'}, "
        f"names {clause.technology}, scope {clause.scope}"
        for clause in clauses
    )


def _is_social(understood: Understood, hit: Hit) -> bool:
    return understood.clauses[hit.clause].scope == "social"
