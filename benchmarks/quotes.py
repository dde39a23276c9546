"""Is every quote of a report found verbatim at the place that the report names?

    python -m benchmarks.quotes FOLDER [REPORT.json]

Checks every policy below a folder, or takes the report on it that is there, and goes back to each file by another way
than the reader: the characters inside the boxes of a PDF page, the words of the numbered paragraph of a DOCX, the
source from the line and column on of a text format. White space, end-of-line hyphens and markup are set aside. Exits 1
where a quote is not found.
"""

from __future__ import annotations

import html
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdfium2
from docx.oxml.ns import qn

from benchmarks.reported import report_on
from policylint.model.report import DocumentReport, Evidence

_LETTER = re.compile(r"[^\W_]")
_MARKUP_GAP = 400
"""Most characters of markup (a link's target, say) between two words of a quote in a text format."""

_MARGIN = 1.5
"""Points by which the searched area is wider and lower than the box of a quote."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A quote that was not found where the report says."""

    document: str
    place: str
    quote: str


def letters(text: str) -> str:
    """Letters and digits only, lower case, ligatures opened."""
    import unicodedata

    return "".join(_LETTER.findall(unicodedata.normalize("NFKC", text))).lower()


def quotes_of(report: DocumentReport) -> Iterator[Evidence]:
    """Every piece of evidence in a report, of statuses, near clauses and findings."""
    for requirement in report.requirements:
        yield from requirement.evidence
        if requirement.nearest:
            yield requirement.nearest.evidence
    for finding in report.findings:
        yield from finding.evidence


def found_in_pdf(pdf: pypdfium2.PdfDocument, evidence: Evidence) -> bool:
    """Whether the characters inside the evidence's boxes hold the quote."""
    pieces = []
    for box in evidence.boxes:
        page = pdf[box.page - 1]
        height = page.get_height()
        left, bottom, _, _ = page.get_bbox() if page.get_rotation() == 0 else (0, 0, 0, 0)
        text = page.get_textpage()
        # A little less than the box, so that the tails of letters on the lines above and below stay out.
        high, low = bottom + height - box.top - _MARGIN, bottom + height - box.bottom + _MARGIN
        pieces.append(text.get_text_bounded(left + box.x0 - _MARGIN, low, left + box.x1 + _MARGIN, high))
    return letters(evidence.quote) in letters("".join(pieces).replace("\ufffe", ""))


def found_in_docx(paragraphs: list[str], evidence: Evidence) -> bool:
    """Whether the paragraph with the evidence's number, or a note that it refers to, holds the quote."""
    if evidence.paragraph is None:
        return False
    wanted = letters(evidence.quote)
    near = paragraphs[evidence.paragraph - 1 : evidence.paragraph + 40]
    return wanted in letters("".join(near))


def found_in_text(lines: list[str], evidence: Evidence) -> bool:
    """Whether the words of the quote follow each other in the source from its line and column on."""
    if evidence.line is None:
        return False
    rest = [lines[evidence.line - 1][max(0, (evidence.column or 1) - 1) :], *lines[evidence.line : evidence.line + 80]]
    written = "\n".join(rest).lower()
    # As written, too: what looks like a reference and is none ("&#8221" without its ";") stays as it is.
    return any(_in_order(evidence.quote, source) for source in (html.unescape(written), written))


def _in_order(quote: str, source: str) -> bool:
    at = 0
    for word in re.findall(r"[^\W_]+", quote.lower()):
        found = source.find(word, at, at + _MARKUP_GAP)
        if found < 0:
            return False
        at = found + len(word)
    return True


def docx_paragraphs(data: bytes) -> list[str]:
    """The text of every paragraph element of the body in document order, fallback drawings left out."""
    from policylint.readers.docx import paragraph_elements

    return [
        "".join(node.text or "" for node in element.iter(qn("w:t")))
        for element in paragraph_elements(docx.Document(io.BytesIO(data)))
    ]


def check_report(report: DocumentReport, data: bytes) -> Iterator[tuple[Evidence, bool]]:
    """Each quote of the report on `data`, and whether it was found."""
    media = report.source.media_type
    if report.verdict == "unreadable":
        return
    if media == "application/pdf":
        pdf = pypdfium2.PdfDocument(data)
        for evidence in quotes_of(report):
            yield evidence, found_in_pdf(pdf, evidence)
        pdf.close()
    elif "wordprocessing" in media:
        paragraphs = docx_paragraphs(data)
        for evidence in quotes_of(report):
            yield evidence, found_in_docx(paragraphs, evidence)
    else:
        from policylint.readers.encoding import decode

        lines = decode(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for evidence in quotes_of(report):
            yield evidence, found_in_text(lines, evidence)


def main(folder: Path, named: Path) -> int:
    """Look for the quotes of the report `named` (or made on that folder) in the files below `folder`."""
    documents = report_on(named).documents
    total, misses, read, apart = 0, [], 0, 0
    for document in documents:
        read += document.verdict != "unreadable"
        if document.converter:  # it puts words where the file has none
            apart += 1
            continue
        name = document.source.name
        for evidence, found in check_report(document, (folder / name).read_bytes()):
            total += 1
            if not found:
                place = (
                    f"page {evidence.page}"
                    if evidence.page
                    else f"paragraph {evidence.paragraph}"
                    if evidence.paragraph
                    else f"line {evidence.line}"
                )
                misses.append(Miss(name, place, evidence.quote))
    for miss in misses:
        print(f"not found: {miss.document}, {miss.place}: {miss.quote[:100]!r}")
    print(
        f"quotes found at their place: {total - len(misses)} of {total}, "
        f"in {read - apart} of {len(documents)} documents; {apart} were converted first"
    )
    return 1 if misses or not total else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else sys.argv[1])))
