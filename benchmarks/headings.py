"""How well headings are found: recall, precision and parents, against outlines that were marked by hand.

    python benchmarks/headings.py CORPUS [--liteparse-python PATH]

CORPUS is a folder with documents; those whose SHA-256 stands in an outline of `benchmarks/outlines/` are measured. The
outlines were made by reading the pages as pictures. They hold no words: each heading is the first twelve hexadecimal
digits of the SHA-256 of its letters and digits (case folded, number left out), with its page and level. Optional
headings (title page, letterhead, contents, lines that one may or may not take for headings) count neither way.

The set "tuned" was used to set the weights. The set "second" was marked before the rules were written and measured when
they stood (recall 0.94, precision 0.98 of 116 headings); some rules were then put right on it, so it is unseen no more.

Beside the product stand `liteparse` (PyPI), where it is installed, and a naive baseline: every short line that is bold,
bigger than the body or numbered. Intervals are Wilson's, at 95 %.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from policylint.limits import Limits
from policylint.model.document import Document
from policylint.readers import read
from policylint.structure import build_structure

OUTLINES = Path(__file__).parent / "outlines"
_LABEL = re.compile(
    r"(?:(?:section|article|chapter|part|appendix)\s+\w+[.:]?|\d+(?:\.+\d+)*[.)]?|\(?[ivxlc]+[.)]|\(?[a-z][.)])\s+(?=\S)",
    re.IGNORECASE,
)
_LITEPARSE = """
import json, sys
from liteparse import LiteParse
found = []
for page in LiteParse(extract_blocks=True, ocr_enabled=False, quiet=True).parse(sys.argv[1]).pages:
    for block in page.blocks or ():
        if block.kind == "heading" and block.text:
            found.append((page.page_num, block.level or 1, block.text))
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Mark:
    """A heading marked by hand; `keys` holds its key and those of known misreadings of its letters."""

    keys: frozenset[str]
    page: int
    level: int
    optional: bool


@dataclass(frozen=True)
class Outline:
    """A marked document: `pages` are marked (all, if None); headings behind the last mark do not count if `partial`."""

    sha256: str
    set: str
    pages: int | None
    partial: bool
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Found:
    """A heading that a program found; no page for formats without pages."""

    key: str
    page: int | None
    level: int


@dataclass
class Score:
    """Counts over one document or many."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    parents: int = 0

    def add(self, other: Score) -> None:
        """Add the counts of another document."""
        self.wanted += other.wanted
        self.found += other.found
        self.right += other.right
        self.parents += other.parents


def key_of(text: str) -> str:
    """The key of a heading: twelve hexadecimal digits over its letters and digits, without its number."""
    text = " ".join(text.replace("*", "").split())
    words = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    letters = "".join(character for character in words.casefold() if character.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()[:12]


def load_outlines(folder: Path) -> list[Outline]:
    """All outlines, in the order of their file names."""
    outlines = []
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        marks = tuple(
            Mark(frozenset(mark["keys"]), mark["page"], mark["level"], mark.get("optional", False))
            for mark in data["headings"]
        )
        outlines.append(Outline(data["sha256"], data["set"], data.get("pages"), data.get("partial", False), marks))
    return outlines


def read_document(path: Path) -> Document:
    """The document as the product's readers give it."""
    return read(path.read_bytes(), name=path.name, limits=Limits())


def found_by_structure(path: Path) -> list[Found]:
    """What the product finds."""
    document = build_structure(read_document(path))
    headings = []
    for section in document.sections[1:]:
        lines = [block for block in document.blocks if block.kind == "heading" and block.role == "body"]
        first = document.blocks[section.heading or 0]
        text = " ".join(block.text for block in lines if block.section == section.index)
        headings.append(Found(key_of(text), first.page, section.level))
    return headings


def found_naively(path: Path) -> list[Found]:
    """Every line of at most twelve words that is bold, bigger than most, or numbered."""
    blocks = [block for block in read_document(path).blocks if block.role == "body" and block.kind != "row"]
    sizes = sorted(block.style.size or 0.0 for block in blocks for _ in range(1 + len(block.text) // 20))
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    headings = []
    for block in blocks:
        bigger = (block.style.size or 0.0) > 1.1 * usual > 0
        numbered = any(map(str.isdigit, block.label)) or block.label.isupper()
        if len(block.text.split()) <= 12 and (bigger or block.style.bold or numbered or block.kind == "heading"):
            headings.append(Found(key_of(block.text), block.page, 1 if bigger else 2))
    return headings


def found_by_liteparse(path: Path, python: str) -> list[Found] | None:
    """What liteparse finds; None where it is not installed or does not read the format."""
    if path.suffix.lower() != ".pdf":
        return None
    run = subprocess.run([python, "-c", _LITEPARSE, str(path)], capture_output=True, text=True, check=False)
    if run.returncode:
        return None
    return [Found(key_of(text), page, level) for page, level, text in json.loads(run.stdout)]


def score(outline: Outline, found: Sequence[Found], *, misses: list[Mark] | None = None) -> Score:
    """Match what was found with the marks, in order, on the same page where pages are known."""
    found = list(_within(outline, found))
    open_marks = list(range(len(outline.marks)))
    pairs: list[tuple[int, int]] = []
    ignored = 0
    for place, one in enumerate(found):
        fits = [
            n
            for n in open_marks
            if one.key in outline.marks[n].keys and (one.page is None or one.page == outline.marks[n].page)
        ]
        fits.sort(key=lambda n: outline.marks[n].optional)
        if not fits:
            continue
        open_marks.remove(fits[0])
        if outline.marks[fits[0]].optional:
            ignored += 1
        else:
            pairs.append((fits[0], place))
    wanted = [n for n, mark in enumerate(outline.marks) if not mark.optional]
    if misses is not None:
        misses.extend(outline.marks[n] for n in open_marks if not outline.marks[n].optional)
    pairs.sort()
    marked = _parents([outline.marks[n].level for n, _ in pairs])
    guessed = _parents([found[place].level for _, place in pairs])
    parents = sum(one == other for one, other in zip(marked, guessed, strict=True))
    return Score(len(wanted), len(found) - ignored, len(pairs), parents)


def _fits(found: Found, mark: Mark) -> bool:
    return found.key in mark.keys and (found.page is None or found.page == mark.page)


def _within(outline: Outline, found: Sequence[Found]) -> Iterable[Found]:
    """What was found in the part of the document that was marked."""
    if outline.pages is not None and any(one.page is not None for one in found):
        return (one for one in found if one.page is not None and one.page <= outline.pages)
    if not outline.partial:
        return found
    last = [mark for mark in outline.marks if not mark.optional][-1]
    end = next((place for place in range(len(found) - 1, -1, -1) if found[place].key in last.keys), len(found) - 1)
    return found[: end + 1]


def _parents(levels: Sequence[int]) -> list[int]:
    """For each heading the place of the last one before it with a smaller level, -1 without one."""
    parents = []
    for place, level in enumerate(levels):
        parents.append(next((n for n in range(place - 1, -1, -1) if levels[n] < level), -1))
    return parents


def wilson(right: int, total: int) -> tuple[float, float]:
    """Wilson's interval for a share, at 95 %."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return middle - half, middle + half


def _share(right: int, total: int) -> str:
    low, high = wilson(right, total)
    return f"{right / total if total else 0:.3f} [{low:.2f}-{high:.2f}] n={total}"


def documents_of(outlines: Sequence[Outline], corpus: Path) -> list[tuple[Outline, Path]]:
    """The marked documents that the corpus holds, in the order of their names."""
    marked = {outline.sha256: outline for outline in outlines}
    documents = []
    for path in sorted(path for path in corpus.rglob("*") if path.is_file()):
        outline = marked.get(hashlib.sha256(path.read_bytes()).hexdigest())
        if outline is not None:
            documents.append((outline, path))
    return documents


def report(name: str, documents: Sequence[tuple[Outline, Path]], finder: Callable[[Path], list[Found] | None]) -> None:
    """Print the figures of one program, by document and in total."""
    print(f"\n{name}")
    totals: dict[str, Score] = {}
    for outline, path in documents:
        found = finder(path)
        if found is None:
            print(f"  {path.name[:28]:<28} not measured")
            continue
        one = score(outline, found)
        totals.setdefault(outline.set, Score()).add(one)
        totals.setdefault("all", Score()).add(one)
        print(f"  {path.name[:28]:<28} {_line(one)}")
    for kind in sorted(totals, key=lambda kind: (kind == "all", kind)):
        print(f"  {'= ' + kind:<28} {_line(totals[kind])}")


def _line(one: Score) -> str:
    return (
        f"recall {_share(one.right, one.wanted):<28} precision {_share(one.right, one.found):<28} "
        f"parents {_share(one.parents, one.right)}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure heading detection against outlines marked by hand.")
    parser.add_argument("corpus", type=Path, help="folder with the documents")
    parser.add_argument(
        "--liteparse-python", default=sys.executable, help="interpreter of an environment with liteparse"
    )
    options = parser.parse_args()
    outlines = load_outlines(OUTLINES)
    documents = documents_of(outlines, options.corpus)
    print(f"{len(documents)} of {len(outlines)} marked documents found")
    report("policylint", documents, found_by_structure)
    report("naive baseline", documents, found_naively)
    check = subprocess.run([options.liteparse_python, "-c", "import liteparse"], capture_output=True, check=False)
    if check.returncode:
        print("\nliteparse: not installed, not measured")
    else:
        report("liteparse", documents, lambda path: found_by_liteparse(path, options.liteparse_python))


if __name__ == "__main__":
    main()
