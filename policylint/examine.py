"""Many documents: each from the cache where it is known, else through the door and the engine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from policylint.cache import Cache, CacheTrouble, cache_key
from policylint.errors import UnreadableDocument, UserMistake
from policylint.limits import Limits
from policylint.model.examined import Examined, pack_text
from policylint.model.report import PackInfo, SourceFile
from policylint.model.text import DocumentText
from policylint.packs.files import DEFAULT_PACK, combined_digest, digest_of, pack_files, pack_folder
from policylint.packs.peers import load_peers
from policylint.sources import Input

if TYPE_CHECKING:
    from policylint.door import Door, Reading

TRANSIENT_REASONS: Final = frozenset({"timeout", "memory", "crash"})
"""Verdicts that another try may not come to; they are not kept."""


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
    cache_for: Callable[[Request], Cache | None] = lambda _: None,
    parse_apart: bool = False,
    on_examined: Callable[[Examined], None] | None = None,
    on_unread: Callable[[Input, UserMistake], None] | None = None,
    on_trouble: Callable[[CacheTrouble], None] | None = None,
) -> tuple[Examined | None, ...]:
    """Examine documents, the results in the order of the requests.

    Args:
        requests: What to examine.
        as_of: The day against which dates are judged.
        limits: What one document may cost.
        cache_for: The cache of a request; none if nothing is said.
        parse_apart: Let a process of its own do the parsing; only for programs that are safe to import again.
        on_examined: Called after each, for progress; those from the cache come first.
        on_unread: Called for a file that cannot even be opened, whose result is None. Without it the mistake is raised.
        on_trouble: Called once where the cache cannot be written.

    Raises:
        UserMistake: A pack that is wrong; a file that cannot be opened, unless `on_unread` is given.
    """
    results: list[Examined | None] = [None] * len(requests)
    missed: list[_Miss] = []
    for index, request in enumerate(requests):
        cache = cache_for(request)
        found = _known(request, cache, as_of=as_of, limits=limits) if cache else None
        if found is None:
            missed.append(_Miss(index, request, cache))
        else:
            results[index] = found
            if on_examined:
                on_examined(found)
    if missed:
        from policylint.language.parse import start_helper, warm_up

        if parse_apart:
            start_helper()
        fresh = _Fresh(as_of, limits, on_unread, on_trouble)
        for index, examined in fresh.examine(missed, begin=warm_up):
            results[index] = examined
            if on_examined:
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
    _digest_in.cache_clear()


@dataclass(frozen=True, slots=True)
class _Miss:
    """A request that the cache does not answer, with its index among all of them."""

    index: int
    request: Request
    cache: Cache | None


@dataclass(slots=True)
class _Fresh:
    """Documents that have to be read and judged."""

    as_of: date
    limits: Limits
    on_unread: Callable[[Input, UserMistake], None] | None
    on_trouble: Callable[[CacheTrouble], None] | None
    troubled: bool = False
    changed: set[tuple[str | Path, ...]] = field(default_factory=set)
    """Packs that were edited since their digest was taken: what they find is not kept under it."""

    def examine(self, missed: Sequence[_Miss], *, begin: Callable[[], None]) -> Iterator[tuple[int, Examined]]:
        """Examine in order; the child process reads the next file while this one judges the last."""
        from policylint.door import Door
        from policylint.engine import prepared_pack

        with Door(self.limits) as door:
            readings = self._read_ahead(missed, door)
            current = next(readings, None)
            for packs in dict.fromkeys(miss.request.packs for miss in missed):
                # A wrong pack is said before a long run, not in the middle of it.
                loaded, _ = prepared_pack(packs)
                if loaded.digest != combined_digest(map(_pack_digest, packs)):
                    self.changed.add(packs)
            if current is not None:
                begin()  # while the child reads: the two take about as long
            while current is not None:
                following = next(readings, None)
                miss, source, reading = current
                yield miss.index, self._judged(miss, source, reading)
                current = following

    def _read_ahead(self, missed: Sequence[_Miss], door: Door) -> Iterator[tuple[_Miss, SourceFile, Reading]]:
        """Hand each file to the door as soon as it is asked for."""
        for miss in missed:
            item = miss.request.input
            try:
                size = item.size()
                # A file far beyond the limit is not read only to be refused, and so has no digest.
                too_large = size is not None and size > self.limits.file_bytes
                data = b"" if too_large else item.read()
                source = SourceFile(
                    name=item.name,
                    sha256="" if too_large else hashlib.sha256(data).hexdigest(),
                    media_type=media_type(data),
                    size=(size or 0) if too_large else len(data),
                )
            except UserMistake as mistake:
                if self.on_unread is None:
                    raise
                self.on_unread(item, mistake)
                continue
            yield miss, source, door.submit(data, name=item.name, size=source.size)

    def _judged(self, miss: _Miss, source: SourceFile, reading: Reading) -> Examined:
        from policylint.engine import CheckOptions, examine_document, unreadable_report

        options = CheckOptions(as_of=self.as_of, any_kind=miss.request.any_kind)
        try:
            examined = examine_document(reading.result(), pack=miss.request.packs, options=options)
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
                miss.cache.put(key_of(miss.request, source.sha256, self.limits), examined)
            except CacheTrouble as trouble:
                self.troubled = True
                if self.on_trouble:
                    self.on_trouble(trouble)
        return examined


def key_of(request: Request, sha256: str, limits: Limits) -> str:
    """The key under which the cache keeps the result of a request for a document with these bytes."""
    return cache_key(
        sha256=sha256,
        name=request.input.name,
        packs=(_pack_digest(name) for name in request.packs),
        any_kind=request.any_kind,
        pages=limits.pages,
        file_bytes=limits.file_bytes,
    )


def _pack_digest(name: str | Path) -> str:
    return _digest_in(os.getcwd(), name)


@once
def _digest_in(_current: str, name: str | Path) -> str:
    """The digest of a pack; a folder's name means another folder elsewhere."""
    folder = pack_folder(name)
    return digest_of(folder, pack_files(folder))


def _known(request: Request, cache: Cache, *, as_of: date, limits: Limits) -> Examined | None:
    """What the cache has on a document. What is wrong with the file is told where it is opened in earnest."""
    item = request.input
    with suppress(UserMistake):
        size = item.size()
        if size is not None and size > limits.file_bytes:
            return None
        key = key_of(request, hashlib.sha256(item.read()).hexdigest(), limits)
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
