"""A full disk is told, and leaves nothing half written."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from policylint.web.store import Files, Store, StoreTrouble
from policylint.web.store import files as files_module
from policylint.web.work.runner import NO_ROOM
from tests.web.inprocess import Workers, examined, upload, wait_for, within
from tests.web.operation.looking import FULL, kept, sent, state_of

pytestmark = pytest.mark.slow  # they start servers


@contextmanager
def full(where: Any, name: str) -> Iterator[None]:
    """Within this, what is to write finds no room."""

    def fail(*_: Any, **__: Any) -> None:
        raise FULL

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, name, fail)
        yield


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (tempfile.SpooledTemporaryFile, "write"),
        (tempfile.SpooledTemporaryFile, "seek"),
        (files_module.shutil, "copyfileobj"),  # type: ignore[attr-defined]
        (os, "mkdir"),
        (os, "fsync"),
    ],
    ids=["receiving", "rewinding", "copying", "making the folder", "writing out"],
)
@pytest.mark.parametrize("path", ["/documents", "/api/v1/documents"])
def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path: Path, where: Any, name: str, path: str) -> None:
    field = "file" if "api" in path else "files"
    with within(tmp_path / "data") as light, light.client(headers={"Accept": "application/json"}) as client:
        with full(where, name):
            refused = client.post(path, files={field: ("a.pdf", b"x" * 2_000_000)})
        assert refused.status_code == 507
        assert "disk of this service is full" in refused.text
        assert kept(light.settings.data) == [] and not sum(light.service.store.counts().values())
        assert not client.cookies
        assert client.post(path, files={field: ("a.pdf", b"x" * 2_000_000)}).status_code in (200, 202)


def test_of_two_files_both_are_kept_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    adopt = Files.adopt
    adopted: list[str] = []

    def once(self: Files, identifier: str, source: Any) -> int:
        if adopted:
            raise StoreTrouble("the disk is full", full=True)
        adopted.append(identifier)
        return adopt(self, identifier, source)

    monkeypatch.setattr(Files, "adopt", once)
    with within(tmp_path / "data", Workers(held=True)) as light, light.client() as client:
        assert upload(client, ("a.pdf", b"a"), ("b.pdf", b"b")).status_code == 507
        assert adopted and kept(light.settings.data) == []
        assert not sum(light.service.store.counts().values())


@pytest.mark.parametrize("path", ["/documents", "/api/v1/documents", "/sample"])
def test_what_nobody_could_see_is_not_kept(tmp_path: Path, path: str) -> None:
    field = "file" if "api" in path else "files"
    with within(tmp_path / "data", Workers(held=True)) as light, light.client() as client:
        with pytest.MonkeyPatch.context() as patch:

            def fail(*_: object) -> None:
                raise StoreTrouble("the disk is full", full=True)

            patch.setattr(Store, "open_session", fail)
            assert client.post(path, files={field: ("a.pdf", b"a")}).status_code == 507
        assert kept(light.settings.data) == [] and not sum(light.service.store.counts().values())


def test_a_result_that_finds_no_room_fails_in_words_and_the_next_is_kept(tmp_path: Path) -> None:
    with within(tmp_path / "data") as light, light.client() as client:
        with full(files_module, "write_new"):
            identifier = sent(client, "a.pdf")
            wait_for(lambda: state_of(client, identifier) == "failed")
        assert client.get(f"/api/v1/documents/{identifier}").json()["problem"] == NO_ROOM
        assert kept(light.settings.data) == [identifier, f"{identifier}/upload"]
        other = sent(client, "b.pdf")
        wait_for(lambda: state_of(client, other) == "done")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("nothing may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("small", ["data", "spool", "both"])
def test_on_a_disk_that_is_full_the_service_goes_on(
    tmp_path: Path, parts: dict[str, bytes], small_disk: Path, monkeypatch: pytest.MonkeyPatch, small: str
) -> None:
    roomy = tmp_path / "roomy"
    roomy.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(roomy if small == "data" else small_disk))
    data = (roomy if small == "spool" else small_disk) / "data"
    workers = Workers(answer=partial(examined, parts=parts))
    with within(data, workers) as light, light.client() as client:
        first = sent(client, "small.pdf")
        wait_for(lambda: state_of(client, first) == "done")
        before = kept(data)
        for _ in range(2):
            refused = upload(client, ("large.pdf", bytes(4_000_000)))
            assert refused.status_code == 507
            assert kept(data) == before
        assert client.get("/readyz").status_code == 200
        filler = small_disk / "filler"
        filler.write_bytes(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize))
        assert client.get("/documents").status_code == 200  # reading goes on
        if small != "spool":
            assert upload(client, ("medium.pdf", bytes(200_000))).status_code == 507
        filler.unlink()
        again = sent(client, "after.pdf", bytes(200_000))
        wait_for(lambda: state_of(client, again) == "done")
        assert client.delete(f"/api/v1/documents/{first}").status_code == 204
