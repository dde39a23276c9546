"""Documents of other kinds must stay free of gaps and findings: fails where one does not, unless it was reviewed.

    python -m benchmarks.known_good corpus ../shared/corpus/dev

A reviewed exception names the document and says why a person finds the report right. One that is not needed any more
fails, too, so that the list stays short.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Final

from policylint.evaluation.labels import read_labelled
from policylint.examine import Request, examine_inputs
from policylint.limits import Limits
from policylint.model.report import DocumentReport
from policylint.sources import Input

AS_OF: Final = date(2026, 11, 22)

REVIEWED: Final = {
    "juniper-ridge-howto": "a guide on social media, which is checked as one and says so",
    "digitalgov-a11y-toolkit": "a guide on social media, which is checked as one, and names platforms that closed",
}


def main(folders: list[Path]) -> int:
    """Check the negative documents of `folders`; the number of those that are wrong."""
    wrong = n = 0
    for folder in folders:
        documents = [document for document in read_labelled(folder) if document.role == "negative"]
        requests = [Request(Input(document.id, document.path.read_bytes)) for document in documents]
        examined = examine_inputs(requests, as_of=AS_OF, limits=Limits())
        for document in (done.report for done in examined if done):
            n += 1
            name = document.source.name
            if clean(document) == (name in REVIEWED):
                wrong += 1
                print(f"{name}: {'needs no exception any more' if clean(document) else 'has gaps or findings'}")
    print(f"{n - wrong} of {n} documents of other kinds are as they should be; {len(REVIEWED)} reviewed exceptions")
    return wrong


def clean(document: DocumentReport) -> bool:
    """Whether a report lists neither gaps nor findings."""
    return not document.findings and not any(r.status == "missing" for r in document.requirements)


if __name__ == "__main__":
    sys.exit(1 if main([Path(argument) for argument in sys.argv[1:]]) else 0)
