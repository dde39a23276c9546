"""The auditor's report as PDF, drawn by Typst: tagged for reading aloud (PDF/UA-1), with the report's JSON attached.

The words reach Typst as data beside a source that never changes, so nothing of a document can act as markup. No clock,
no font of the machine and no network are asked: the same report gives the same bytes with the same Typst.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import msgspec

from policylint.outputs.audit.blocks import AuditReport, Block, Contents, CoveragePicture, Paragraph, Piece
from policylint.outputs.audit.content import audit_report
from policylint.outputs.audit.pdf_text import STANDARD, code_tables, named, shown
from policylint.outputs.audit.picture import TEMPLATES, coverage_data
from policylint.outputs.embedded import ATTACHMENT, report_json
from policylint.outputs.wording import shortened

if TYPE_CHECKING:
    from policylint.model.report import Report

MARK: Final = b"%policylint-report\n"
"""A comment at the beginning of the file, by which policylint knows its own report."""

_ARCHIVE: Final = "a-3a"
"""PDF/A-3a, of ISO 19005-3: for keeping, with attached files. It asks for a date, which not every report has."""

_HEADER: Final = 100
"""Characters that fit into the header of a page."""

_CODES_NOTE: Final = (
    "The fonts of this file lack some characters that the document uses. They stand as their codes, such as <U+4E2D>; "
    "the attached data has them as they are."
)
_OFFSET: Final = re.compile(rb"\d{10}(?= \d{5} n)")


def render(report: Report) -> bytes:
    """Draw the report; with a date on its cover it is PDF/A-3a as well, for archives.

    Characters that the fonts lack stand as their codes, and the report says so.
    """
    import typst

    content = audit_report(report)
    data = report_json(report).decode("ascii")
    failure: Exception | None = None
    for codes in code_tables(_texts([_plain(block) for block in content.blocks])):
        try:
            return _marked(_compiled(content, codes, data))
        except typst.TypstError as error:
            if not named(error):
                raise
            failure = error
    raise failure or ValueError("no table of codes")


def _compiled(content: AuditReport, codes: Mapping[str, str], data: str) -> bytes:
    import typst

    given = msgspec.json.encode(_given(content, codes)).decode("utf-8")
    drawn: bytes = typst.compile(
        str(TEMPLATES / "report.typ"),
        root=str(TEMPLATES),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=[STANDARD, _ARCHIVE] if content.date else [STANDARD],
        sys_inputs={"report": given, "data": data},
    )
    return drawn


def _given(content: AuditReport, codes: Mapping[str, str]) -> dict[str, Any]:
    """The report as the template reads it."""
    day = datetime.date.fromisoformat(content.date) if content.date else None
    words = {
        "title": content.title,
        "author": content.author,
        "subject": content.subject,
        "keywords": content.keywords,
        "running": shortened(content.running, _HEADER),
        "blocks": [_plain(block) for block in _with_note(content.blocks, codes)],
    }
    return {
        **_shown(words, codes),
        "date": {"year": day.year, "month": day.month, "day": day.day} if day else None,
        "attachment": ATTACHMENT,
    }


def _with_note(blocks: tuple[Block, ...], codes: Mapping[str, str]) -> Iterator[Block]:
    """The blocks, with a word on the codes under the contents where there are any."""
    for block in blocks:
        yield block
        if codes and isinstance(block, Contents):
            yield Paragraph((Piece(_CODES_NOTE),), style="small")


def _plain(block: Block) -> dict[str, Any]:
    """A block as a dictionary that says its kind; of a document, just what its picture shows."""
    if isinstance(block, CoveragePicture):
        fields = {"picture": coverage_data(block.document), "caption": block.caption, "alternative": block.alternative}
    else:
        fields = msgspec.to_builtins(block)
    return {"kind": type(block).__name__, **fields}


def _shown(value: Any, codes: Mapping[str, str]) -> Any:
    """The same lists and dictionaries with every text in them as the PDF shows it; ids and links change alike."""
    if isinstance(value, str):
        return shown(value, codes)
    if isinstance(value, dict):
        return {name: _shown(part, codes) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(part, codes) for part in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    """Every text within lists and dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _marked(pdf: bytes) -> bytes:
    """The file with the mark after its first two lines, and the offsets of its objects moved by as much.

    A mark that stands there is also there when somebody has signed the file, which only adds to its end.
    """
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    top = pdf.index(b"\n", pdf.index(b"\n") + 1) + 1
    moved = _OFFSET.sub(lambda match: b"%010d" % (int(match.group()) + len(MARK)), pdf[start:])
    moved = moved.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + len(MARK)))
    return pdf[:top] + MARK + pdf[top:start] + moved
