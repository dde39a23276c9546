"""What the server asks of its worker processes, and what they answer."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
from msgspec import Struct

from policylint.web.store.model import Finished


class Setup(Struct, frozen=True, kw_only=True, tag="setup"):
    """The first frame: what holds for every task. `limits` and `ocr` are the fields of `Limits` and `Ocr`."""

    limits: dict[str, float]
    ocr_engine: str
    ocr_languages: tuple[str, ...]
    ocr_confidence: float
    packs: tuple[str, ...]


class Check(Struct, frozen=True, kw_only=True, tag="check"):
    """Examine an upload: the file, what to call it, the profile ("" for none), the day (ISO)."""

    file: str
    name: str
    profile: str
    any_kind: bool
    as_of: str


class Draw(Struct, frozen=True, kw_only=True, tag="draw"):
    """Draw a report (JSON) in a format of `policylint check`."""

    report: bytes
    format: str


class Annotate(Struct, frozen=True, kw_only=True, tag="annotate"):
    """Put the verdicts of a report (JSON) into a copy of the document; `text` is its packed `DocumentText`."""

    file: str
    name: str
    report: bytes
    text: bytes
    break_signature: bool = False


class DraftAddendum(Struct, frozen=True, kw_only=True, tag="draft"):
    """Draft an addendum for what a report (JSON) has as open; `text` is the document's packed `DocumentText`."""

    report: bytes
    text: bytes
    format: Literal["docx", "md"]


Task = Check | Draw | Annotate | DraftAddendum


class Ready(Struct, frozen=True, kw_only=True, tag="ready"):
    """The worker is warm."""


class Progress(Struct, frozen=True, kw_only=True, tag="progress"):
    """Slow work goes on: which, and how many parts of it are done."""

    stage: str
    done: int
    of: int


class Checked(Struct, frozen=True, kw_only=True, tag="checked"):
    """An upload was examined: its numbers, and the parts to be kept of it."""

    finished: Finished
    parts: dict[str, bytes]
    memory: int = 0


class Made(Struct, frozen=True, kw_only=True, tag="made"):
    """A file was made; `remarks` are sentences for whoever asked for it. `memory` is the worker's, in bytes."""

    data: bytes
    remarks: tuple[str, ...] = ()
    memory: int = 0


class Refused(Struct, frozen=True, kw_only=True, tag="refused"):
    """It cannot be done, for a reason that the visitor can do something about: a sentence."""

    problem: str


class Broken(Struct, frozen=True, kw_only=True, tag="broken"):
    """A fault of ours. `trace` says where, and holds nothing of a document."""

    trace: str


Answer = Checked | Made | Refused | Broken
FromWorker = Ready | Progress | Checked | Made | Refused | Broken

HEADER: Final = 4
"""Bytes before each frame that give its length, high byte first."""

to_worker: Final[msgspec.msgpack.Decoder[Setup | Task]] = msgspec.msgpack.Decoder(Setup | Task)
from_worker: Final[msgspec.msgpack.Decoder[FromWorker]] = msgspec.msgpack.Decoder(FromWorker)


def frame(message: Setup | Task | FromWorker) -> bytes:
    """A message as it goes over the line."""
    data = msgspec.msgpack.encode(message)
    return len(data).to_bytes(HEADER, "big") + data
