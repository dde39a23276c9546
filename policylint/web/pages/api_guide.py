"""What the page about the API says: the steps of a program, the endpoints, the errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a program does, with the command that does it."""

    id: str
    title: str
    about: str
    code: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A request, what it does, and what comes back."""

    method: str
    path: str
    about: str
    answer: str


REPORT_FORMATS: Final = ("json", "html", "docx", "pdf", "xlsx", "sarif", "markdown", "csv", "oscal", "dashboard")
"""The formats of a report, by the names that the API has for them."""

_FORMATS: Final = f"{', '.join(REPORT_FORMATS[:-1])} or {REPORT_FORMATS[-1]}"

ENDPOINTS: Final = (
    Endpoint("POST", "/api/v1/documents", "Submit a document: a form with file, profile, any_kind.", "202, its state"),
    Endpoint("GET", "/api/v1/documents", "List your documents, newest first.", "200, a list"),
    Endpoint("GET", "/api/v1/documents/{id}", "Its state; with ?wait=30, after that many seconds at most.", "200"),
    Endpoint("GET", "/api/v1/documents/{id}/report", f"The report; with ?format= {_FORMATS}.", "200, a file"),
    Endpoint(
        "GET", "/api/v1/documents/{id}/annotated", "A PDF or DOCX document with its verdicts in it.", "200, a file"
    ),
    Endpoint("GET", "/api/v1/documents/{id}/draft", "A draft addendum; with ?format= docx or md.", "200, a file"),
    Endpoint("DELETE", "/api/v1/documents/{id}", "Delete it with everything that was made of it.", "204"),
)

ERRORS: Final = (
    (400, "The request is not complete or not as expected."),
    (401, "There is no token, or it is not known."),
    (403, "The request came from another site, or not through the reverse proxy."),
    (404, "There is no such document, it has been deleted, or it is somebody else’s."),
    (408, "The upload was too slow."),
    (409, "There is no report yet, or the document could not be examined."),
    (413, "The file is too large, or you have as much here as one may have."),
    (415, "The upload is not a form (multipart/form-data)."),
    (422, "A value is not one of those that are allowed, or this cannot be made of this document."),
    (429, "Too many uploads in a short time. Retry-After says in how many seconds to try again."),
    (503, "The service is busy or about to stop. Retry-After says in how many seconds to try again."),
    (507, "The disk of the service is full."),
)


def token_example(*, needs_token: bool) -> str:
    """How to have a token in a shell: typed in where the service gave it, else drawn by chance."""
    return "read -rs TOKEN   # paste it; it is not shown" if needs_token else "TOKEN=$(openssl rand -hex 32)"


def steps(base_url: str) -> tuple[Step, ...]:
    """The steps from a file to its report, as commands for a shell."""
    curl = 'curl -H "Authorization: Bearer $TOKEN"'
    address = f"{base_url}/api/v1/documents"
    return (
        Step(
            "submit",
            "Submit a document",
            "The answer has its id, which stands for ID below.",
            f"{curl} -F file=@policy.pdf \\\n  {address}",
        ),
        Step(
            "status",
            "See how far it is",
            "Its state is waiting, working, done or failed. While scans are read, done and of count pages.",
            f"{curl} \\\n  {address}/$ID",
        ),
        Step(
            "wait",
            "Wait for it",
            "The answer comes when it is done or has failed, and after 30 seconds at the latest. Ask again until then.",
            f"{curl} \\\n  {address}/$ID?wait=30",
        ),
        Step(
            "report",
            "Fetch the report",
            f"As {_FORMATS}.",
            f"{curl} -o report.docx \\\n  {address}/$ID/report?format=docx",
        ),
        Step(
            "delete",
            "Delete it",
            "The file and everything that was made of it is gone at once.",
            f"{curl} -X DELETE \\\n  {address}/$ID",
        ),
    )
