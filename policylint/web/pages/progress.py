"""How far a document is, as a sentence. `static/progress.js` says the same from the server's events."""

from __future__ import annotations

from policylint.outputs.wording import count
from policylint.web.store.model import StoredDocument


def progress_words(document: StoredDocument, ahead: int) -> str:
    """What is being done with a document that is not yet done; `ahead` is how many are examined before it."""
    if document.state == "waiting":
        return f"Waiting: {count(ahead, 'document')} ahead of it." if ahead else "Waiting: it is next."
    if document.state == "working" and document.stage == "ocr" and document.of:
        page = min(document.done + 1, document.of)
        return f"Reading scanned pages by OCR: page {page} of {document.of}."
    if document.state == "working":
        return "Reading the document."
    return "Done." if document.state == "done" else "It could not be checked."
