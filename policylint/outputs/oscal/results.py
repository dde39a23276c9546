"""One result a document: what was examined, what was seen, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policylint.model.report import DecisionUse, DocumentReport, PackInfo, Report
from policylint.outputs.oscal.backmatter import BackMatter, pack_props
from policylint.outputs.oscal.decisions import decision_markup, decision_props
from policylint.outputs.oscal.findings import RIGHTS, finding, risk
from policylint.outputs.oscal.observations import Subject, gone, observation
from policylint.outputs.oscal.words import (
    Ids,
    Json,
    catalog_uuid,
    filled,
    instant,
    markup,
    paragraphs,
    prop,
    reference,
    token,
)
from policylint.outputs.verdicts import shortfall_words, verdict_words
from policylint.outputs.wording import decisions_to_look_at

_REVIEWED: Final = (
    "All requirements of the catalogue were examined. Of the kinds of finding those are named of which the document "
    "has a clause; the others were looked for, and none was found."
)
_COUNTS: Final = (
    "requirements",
    "covered",
    "legacy",
    "missing",
    "findings",
    "applying",
    "covered_applying",
    "decided",
    "confirmed",
    "changed",
)


def results(report: Report, day: str, ids: Ids, back: BackMatter) -> list[Json]:
    """A result for each document; for a report without documents one that says so, since OSCAL wants one."""
    found = [_result(report, document, day, ids, back) for document in report.documents]
    return found or [_nothing(report, day, ids, back)]


def _result(report: Report, document: DocumentReport, day: str, ids: Ids, back: BackMatter) -> Json:
    packs = packs_of(report, document)
    source = document.source
    subject = Subject(
        document=document,
        component=ids.new("document", source.name),
        tool=ids.new("tool", source.name),
        collected=instant(day),
        ids=ids,
        back=back,
    )
    identity = ("result", source.name, source.sha256, catalog_uuid(packs), report.options.as_of)
    observations, risks, findings = _seen(subject)
    return filled(
        {
            "uuid": ids.new(*identity),
            "title": markup(document.title) or markup(source.name) or "A document without a name",
            "description": markup(verdict_words(document)) or f"Verdict: {document.verdict}.",
            "start": instant(day),
            "end": instant(day),
            "props": _props(report, document),
            "local-definitions": _local(report, subject, packs),
            "reviewed-controls": _reviewed(document, back.catalog(packs)),
            "observations": observations,
            "risks": risks,
            "findings": findings,
            "remarks": _remarks(report, document),
        }
    )


def _nothing(report: Report, day: str, ids: Ids, back: BackMatter) -> Json:
    return {
        "uuid": ids.new("result"),
        "title": "No document",
        "description": "No document was given, and none was checked.",
        "start": instant(day),
        "reviewed-controls": _unreviewed("No control was examined.", back.catalog(report.packs)),
    }


def packs_of(report: Report, document: DocumentReport) -> tuple[PackInfo, ...]:
    """The packs with which the document was checked, in order; all those of the report where it does not say."""
    known = {pack.id: pack for pack in report.packs}
    return tuple(known[name] for name in document.packs if name in known) or report.packs


def _seen(subject: Subject) -> tuple[list[Json], list[Json], list[Json]]:
    observations: list[Json] = []
    risks: list[Json] = []
    findings: list[Json] = []
    for requirement in subject.document.requirements:
        seen = observation(subject, requirement)
        observations.append(seen)
        findings.append(finding(subject, requirement, str(seen["uuid"])))
    for clause in subject.document.findings:
        seen = observation(subject, clause)
        observations.append(seen)
        endangered = None
        if clause.id.startswith(RIGHTS):
            risks.append(risk(subject, clause, str(seen["uuid"])))
            endangered = str(risks[-1]["uuid"])
        findings.append(finding(subject, clause, str(seen["uuid"]), endangered))
    observations += [gone(subject, absent) for absent in subject.document.absent]
    return observations, risks, findings


def _props(report: Report, document: DocumentReport) -> list[Json]:
    values: list[tuple[str, str | int | bool | None]] = [
        ("verdict", document.verdict),
        ("reason", document.reason),
        ("document-kind", document.kind),
        ("profile", document.profile),
        ("policy-set", document.policy_set),
        ("member-of", document.member_of),
        ("fail-on", document.fail_on),
        ("any-kind", document.any_kind),
        ("as-of", report.options.as_of),
    ]
    if document.verdict == "checked":
        values += [(name, getattr(document, name)) for name in ("sections", "clauses", "words")]
    if document.summary:
        values += [(name.replace("_", "-"), getattr(document.summary, name)) for name in _COUNTS]
    return [entry for name, value in values for entry in prop(name, value)] + [
        entry for number, use in enumerate(_uses(report, document), 1) for entry in _use_props(use, number)
    ]


def _use_props(use: DecisionUse, number: int) -> list[Json]:
    """A decision that is not in force: the rule that it is about, with what became of it in words, and its parts."""
    group = f"decision-{number}"
    return [
        *prop("decision-rule", use.rule, remarks=_use_words(use), group=group),
        *decision_props(use.decision, "decision", state=use.state, group=group),
    ]


def _use_words(use: DecisionUse) -> str:
    return paragraphs(f"{use.state.capitalize()}. {markup(use.why)}".strip(), decision_markup(use.decision))


def _uses(report: Report, document: DocumentReport) -> tuple[DecisionUse, ...]:
    return tuple(use for use in decisions_to_look_at(report) if use.document == document.source.name)


def _local(report: Report, subject: Subject, packs: Sequence[PackInfo]) -> Json:
    """The document as the component that was assessed, and policylint as what assessed it."""
    source = subject.document.source
    document: Json = {
        "uuid": subject.component,
        "type": "policy",
        "title": markup(source.name) or "A file without a name",
        "description": markup(subject.document.title) or "A document without a title.",
        "links": [{"href": subject.resource, "rel": "reference"}],
        "status": {"state": "other", "remarks": "Whether the document is in force is not known."},
    }
    manifest = report.manifest
    libraries = manifest.libraries if manifest else {}
    tool: Json = {
        "uuid": subject.tool,
        "type": "software",
        "title": markup(report.tool.name) or "policylint",
        "description": "Reads a policy and judges it against the controls of the catalogue.",
        "props": [
            *prop("version", report.tool.version),
            *prop("language-model", report.tool.model),
            *prop("language-model-digest", manifest.model if manifest else None),
            *prop("settings-digest", manifest.settings.get(source.name) if manifest else None),
            *(entry for name, version in libraries.items() for entry in prop("library", f"{name} {version}")),
            *(entry for pack in packs for entry in pack_props(pack)),
        ],
        "status": {"state": "operational"},
    }
    platform: Json = {
        "uuid": subject.ids.new("platform", source.name),
        "uses-components": [{"component-uuid": subject.tool}],
    }
    return {
        "components": [document],
        "assessment-assets": {"components": [tool], "assessment-platforms": [platform]},
    }


def _reviewed(document: DocumentReport, catalog: str) -> Json:
    if document.verdict != "checked":
        return _unreviewed(f"No control was examined. {markup(verdict_words(document))}".strip(), catalog)
    rules = dict.fromkeys(about.id for about in document.verdicts)
    if not rules:
        return _unreviewed("The catalogue has no requirement, and no clause calls for rework.", catalog)
    return {
        "description": _REVIEWED,
        "links": _catalog_link(catalog),
        "control-selections": [{"include-controls": [{"control-id": token(rule)} for rule in rules]}],
    }


def _unreviewed(why: str, catalog: str) -> Json:
    # OSCAL wants a selection even where nothing was selected: the words and the missing findings say that it is empty.
    return {"description": why, "links": _catalog_link(catalog), "control-selections": [{"include-all": {}}]}


def _catalog_link(catalog: str) -> list[Json]:
    return [{"href": reference(catalog), "rel": "reference", "text": "The catalogue"}]


def _remarks(report: Report, document: DocumentReport) -> str:
    return paragraphs(
        markup(shortfall_words(document)),
        *(markup(note) for note in document.notes),
        *(f"Decision about {markup(use.rule)}: {_use_words(use)}" for use in _uses(report, document)),
    )
