"""A DOCX file from python-docx's template: only the parts that are used, and the same bytes for the same content."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.shared import Twips

from policylint.outputs.audit.docx_elements import element, field, words
from policylint.outputs.audit.docx_look import dress
from policylint.outputs.office import unpack
from policylint.outputs.wording import shortened, visible

if TYPE_CHECKING:
    from docx.document import Document

_APPLICATION: Final = "docProps/app.xml"
_APPLICATION_SAYS: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>policylint</Application></Properties>"
)
_LONGEST: Final = 255
"""Characters of a property; python-docx takes no longer ones."""

_PARTS: Final = {RT.STYLES, RT.NUMBERING, RT.SETTINGS}
"""Of those that the template's main part points to. Dropped: its theme, fonts, sources, and styles for Word 2007."""

_SETTINGS: Final = ("zoom", "defaultTabStop", "characterSpacingControl", "compat", "decimalSymbol", "listSeparator")
"""Of the template's. Nothing in them makes Word ask a question: fields are not said to want an update."""

_WORD_2013: Final = 15


def new_document() -> Document:
    """An empty document with the pages and styles of the report.

    Letter, for most policies are of offices in the United States; the text also fits on A4, at full size.
    """
    return docx.Document(io.BytesIO(_template()))


def describe(document: Document, *, title: str, subject: str, author: str, keywords: str, day: str = "") -> None:
    """Set the properties of the file, and a date only where a `day` (ISO) is given, for no clock is asked."""
    properties = document.core_properties
    properties.title, properties.subject, properties.author, properties.keywords = (
        shortened(visible(text), _LONGEST) for text in (title, subject, author, keywords)
    )
    properties.last_modified_by = properties.author
    properties.language = "en-GB"
    if day:
        properties.created = properties.modified = datetime.fromisoformat(day).replace(tzinfo=UTC)


def number_pages(document: Document, running: str) -> None:
    """Put a line in the header of each page and its number in the footer."""
    section = document.sections[0]
    section.header.paragraphs[0]._p.append(words(running))
    foot = section.footer.paragraphs[0]
    foot.style = "Footer"
    foot._p.extend((words("Page "), field("PAGE", "1"), words(" of "), field("NUMPAGES", "1")))


def members(document: Document) -> dict[str, bytes]:
    """The members of the package. The first says which program wrote it."""
    stream = io.BytesIO()
    document.save(stream)
    first = {_APPLICATION: _APPLICATION_SAYS}
    return first | unpack(stream.getvalue()) | first


@cache
def _template() -> bytes:
    """python-docx's template in our styles; made once, for it takes longer than a short report."""
    document = docx.Document()
    part, package = document.part, document.part.package
    for identifier in [key for key, relation in part.rels.items() if relation.reltype not in _PARTS]:
        del part.rels[identifier]
    for identifier in [key for key, relation in package.rels.items() if relation.reltype == RT.THUMBNAIL]:
        del package.rels[identifier]
    _forget_properties(document)
    _settle(document)
    dress(document)
    section = document.sections[0]
    section._sectPr.attrib.clear()  # ids of the template's editing
    section.top_margin, section.bottom_margin = Twips(1370), Twips(1225)
    section.left_margin = section.right_margin = Twips(1440)
    section.header_distance, section.footer_distance = Twips(690), Twips(600)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _forget_properties(document: Document) -> None:
    """Take out what the template says of itself, its dates above all."""
    document.part.package.part_related_by(RT.CORE_PROPERTIES).element[:] = []
    document.core_properties.revision = 1


def _settle(document: Document) -> None:
    """Lay the document out as Word has done since 2013, and leave the template's other settings out."""
    settings = document.settings.element
    kept = {qn(f"w:{name}") for name in _SETTINGS}
    settings[:] = [child for child in settings if child.tag in kept]
    settings.replace(settings.find(qn("w:zoom")), element("w:zoom", percent=100))
    mode = element("w:compatSetting", name="compatibilityMode", val=_WORD_2013)
    mode.set(qn("w:uri"), "http://schemas.microsoft.com/office/word")
    settings.find(qn("w:compat"))[:] = [mode]
