"""An estimate for issuers never seen: the rules without what only the judged half of the groups could have taught.

    python -m benchmarks.halves ../shared/corpus/dev

The labelled groups are dealt into two halves. For each half, every pattern (`say`) and every exception (`unless`) that
bears on documents of that half and on nothing else - no document of the other half, none of our own corpus, no test
page, no clause of the bank - is struck out, for it may have been written for a sentence of that half. What is left is
measured on that half. Both ways, pooled. Words of concepts are not struck out, and a pattern may have been shaped by
the struck half and yet hold elsewhere, so this is the friendlier end of the truth; what was never looked at says more.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from policylint.door import open_document
from policylint.engine import understand
from policylint.errors import UnreadableDocument
from policylint.evaluation.clauses import Bank, bank_document, read_banks
from policylint.evaluation.labels import LabelledDocument, read_labelled
from policylint.evaluation.pages import document_of, page_path, read_page
from policylint.evaluation.scores import Decision, status_figures
from policylint.judging.statuses import NearClause, group_hits, judge_requirement
from policylint.matching.match import CompiledPack, bearing_patterns, compile_pack, tag_clauses
from policylint.model.document import Document
from policylint.packs.load import load_pack
from policylint.packs.model import Pack, Rule, Signal
from policylint.structure import build_structure

Piece = tuple[str, int, str, str]
"""Id of the rule, place of the signal, `say` or `unless`, the pattern."""

ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Read:
    """A labelled document that was read, and where it belongs."""

    labelled: LabelledDocument
    document: Document
    place: str


def main(folder: Path) -> None:
    """Print the figures of both halves with all of the rules and with the struck rules."""
    pack = load_pack()
    compiled = compile_pack(pack)
    read = _read(folder, _halves(read_labelled(folder)))
    bears = _bearing(compiled, pack, read)
    whole = [decision for entry in read for decision in _decide(pack, compiled, entry)]
    struck: list[Decision] = []
    for half in ("A", "B"):
        gone = {piece for piece, places in bears.items() if places == {half}}
        rest = _without(pack, gone)
        chosen = [entry for entry in read if entry.place == half]
        print(f"half {half}: {len(chosen)} documents; {len(gone)} of {len(bears)} patterns that bear are struck out")
        ready = compile_pack(rest)
        struck += [decision for entry in chosen for decision in _decide(rest, ready, entry)]
    before, after = status_figures(whole), status_figures(struck)
    sure = status_figures([d for d in whole if d.label.sure]), status_figures([d for d in struck if d.label.sure])
    print(f"{'n = ' + str(before['accuracy']['n']):30}{'all patterns':24}{'without them':24}")
    print(_row("three-status accuracy", before["accuracy"], after["accuracy"]))
    print(_row("  on sure labels", sure[0]["accuracy"], sure[1]["accuracy"]))
    print(_row("macro F1", before["macro_f1"], after["macro_f1"]))
    for figure in ("gap", "covered", "addressed"):
        for measure in ("precision", "recall"):
            print(_row(f"{figure} {measure}", before[figure][measure], after[figure][measure]))


def _row(name: str, *figures: dict[str, object]) -> str:
    return f"{name:30}" + "".join(f"{_cell(figure):24}" for figure in figures)


def _cell(figure: dict[str, object]) -> str:
    value, interval = figure["value"], figure["interval"]
    if not isinstance(value, float) or not isinstance(interval, list):
        return "-"
    return f"{value:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"


def _halves(documents: Sequence[LabelledDocument]) -> dict[str, str]:
    """Each group's half: the largest groups first, each to the half that has fewer documents."""
    sizes: dict[str, int] = defaultdict(int)
    for document in documents:
        if document.requirements:
            sizes[document.group] += 1
    filled = {"A": 0, "B": 0}
    halves = {}
    for group, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        half = min(filled, key=lambda name: (filled[name], name))
        halves[group] = half
        filled[half] += size
    return halves


def _read(folder: Path, halves: dict[str, str]) -> list[Read]:
    documents = []
    for labelled in read_labelled(folder):
        if labelled.requirements:
            try:
                document = build_structure(open_document(labelled.path.read_bytes(), name=labelled.id))
            except UnreadableDocument:
                continue
            documents.append(Read(labelled, document, halves[labelled.group]))
    return documents


def _bearing(compiled: CompiledPack, pack: Pack, read: Iterable[Read]) -> dict[Piece, set[str]]:
    """Where each pattern bears: the halves, and `ELSEWHERE` for our own documents, pages and bank."""
    bears: dict[Piece, set[str]] = defaultdict(set)
    for entry in read:
        for piece in _patterns(entry.document, compiled):
            bears[piece].add(entry.place)
    root = Path(__file__).resolve().parent.parent / "corpus"
    for document in _our_own(pack, root):
        for piece in _patterns(document, compiled):
            bears[piece].add(ELSEWHERE)
    return bears


def _patterns(document: Document, compiled: CompiledPack) -> frozenset[Piece]:
    understood = understand(document, compiled)
    return bearing_patterns(tag_clauses(understood.clauses, compiled), compiled, title=understood.title)


def _our_own(pack: Pack, root: Path) -> Iterable[Document]:
    for entry in _read(root, defaultdict(lambda: ELSEWHERE)):
        yield entry.document
    for rule in pack.rules:
        for excerpt in read_page(page_path(rule)):
            yield document_of(excerpt)
    banks: Iterable[Bank] = read_banks(root / "clauses")
    for bank in banks:
        for clause in (*bank.settles, *bank.does_not):
            yield bank_document(bank.id, clause)


def _without(pack: Pack, gone: set[Piece]) -> Pack:
    """The pack without some patterns. A signal without `say` goes; a rule keeps at least its first signal, emptied."""
    rules = []
    for rule in pack.rules:
        signals = [
            kept for place, signal in enumerate(rule.signals) if (kept := _strip(rule, place, signal, gone)) is not None
        ]
        rules.append(rule.model_copy(update={"signals": tuple(signals)}))
    return pack.model_copy(update={"rules": tuple(rules)})


def _strip(rule: Rule, place: int, signal: Signal, gone: set[Piece]) -> Signal | None:
    say = tuple(pattern for pattern in signal.say if (rule.id, place, "say", pattern) not in gone)
    unless = tuple(pattern for pattern in signal.unless if (rule.id, place, "unless", pattern) not in gone)
    return signal.model_copy(update={"say": say, "unless": unless}) if say else None


def _decide(pack: Pack, compiled: CompiledPack, entry: Read) -> list[Decision]:
    understood = understand(entry.document, compiled)
    hits = group_hits(understood.hits)
    decisions = []
    for rule in pack.requirements:
        verdict = judge_requirement(
            understood.document,
            understood.clauses,
            rule,
            hits.get(rule.id, []),
            NearClause(0, None),
            why_social="",
        )
        label = entry.labelled.requirements[rule.id]
        decisions.append(Decision(entry.labelled.id, entry.labelled.group, rule.id, label, verdict.status))
    return decisions


if __name__ == "__main__":
    main(Path(sys.argv[1]))
