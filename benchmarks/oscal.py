"""Are the OSCAL results that we write valid, and does another program read in them what the report says?

    python -m benchmarks.oscal [FOLDER|REPORT.json...]

Checks every policy below each folder (our own corpus where none is named), or takes the report that is there, validates
the results and the catalogue against the models of `compliance-trestle` (generated from NIST's), follows every
reference, reads back through these models what stands in the JSON report, and exits 1 on any difference.
"""

from __future__ import annotations

import base64
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from pydantic import ValidationError
from trestle.oscal.assessment_results import Model as ResultsModel
from trestle.oscal.assessment_results import Result
from trestle.oscal.catalog import Model as CatalogModel
from trestle.oscal.common import Observation, Property

from benchmarks.reported import report_on
from policylint.model.report import Decision, DocumentReport, Evidence, Finding, PackInfo, Report, Requirement
from policylint.outputs.embedded import ATTACHMENT, report_json
from policylint.outputs.oscal import render
from policylint.outputs.oscal.catalog import render_catalog
from policylint.outputs.wording import visible
from policylint.packs.load import load_pack

Json = dict[str, Any]

_CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "files"
_MARKDOWN = MarkdownIt("commonmark")
_POINTERS = ("observation-uuid", "risk-uuid", "subject-uuid", "actor-uuid", "component-uuid", "response-uuid")
_NAMESPACE = "urn:policylint:oscal"


def model_errors(text: str) -> list[str]:
    """What the official models have against results or a catalogue; nothing where they are valid."""
    model = CatalogModel if "catalog" in json.loads(text) else ResultsModel
    try:
        model.model_validate_json(text)
    except ValidationError as error:
        return [f"{'/'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors()]
    return []


def loose_ends(text: str) -> list[str]:
    """References to nothing, ids that are given twice, and markup that shows something else than plain words."""
    document = json.loads(text)
    given = [node["uuid"] for node in _nodes(document) if "uuid" in node]
    found = [f"the id {uuid} is given {number} times" for uuid, number in Counter(given).items() if number > 1]
    for node in _nodes(document):
        pointers = [node[name] for name in _POINTERS if name in node] + node.get("party-uuids", [])
        if str(node.get("href", "")).startswith("#"):
            pointers.append(node["href"][1:])
        found += [f"nothing has the id {pointer}" for pointer in pointers if pointer not in given]
        for name in ("title", "description", "remarks", "prose", "statement"):
            if name in node and not isinstance(node[name], dict) and shown(node[name]) is None:
                found.append(f"{name} is more than plain words: {node[name]!r}")
    return found


def unknown_controls(text: str, catalog: str) -> list[str]:
    """Controls and objectives of the results that the catalogue does not have."""
    nodes = list(_nodes(json.loads(catalog)))
    known = {node["id"] for node in nodes if "id" in node}
    named = {node[name] for node in _nodes(json.loads(text)) for name in ("control-id", "target-id") if name in node}
    return [f"the catalogue has no {name}" for name in sorted(named - known)]


def differences(report: Report, text: str) -> list[str]:
    """What an independent reader finds in the results that the report does not say, and the other way round."""
    results = ResultsModel.model_validate_json(text).assessment_results
    if not report.documents:
        return [] if len(results.results) == 1 and not results.results[0].findings else ["a result of no document"]
    found = [f"{len(results.results)} results"] if len(results.results) != len(report.documents) else []
    back = json.loads(text)["assessment-results"]["back-matter"]["resources"]
    embedded = [entry["base64"] for entry in back if entry.get("base64", {}).get("filename") == ATTACHMENT]
    if [base64.b64decode(entry["value"]) for entry in embedded] != [report_json(report)]:
        found.append("the embedded report is another")
    digests = {node["value"] for node in _nodes(back) if node.get("algorithm") == "SHA-256"}
    for document, result in zip(report.documents, results.results, strict=False):
        expected, read = Counter(_said(document)), Counter(_read(result))
        name = document.source.name
        found += [f"{name}: not in the results: {fact}" for fact in expected - read]
        found += [f"{name}: only in the results: {fact}" for fact in read - expected]
        if document.source.sha256 and document.source.sha256 not in digests:
            found.append(f"{name}: its digest is missing")
    return found


def shown(markup: str) -> str | None:
    """What a reader of Markdown shows for it, paragraphs apart; None where there is more in it than plain words."""
    tokens = _MARKDOWN.parse(markup)
    if {token.type for token in tokens} - {"paragraph_open", "inline", "paragraph_close"}:
        return None
    inner = [token.children or [] for token in tokens if token.type == "inline"]
    if any(child.type != "text" for children in inner for child in children):
        return None
    return "\n\n".join("".join(child.content for child in children) for children in inner)


def _said(document: DocumentReport) -> Iterator[tuple[str, ...]]:
    """The facts of a document, worked out apart from the code that writes the results."""
    yield "verdict", document.verdict
    for requirement in document.requirements:
        state = "satisfied" if requirement.standing == "covered" else "not-satisfied"
        yield "requirement", requirement.id, requirement.status, requirement.severity, _yes(requirement.applies), state
    for finding in document.findings:
        yield "finding", finding.id, "", finding.severity, _yes(finding.applies), "not-satisfied"
        if finding.id.startswith("rights."):
            yield "risk", finding.id, finding.severity
    abouts: tuple[Requirement | Finding, ...] = (*document.requirements, *document.findings)
    for about in abouts:
        yield "why", about.id, _line(about.why)
        nearest = about.nearest if isinstance(about, Requirement) else None
        for evidence in (*about.evidence, *([nearest.evidence] if nearest else [])):
            yield from _words_said(about.id, evidence)
        if isinstance(about, Requirement) and about.searched:
            searched = about.searched
            yield "searched", about.id, str(searched.clauses), str(searched.sections), str(searched.candidates)
        for prefix, decision in (("decision", about.decision), ("review", about.review)):
            if decision:
                yield from _decided(about.id, prefix, decision)
    for absent in document.absent:
        yield "absent", absent.id, _line(absent.quote)


def _words_said(rule: str, evidence: Evidence) -> Iterator[tuple[str, ...]]:
    place = str(evidence.page or evidence.paragraph or evidence.line or "")
    yield "words", rule, _line(evidence.quote), *map(_line, evidence.section), place
    for box in evidence.boxes:
        yield "box", rule, *map(str, (box.page, box.x0, box.top, box.x1, box.bottom))


def _decided(rule: str, prefix: str, decision: Decision) -> Iterator[tuple[str, ...]]:
    yield prefix, rule, decision.kind, _line(decision.reason), _line(decision.owner), decision.expires or ""


def _read(result: Result) -> Iterator[tuple[str, ...]]:
    """The same facts as the official models have them."""
    yield "verdict", _one(result.props, "verdict")
    for finding in result.findings or ():
        kind, rule = _one(finding.props, "kind"), _one(finding.props, "rule")
        status, severity, applies = (_one(finding.props, name) for name in ("status", "severity", "applies"))
        state = finding.target.status
        yield kind, rule, status, severity, applies, state.state.value if state else ""
        yield "why", rule, shown(finding.description) or ""
        for prefix in ("decision", "review"):
            if kind := _one(finding.props, f"{prefix}-kind"):
                parts = (_one(finding.props, f"{prefix}-{name}") for name in ("reason", "owner", "expires"))
                yield prefix, rule, kind, *parts
    for risk in result.risks or ():
        facets = [facet.value for about in risk.characterizations or () for facet in about.facets]
        yield "risk", _one(risk.props, "rule"), *facets
    for observation in result.observations or ():
        yield from _seen(observation)


def _seen(observation: Observation) -> Iterator[tuple[str, ...]]:
    rule = _one(observation.props, "rule")
    if _one(observation.props, "baseline") == "absent":
        yield "absent", rule, _one(observation.props, "quote")
        return
    for evidence in observation.relevant_evidence or ():
        kind = _one(evidence.props, "evidence")
        if kind == "search":
            yield "searched", rule, *(_one(evidence.props, name) for name in ("clauses", "sections", "candidates"))
        elif kind:
            quote = _one(evidence.props, "quote")
            if f"\u201c{quote}\u201d" not in (shown(evidence.description) or ""):
                yield "words that are shown otherwise", rule, quote
            place = next((v for name in ("page", "paragraph", "line") if (v := _one(evidence.props, name))), "")
            yield "words", rule, quote, *_all(evidence.props, "section"), place
            for box in _all(evidence.props, "box"):
                yield "box", rule, *box.split()


def _one(props: Iterable[Property] | None, name: str) -> str:
    return next(iter(_all(props, name)), "")


def _all(props: Iterable[Property] | None, name: str) -> list[str]:
    return [entry.value for entry in props or () if entry.name == name and str(entry.ns) == _NAMESPACE]


def _line(text: str) -> str:
    return " ".join(visible(text).split())


def _yes(value: bool) -> str:
    return "true" if value else "false"


def _nodes(value: object) -> Iterator[Json]:
    """Every object of a JSON value."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


@cache
def own_catalog() -> str:
    """The catalogue of the pack that comes with policylint."""
    pack = load_pack()
    info = PackInfo(id=pack.head.id, title=pack.head.title, version=pack.head.version, digest=pack.digest)
    return render_catalog(pack, [info])


def main(named: list[str]) -> int:
    """Write, validate and read back; returns the exit code."""
    catalog = own_catalog()
    wrong = [*model_errors(catalog), *loose_ends(catalog)]
    controls = sum(node.get("class") in {"requirement", "finding"} for node in _nodes(json.loads(catalog)))
    print(f"catalogue: {controls} controls, {len(catalog):,} bytes; {len(wrong)} errors")
    for folder in named or [str(_CORPUS)]:
        report = report_on(Path(folder))
        text = render(report)
        errors = model_errors(text)
        found = [] if errors else [*differences(report, text), *loose_ends(text), *unknown_controls(text, catalog)]
        results = json.loads(text)["assessment-results"]["results"]
        verdicts = Counter(document.verdict for document in report.documents)
        counted = ", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items()))
        facts = sum(1 for document in report.documents for _ in _said(document))
        print(
            f"{folder}: {len(report.documents)} documents ({counted}), "
            f"{sum(len(result.get('findings', ())) for result in results)} findings, {facts} facts read back, "
            f"{len(text):,} bytes; {len(errors)} errors of the models, {len(found)} differences"
        )
        wrong += errors + found
    for problem in wrong:
        print(f"  {problem}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
