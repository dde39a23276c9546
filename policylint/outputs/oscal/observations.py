"""Observations: what was seen in a document for each requirement and finding, with the words that prove it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policylint.model.report import Absent, DocumentReport, Evidence, Finding, Requirement
from policylint.outputs.oscal.backmatter import BackMatter
from policylint.outputs.oscal.words import Ids, Json, filled, markup, paragraphs, prop, reference
from policylint.outputs.wording import place, searched_words

About = Requirement | Finding


@dataclass(frozen=True, slots=True)
class Subject:
    """What all parts of one document's result need: the document, its and the tool's component, and the day."""

    document: DocumentReport
    component: str
    tool: str
    collected: str
    ids: Ids
    back: BackMatter

    @property
    def origins(self) -> list[Json]:
        """Who says so: the tool."""
        return [{"actors": [{"type": "tool", "actor-uuid": self.tool}]}]

    @property
    def resource(self) -> str:
        """A reference to the document in the back matter."""
        return reference(self.back.file(self.document.source.name))


def observation(subject: Subject, about: About) -> Json:
    """What was seen for one requirement or finding. There is evidence in each: for a gap, what was searched.

    Its id is made of the document's name, the rule, the status and the fingerprints of the words, so that it outlives
    reflowing, and a clause that says something else is another observation.
    """
    is_requirement = isinstance(about, Requirement)
    return _observation(
        subject,
        *(about.id, about.status if isinstance(about, Requirement) else "finding", *_known_by(about)),
        title=markup(about.title) or markup(about.id),
        description=markup(about.why) or markup(about.title),
        props=rule_props(about),
        types=["control-objective" if is_requirement else "finding"],
        evidence=list(_evidence(subject, about)),
    )


def gone(subject: Subject, absent: Absent) -> Json:
    """A gap or finding of the baseline that the document no longer has."""
    was = f"It was \u201c{markup(absent.quote)}\u201d." if absent.quote else ""
    return _observation(
        subject,
        *(absent.id, "absent", absent.fingerprint),
        title=f"Gone since the baseline: {markup(absent.title)}",
        description=" ".join(part for part in ("The baseline has it, the document no longer does.", was) if part),
        props=[
            *prop("rule", absent.id),
            *prop("baseline", "absent"),
            *prop("status", absent.status),
            *prop("quote", absent.quote),
            *prop("fingerprint", absent.fingerprint),
        ],
        types=["historic"],
        evidence=[{"href": subject.resource, "description": "The whole document was searched."}],
    )


def rule_props(about: About) -> list[Json]:
    """The rule by its own id, and our own word for the status: covered, legacy or missing."""
    if isinstance(about, Requirement):
        return [*prop("rule", about.id), *prop("status", about.status)]
    return prop("rule", about.id)


def _observation(
    subject: Subject,
    *names: str,
    title: str,
    description: str,
    props: list[Json],
    types: list[str],
    evidence: list[Json],
) -> Json:
    return {
        "uuid": subject.ids.new("observation", subject.document.source.name, *names),
        "title": title,
        "description": description,
        "props": props,
        "methods": ["EXAMINE"],
        "types": types,
        "origins": subject.origins,
        "subjects": [{"subject-uuid": subject.component, "type": "component"}],
        "relevant-evidence": evidence,
        "collected": subject.collected,
    }


def _known_by(about: About) -> Iterator[str]:
    """What the words of an observation are known by: their fingerprints, or themselves where they have none."""
    nearest = about.nearest if isinstance(about, Requirement) else None
    for evidence in (*about.evidence, *([nearest.evidence] if nearest else [])):
        yield evidence.fingerprint or evidence.quote


def _evidence(subject: Subject, about: About) -> Iterator[Json]:
    for evidence in about.evidence:
        yield _words(subject, evidence, "clause")
    if isinstance(about, Requirement) and about.searched:
        yield _search(subject, about)
    if isinstance(about, Requirement) and about.nearest:
        yield _words(subject, about.nearest.evidence, "nearest", lacks=about.nearest.lacks)
    if not about.evidence and isinstance(about, Requirement) and not (about.searched or about.nearest):
        yield {"href": subject.resource, "description": "The whole document was searched."}


def _search(subject: Subject, about: Requirement) -> Json:
    """What was looked through before a requirement was called missing."""
    searched = about.searched
    assert searched is not None
    return {
        "href": subject.resource,
        "description": markup(searched_words(about)),
        "props": [
            *prop("evidence", "search"),
            *prop("clauses", searched.clauses),
            *prop("sections", searched.sections),
            *prop("candidates", searched.candidates),
            *(entry for term in searched.terms for entry in prop("term", term)),
        ],
    }


def _words(subject: Subject, evidence: Evidence, kind: Literal["clause", "nearest"], *, lacks: str = "") -> Json:
    """Words of a document and their place: `clause` for what settles, `nearest` for what came nearest to it."""
    where = place(evidence)
    label = "Nearest clause: " if kind == "nearest" else ""
    resource = reference(subject.back.file(evidence.document)) if evidence.document else subject.resource
    return filled(
        {
            "href": resource,
            "description": f"{label}\u201c{markup(evidence.quote)}\u201d" + (f" ({markup(where)})" if where else ""),
            "props": [*prop("evidence", kind), *_place_props(evidence)],
            "remarks": paragraphs(markup(lacks)),
        }
    )


def _place_props(evidence: Evidence) -> Iterator[Json]:
    yield from prop("quote", evidence.quote)
    yield from prop("lead", evidence.lead)
    for heading in evidence.section:
        yield from prop("section", heading)
    for name in ("page", "paragraph", "line", "column"):
        yield from prop(name, getattr(evidence, name))
    for box in evidence.boxes:
        yield from prop("box", f"{box.page} {box.x0} {box.top} {box.x1} {box.bottom}")
    yield from prop("scope", evidence.scope)
    yield from prop("speaks-of", evidence.speaks_of)
    yield from prop("signal", evidence.rule)
    yield from prop("fingerprint", evidence.fingerprint)
    yield from prop("document", evidence.document)
    yield from prop("read-by", "ocr" if evidence.recognised else "")
