"""Findings: one for each requirement and each clause that calls for rework; risks for those that endanger rights."""

from __future__ import annotations

from typing import Final

from policylint.model.report import Decision, Finding, Requirement
from policylint.outputs.oscal.decisions import decision_markup, decision_props
from policylint.outputs.oscal.observations import About, Subject, rule_props
from policylint.outputs.oscal.words import (
    NAMESPACE,
    Json,
    filled,
    instant,
    markup,
    objective,
    paragraphs,
    prop,
)
from policylint.outputs.wording import LEGACY_MEANS, not_asked_words

RIGHTS: Final = "rights."
"""How the ids of findings begin that endanger somebody's rights: these are risks in OSCAL, too."""

_RISK_STATUS: Final = {
    "accept": "deviation-approved",
    "not-applicable": "closed",
    "false-positive": "closed",
    "settled-elsewhere": "closed",
}
_IMPLEMENTATION: Final = {"not-applicable": "not-applicable", "settled-elsewhere": "alternative"}


def finding(subject: Subject, about: About, observation: str, risk: str | None = None) -> Json:
    """The conclusion on one requirement, or on one clause that calls for rework.

    Its id is made of the document's name and the rule (for a clause, of its fingerprint too), so that later results
    speak of the same finding by the same id, whatever has become of it.
    """
    clause = [about.fingerprint] if isinstance(about, Finding) else []
    return filled(
        {
            "uuid": subject.ids.new("finding", subject.document.source.name, about.id, *clause),
            "title": markup(about.title) or markup(about.id),
            "description": markup(about.why) or markup(about.title),
            "props": _props(about),
            "origins": subject.origins,
            "target": _target(about),
            "related-observations": [{"observation-uuid": observation}],
            "related-risks": [{"risk-uuid": risk}] if risk else None,
            "remarks": paragraphs(
                f"What to do: {markup(about.remedy)}" if about.remedy else "",
                _model_clause(about),
                decision_markup(about.decision),
                decision_markup(about.review),
            ),
        }
    )


def _model_clause(about: About) -> str:
    clause = about.model_clause if isinstance(about, Requirement) else ""
    return f"A clause to start from: {markup(clause)}" if clause else ""


def _props(about: About) -> list[Json]:
    is_requirement = isinstance(about, Requirement)
    own: list[Json] = []
    if isinstance(about, Requirement):
        corrected = about.standing if about.standing != about.status else None
        own = [*prop("standing", corrected), *prop("element", about.element), *prop("by-itself", about.by_itself)]
    return [
        *prop("kind", "requirement" if is_requirement else "finding"),
        *rule_props(about),
        *own,
        *prop("severity", about.severity),
        *prop("applies", about.applies),
        *prop("profile-why", about.profile_why),
        *prop("open", about.is_open),
        *prop("fingerprint", about.fingerprint),
        *prop("baseline", about.baseline),
        *decision_props(about.decision, "decision"),
        *decision_props(about.review, "review"),
    ]


def _target(about: About) -> Json:
    return filled(
        {
            "type": "objective-id",
            "target-id": objective(about.id),
            "title": markup(about.title),
            "description": markup(about.matters),
            "status": _status(about),
            "implementation-status": _implementation(about),
        }
    )


def _status(about: About) -> Json:
    """OSCAL knows two states. Our own word is a property; here the remarks say what it was.

    There is no `reason`: the standard's words for it are "pass" and "fail", and policylint says neither.
    """
    if isinstance(about, Finding):
        return {"state": "not-satisfied", "remarks": "A clause calls for rework."}
    status = about.standing
    if status == "covered":
        state, words = "satisfied", "Covered."
    elif status == "legacy":
        state, words = "not-satisfied", f"Settled only by a legacy clause. {LEGACY_MEANS}"
    else:
        state, words = "not-satisfied", "Missing."
    if status != about.status:
        words = f"{words} A person corrected the verdict, which was: {about.status}."
    return {"state": state, "remarks": words}


def _implementation(about: About) -> Json | None:
    """That a requirement does not apply or is settled elsewhere; nothing is said of the others."""
    if not about.applies:
        return {"state": "not-applicable", "remarks": markup(not_asked_words(about))}
    state = _IMPLEMENTATION.get(about.decision.kind) if about.decision else None
    return {"state": state, "remarks": decision_markup(about.decision)} if state else None


def risk(subject: Subject, about: Finding, observation: str) -> Json:
    """A clause that may chill lawful speech, as a risk: its severity, what to do, and what was decided about it."""
    names = (subject.document.source.name, about.id, about.fingerprint)
    decision = about.decision
    return filled(
        {
            "uuid": subject.ids.new("risk", *names),
            "title": markup(about.title) or markup(about.id),
            "description": markup(about.why) or markup(about.title),
            "statement": paragraphs(
                markup(about.matters) or markup(about.title),
                f"Whom the law covers: {markup(about.applies_to)}" if about.applies_to else "",
            ),
            "props": prop("rule", about.id),
            "status": _risk_status(about),
            "origins": subject.origins,
            "characterizations": [
                {
                    "origin": subject.origins[0],
                    "facets": [{"name": "severity", "system": NAMESPACE, "value": about.severity}],
                }
            ],
            "remediations": _remediations(subject, about, names),
            "risk-log": {"entries": [_logged(subject, about, decision, names)]} if decision else None,
            "related-observations": [{"observation-uuid": observation}],
        }
    )


def _risk_status(about: Finding) -> str:
    if about.decision:
        return _RISK_STATUS[about.decision.kind]
    return "open" if about.applies else "closed"


def _remediations(subject: Subject, about: Finding, names: tuple[str, ...]) -> list[Json]:
    if not about.remedy:
        return []
    return [
        {
            "uuid": subject.ids.new("remedy", *names),
            "lifecycle": "recommendation",
            "title": "What to do",
            "description": markup(about.remedy) or "See the finding.",
        }
    ]


def _logged(subject: Subject, about: Finding, decision: Decision, names: tuple[str, ...]) -> Json:
    return filled(
        {
            "uuid": subject.ids.new("decision", *names),
            "title": f"A person decided: {decision.kind}",
            "description": decision_markup(decision),
            "start": instant(decision.date),
            "end": instant(decision.expires) if decision.expires else None,
            "props": decision_props(decision, "decision"),
            "status-change": _risk_status(about),
        }
    )
