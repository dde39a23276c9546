"""What the engine makes of one document, before configuration, policy sets and decisions have their say."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec import Meta, Raw, Struct

from policylint.model.report import DocumentReport, Finding
from policylint.model.text import Comment, DocumentText


class LooseEnd(Struct, frozen=True, kw_only=True, gc=False):
    """A reference that points nowhere in its document, or to a file, which only who knows the folder can look up."""

    finding: Finding
    file: Annotated[str, Meta(description="The relative path that the reference names; empty where it names none.")] = (
        ""
    )


class Examined(Struct, frozen=True, kw_only=True, gc=False):
    """The report on one document by itself, its text, and for which days both hold.

    The same bytes and packs give the same as of any day from `since` to `until` (ISO, both included): only the finding
    about stale dates looks at the day. The text stays packed until somebody asks for it, for most runs do not.
    """

    report: DocumentReport
    comments: tuple[Comment, ...] = ()
    loose_ends: tuple[LooseEnd, ...] = ()
    since: str
    until: str
    packed_text: Raw

    @property
    def text(self) -> DocumentText:
        """The document's headings and clauses."""
        return _texts.decode(self.packed_text)


def pack_text(text: DocumentText) -> Raw:
    """A text as `Examined` keeps it."""
    return Raw(msgspec.msgpack.encode(text))


_texts: Final = msgspec.msgpack.Decoder(DocumentText)
