"""The words of a report in any format, as whoever opens the file reads them."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

import pypdfium2

from policylint.model.report import Report
from policylint.outputs import FORMATS, render_report


def text_of(report: Report, name: str) -> str:
    """The words of the report as this format shows them; of text formats, all that is in the file.

    What only a program looks for in an Office file (the data that `verify` reads) nobody is shown; it is left out.
    """
    drawn = render_report(report, FORMATS[name])
    if isinstance(drawn, str):
        return drawn
    return "\n".join(_pages(drawn) if name == "pdf" else _parts(drawn))


def _pages(data: bytes) -> Iterator[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            # A word that is divided at the end of a line is one word.
            yield re.sub(r"[\u00ad\ufffe\x02]\s*", "", page.get_textpage().get_text_bounded())


def _parts(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith(".xml") and not name.startswith("customXml/"):
                yield from _paragraphs(ElementTree.fromstring(package.read(name)))


def _paragraphs(root: ElementTree.Element) -> Iterator[str]:
    """Paragraphs of a document, cells of a workbook."""
    for element in root.iter():
        if element.tag.endswith(("}p", "}si", "}comment")):
            yield "".join(part.text or "" for part in element.iter() if part.tag.endswith("}t"))
