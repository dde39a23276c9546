"""Places in documents as SARIF locations."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from policylint.model.report import Evidence
from policylint.outputs.issues import is_absolute, posix_name
from policylint.outputs.sarif_rules import Json, message_text
from policylint.outputs.wording import place, visible


def artifact_location(name: str, files: Mapping[str, int]) -> Json:
    """A file: its path from the folder of the check, percent-encoded, and its number among `files` if it is there."""
    path = posix_name(name)
    encoded = quote(_bytes(path), safe="/")
    if is_absolute(path):
        location: Json = {"uri": f"file://{'' if path.startswith('/') else '/'}{encoded}"}
    else:
        location = {"uri": encoded, "uriBaseId": "%SRCROOT%"}
    return {**location, "index": files[name]} if name in files else location


def document_location(name: str, files: Mapping[str, int]) -> Json:
    """A whole document: its first line, since programs want a line."""
    return {"physicalLocation": {"artifactLocation": artifact_location(name, files), "region": {"startLine": 1}}}


def evidence_location(name: str, evidence: Evidence, files: Mapping[str, int]) -> Json:
    """The place of a clause in the document `name`, or in the one of the policy set that it names.

    A text format has a line and a column. A PDF or DOCX has the first line, and its true place as logical locations:
    the section and the page or paragraph.
    """
    region: Json = {"startLine": evidence.line or 1}
    if evidence.line and evidence.column:
        region["startColumn"] = evidence.column
    artifact = artifact_location(evidence.document or name, files)
    location: Json = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if logical := _logical(evidence):
        location["logicalLocations"] = logical
    if where := place(evidence):
        location["message"] = {"text": message_text(where)}
    return location


def _logical(evidence: Evidence) -> list[Json]:
    places: list[Json] = []
    if evidence.section:
        names = [visible(title) for title in evidence.section]
        places.append({"name": names[-1], "fullyQualifiedName": " > ".join(names), "kind": "section"})
    for kind, number in (("page", evidence.page), ("paragraph", evidence.paragraph)):
        if number is not None:
            places.append({"name": f"{kind} {number}", "fullyQualifiedName": f"{kind} {number}", "kind": kind})
    return places


def _bytes(path: str) -> bytes:
    """The path as UTF-8; bytes of a file name that are none are kept as they are."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "replace")
