"""The report as a SARIF 2.1.0 log, for code scanning and for editors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policylint.errors import UNREADABLE
from policylint.model.report import Absent, Decision, DocumentReport, Report, Requirement
from policylint.model.reviews import closing
from policylint.outputs.issues import (
    Issue,
    has_baseline,
    issues,
    known_by,
    message,
    own_evidence,
    split_place,
)
from policylint.outputs.jsontext import json_text
from policylint.outputs.markdown import escape
from policylint.outputs.sarif_places import artifact_location, document_location, evidence_location
from policylint.outputs.sarif_rules import LEVEL, Json, message_text, sarif_rules
from policylint.outputs.verdicts import shortfall_words, verdict_words
from policylint.outputs.wording import decision_words, decisions_to_look_at, place, quoted, reviewed_words, visible

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_NOTICES: Final = {
    "not-applicable": ("Document of another kind", "A document that is no policy on the matter is not checked."),
    "coverage": ("Short of what was asked for", "The document settles less of the checklist than is asked for."),
}
FINGERPRINT: Final = "policylint/v1"


def render(report: Report) -> str:
    """One run: a result for each gap and finding, a rule for each requirement and finding, a notification for each
    document that was not checked or is short of what was asked for.
    """
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return json_text(log, indent=1)


def _run(report: Report) -> Json:
    rules = sarif_rules(report.documents)
    index = {str(rule["id"]): number for number, rule in enumerate(rules)}
    files = {document.source.name: number for number, document in enumerate(report.documents)}
    notices = list(_notifications(report, files))
    return {
        "tool": {"driver": _driver(report, rules, notices)},
        "automationDetails": {"id": "policylint/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder in which the check was run."}}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": notices,
                "toolConfigurationNotifications": list(_decisions(report)),
            }
        ],
        "artifacts": [_artifact(document) for document in report.documents],
        "results": list(_results(report, index, files)),
        "properties": {"asOf": report.options.as_of},
    }


def _driver(report: Report, rules: list[Json], notices: list[Json]) -> Json:
    known = sorted(
        {str(descriptor["id"]) for notice in notices if isinstance(descriptor := notice["descriptor"], dict)}
    )
    return {
        "name": report.tool.name,
        "version": report.tool.version,
        "rules": rules,
        "notifications": [_descriptor(identifier) for identifier in known],
        "properties": {
            "languageModel": report.tool.model,
            "packs": [
                {"id": pack.id, "title": pack.title, "version": pack.version, "digest": pack.digest}
                for pack in report.packs
            ],
        },
    }


def _descriptor(identifier: str) -> Json:
    """What a notification of this kind means."""
    reason = identifier.removeprefix("unreadable.")
    if identifier in _NOTICES:
        title, text = _NOTICES[identifier]
    else:
        title, text = "Unreadable document", UNREADABLE.get(reason, "The text of the document cannot be had.")
    return {
        "id": identifier,
        "name": "".join(word.capitalize() for word in identifier.replace("-", ".").split(".")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": f"{title}. {text}"},
        "help": {"text": text, "markdown": escape(text)},
    }


def _notifications(report: Report, files: dict[str, int]) -> Iterator[Json]:
    for document in report.documents:
        if document.shortfall:
            yield _notice("coverage", "error", shortfall_words(document), document, files)
        if document.verdict == "checked":
            continue
        unreadable = document.verdict == "unreadable"
        reason = f"unreadable.{document.reason or 'unknown'}" if unreadable else "not-applicable"
        yield _notice(visible(reason), "error" if unreadable else "note", verdict_words(document), document, files)


def _notice(identifier: str, level: str, text: str, document: DocumentReport, files: dict[str, int]) -> Json:
    return {
        "descriptor": {"id": identifier},
        "level": level,
        "message": {"text": message_text(text)},
        "locations": [document_location(document.source.name, files)],
    }


def _decisions(report: Report) -> Iterator[Json]:
    for use in decisions_to_look_at(report):
        text = f"{use.document}, {use.rule}: the decision is {use.state}. {use.why} {decision_words(use.decision)}"
        yield {
            "level": "warning",
            "message": {"text": message_text(text)},
            "locations": [_decision_location(use.decision)],
        }


def _artifact(document: DocumentReport) -> Json:
    source = document.source
    artifact: Json = {
        "location": artifact_location(source.name, {}),
        "length": source.size,
        "mimeType": source.media_type,
    }
    if source.sha256:
        artifact["hashes"] = {"sha-256": source.sha256}
    if read := _read_with(document):
        artifact["properties"] = read
    return artifact


def _read_with(document: DocumentReport) -> Json:
    """What is to be known of how the document was read; nothing for nearly all of them."""
    found = document.recognition
    said: Json = {"notes": [visible(note) for note in document.notes]} if document.notes else {}
    if found:
        said["recognition"] = {
            "engine": found.engine,
            "version": found.version,
            "languages": list(found.languages),
            "pages": list(found.pages),
            "confidence": found.confidence,
            "failed": list(found.failed),
        }
    if document.repaired:
        said["repaired"] = True
    if document.converter:
        said["converter"] = visible(document.converter)
    return said


def _results(report: Report, index: dict[str, int], files: dict[str, int]) -> Iterator[Json]:
    compared = has_baseline(report)
    for document in report.documents:
        for issue in issues(document):
            result = _result(issue, index, files)
            if compared:
                result["baselineState"] = issue.about.baseline or "new"
            yield result
        seen: dict[tuple[str, str], int] = {}
        for absent in document.absent:
            key = (absent.id, absent.fingerprint)
            seen[key] = seen.get(key, 0) + 1
            yield _absent(document, absent, seen[key], index, files)


def _result(issue: Issue, index: dict[str, int], files: dict[str, int]) -> Json:
    about = issue.about
    text, related = _message(issue, files)
    result: Json = {
        "ruleId": visible(about.id),
        "ruleIndex": index[visible(about.id)],
        "kind": "fail" if about.applies else "notApplicable",
        "level": LEVEL[about.severity] if about.applies else "none",
        "message": {"text": text},
        "locations": [_location(issue, files)],
        "partialFingerprints": _fingerprints(issue.fingerprint),
        "properties": _properties(issue),
    }
    if related:
        result["relatedLocations"] = related
    closed = closing(about)
    if closed:
        result["suppressions"] = [_suppression(closed)]
    return result


def _message(issue: Issue, files: dict[str, int]) -> tuple[str, list[Json]]:
    """The message, which links to each related location, and these: what came nearest, further clauses, and clauses of
    other documents of the policy set.
    """
    about, own = issue.about, own_evidence(issue.about)
    others = [("See also", evidence) for evidence in about.evidence if evidence is not own]
    if isinstance(about, Requirement) and about.nearest:
        others.append(("Nearest clause", about.nearest.evidence))
    related = [
        {
            **evidence_location(issue.document.source.name, evidence, files),
            "id": number,
            "message": {"text": f"{words}."},
        }
        for number, (words, evidence) in enumerate(others, start=1)
    ]
    links = [
        f"{words}: [{_link_text(place(evidence) or 'here')}]({number})."
        for number, (words, evidence) in enumerate(others, start=1)
    ]
    return " ".join((message_text(message(about)), *links)), related


def _link_text(text: str) -> str:
    return " ".join(message_text(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").split())


def _location(issue: Issue, files: dict[str, int]) -> Json:
    evidence = own_evidence(issue.about)
    if evidence is None:
        return document_location(issue.document.source.name, files)
    return evidence_location(issue.document.source.name, evidence, files)


def _fingerprints(fingerprint: str) -> Json:
    # GitHub looks only at the second name, and would else follow a PDF's results by the first line of its bytes.
    return {FINGERPRINT: fingerprint, "primaryLocationLineHash": fingerprint}


def _properties(issue: Issue) -> Json:
    about = issue.about
    evidence = own_evidence(about) or next(iter(about.evidence), None)
    status = about.status if isinstance(about, Requirement) else issue.status
    found: Json = {"status": status, "element": visible(issue.element), "applies": about.applies}
    if about.review:
        found |= {"review": about.review.kind, "standing": issue.status, "reviewed": visible(reviewed_words(about))}
    if about.profile_why:
        found["profileWhy"] = visible(about.profile_why)
    if evidence:
        found["section"] = [visible(title) for title in evidence.section]
        found["quote"] = visible(evidence.quote)
        where = {"page": evidence.page, "paragraph": evidence.paragraph}
        found |= {name: value for name, value in where.items() if value is not None}
    return found


def _suppression(decision: Decision) -> Json:
    return {
        "kind": "inSource" if decision.origin == "comment" else "external",
        "status": "accepted",
        "justification": visible(decision_words(decision)),
        "location": _decision_location(decision),
    }


def _decision_location(decision: Decision) -> Json:
    file, line = split_place(decision.place)
    return {"physicalLocation": {"artifactLocation": artifact_location(file, {}), "region": {"startLine": line}}}


def _absent(
    document: DocumentReport, absent: Absent, occurrence: int, index: dict[str, int], files: dict[str, int]
) -> Json:
    text = f"{absent.title}: gone since the baseline." + (f" It was {quoted(absent.quote)}." if absent.quote else "")
    return {
        "ruleId": visible(absent.id),
        "ruleIndex": index[visible(absent.id)],
        "kind": "informational",
        "level": "none",
        "message": {"text": message_text(" ".join(text.split()))},
        "locations": [document_location(document.source.name, files)],
        "partialFingerprints": _fingerprints(known_by(absent, occurrence)),
        "baselineState": "absent",
        "properties": {"status": "absent", "quote": visible(absent.quote)},
    }
