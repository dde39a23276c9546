"""The report as OSCAL assessment results, for programs that handle assessments; docs/oscal.md explains the mapping."""

from __future__ import annotations

import hashlib
from typing import Final

from policylint.model.report import Cover, Report
from policylint.outputs.embedded import report_json
from policylint.outputs.jsontext import json_text
from policylint.outputs.oscal.backmatter import BackMatter
from policylint.outputs.oscal.results import results
from policylint.outputs.oscal.words import (
    OSCAL_VERSION,
    Ids,
    Json,
    filled,
    instant,
    line,
    markup,
    paragraphs,
    prop,
    reference,
    uuid_of,
)
from policylint.outputs.wording import NOT_ADVICE

_TITLE: Final = "Policy gap report"
_NO_PLAN: Final = "No assessment plan was imported; the resource says how the documents were examined."
_VERSION_LENGTH: Final = 16


def render(report: Report) -> str:
    """One result a document: a finding and an observation for every requirement and for every clause to rework.

    All ids are made of content, and the only day in it is that of the cover, else the one as of which dates are judged.
    """
    data = report_json(report)
    digest = hashlib.sha256(data).hexdigest()
    cover = report.cover or Cover()
    day = cover.date or report.options.as_of
    ids = Ids()
    back = BackMatter(ids, report)
    found = results(report, day, ids, back)
    document: Json = {
        "assessment-results": {
            "uuid": uuid_of("assessment-results", digest),
            "metadata": _metadata(report, cover, instant(day), digest),
            "import-ap": {"href": reference(back.plan), "remarks": _NO_PLAN},
            "results": found,
            "back-matter": back.with_json(data),
        }
    }
    return json_text(document, indent=1)


def _metadata(report: Report, cover: Cover, moment: str, digest: str) -> Json:
    given = (("prepared-by", "Prepared by", "person"), ("prepared-for", "Prepared for", "organization"))
    names = {"prepared-by": line(cover.prepared_by), "prepared-for": line(cover.prepared_for)}
    named = [(role, title, kind, uuid_of("party", role, names[role])) for role, title, kind in given if names[role]]
    return filled(
        {
            "title": markup(cover.title) or _TITLE,
            "last-modified": moment,
            "version": digest[:_VERSION_LENGTH],
            "oscal-version": OSCAL_VERSION,
            "props": [
                *prop("as-of", report.options.as_of),
                *prop("tool", report.tool.name),
                *prop("tool-version", report.tool.version),
            ],
            "roles": [{"id": role, "title": title} for role, title, _, _ in named],
            "parties": [{"uuid": uuid, "type": kind, "name": names[role]} for role, _, kind, uuid in named],
            "responsible-parties": [{"role-id": role, "party-uuids": [uuid]} for role, _, _, uuid in named],
            "remarks": paragraphs(NOT_ADVICE, *map(markup, cover.notes)),
        }
    )
