"""From the references of a document to the findings they may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policylint.model.examined import LooseEnd
from policylint.model.report import Finding
from policylint.model.text import Reference
from policylint.packs.model import Pack, Rule

CHECK: Final = "dangling-reference"

_SAYS: Final = {
    "section": "The document has no {target}.",
    "appendix": "The document has no {target}.",
    "anchor": "No heading of the document is what the link {target} leads to.",
    "file": "There is no file {target}.",
}
_SITES: Final = frozenset({"text/html"})
"""A saved web page links to its site, which nobody has saved with it."""


def loose_ends(references: Sequence[Reference], pack: Pack, *, media_type: str) -> tuple[LooseEnd, ...]:
    """What is a finding already, because the place is not in the document, or will be one if a file is not there.

    Args:
        references: The references of one document.
        pack: The pack; one without a rule for it makes no findings.
        media_type: The document's. Files to which a web page links are not looked up.
    """
    rule = next((rule for rule in pack.finding_rules if rule.check == CHECK), None)
    if rule is None:
        return ()
    ends = []
    for reference in references:
        if reference.form == "file" and media_type not in _SITES:
            ends.append(LooseEnd(finding=_finding(reference, rule), file=reference.target))
        elif reference.found is False:
            ends.append(LooseEnd(finding=_finding(reference, rule)))
    return tuple(ends)


def _finding(reference: Reference, rule: Rule) -> Finding:
    target = f"section {reference.target}" if reference.form == "section" else reference.target
    said = _SAYS[reference.form].format(target=target)
    return Finding(
        id=rule.id,
        title=rule.title,
        severity=rule.severity,
        evidence=(reference.evidence,),
        why=f"The clause refers to \u201c{reference.words}\u201d. {said} {rule.why}",
        matters=rule.why,
        remedy=rule.remedy,
        sources=rule.source,
        fingerprint=reference.evidence.fingerprint,
    )
