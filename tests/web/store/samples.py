"""Uploads, results and decisions for tests of the store. Time is given by hand, in seconds: a document lives 1000."""

import hashlib
import io
from pathlib import Path

from policylint.web.store import Finished, NewDocument, Store, StoredDecision, StoredDocument

TEXT = b"1. Personal use of social media is not allowed.\n"
PARTS = {"report.json": b"{}", "pages/1.webp": b"picture"}
DONE = Finished(
    verdict="checked", kind="social-media-policy", title="Social Media", covered=3, legacy=2, missing=1, open=3
)


def new(owner: str = "ann", *, name: str = "policy.md", size: int = len(TEXT), lifetime: float = 1000) -> NewDocument:
    return NewDocument(
        owner=owner,
        name=name,
        media_type="text/markdown",
        size=size,
        sha256=hashlib.sha256(TEXT).hexdigest(),
        profile="",
        any_kind=False,
        lifetime=lifetime,
    )


def add(store: Store, owner: str = "ann", *, now: float = 0, **changes: object) -> StoredDocument:
    return store.add(new(owner, **changes), io.BytesIO(TEXT), now)  # type: ignore[arg-type]


def decision(rule: str = "SM-1", *, reason: str = "In the handbook.", id: int = 0) -> StoredDecision:
    return StoredDecision(
        id=id,
        rule=rule,
        kind="accept",
        status="",
        reason=reason,
        owner="Ann Clerk",
        date="2026-11-27",
        expires="",
        fingerprint="0123456789abcdef",
        clause="1",
        settled_by="",
        section="",
    )


def files_of(store: Store) -> list[str]:
    """All that lies in the folder of documents, below the folders of documents."""
    documents = store.files.folder / "documents"
    return sorted(
        Path(*path.relative_to(documents).parts[1:]).as_posix() for path in documents.rglob("*") if path.is_file()
    )


def folders_of(store: Store) -> list[str]:
    return sorted(path.name for path in (store.files.folder / "documents").iterdir())
