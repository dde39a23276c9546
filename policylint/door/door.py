"""The parent's side of the door: a child for each file, the clock, the folder, and what became of the file."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from dataclasses import dataclass
from io import BytesIO
from types import TracebackType
from typing import BinaryIO, Final, Self

from policylint.choices import Ocr
from policylint.door.child import DYING, Barren, Child, Isolation, Source
from policylint.door.folder import private_folder, remove_folder
from policylint.door.hints import HEAD, modules_for
from policylint.door.reading import Reading
from policylint.door.visit import OnProgress, Visit, too_large
from policylint.door.wire import PIECE, Answer, Request
from policylint.limits import Limits
from policylint.model.document import Document

READER: Final = "policylint.readers:read"

ANSWER_BYTES: Final = 40 << 20
"""Bytes of a packed document: twice what a manual of 600 closely printed pages has. Unpacked it takes four times as
much, and what is left of 300 MB is for judging it."""

_TRIES: Final = 3
"""How often a child is asked for before a file is given up."""

_MOST_WORKERS: Final = 4
"""Children at work at a time if nothing is said: judging what they read takes longer than reading it."""


def open_document(data: bytes, *, name: str, limits: Limits | None = None, ocr: Ocr | None = None) -> Document:
    """Read one document in a child process of its own.

    Args:
        data: The file.
        name: Its name as the user gave it.
        limits: What it may cost.
        ocr: How scanned pages are read.

    Raises:
        UnreadableDocument: The reader's own verdict, or "too-large", "timeout", "memory" or "crash".
    """
    with Door(limits, ocr=ocr, workers=1) as door:
        return door.open(data, name=name)


class Door:
    """Reads each file in a child process of its own, up to `workers` files at a time.

    Where children come from is started by `start` or by the first file, and kept until `close`. Threads may share a
    door. `reader` ("module:name") stands in for `policylint.readers.read`: to make something else of a file than a
    document, and in tests; `answer_bytes` is how much it may answer.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        ocr: Ocr | None = None,
        workers: int | None = None,
        reader: str = READER,
        answer_bytes: int = ANSWER_BYTES,
    ) -> None:
        """Set up the door; nothing is started yet."""
        self.workers: Final = workers or _default_workers()
        self._limits = limits or Limits()
        self._ocr = ocr or Ocr()
        self._reader = reader
        self._answer_bytes = answer_bytes
        self._turn = threading.Lock()
        self._waiting: deque[_Job] = deque()
        self._threads: set[threading.Thread] = set()
        self._source: Source | None = None
        self._closings = 0

    def __enter__(self) -> Self:
        """Start what children come from."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """Stop all children, busy or not."""
        self.close()

    @property
    def isolation(self) -> Isolation:
        """What holds for the children on this system. Starts the door and waits until it knows."""
        return self._ready().isolation()

    def start(self) -> None:
        """Start what children come from, and return at once; the sooner before the first file, the better."""
        self._ready()

    def submit(
        self,
        source: bytes | BinaryIO,
        *,
        name: str,
        size: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> Reading:
        """Hand a file over and return at once; `Reading.result` waits for the document.

        Args:
            source: The file's bytes, or a stream of them, which is read in pieces in a thread of the door's until the
                reading is settled; whoever opened it closes it. What reading it raises, `Reading.result` raises.
            name: Its name as the user gave it.
            size: Its size in bytes, where it is known; what is too large is not read at all.
            on_progress: Told of slow work, in a thread of the door's.
        """
        reading = Reading()
        size = len(source) if isinstance(source, bytes) else size
        if size is not None and size > self._limits.file_bytes:
            reading.settle(too_large(size, self._limits))
            return reading
        stream = BytesIO(source) if isinstance(source, bytes) else source
        with self._turn:
            self._waiting.append(_Job(reading, stream, name, on_progress, self._closings))
            if len(self._threads) < self.workers:
                thread = threading.Thread(target=self._work, name="policylint-door", daemon=True)
                self._threads.add(thread)
                thread.start()
        return reading

    def open(self, data: bytes, *, name: str) -> Document:
        """Read a file and wait for the document. Raises as `open_document`."""
        return self.submit(data, name=name).result()

    def close(self) -> None:
        """Stop all children. Files that are being read come to nothing; a closed door opens again with the next one."""
        with self._turn:
            self._closings += 1
            source, self._source = self._source, None
            waiting, threads = list(self._waiting), list(self._threads)
            self._waiting.clear()
        for job in waiting:
            job.reading.settle(self._stopped(job) or Answer(reason="crash"))
        if source is not None:
            source.stop()
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(DYING)

    def _ready(self) -> Source:
        with self._turn:
            if self._source is None or not self._source.is_alive():
                if self._source is not None:
                    self._source.stop()
                self._source = _start(self._reader)
            return self._source

    def _work(self) -> None:
        """Pass one file after another through the door until none is waiting."""
        while True:
            with self._turn:
                if not self._waiting:
                    self._threads.discard(threading.current_thread())
                    return
                job = self._waiting.popleft()
            try:
                self._pass(job)
            except BaseException as failure:  # whoever waits for the result must get it, whatever it is
                job.reading.settle(failure)
            del job

    def _pass(self, job: _Job) -> None:
        head = job.stream.read(PIECE)
        for _ in range(_TRIES):
            if self._closings != job.closings:
                break
            source = self._ready()
            try:
                child = source.child(modules_for(self._reader, head[:HEAD], job.name))
            except Barren:
                source.stop()
                continue
            self._visit(job, head, source, child)
            return
        job.reading.settle(self._stopped(job) or Answer(reason="crash", detail="no process could be started for it"))

    def _visit(self, job: _Job, head: bytes, source: Source, child: Child) -> None:
        folder = private_folder()
        visit = Visit(child, self._limits, answer_bytes=self._answer_bytes, on_progress=job.on_progress)
        try:
            request = Request(job.name, self._limits, self._ocr, folder)
            outcome = visit.ask(request, head, job.stream) or self._stopped(job) or visit.obituary()
            job.reading.settle(outcome)
        finally:
            if not visit.end() and source.is_alive():
                source.stop()  # it hangs: the next file gets another
            remove_folder(folder)

    def _stopped(self, job: _Job) -> Answer | None:
        """What to say of a file whose door was closed meanwhile."""
        return Answer(reason="crash", detail="it was stopped") if self._closings != job.closings else None


def _start(reader: str) -> Source:
    if sys.platform == "linux":
        from policylint.door.forked import Nursery

        return Nursery(reader)
    from policylint.door.spawned import Spawner

    return Spawner(reader)


def _default_workers() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST_WORKERS)


@dataclass(frozen=True, slots=True)
class _Job:
    """A file that waits for its turn, and how often the door had been closed when it came."""

    reading: Reading
    stream: BinaryIO
    name: str
    on_progress: OnProgress | None
    closings: int
