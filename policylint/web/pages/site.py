"""The pages besides the report: each function is given what the page shows, and returns its HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from policylint.diff.model import Diff
from policylint.outputs.portfolio.matrix import Matrix
from policylint.outputs.wording import count
from policylint.web.pages import comparison
from policylint.web.pages.api_guide import ENDPOINTS, ERRORS, steps, token_example
from policylint.web.pages.environment import draw
from policylint.web.pages.formats import formats_words, suffixes_read
from policylint.web.pages.overview import overview_of
from policylint.web.pages.progress import progress_words
from policylint.web.pages.surroundings import Refused, Surroundings
from policylint.web.store.model import StoredDocument

PROBLEMS: Final = {
    400: ("That could not be understood", "The request was not complete or not as expected. Go back and try again."),
    401: ("Sign in first", "This service is for people who were given a token for it."),
    403: ("You may not do that", "The request came from another site, or this is for other people."),
    404: (
        "This page is not there",
        "Check the address. A document that was here may have been deleted since, or belong to somebody else.",
    ),
    405: ("That cannot be done here", "The address is right, and the way of asking is not. Go back and try again."),
    408: (
        "The upload took too long",
        "The connection is slow or broke off. Try again, or upload fewer files at a time.",
    ),
    409: ("That is not possible yet", "The document is still being checked, or could not be. Look at its page."),
    413: ("The file is too large", "Upload a smaller file, or fewer files at a time."),
    415: ("This kind of file cannot be read", "Save it as PDF or DOCX, and upload that."),
    422: ("That cannot be done", "Something that was asked for does not go together. Go back and try again."),
    429: ("Too many requests", "There were more of them in a short time than this service allows one person."),
    500: ("Something went wrong here", "The fault is ours and was written down, without your document. Try again."),
    503: ("The service is busy", "More is being checked right now than there is room for."),
    507: ("There is no room left", "The disk of this service is full, so the file was not kept. Try again later."),
}
"""What is said of each status where whoever draws the page says nothing else: a title, and what to do."""


MOST_COLUMNS: Final = 4
"""Documents that stand side by side in the matrix; more are neither read nor light. The workbook has all."""
SHEET: Final = 12
"""Documents on one sheet of the list."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a list: number `number` (from 1) of `of`."""

    number: int = 1
    of: int = 1


ONLY: Final = Sheet()
"""The sheet of a list that needs no other."""


def start(surroundings: Surroundings, problems: Sequence[Refused] = ()) -> str:
    """The start page, where one uploads policies; `problems` are those of an upload that was just tried."""
    return draw(
        "start.html",
        replace(surroundings, page="start"),
        problems=problems,
        suffixes=suffixes_read(surroundings),
        formats=formats_words(surroundings),
    )


def waiting(surroundings: Surroundings, document: StoredDocument, ahead: int) -> str:
    """The page of a document that is not yet examined, or could not be; `ahead` documents are examined before it."""
    return draw("waiting.html", surroundings, document=document, words=progress_words(document, ahead))


def documents(
    surroundings: Surroundings,
    rows: Sequence[StoredDocument],
    matrix: Matrix | None,
    problems: Sequence[Refused] = (),
    *,
    comparable: Sequence[StoredDocument] | None = None,
    sheet: Sheet = ONLY,
) -> str:
    """The page of what an owner has uploaded, or a sheet of it.

    Args:
        surroundings: What surrounds the page.
        rows: The documents in the order in which they are to be listed, the newest first.
        matrix: That of a report on those of them that are done, in the same order; None where none is.
        problems: Files of the last upload that were not taken.
        comparable: The documents of which two may be compared; those of `rows` that were checked if None.
        sheet: Which sheet of the list this is.

    Raises:
        ValueError: The matrix has not a row for each document that is done.
    """
    overview = overview_of(rows, matrix)
    return draw(
        "documents.html",
        replace(surroundings, page="documents"),
        rows=overview.rows,
        groups=overview.groups,
        columns=overview.columns[:MOST_COLUMNS],
        left_out=len(overview.columns) > MOST_COLUMNS or sheet.of > 1,
        comparable=overview.columns if comparable is None else comparable,
        sheet=sheet,
        matrix=overview.matrix,
        pending=overview.pending,
        problems=problems,
    )


def compare(surroundings: Surroundings, old: StoredDocument, new: StoredDocument, diff: Diff) -> str:
    """The page that says what a later version of a policy gained and lost."""
    return draw("compare.html", surroundings, **comparison.shown(old, new, diff))


def about(surroundings: Surroundings) -> str:
    """The page that says what the service does, what it does not do, and what happens to a file."""
    return draw("about.html", replace(surroundings, page="about"), formats=formats_words(surroundings))


def api(surroundings: Surroundings, base_url: str, *, needs_token: bool) -> str:
    """The page about the API; `base_url` is the address of the service from outside, without a slash at its end."""
    return draw(
        "api.html",
        replace(surroundings, page="api"),
        needs_token=needs_token,
        token_example=token_example(needs_token=needs_token),
        steps=steps(base_url),
        endpoints=ENDPOINTS,
        errors=ERRORS,
        formats=formats_words(surroundings),
    )


def sign_in(surroundings: Surroundings, problem: str = "") -> str:
    """The page where one gives one's token; `problem` is what was wrong with the one that was given."""
    return draw("sign_in.html", surroundings, problem=problem, refused=Refused("", problem))


def problem(
    surroundings: Surroundings, status: int, title: str = "", words: str = "", retry_after: float | None = None
) -> str:
    """The page for what did not work.

    Args:
        surroundings: What surrounds the page.
        status: The HTTP status, which says title and words where they are empty.
        title: What happened, in a few words.
        words: What to do about it, in a sentence or two.
        retry_after: After how many seconds it is worth another try.
    """
    known_title, known_words = PROBLEMS.get(status, PROBLEMS[500 if status >= 500 else 400])
    return draw(
        "problem.html",
        surroundings,
        status=status,
        title=title or known_title,
        words=words or known_words,
        retry_after=retry_after,
        wait=_wait_words(retry_after or 0),
    )


def _wait_words(seconds: float) -> str:
    whole = max(1, round(seconds))
    return count(whole, "second") if whole < 120 else count(round(whole / 60), "minute")
