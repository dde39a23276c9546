"""Where a document refers to a place: a section, an appendix, a heading by a link, another file.

Only references to the document itself and to files beside it are meant. A reference points nowhere only where its words
leave no doubt that they mean this document, and this document plainly has no such place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from policylint.language.citations import bearing, says_inside, speaks_of_law
from policylint.model.clause import Clause
from policylint.model.document import Document, Link
from policylint.model.report import Evidence
from policylint.model.text import Reference, ReferenceForm
from policylint.structure.landmarks import Landmarks
from policylint.structure.parts import parts_of
from policylint.structure.places import Places

_SUB: Final = r"(?:\s?\((?:\d{1,2}|[a-z]{1,4})\))"
_NUMBER: Final = (
    r"(?:(?:\d{1,3}(?:\.\d{1,3})*(?:\.?[a-z](?!\w))?|(?-i:[IVXL]{1,6}|[A-Z])(?:\.(?-i:[A-Z]|\d{1,2})(?!\w))*)"
    rf"{_SUB}*|{_SUB}+)(?![\w%/:]|[-\u2010-\u2015]\w|\.\d)"
)
_AND: Final = r"(?:\s*(?:,\s*(?:and|or)?|&|\band\b|\bor\b|\bto\b|\bthrough\b|[\u2013\u2014-])\s*)"
_KIND: Final = r"(?:sub-?)?(?:section|paragraph|clause)|sec\.|para\.?|article|part|chapter"
_SECTION = re.compile(
    rf"(?<![\w-])(?:(?P<kind>{_KIND})|(?P<kinds>(?:{_KIND})s|\u00a7\u00a7|secs\.|paras\.?)|\u00a7)\s*(?<=[\s\u00a7])"
    rf"(?P<number>{_NUMBER})(?P<more>(?(kinds)(?:{_AND}{_NUMBER})*))",
    re.IGNORECASE,
)
_NUMBERS = re.compile(_NUMBER, re.IGNORECASE)
_SHORT: Final = {"sec": "section", "para": "paragraph", "\u00a7\u00a7": "section"}
_APPENDIX = re.compile(
    r"(?<![\w-])(?P<word>appendix|annex|attachment|exhibit|(?-i:Schedule)|appendices|annexes|attachments|exhibits)\s+"
    r"[\"\u201c\u2018']?(?P<mark>(?-i:[A-Z]|[IVX]{1,4})|\d{1,2})(?![\w/]|-\w{2}|\.\d)",
    re.IGNORECASE,
)
_PLURAL: Final = {"appendices": "appendix", "annexes": "annex", "attachments": "attachment", "exhibits": "exhibit"}
_SCHEDULED = re.compile(r"\b(?:[A-Z]\w*|records?|retention|fee|pay|work|disposition)\s+$")
"""What comes before a schedule that is no annex: "General Records Schedule 5"."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(
    r"www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|gov|net|edu|mil|int|us|uk|ca|au|nz|eu|ie|io|info|biz)(?:[/?#:]|$)",
    re.IGNORECASE,
)
"""An address whose scheme somebody forgot."""

_HIDDEN: Final = "\ufdd0"
"""What readers write over templates: a target that holds it is known only to the site generator."""

_LINKED_FORMATS: Final = ("text/markdown", "text/html")
_REACH: Final = 300
"""Characters of the block before in which a law is looked for."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A reference at `start` to `end` of its block."""

    start: int
    end: int
    form: ReferenceForm
    target: str
    found: bool | None


def find_references(
    document: Document, clauses: Sequence[Clause], evidence: Callable[[Clause], Evidence]
) -> tuple[Reference, ...]:
    """The references of a document to itself and to files beside it, in reading order.

    Args:
        document: With its sections.
        clauses: Its clauses.
        evidence: Makes evidence of a clause. A link in a table of contents stands in no clause; one is made for it,
            with the index -1.

    Returns:
        For each clause every place that it refers to, once. `words` are verbatim. `target` is the number of a section
        ("4.2", "3(b)"), the name of an appendix ("Appendix B"), the fragment of a link ("#scope"), or the path of a
        file, decoded, without query and fragment.
    """
    finder = _Finder(document)
    of_block: dict[int, list[Clause]] = {}
    for clause in clauses:
        of_block.setdefault(clause.block, []).append(clause)
    references: list[Reference] = []
    for index, block in enumerate(document.blocks):
        own = of_block.get(index, [])
        found = [(one, clause) for clause in own for one in finder.in_words(clause)]
        if block.role != "running" and block.kind != "code":
            for link in block.links:
                found += [(one, _clause_of(document, index, link, own)) for one in finder.in_link(link)]
        seen: set[tuple[int, str, str]] = set()
        for one, clause in sorted(found, key=lambda pair: (pair[0].start, pair[0].end)):
            key = (clause.start, one.form, one.target)
            if key in seen:
                continue
            seen.add(key)
            references.append(
                Reference(
                    evidence=evidence(clause),
                    words=block.text[one.start : one.end],
                    form=one.form,
                    target=one.target,
                    found=one.found,
                )
            )
    return tuple(references)


def _clause_of(document: Document, index: int, link: Link, clauses: Sequence[Clause]) -> Clause:
    """The clause in which a link begins."""
    for clause in clauses:
        if link.start < clause.end:
            return clause
    if clauses:
        return clauses[-1]
    block = document.blocks[index]
    return Clause(-1, index, 0, len(block.text), block.text, block.section, (), kind=block.kind)


class _Finder:
    """Finds references, knowing what the document has."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._places = Places(document)
        self._landmarks = Landmarks(document)
        self._law: dict[int, bool] = {}

    def in_link(self, link: Link) -> Iterator[_Found]:
        """What a link refers to: nothing for an address, for what a browser knows by itself, and for a template."""
        target = unquote(link.target.strip())
        if not target or _HIDDEN in target:
            return
        if target[0] == "#":
            fragment = target[1:]
            plain = fragment.lower() not in ("", "top") and fragment[0] not in "/!:"
            if plain and self._document.source.media_type in _LINKED_FORMATS:
                yield _Found(link.start, link.end, "anchor", target, self._landmarks.has_anchor(fragment))
            return
        path = re.split(r"[?#]", target.replace("\\", "/"), maxsplit=1)[0].strip()
        if path and path[0] not in "/{<$" and "@" not in path and not _SCHEME.match(path) and not _HOST.match(path):
            yield _Found(link.start, link.end, "file", path, None)

    def in_words(self, clause: Clause) -> Iterator[_Found]:
        """The sections and appendices that the words of a clause refer to; headings name rather than refer."""
        if clause.kind == "heading" or self._document.blocks[clause.block].role != "body":
            return
        for match in _SECTION.finditer(clause.text):
            yield from self._sections(clause, match)
        for match in _APPENDIX.finditer(clause.text):
            yield from self._appendix(clause, match)

    def _sections(self, clause: Clause, match: re.Match[str]) -> Iterator[_Found]:
        bears = bearing(clause.text, match.start(), match.end(), title=self._document.title)
        number = match["number"].strip()
        if bears == "elsewhere" or (match["kind"] == "part" and number in ("I", "A")):
            return
        kind = (match["kind"] or match["kinds"] or "section").lower().rstrip("s.")
        kind = _SHORT.get(kind, kind)
        depth = len(parts_of(number))
        others = (other[0].strip() for other in _NUMBERS.finditer(match["more"] or ""))
        certain = bears == "own" or (bears != "unsure" and not self._near_law(clause))
        certain = certain and not kind.startswith("sub") and (depth > 1 or bears != "bare")
        for one in (number, *(other for other in others if len(parts_of(other)) == depth)):
            found = not certain or _is_odd(one) or self._places.has_number(one, kind=kind)
            place = clause.start + match.start(), clause.start + match.end()
            yield _Found(*place, "section", re.sub(r"\s+", "", one), found)

    def _appendix(self, clause: Clause, match: re.Match[str]) -> Iterator[_Found]:
        text, word = clause.text, match["word"].lower()
        word = _PLURAL.get(word, word)
        if bearing(text, match.start(), match.end(), title=self._document.title) == "elsewhere":
            return
        if word == "schedule" and _SCHEDULED.search(text[: match.start()]):
            return
        found = self._landmarks.has_appendix(word, match["mark"], inside=says_inside(text, match.end()))
        place = clause.start + match.start(), clause.start + match.end()
        yield _Found(*place, "appendix", f"{word.title()} {match['mark']}", found)

    def _near_law(self, clause: Clause) -> bool:
        """Whether a law is named in the same paragraph or the one before it, which the reference may go on with."""
        if clause.block not in self._law:
            above = self._document.blocks[clause.block - 1].text[-_REACH:] if clause.block else ""
            texts = (self._document.blocks[clause.block].text, above, clause.lead_text)
            self._law[clause.block] = any(map(speaks_of_law, texts))
        return self._law[clause.block]


def _is_odd(number: str) -> bool:
    """Whether a number is none that a document can be held to: of a list nearby, to be filled in, or such as laws have.

    "(b)" means a list that only the reader can tell; "XX" is a gap; "431.005" and "03.08.010" are laws'.
    """
    figures = re.findall(r"\d+", number)
    return (
        number[0] == "("
        or set(number) == {"X"}
        or any(len(figure) > 2 or (figure.startswith("0") and figure != "0") for figure in figures[1:])
    )
