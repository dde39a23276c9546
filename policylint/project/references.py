"""References that point nowhere, as far as one who knows the folder can tell."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from policylint.model.examined import Examined, LooseEnd
from policylint.model.report import DocumentReport

NOT_CHECKED: Final = frozenset({"other-policy", "not-a-policy"})
"""Kinds of document that are not checked by themselves."""


def add_loose_ends(report: DocumentReport, loose_ends: Sequence[LooseEnd], *, path: str | None) -> DocumentReport:
    """The report with a finding for each reference that points nowhere.

    Args:
        report: The report on the document.
        loose_ends: Those of the document; one that names a file is left out where the file is there.
        path: The document's own path, from which relative ones count; None for what is no file.
    """
    found = tuple(end.finding for end in loose_ends if not end.file or (path and not _is_there(end.file, path)))
    if report.verdict != "checked" or not found:
        return report
    return replace(report, findings=(*report.findings, *found))


def loose_ends_of_member(member: Examined) -> tuple[LooseEnd, ...]:
    """The loose ends of another document of a policy set, which say where they stand."""
    name = member.report.source.name
    return tuple(
        replace(
            end,
            finding=replace(
                end.finding, evidence=tuple(replace(evidence, document=name) for evidence in end.finding.evidence)
            ),
        )
        for end in member.loose_ends
    )


def _is_there(target: str, path: str) -> bool:
    """Whether the file is there; a name without a suffix may be that of a page, as site generators have it."""
    base = os.path.join(os.path.dirname(path), target)
    suffix = os.path.splitext(target)[1]
    return any(
        os.path.exists(name) for name in (base, *(() if suffix else (f"{base}.md", os.path.join(base, "index.md"))))
    )
