"""Portfolios made by hand: what `tests.outputs.samples` has, more than once and with what people said of it."""

from msgspec.structs import replace

from policylint.model.report import Decision, DocumentReport, PeerFigure, Report, Requirement
from tests.outputs.samples import compared, document, not_applicable, report, unreadable

REVIEW = Decision(
    kind="correct",
    reason="The annex says it.",
    owner="Dana Lee",
    date="2026-02-03",
    expires=None,
    origin="file",
    place="policylint-decisions.toml:9",
    status="covered",
)
PEER = PeerFigure(about="use", words="acceptable use", addressed=12, n=26, source="A survey (2010)")


def corrected(name: str = "corrected.pdf") -> DocumentReport:
    """A document of which a person said that a missing requirement is covered."""
    of = document(name)
    changed = (replace(r, review=REVIEW) if r.status == "missing" else r for r in of.requirements)
    return replace(of, requirements=tuple(changed))


def with_status(of: DocumentReport, **status: str) -> DocumentReport:
    """The document with other statuses, by the last part of the requirement's id."""

    def changed(requirement: Requirement) -> Requirement:
        name = requirement.id.partition(".")[2]
        return replace(requirement, status=status[name]) if name in status else requirement

    return replace(of, requirements=tuple(map(changed, of.requirements)))


def portfolio() -> Report:
    """Three checked documents, one with everything that a project can add, and two that were not checked."""
    of = report(document("a.pdf"), compared(), corrected(), unreadable(), not_applicable())
    return replace(of, packs=tuple(replace(pack, peers=(PEER,)) for pack in of.packs))
