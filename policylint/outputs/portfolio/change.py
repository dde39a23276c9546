"""What an earlier report of the same portfolio said otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from policylint.model.report import DocumentReport, Report, Requirement, StatusWord
from policylint.outputs.wording import count

_RANK: Final[dict[StatusWord, int]] = {"missing": 0, "legacy": 1, "covered": 2}


@dataclass(frozen=True, slots=True)
class Moved:
    """A requirement that stands otherwise than it did. `before` or `after` is empty where the checklist lacks it."""

    document: str
    id: str
    title: str
    before: StatusWord | str
    after: StatusWord | str
    because: str


@dataclass(frozen=True, slots=True)
class FindingMoved:
    """A clause to rework that is new in a document, or gone from it."""

    document: str
    id: str
    title: str
    quote: str


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between two reports. Documents are told by their name, renamed ones by their digest."""

    as_of: str
    basis: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    verdicts: tuple[tuple[str, str, str], ...]
    gained: tuple[Moved, ...]
    lost: tuple[Moved, ...]
    other: tuple[Moved, ...]
    new_findings: tuple[FindingMoved, ...]
    gone_findings: tuple[FindingMoved, ...]
    shared: int

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same of the same documents."""
        return not any(
            (self.added, self.gone, self.renamed, self.verdicts, self.gained, self.lost, self.other,
             self.new_findings, self.gone_findings)
        )  # fmt: skip

    @property
    def words(self) -> str:
        """The change in a sentence or two."""
        moved = f"{count(len(self.gained), 'requirement')} gained and {len(self.lost)} lost"
        clauses = f"{count(len(self.new_findings), 'new clause')} to rework and {len(self.gone_findings)} gone"
        documents = f"{count(len(self.added), 'document')} added and {len(self.gone)} gone"
        return (
            f"In the {count(self.shared, 'document')} of both reports: {moved}; {clauses}. Since the earlier report "
            f"{documents}."
        )


def change_between(earlier: Report, report: Report) -> Change:
    """What `report` says otherwise than `earlier`, in the order of `report`."""
    before = {document.source.name: document for document in earlier.documents}
    now = {document.source.name: document for document in report.documents}
    renamed = _renamed(before, now)
    pairs = [
        (before[old], document)
        for name, document in now.items()
        if (old := name if name in before else renamed.get(name)) is not None
    ]
    moved = [change for old, new in pairs for change in _moved(old, new)]
    judged = [(old, new) for old, new in pairs if old.verdict == new.verdict == "checked"]
    return Change(
        as_of=earlier.options.as_of,
        basis=tuple(_basis(earlier, report)),
        added=tuple(name for name in now if name not in before and name not in renamed),
        gone=tuple(name for name in before if name not in now and name not in renamed.values()),
        renamed=tuple((old, name) for name, old in renamed.items()),
        verdicts=tuple((new.source.name, old.verdict, new.verdict) for old, new in pairs if old.verdict != new.verdict),
        gained=tuple(change for change in moved if _step(change) > 0),
        lost=tuple(change for change in moved if _step(change) < 0),
        other=tuple(change for change in moved if _step(change) == 0),
        new_findings=tuple(finding for old, new in judged for finding in _only_in(new, old, new)),
        gone_findings=tuple(finding for old, new in judged for finding in _only_in(old, new, new)),
        shared=len(pairs),
    )


def _step(moved: Moved) -> int:
    if moved.before not in _RANK or moved.after not in _RANK:
        return 0
    return _RANK[moved.after] - _RANK[moved.before]


def _renamed(before: Mapping[str, DocumentReport], now: Mapping[str, DocumentReport]) -> dict[str, str]:
    """New names of files whose bytes went by another name before: only where there is no choice."""
    old = [document.source for name, document in before.items() if name not in now and document.source.sha256]
    new = [document.source for name, document in now.items() if name not in before and document.source.sha256]
    times = Counter(source.sha256 for source in old), Counter(source.sha256 for source in new)
    names = {source.sha256: source.name for source in old}
    return {
        source.name: names[source.sha256] for source in new if times[0][source.sha256] == times[1][source.sha256] == 1
    }


def _moved(old: DocumentReport, new: DocumentReport) -> Iterator[Moved]:
    if old.verdict != "checked" or new.verdict != "checked":
        return
    before = {requirement.id: requirement for requirement in old.requirements}
    now = {requirement.id: requirement for requirement in new.requirements}
    for identifier, requirement in now.items():
        was = before.get(identifier)
        if was is None or was.standing != requirement.standing:
            because = _because(old, new, was, requirement)
            standing = was.standing if was else ""
            yield Moved(new.source.name, identifier, requirement.title, standing, requirement.standing, because)
    for identifier, was in before.items():
        if identifier not in now:
            because = "The checklist has it no more."
            yield Moved(new.source.name, identifier, was.title, was.standing, "", because)


def _because(old: DocumentReport, new: DocumentReport, was: Requirement | None, now: Requirement) -> str:
    if was is None:
        return "The checklist has it only now."
    if was.status == now.status:
        return "A person said so in a review."
    if old.source.sha256 and old.source.sha256 == new.source.sha256:
        return "The document is the same: the rules, the configuration or another document changed."
    return "The document changed."


def _only_in(one: DocumentReport, other: DocumentReport, named: DocumentReport) -> Iterator[FindingMoved]:
    """The findings of `one` that `other` does not have, under the name of `named`; what comes twice counts twice."""
    left = Counter((finding.id, finding.fingerprint) for finding in other.findings)
    for finding in one.findings:
        key = (finding.id, finding.fingerprint)
        if left[key]:
            left[key] -= 1
            continue
        quote = finding.evidence[0].quote if finding.evidence else ""
        yield FindingMoved(named.source.name, finding.id, finding.title, quote)


def _basis(earlier: Report, report: Report) -> Iterator[str]:
    """What differs between the two besides the documents, and so may be why a verdict differs."""
    if earlier.tool != report.tool:
        was, now = (f"{tool.name} {tool.version} with {tool.model}" for tool in (earlier.tool, report.tool))
        yield f"The earlier report is by {was}, this one by {now}."
    digests = {pack.id: pack for pack in earlier.packs}
    for pack in report.packs:
        old = digests.pop(pack.id, None)
        if old is None:
            yield f"The pack {pack.id} was not used for the earlier report."
        elif old.digest != pack.digest:
            was, now = (f"{one.version}, {one.digest[:12]}" for one in (old, pack))
            yield f"The pack {pack.id} changed ({was}; now {now})."
    for name in digests:
        yield f"The pack {name} was used for the earlier report only."
    if earlier.options.as_of != report.options.as_of:
        yield f"Dates were judged as of {earlier.options.as_of}; now as of {report.options.as_of}."
