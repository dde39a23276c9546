"""What makes a run fail: the fail level and the least coverage. Only what is open counts."""

from __future__ import annotations

from policylint.model.report import DocumentReport, Requirement


def fails(document: DocumentReport) -> bool:
    """Whether the document makes a run fail: by a gap or finding, or by what it is short of."""
    if document.shortfall or document.fail_on == "never":
        return bool(document.shortfall)
    return any(document.fails(requirement) for requirement in document.requirements) or any(
        document.fails(finding) for finding in document.findings
    )


def coverage(document: DocumentReport) -> tuple[int, int]:
    """How many requirements are settled, and of how many that are asked for.

    Asked for are those that apply and that nobody has declared not applicable. Settled are those that are covered, in
    the eyes of the person who corrected the status where somebody did, and those of which somebody has decided that
    they are settled elsewhere or wrongly called a gap. An accepted gap is one.
    """
    asked = [
        requirement
        for requirement in document.requirements
        if requirement.applies and not (requirement.decision and requirement.decision.kind == "not-applicable")
    ]
    return sum(_settled(requirement) for requirement in asked), len(asked)


def coverage_shortfall(document: DocumentReport, least: float) -> str:
    """What is short of the least coverage (in percent), as a sentence; empty where nothing is."""
    if document.verdict != "checked" or not least:
        return ""
    settled, asked = coverage(document)
    share = 100 * settled / asked if asked else 100.0
    if share >= least:
        return ""
    return f"{settled} of the {asked} requirements that apply are settled, {share:.0f}%; the least is {least:g}%."


def _settled(requirement: Requirement) -> bool:
    decided = requirement.decision and requirement.decision.kind in {"settled-elsewhere", "false-positive"}
    return requirement.standing == "covered" or bool(decided)
