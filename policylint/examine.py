"""Many documents: each from the cache where it is known, else through the door and the engine."""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache as once
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from msgspec.structs import replace

from policylint.cache import Cache, CacheTrouble, cache_key
from policylint.choices import Ocr
from policylint.errors import UnreadableDocument, UserMistake, reason_of
from policylint.limits import Limits
from policylint.machine import forget as forget_programs
from policylint.machine import require_engine, signature
from policylint.model.examined import Examined, pack_text
from policylint.model.report import PackInfo, SourceFile
from policylint.model.text import DocumentText
from policylint.packs.files import DEFAULT_PACK, combined_digest, digest_of, pack_files, pack_folder
from policylint.packs.peers import load_peers
from policylint.sources import Hashed, Input

if TYPE_CHECKING:
    from policylint.door import Door, Reading
    from policylint.model.document import Document

TRANSIENT_REASONS: Final = frozenset({"timeout", "memory", "crash"})
"""Verdicts that another try may not come to; they are not kept."""

OnProgress = Callable[[Input, str, int, int], None]
"""Told of slow work on one file: which file, what is done ("ocr"), how many parts of it, of how many. It is called from
other threads, and for several files at a time."""

OnDocument = Callable[[Input, "Document"], None]
"""Given a document as its reader made it."""


@dataclass(frozen=True, slots=True)
class Request:
    """A document to examine, with the packs to do it with and whether to check it whatever its kind."""

    input: Input
    packs: tuple[str | Path, ...] = (DEFAULT_PACK,)
    any_kind: bool = False


def examine_inputs(
    requests: Sequence[Request],
    *,
    as_of: date,
    limits: Limits,
    ocr: Ocr | None = None,
    cache_for: Callable[[Request], Cache | None] = lambda _: None,
    parse_apart: bool = False,
    on_examined: Callable[[Examined], None] | None = None,
    on_unread: Callable[[Input, UserMistake], None] | None = None,
    on_trouble: Callable[[CacheTrouble], None] | None = None,
    on_progress: OnProgress | None = None,
    on_document: OnDocument | None = None,
    door: Door | None = None,
) -> tuple[Examined | None, ...]:
    """Examine documents, the results in the order of the requests.

    Args:
        requests: What to examine.
        as_of: The day against which dates are judged.
        limits: What one document may cost.
        ocr: How scanned pages are read.
        cache_for: The cache of a request; none if nothing is said.
        parse_apart: Let a process of its own do the parsing; only for programs that are safe to import again.
        on_examined: Called after each, for progress; those from the cache come first.
        on_unread: Called for a file that cannot even be opened, whose result is None. Without it the mistake is raised.
        on_trouble: Called once where the cache cannot be written.
        on_progress: Told of slow work while it goes on.
        on_document: Given each document that was read, before it is judged; not those from the cache.
        door: A door that stays open, for programs that examine one file after another. It must have the same limits.

    Raises:
        UserMistake: A pack that is wrong; a file that cannot be opened, unless `on_unread` is given; an OCR engine or
            language that was named and is not installed.
    """
    ocr = ocr or Ocr()
    results: list[Examined | None] = [None] * len(requests)
    missed: list[_Miss] = []
    for index, request in enumerate(requests):
        cache = cache_for(request)
        found = _known(request, cache, as_of=as_of, limits=limits, ocr=ocr) if cache else None
        if found is None:
            missed.append(_Miss(index, request, cache))
        else:
            results[index] = found
            if on_examined:
                on_examined(found)
    if missed:
        require_engine(ocr)
        from policylint.language.parse import start_helper, warm_up

        if parse_apart:
            start_helper()
        fresh = _Fresh(as_of, limits, ocr, on_unread, on_trouble, on_progress, on_document, door)
        for index, examined in fresh.examine(missed, begin=warm_up):
            results[index] = examined
            if examined is not None and on_examined:
                on_examined(examined)
    return tuple(results)


def describe_packs(packs: Sequence[str | Path], *, cache: Cache | None = None) -> tuple[PackInfo, ...]:
    """Name, version and digest of packs, in order; from the cache where it knows them, for loading takes long.

    Raises:
        UserMistake: A pack that is not there or is wrong.
    """
    infos = []
    for name in packs:
        info = cache.pack(_pack_digest(name)) if cache else None
        if info is None:
            from policylint.engine import prepared_pack

            pack, _ = prepared_pack((name,))
            info = PackInfo(
                id=pack.head.id,
                title=pack.head.title,
                version=pack.head.version,
                digest=pack.digest,
                peers=load_peers(pack_folder(name)),
            )
            if cache:
                with suppress(CacheTrouble):
                    cache.put_pack(info)
        infos.append(info)
    return tuple(infos)


def forget_packs() -> None:
    """Read packs anew next time."""
    from policylint.engine import forget_prepared

    forget_prepared()
    forget_programs()
    _digest_in.cache_clear()


@dataclass(frozen=True, slots=True)
class _Miss:
    """A request that the cache does not answer, with its index among all of them."""

    index: int
    request: Request
    cache: Cache | None


@dataclass(frozen=True, slots=True)
class _Handed:
    """A file that was handed to the door; `file` is what passes, None where it is too large to be read at all."""

    miss: _Miss
    reading: Reading
    file: Hashed | None
    size: int


@dataclass(slots=True)
class _Fresh:
    """Documents that have to be read and judged."""

    as_of: date
    limits: Limits
    ocr: Ocr
    on_unread: Callable[[Input, UserMistake], None] | None
    on_trouble: Callable[[CacheTrouble], None] | None
    on_progress: OnProgress | None
    on_document: OnDocument | None
    door: Door | None
    troubled: bool = False
    changed: set[tuple[str | Path, ...]] = field(default_factory=set)
    """Packs that were edited since their digest was taken: what they find is not kept under it."""

    def examine(self, missed: Sequence[_Miss], *, begin: Callable[[], None]) -> Iterator[tuple[int, Examined | None]]:
        """Examine in order; the door reads the next files while this judges the last."""
        from policylint.door import Door
        from policylint.engine import prepared_pack

        with nullcontext(self.door) if self.door else Door(self.limits, ocr=self.ocr) as door:
            handed = self._hand_over(missed, door)
            ahead = deque(islice(handed, door.workers))
            for packs in dict.fromkeys(miss.request.packs for miss in missed):
                # A wrong pack is said before a long run, not in the middle of it.
                loaded, _ = prepared_pack(packs)
                if loaded.digest != combined_digest(map(_pack_digest, packs)):
                    self.changed.add(packs)
            if ahead:
                begin()  # while the door reads: the two take about as long
            while ahead:
                current = ahead.popleft()
                ahead.extend(islice(handed, 1))
                yield current.miss.index, self._judged(current)

    def _hand_over(self, missed: Sequence[_Miss], door: Door) -> Iterator[_Handed]:
        """Hand each file to the door as soon as it is asked for."""
        for miss in missed:
            item = miss.request.input
            try:
                size = item.size()
                # A file far beyond the limit is not read only to be refused, and so has no digest.
                too_large = size is not None and size > self.limits.file_bytes
                file = None if too_large else Hashed(item.open())
            except UserMistake as mistake:
                self._pass_over(item, mistake)
                continue
            tell = partial(self.on_progress, item) if self.on_progress else None
            stream = io.BytesIO() if file is None else cast(BinaryIO, file)
            reading = door.submit(stream, name=item.name, size=size, on_progress=tell)
            yield _Handed(miss, reading, file, size or 0)

    def _pass_over(self, item: Input, mistake: UserMistake) -> None:
        """A file that cannot be opened, or not be read to its end, comes to nothing; or the run does."""
        if self.on_unread is None:
            raise mistake
        self.on_unread(item, mistake)

    def _read(self, handed: _Handed) -> tuple[Document | UnreadableDocument, SourceFile]:
        """What became of the file, and what it is. Raises `OSError` where it could not be read to its end."""
        document: Document | UnreadableDocument
        try:
            document = handed.reading.result()
        except UnreadableDocument as error:
            document = error
        file = handed.file
        if file is not None:
            file.finish()
        source = SourceFile(
            name=handed.miss.request.input.name,
            sha256=file.sha256 if file else "",
            media_type=media_type(file.head if file else b""),
            size=file.size if file else handed.size,
        )
        return document, source

    def _judged(self, handed: _Handed) -> Examined | None:
        from policylint.engine import CheckOptions, examine_document, unreadable_report

        miss, item = handed.miss, handed.miss.request.input
        options = CheckOptions(as_of=self.as_of, any_kind=miss.request.any_kind)
        try:
            document, source = self._read(handed)
        except OSError as error:
            self._pass_over(item, UserMistake("M003", path=item.name, reason=reason_of(error)))
            return None
        try:
            if isinstance(document, UnreadableDocument):
                raise document
            if self.on_document:
                self.on_document(item, document)
            examined = examine_document(document, pack=miss.request.packs, options=options)
        except UnreadableDocument as error:
            examined = Examined(
                report=unreadable_report(source, error),
                packed_text=pack_text(DocumentText()),
                since=date.min.isoformat(),
                until=date.max.isoformat(),
            )
        if (
            miss.cache
            and source.sha256
            and miss.request.packs not in self.changed
            and examined.report.reason not in TRANSIENT_REASONS
            and not self.troubled
        ):
            try:
                miss.cache.put(key_of(miss.request, source.sha256, self.limits, self.ocr), examined)
            except CacheTrouble as trouble:
                self.troubled = True
                if self.on_trouble:
                    self.on_trouble(trouble)
        return examined


def key_of(request: Request, sha256: str, limits: Limits, ocr: Ocr) -> str:
    """The key under which the cache keeps the result of a request for a document with these bytes."""
    return cache_key(
        sha256=sha256,
        name=request.input.name,
        packs=(_pack_digest(name) for name in request.packs),
        any_kind=request.any_kind,
        limits=limits,
        ocr=ocr,
        programs=signature(),
    )


def _pack_digest(name: str | Path) -> str:
    return _digest_in(os.getcwd(), name)


@once
def _digest_in(_current: str, name: str | Path) -> str:
    """The digest of a pack; a folder's name means another folder elsewhere."""
    folder = pack_folder(name)
    return digest_of(folder, pack_files(folder))


def _known(request: Request, cache: Cache, *, as_of: date, limits: Limits, ocr: Ocr) -> Examined | None:
    """What the cache has on a document. What is wrong with the file is told where it is opened in earnest."""
    item = request.input
    with suppress(UserMistake, OSError):
        size = item.size()
        if size is not None and size > limits.file_bytes:
            return None
        key = key_of(request, item.sha256(), limits, ocr)
        found = cache.get(key, as_of=as_of.isoformat())
        return _named(found, item.name) if found else None
    return None


def _named(examined: Examined, name: str) -> Examined:
    """The same, for a file that may have been found under another name."""
    report = examined.report
    if report.source.name == name:
        return examined
    return replace(examined, report=replace(report, source=replace(report.source, name=name)))


def media_type(data: bytes) -> str:
    """What the first bytes promise, for a file that could not be read."""
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    return "application/zip" if data.startswith(b"PK") else "application/octet-stream"
