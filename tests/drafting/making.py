"""Documents checked in this process, for the tests of drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policylint.drafting import Addendum, Checks, claimed, compose
from policylint.drafting.markdown import render
from policylint.engine import CheckOptions, examine_document, prepared_pack
from policylint.limits import Limits
from policylint.model.report import DocumentReport, Options, PackInfo, Report, ToolInfo
from policylint.model.text import DocumentText
from policylint.project.sets import settle_as_one
from policylint.readers import read

FILES = Path(__file__).resolve().parents[2] / "corpus" / "files"
_OPTIONS = CheckOptions(as_of=date(2026, 11, 27), any_kind=True)


def examined(data: bytes, name: str) -> tuple[DocumentReport, DocumentText]:
    found = examine_document(read(data, name=name, limits=Limits()), options=_OPTIONS)
    return found.report, found.text


@dataclass(frozen=True)
class Drafted:
    """A document and the draft for it."""

    document: DocumentReport
    addendum: Addendum

    def covered_with(self, data: bytes, name: str) -> frozenset[str]:
        """What the document leaves open and a check together with these bytes finds covered."""
        joined = settle_as_one(self.document, [examined(data, name)[0]])
        before = {each.id for each in self.document.requirements if each.status == "covered"}
        return frozenset(each.id for each in joined.requirements if each.status == "covered") - before


def drafted(data: bytes, name: str) -> Drafted:
    document, text = examined(data, name)
    report = Report(
        tool=ToolInfo(version="1.2.3"),
        packs=(PackInfo(id="social-media", title="", version="1.0.0", digest=""),),
        options=Options(as_of="2026-11-27"),
        documents=(document,),
    )

    def by_itself(pages: Sequence[bytes]) -> list[DocumentReport]:
        return [examined(page, "page.md")[0] for page in pages]

    def together(draft: bytes, draft_name: str) -> DocumentReport:
        return settle_as_one(document, [examined(draft, draft_name)[0]])

    addendum = compose(report, document, text, prepared_pack()[0], Checks(by_itself, together))
    return Drafted(document, claimed(addendum, together(render(addendum).encode(), "draft.md")))


OLD = """# Internet and E-mail Policy of the County

## 1 Purpose

The County provides Internet access so that employees can serve residents better.

## 2 Conduct

Employees shall not use e-mail to harass anyone. Employees shall not take part in chat rooms.

Personal use is prohibited at all times.

## 3 Records

E-mail messages are public records and shall be kept under the retention schedule.

## 4 Administration

The County Clerk administers this policy. This policy was adopted on March 3, 1999.
"""
