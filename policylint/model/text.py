"""What is kept of a document beside its report: for decisions, policy sets and the comparison of versions."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from policylint.model.report import Evidence

ReferenceForm = Literal["section", "appendix", "anchor", "file"]
"""section: "see section 4.2"; appendix: "Appendix B", "Attachment 1"; anchor: a link to a heading of the same document;
file: a link to another file, by a relative path."""


class Reference(Struct, frozen=True, kw_only=True, gc=False):
    """A place where the document refers to another place: the clause, the words that refer, and what they mean.

    `found` says whether a section, appendix or anchor is in the document; it is None for a file, which only whoever
    knows the folder can look up.
    """

    evidence: Evidence
    words: str
    form: ReferenceForm
    target: str
    found: bool | None


class Comment(Struct, frozen=True, kw_only=True, gc=False):
    """A comment of a Markdown file that is addressed to policylint: what follows the address, and its line."""

    text: str
    line: int


class DocumentText(Struct, frozen=True, kw_only=True, gc=False):
    """The headings (each with those above it, outermost first) and the clauses, in reading order.

    `headings` has the place of each of `sections`: the words of the heading as they stand, and where.
    """

    sections: tuple[tuple[str, ...], ...] = ()
    clauses: tuple[Evidence, ...] = ()
    headings: tuple[Evidence, ...] = ()
