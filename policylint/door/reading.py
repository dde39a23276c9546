"""A file on its way through the door, and what is made of it there."""

from __future__ import annotations

import threading
from typing import BinaryIO, Final, cast

import msgspec

from policylint.door.wire import Answer
from policylint.errors import UNREADABLE, UnreadableDocument
from policylint.model.document import Document

_NONSENSE: Final = Answer(reason="crash", detail="its answer made no sense")

_ASIDES: Final = 4 << 20
"""Bytes of an answer beside its blocks: far more than any reader sends, and where a liar could pack most into least."""


class Reading:
    """A file on its way through the door, and what is made of it there."""

    def __init__(self) -> None:
        """Begin without an outcome; the door settles it."""
        self._done = threading.Event()
        self._turn = threading.Lock()
        self._reply: BinaryIO | None = None
        self._answer: Answer | None = None
        self._failure: BaseException | None = None

    def result(self) -> Document:
        """Wait for the document; never longer than the limits and the files before it take.

        Raises:
            UnreadableDocument: See `open_document`. A note on it holds the traceback where a reader failed.
        """
        return cast(Document, self._settled().document)

    def made(self) -> bytes:
        """Wait for the bytes that a door makes whose reader returns bytes. Raises as `result`."""
        return cast(bytes, self._settled().made)

    def settle(self, outcome: Answer | BinaryIO | BaseException) -> None:
        """Set what `result` returns or raises: an answer, still packed where it comes from the child."""
        if isinstance(outcome, Answer):
            self._answer = outcome
        elif isinstance(outcome, BaseException):
            self._failure = outcome
        else:
            self._reply = outcome
        self._done.set()

    def _settled(self) -> Answer:
        self._done.wait()
        if self._failure is not None:
            raise self._failure
        with self._turn:
            if self._reply is not None:
                # Not before somebody asks: what was read ahead waits packed, and where it is large, on the disk.
                with self._reply:
                    self._answer = _unpacked(self._reply)
                self._reply = None
        answer = cast(Answer, self._answer)
        if answer.document is not None or answer.made is not None:
            return answer
        error = UnreadableDocument(answer.reason, answer.detail)
        if answer.traceback:
            error.add_note(answer.traceback)
        raise error


class _Outline(msgspec.Struct):
    """An answer whose document is not unpacked."""

    document: msgspec.Raw = msgspec.Raw(b"")
    made: msgspec.Raw = msgspec.Raw(b"")


class _DocumentOutline(msgspec.Struct):
    """A document whose largest part, which may be large, is left aside."""

    blocks: msgspec.Raw = msgspec.Raw(b"")


def _unpacked(reply: BinaryIO) -> Answer:
    """What a child said, which may be anything, for the document may have taken it over."""
    reply.seek(0)
    packed = reply.read()
    try:
        outline = msgspec.msgpack.decode(packed, type=_Outline)
        aside = len(packed) - len(outline.made)
        if len(outline.document) > 1:  # not nil
            aside -= len(msgspec.msgpack.decode(outline.document, type=_DocumentOutline).blocks)
        del outline
        if aside > _ASIDES:
            return _NONSENSE
        answer = msgspec.msgpack.decode(packed, type=Answer)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return _NONSENSE
    if answer.document is not None or answer.made is not None or answer.reason in UNREADABLE:
        return answer
    return _NONSENSE
