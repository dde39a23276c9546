"""What the server keeps: uploads, reports and decisions in a folder and a database, and who may see which."""

from __future__ import annotations

from policylint.web.store.files import Files
from policylint.web.store.model import Finished, NewDocument, State, StoredDecision, StoredDocument, StoredSession
from policylint.web.store.store import Store
from policylint.web.store.trouble import StoreTrouble

__all__ = [
    "Files",
    "Finished",
    "NewDocument",
    "State",
    "Store",
    "StoreTrouble",
    "StoredDecision",
    "StoredDocument",
    "StoredSession",
]
