"""The report's JSON within a report that is made for people, so that it can be verified from that file alone.

DOCX and XLSX carry it as custom XML data (`customXml/item1.xml`, or the next that is free), which Word and Excel keep;
HTML as a block of data that no browser runs; PDF as an attached file of the name `ATTACHMENT`, and
OSCAL as a resource of that name.
"""

from __future__ import annotations

import re
from itertools import count
from pathlib import PurePosixPath
from typing import Final
from xml.sax.saxutils import escape

import msgspec

from policylint.model.report import Report

ATTACHMENT: Final = "policylint-report.json"
"""The name under which a PDF carries it."""

DATA_ID: Final = "policylint-report"
"""The id of the element in which HTML carries it."""

NAMESPACE: Final = "urn:policylint:report"
"""The namespace of the element in which DOCX and XLSX carry it."""

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_PROPERTIES: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_STORE: Final = "{6B0B5A5E-5C1B-5F0E-9B64-2F5D6A1C7E31}"
"""The id of the data in an Office file: always the same, for there is one report in a file."""

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN_PARTS: Final = ("word/document.xml", "xl/workbook.xml")
_ID: Final = "rIdPolicylintReport"


def report_json(report: Report) -> bytes:
    """The JSON on one line, in ASCII, so that no program that hands it on can change it by another encoding."""
    return _ascii(msgspec.json.encode(report).decode("utf-8")).encode("ascii")


def with_report(members: dict[str, bytes], report: Report) -> dict[str, bytes]:
    """The members of an Office package with the report's JSON among them.

    The main part points to the data and the data to its properties: Word and Excel drop custom XML of which they do not
    know these when they save the file.
    """
    main = PurePosixPath(next(name for name in _MAIN_PARTS if name in members))
    number = next(n for n in count(1) if f"customXml/item{n}.xml" not in members)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    relations = f"{main.parent}/_rels/{main.name}.rels"
    said = f'{_XML}<report xmlns="{NAMESPACE}">{escape(report_json(report).decode())}</report>'
    about = (
        f'{_XML}<ds:datastoreItem ds:itemID="{_STORE}" xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    return {
        **members,
        "[Content_Types].xml": _with(
            members["[Content_Types].xml"], f'<Override PartName="/{properties}" ContentType="{_PROPERTIES}"/>'
        ),
        relations: _with(members[relations], _relation("customXml", f"../{item}")),
        item: said.encode(),
        f"customXml/_rels/item{number}.xml.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            f"{_relation('customXmlProps', PurePosixPath(properties).name)}</Relationships>"
        ).encode(),
        properties: about.encode(),
    }


def _relation(kind: str, target: str) -> str:
    return f'<Relationship Id="{_ID}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'


def _with(part: bytes, element: str) -> bytes:
    """A list of relationships or content types with one more element at its end."""
    head, end, tail = part.rpartition(b"</")
    return head + element.encode() + end + tail


def html_data(report: Report) -> str:
    """The JSON as the content of `<script type="application/json">`: with nothing in it that could end the element."""
    return report_json(report).decode().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


_BEYOND: Final = re.compile(r"[^\x00-\x7e]")


def _ascii(text: str) -> str:
    """JSON with every other character as an escape; those beyond the basic plane as two."""

    def escaped(match: re.Match[str]) -> str:
        units = match.group().encode("utf-16-be", "surrogatepass")
        return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))

    return _BEYOND.sub(escaped, text)
