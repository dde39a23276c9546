"""Every page of the site, drawn with data made by hand. Any text in it may be given, to see that it does nothing."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import html
from msgspec.structs import replace

from policylint.diff.model import Diff
from policylint.model.report import Report
from policylint.outputs.portfolio.matrix import matrix_of
from policylint.web.pages import site
from policylint.web.pages.surroundings import ProfileChoice, Refused, Surroundings
from policylint.web.store.model import State, StoredDocument
from tests.diff.making import clause, compared, covers, diff_of, finding, version
from tests.outputs.samples import document as checked
from tests.outputs.samples import not_applicable, report, unreadable

ROOT = "/policylint"
NOW = 1_790_000_000.0
HOUR = 3600.0
HOSTILE = "\"><script>alert('1')</script><img src=x onerror=alert(1)>\u202e{{ 7 * 7 }}' onclick='alert(1)"
"""Ends attributes and elements, begins others, turns the order of words, and is a template's expression."""


def stored(identifier: str = "first", *, name: str = "old-policy.pdf", state: State = "done") -> StoredDocument:
    return StoredDocument(
        id=identifier,
        owner="visitor:1",
        name=name,
        media_type="application/pdf",
        size=1234,
        sha256="ab" * 32,
        profile="",
        any_kind=False,
        state=state,
        stage="",
        done=0,
        of=0,
        attempts=0,
        problem="",
        verdict="",
        kind="",
        title="",
        covered=0,
        legacy=0,
        missing=0,
        open=0,
        created=NOW - HOUR,
        finished=None,
        expires=NOW + 23 * HOUR,
    )


def surroundings(text: str = "Town") -> Surroundings:
    return Surroundings(
        root=ROOT,
        signed_in_as=text,
        may_sign_out=True,
        notice=text,
        profiles=(ProfileChoice("government", text, text),),
        now=NOW,
    )


def portfolio(text: str = "policy") -> tuple[list[StoredDocument], Report]:
    """Documents of every state, and the report on those that are done."""
    documents = [
        stored("waiting", name=text, state="waiting"),
        replace(stored("working", name=text, state="working"), stage="ocr", done=2, of=12),
        stored("one", name=f"{text}.pdf"),
        stored("two", name=f"{text}.docx"),
        stored("scan", name=text),
        stored("travel", name=text),
        replace(stored("failed", name=text, state="failed"), problem=text),
    ]
    unread = replace(unreadable(), explanation=text)
    return documents, report(
        checked(f"{text}.pdf", text), checked(f"{text}.docx", text), unread, replace(not_applicable(), explanation=text)
    )


def difference(text: str = "writing") -> Diff:
    """A clause reworded, one deleted, one new; a finding new and one gone. The text is in each."""
    kept = clause(f"Messages are kept for two years {text}.", f"4 {text}", lead=text)
    gone = clause(f"Users are blocked in {text} only.", text)
    changed = clause(f"Messages are kept for three years {text}.", f"4 {text}", lead=text, scope="any")
    new = clause(f"New accounts are approved by {text}.", text)
    old = version(
        kept,
        gone,
        settles={**covers("legal.records", kept), **covers("citizen.blocking", gone)},
        findings=[finding(gone)],
        name=text,
    )
    later = version(
        changed,
        new,
        settles={"legal.records": ("legacy", (changed,)), **covers("account.approval", new)},
        findings=[finding(changed, "legacy.narrow-channel")],
        name=f"{text}.md",
    )
    return diff_of(compared(old, later, "renamed"))


def all_pages(text: str = "policy") -> Mapping[str, str]:
    """Each page by a name of its own, with the text wherever a file, a person or the service can put one."""
    around = surroundings(text)
    documents, about = portfolio(text)
    waiting, working, *_, failed = documents
    return {
        "start": site.start(around, (Refused(text, text), Refused("", text))),
        "waiting": site.waiting(around, waiting, 2),
        "working": site.waiting(around, working, 0),
        "failed": site.waiting(around, failed, 0),
        "documents": site.documents(around, documents, matrix_of(about), (Refused(text, text),)),
        "no documents": site.documents(around, (), None),
        "compare": site.compare(around, stored("old", name=text), stored("new", name=text), difference(text)),
        "about": site.about(around),
        "api": site.api(around, f"https://{text}", needs_token=True),
        "sign in": site.sign_in(around, text),
        "problem": site.problem(around, 503, text, text, 20),
    }


def parsed(page: str) -> html.HtmlElement:
    """The page as a tree; what stands in `noscript` is a part of it."""
    return html.document_fromstring(page)


def text_of(element: html.HtmlElement) -> str:
    """Its words, white space folded."""
    return " ".join(element.text_content().split())
