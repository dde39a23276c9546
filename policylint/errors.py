"""Coded errors: the user's mistake, an unreadable document, and nothing else.

A mistake says what to do and ends with exit code 2. An unreadable document is a verdict, not a failure. A bug is
neither of these and keeps its traceback.
"""

from __future__ import annotations

from typing import Final

MISTAKES: Final[dict[str, str]] = {
    "M001": "{path}: no such file or folder. Check the spelling, or give a folder or a glob in quotes.",
    "M002": "{path}: no policy documents here. policylint reads .pdf, .docx, .md, .html and .txt files.",
    "M003": "{path}: cannot be read ({reason}). Check its permissions.",
    "M004": "{path}: cannot be written ({reason}). Choose another place with -o.",
    "M101": "{path}:{line}: {problem}",
    "M102": "no pack named {name!r}. Known packs: {known}.",
    "M103": "no rule named {name!r}.{hint}",
    "M201": "{path}: {problem}",
    "M301": "{problem}",
}

UNREADABLE: Final[dict[str, str]] = {
    "empty": "The file is empty.",
    "no-text": "The pages hold pictures and no text layer; a scan must go through OCR first.",
    "encrypted": "The file is protected by a password; save a copy without it.",
    "damaged": "The file is damaged and could not be opened.",
    "language": "The text is not in a language that this pack speaks.",
    "format": "The file is in a format that policylint does not read.",
    "too-large": "The file is larger than the limits allow.",
    "timeout": "Reading the file took longer than the limit allows.",
    "memory": "Reading the file took more memory than the limit allows.",
    "crash": "The reader stopped while opening the file.",
}


class PolicylintError(Exception):
    """Base of what policylint raises on purpose; anything else is a bug."""


class UserMistake(PolicylintError):
    """Something the user can put right. `code` is a key of `MISTAKES`; the message says what to do."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        super().__init__(MISTAKES[code].format(**details))


class UnreadableDocument(PolicylintError):
    """A document whose text cannot be had. `reason` is a key of `UNREADABLE`; `detail` adds what is known.

    Raised by readers; the engine turns it into the verdict `unreadable`.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        if reason not in UNREADABLE:
            raise ValueError(f"unknown reason {reason!r}")
        self.reason = reason
        self.detail = detail
        super().__init__(UNREADABLE[reason] + (f" ({detail})" if detail else ""))
