"""What passes between parent and child: frames of a tag, a length and so many bytes, MessagePack of known types.

The parent sends a request, then the file in pieces, an empty one last. The child answers with progress while slow work
goes on, then with one answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Final

from policylint.choices import Ocr
from policylint.limits import Limits
from policylint.model.document import Document

REQUEST: Final = b"R"
DATA: Final = b"D"
PROGRESS: Final = b"P"
ANSWER: Final = b"A"

PIECE: Final = 1 << 20
"""Bytes of a file that are sent at a time: all of it that the parent ever holds."""

_LENGTH: Final = 7

MESSAGE: Final = 1 << 16
"""Bytes of a message to or from the nursery, at most."""

Hello = tuple[bool, bool, bool]
"""Its first message: whether the network is cut, whether no new rights can be had, whether limits hold."""

Birth = tuple[int, int]
"""A file's number, and the id of the process that reads it; 0 where none could be started."""

Death = tuple[int, int, int]
"""A file's number, the exit code of its process (negative: the signal), and the most memory it held, in bytes."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read, and how; its bytes follow. `folder` is the child's own, empty where none could be made."""

    name: str
    limits: Limits
    ocr: Ocr
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far slow work has come: what is done ("ocr"), how many parts of it, of how many."""

    stage: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A document, or what else was made of the file, or why there is neither: `reason` is a key of
    `policylint.errors.UNREADABLE`.

    `traceback` is for the developers, when a reader failed in a way in which it should not.
    """

    document: Document | None = None
    made: bytes | None = None
    reason: str = ""
    detail: str = ""
    traceback: str = ""


def send(stream: BinaryIO, tag: bytes, payload: bytes) -> None:
    """Write one frame: the tag, the length in seven bytes, the most significant first, then the payload."""
    stream.write(tag + len(payload).to_bytes(_LENGTH, "big"))
    stream.write(payload)
    stream.flush()


def announced(stream: BinaryIO) -> tuple[bytes, int]:
    """The tag and the length of the frame that comes next. Raises `EOFError` where the other side is gone."""
    head = stream.read(1 + _LENGTH)
    if len(head) <= _LENGTH:
        raise EOFError
    return head[:1], int.from_bytes(head[1:], "big")


def copy(stream: BinaryIO, length: int, into: BinaryIO) -> None:
    """Copy the payload of a frame in pieces; no buffer of its length, for the other side may be lying about it.

    Raises:
        EOFError: The other side is gone before all of it is here.
    """
    while length:
        piece = stream.read(min(length, PIECE))
        if not piece:
            raise EOFError
        into.write(piece)
        length -= len(piece)


def receive(stream: BinaryIO, tag: bytes, *, at_most: int) -> bytes:
    """Read one frame.

    Raises:
        EOFError: The other side is gone, sends something else, or announces more than `at_most` bytes.
    """
    found, length = announced(stream)
    if found != tag or length > at_most:
        raise EOFError
    payload = stream.read(length)
    if len(payload) < length:
        raise EOFError
    return payload
