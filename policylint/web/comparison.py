"""Two documents that were examined, compared as two versions of one policy."""

from __future__ import annotations

from policylint.diff.assemble import assemble
from policylint.diff.compare import Version, VersionPair
from policylint.diff.model import Diff
from policylint.diff.pairing import Comparison
from policylint.model.report import Report
from policylint.model.text import DocumentText


def compared(old: tuple[Report, DocumentText], new: tuple[Report, DocumentText]) -> Diff:
    """What the new version gained and lost.

    Args:
        old: The report on the old version, with decisions, and its text.
        new: The same of the new one.
    """
    before, after = old[0].documents[0], new[0].documents[0]
    pair = VersionPair(
        "named",
        Version(before.source.name, before, old[1]),
        Version(after.source.name, after, new[1]),
    )
    comparison = Comparison(old=before.source.name, new=after.source.name, pairs=())
    return assemble(comparison, [pair], as_of=new[0].options.as_of)
