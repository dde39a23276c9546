"""What passes between parent and child: frames of a length and so many bytes, MessagePack of known types in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Final

from policylint.choices import Ocr
from policylint.limits import Limits
from policylint.model.document import Document

_PREFIX: Final = 8
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read, and how; its bytes follow."""

    name: str
    limits: Limits
    ocr: Ocr


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


def send(stream: BinaryIO, payload: bytes) -> None:
    """Write one frame: the length in eight bytes, the most significant first, then the payload."""
    stream.write(len(payload).to_bytes(_PREFIX, "big"))
    stream.write(payload)
    stream.flush()


def receive(stream: BinaryIO, *, at_most: int) -> bytes:
    """Read one frame.

    Raises:
        EOFError: The other side is gone, has closed the stream, or announces more than `at_most` bytes.
    """
    prefix = stream.read(_PREFIX)
    length = int.from_bytes(prefix, "big")
    if len(prefix) < _PREFIX or length > at_most:
        raise EOFError
    chunks: list[bytes] = []  # no buffer of the announced length: the other side may be lying
    while length:
        chunk = stream.read(min(length, _CHUNK))
        if not chunk:
            raise EOFError
        chunks.append(chunk)
        length -= len(chunk)
    return b"".join(chunks)
