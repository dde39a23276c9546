"""The decisions file of a policy repository, made of what was said in the page and taken in again."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from policylint.decisions import append_decisions, load_decisions, require_agreement
from policylint.decisions.entry import first_problem
from policylint.errors import UserMistake
from policylint.web.decisions.entries import entry_of, stored
from policylint.web.decisions.typed import LONGEST, Mistake, line
from policylint.web.recent import Recent
from policylint.web.store.model import StoredDecision

FILE_NAME: Final = "policylint-decisions.toml"
_DIGESTS: Final[Recent[str]] = Recent()
"""Digests of decisions files by those of what stands in them: no page waits for a file that was made just now."""


def decisions_file(decisions: Sequence[StoredDecision], document: str) -> bytes:
    """The decisions as the file of a policy repository, beside which the document is to lie."""
    if not decisions:
        return b""
    with tempfile.TemporaryDirectory(prefix="policylint-") as folder:
        path = Path(folder) / FILE_NAME
        append_decisions(path, [entry_of(decision, document) for decision in decisions])
        return path.read_bytes()


def file_digest(decisions: Sequence[StoredDecision], document: str) -> str:
    """SHA-256 of the decisions file; empty where it cannot be made, as on a full disk: no page is lost for that."""
    key = hashlib.sha256(msgspec.json.encode((decisions, document))).hexdigest()
    digest = _DIGESTS.get(key)
    if digest is None:
        try:
            digest = hashlib.sha256(decisions_file(decisions, document)).hexdigest()
        except (UserMistake, OSError):
            return ""
        _DIGESTS.put(key, digest)
    return digest


def decisions_in_file(
    data: bytes, document: str, *, known_rules: Callable[[], Collection[str]]
) -> tuple[tuple[StoredDecision, ...], int]:
    """The decisions of a file about a document, told by its name without folders; and how many are about others.

    Raises:
        UserMistake: A file that is not sound, or in which something is decided twice; the message names the line.
        Mistake: A text in it that is too long, or nothing once what acts in it is taken out.
    """
    with tempfile.TemporaryDirectory(prefix="policylint-") as folder:
        path = Path(folder) / FILE_NAME
        path.write_bytes(data)
        try:
            entries = load_decisions(path, known_rules=known_rules)
            own = [entry for entry in entries if entry.document.rpartition("/")[2] == document]
            require_agreement(replace(entry, document=document) for entry in own)
        except UserMistake as mistake:
            raise UserMistake("M301", problem=str(mistake).replace(f"{Path(folder).as_posix()}/", "")) from None
    return tuple(_cleaned(stored(entry)) for entry in own), len(entries) - len(own)


def _cleaned(decision: StoredDecision) -> StoredDecision:
    """A decision of a file without what acts or cannot be kept. Raises `Mistake` for what is too long, or empty now."""
    texts = {"reason": decision.reason, "owner": decision.owner, "clause": decision.clause}
    texts |= {"settled_by": decision.settled_by, "section": decision.section}
    lengths = {"reason": LONGEST, "owner": LONGEST // 10}
    try:
        cleaned = replace(decision, **{field: line(texts, field, lengths.get(field, 300)) for field in texts})
    except Mistake as mistake:
        raise Mistake("file", f"The decision about {decision.rule}, {mistake.field}: {mistake.words}") from None
    problem = first_problem(entry_of(cleaned, ""))
    if problem is not None:
        raise Mistake("file", f"The decision about {decision.rule}: {problem[0]} {problem[1]}.")
    return cleaned
