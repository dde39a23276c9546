"""Machines that fail and people who stop them: nothing is lost, nothing is done twice, nothing is left lying about."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from policylint.web import service as service_module
from policylint.web.service import Service
from policylint.web.store import Files, Store, StoreTrouble
from policylint.web.store import files as files_module
from policylint.web.store.queue import GIVEN_UP
from policylint.web.work import runner as runner_module
from policylint.web.work.process import WorkerGone
from policylint.web.work.runner import FAULT, NO_ROOM, OVERTIME
from policylint.web.work.tasks import Answer, Broken, Check, Refused, Task
from tests.web.inprocess import Within, Workers, examined, upload, wait_for, within
from tests.web.serving import SAMPLE, Running, server, settled, submit

ON_LINUX = Path("/proc/self/fd").is_dir()
FULL = OSError(errno.ENOSPC, "No space left on device")
MARKER = "Zanzibarquux"


def figure(text: str, name: str, **labels: str) -> float:
    """A figure of those that /metrics tells; 0 where it does not tell it."""
    shown = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
    found = re.search(rf"^{name}{re.escape('{' + shown + '}') if shown else ''} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def state_of(client: httpx.Client, identifier: str) -> str:
    state: str = client.get(f"/api/v1/documents/{identifier}").json()["state"]
    return state


def sent(client: httpx.Client, name: str, data: bytes = b"text") -> str:
    """Upload a document; its id."""
    answer = upload(client, (name, data))
    assert answer.status_code == 200, answer.text
    identifier: str = answer.json()["documents"][0]["id"]
    return identifier


def kept(data: Path) -> list[str]:
    """Every file and folder below the documents of a data folder."""
    return sorted(path.relative_to(data / "documents").as_posix() for path in (data / "documents").rglob("*"))


# Workers


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with server(tmp_path_factory.mktemp("machine") / "data", "--rate", "0") as found:
        yield found


def workers_of(running: Running) -> list[int]:
    """The numbers of the worker processes of a server."""
    pid = running.process.pid
    children: list[int] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        children += map(int, (thread / "children").read_text().split())
    return [child for child in children if b"policylint.web.work.worker" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.mark.slow
@pytest.mark.skipif(not ON_LINUX, reason="finds the worker in /proc")
def test_a_document_whose_worker_is_killed_is_examined_by_another(machine: Running) -> None:
    with machine.client() as client:
        (worker,) = workers_of(machine)
        os.kill(worker, signal.SIGSTOP)  # it takes the document, and comes to no end with it
        answer = client.post("/api/v1/documents", files={"file": (SAMPLE.name, SAMPLE.read_bytes())})
        identifier = answer.json()["id"]
        wait_for(lambda: state_of(client, identifier) == "working")
        os.kill(worker, signal.SIGKILL)
        wait_for(lambda: client.get("/readyz").status_code == 503)
        assert client.get("/readyz").json()["problems"] == ["no worker is warm"]
        assert client.get("/healthz").status_code == 200
        assert client.get("/").status_code == 200
        assert settled(client, identifier)["verdict"] == "checked"
        assert client.get("/readyz").status_code == 200
        figures = client.get("/metrics").text
    assert figure(figures, "policylint_worker_ends_total", why="crash") == 1
    assert figure(figures, "policylint_examined_total", state="done") == 1
    assert workers_of(machine) != [worker]


@pytest.mark.slow
def test_a_second_server_on_the_same_folder_refuses_to_start(machine: Running) -> None:
    arguments = ["serve", "--port", "0", "--data", str(machine.data)]
    run = subprocess.run([sys.executable, "-m", "policylint", *arguments], capture_output=True, text=True, timeout=60)
    assert run.returncode == 2
    assert "another 'policylint serve' works with this" in run.stderr and "Traceback" not in run.stderr
    with machine.client() as client:
        assert submit(client)["verdict"] == "checked"


def answering(name: str, answer: Any) -> Workers:
    """Workers that answer something else, or raise it, when it comes to one document."""

    def make(task: Task) -> Answer:
        if isinstance(task, Check) and task.name == name:
            if isinstance(answer, BaseException):
                raise answer
            found: Answer = answer
            return found
        return examined(task)

    return Workers(answer=make)


@pytest.mark.parametrize(
    ("answer", "problem", "tries"),
    [
        (WorkerGone(), GIVEN_UP, 3),
        (TimeoutError(), OVERTIME, 1),
        (Broken(trace="KeyError at x.py:1 in y"), FAULT, 1),
        (Refused(problem="There is no such profile."), "There is no such profile.", 1),
    ],
)
def test_a_document_that_comes_to_no_end_fails_in_words_and_stops_nobody(
    tmp_path: Path, answer: Any, problem: str, tries: int
) -> None:
    with within(tmp_path / "data", answering("bad.pdf", answer)) as light, light.client() as client:
        bad, good = sent(client, "bad.pdf"), sent(client, "good.pdf")
        wait_for(lambda: state_of(client, good) == "done")
        wait_for(lambda: state_of(client, bad) == "failed")
        assert light.workers.checked.count("bad.pdf") == tries
        assert client.get(f"/api/v1/documents/{bad}").json()["problem"] == problem
        page = client.get(f"/documents/{bad}")
        assert page.status_code == 200 and problem.partition(".")[0] in page.text
        assert client.get(f"/documents/{bad}/report.html").status_code == 409
        # It may be tried again.
        assert client.post(f"/documents/{bad}/again").status_code == 303


def test_a_worker_that_goes_mad_is_replaced(tmp_path: Path) -> None:
    with within(tmp_path / "data", answering("bad.pdf", ValueError("no frame"))) as light, light.client() as client:
        bad, good = sent(client, "bad.pdf"), sent(client, "good.pdf")
        wait_for(lambda: state_of(client, good) == "done")
        assert light.service.runner.is_ready
        assert state_of(client, bad) in ("waiting", "working", "failed")


def test_a_worker_that_dies_while_it_makes_a_file_fails_that_file_only(tmp_path: Path) -> None:
    dying = threading.Event()

    def make(task: Task) -> Answer:
        if not isinstance(task, Check) and not dying.is_set():
            dying.set()
            raise WorkerGone
        return examined(task, REPORT)

    with within(tmp_path / "data", Workers(answer=make)) as light, light.client() as client:
        identifier = sent(client, "a.pdf")
        wait_for(lambda: state_of(client, identifier) == "done")
        refused = client.get(f"/documents/{identifier}/report.docx")
        assert refused.status_code == 409 and "fault of ours" in refused.text
        assert client.get(f"/documents/{identifier}/report.docx").content == b"made"


def test_a_server_is_ready_when_a_worker_is_warm(tmp_path: Path) -> None:
    with within(tmp_path / "data", Workers(starting=False)) as light, light.client() as client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["problems"]) == (503, ["no worker is warm"])
        assert client.get("/healthz").status_code == 200
        identifier = sent(client, "a.pdf")  # it is taken in all the same, and waits
        light.workers.starting = True
        wait_for(lambda: client.get("/readyz").status_code == 200)
        wait_for(lambda: state_of(client, identifier) == "done")


# A full disk


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


@pytest.mark.slow
@pytest.mark.parametrize("small", ["data", "spool", "both"])
def test_on_a_disk_that_is_full_the_service_goes_on(
    tmp_path: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch, small: str
) -> None:
    roomy = tmp_path / "roomy"
    roomy.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(roomy if small == "data" else small_disk))
    data = (roomy if small == "spool" else small_disk) / "data"
    workers = Workers(answer=partial(examined, parts=REPORT))
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


# Ends


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_of_twenty_documents_none_is_lost_and_none_done_twice(tmp_path: Path) -> None:
    """The server is killed in the middle of them, then told to stop, and started a third time."""
    data = tmp_path / "data"
    policy = "Social Media Policy\n\n1. Records\n\nEmployees must keep every post, number {}.\n"

    def done(client: httpx.Client) -> int:
        return sum(one["state"] == "done" for one in client.get("/api/v1/documents").json()["documents"])

    with server(data, "--rate", "0") as running:
        with running.client() as client:
            ids = [sent(client, f"{number}.txt", policy.format(number).encode()) for number in range(20)]
            cookies = dict(client.cookies)
            wait_for(lambda: done(client) >= 3)
        running.stop(signal.SIGKILL)
    before = stored(data)
    assert sorted(before) == sorted(ids)
    # What a killed server leaves on its way in or out goes with the next start, once it is old: what is young may be
    # another server's that writes it just now. The kill may itself have left some.
    documents = data / "documents"
    for folder in (documents / ("A" * 32), documents / ids[0] / ".staged", documents / ".trash"):
        folder.mkdir()
    for left in (documents / ("A" * 32), *documents.rglob(".*")):
        os.utime(left, (0, 0))

    with server(data, "--rate", "0") as running:
        with running.client(cookies=cookies) as client:
            so_far = sum(row["state"] == "done" for row in before.values())
            wait_for(lambda: done(client) >= so_far + 3)
        assert running.stop(signal.SIGTERM) == 0
    between = stored(data)
    assert {row["state"] for row in between.values()} <= {"done", "waiting"}
    # To be told to stop is no try that failed: what waits has no more of them than the kill had left it with.
    waits = [row for row in between.values() if row["state"] == "waiting"]
    assert all(row["attempts"] <= before[row["id"]]["attempts"] for row in waits)

    with server(data, "--rate", "0") as running:
        with running.client(cookies=cookies) as client:
            assert [settled(client, identifier)["state"] for identifier in ids] == ["done"] * 20
            figures = client.get("/metrics").text
        assert running.stop(signal.SIGINT) == 0
    assert figure(figures, "policylint_examined_total", state="done") == len(waits)
    after = stored(data)
    assert sorted(after) == sorted(ids)
    assert sum(row["attempts"] for row in after.values()) <= 21
    finished = {row["id"]: row["finished"] for row in between.values() if row["state"] == "done"}
    assert all(after[identifier]["finished"] == moment for identifier, moment in finished.items())
    assert {path.partition("/")[0] for path in kept(data)} == set(ids)
    assert not [path for path in kept(data) if "/." in path]


def stored(data: Path) -> dict[str, sqlite3.Row]:
    """The rows of the documents in a data folder, by id."""
    connection = sqlite3.connect(data / "policylint.db")
    connection.row_factory = sqlite3.Row
    try:
        return {row["id"]: row for row in connection.execute("SELECT * FROM document")}
    finally:
        connection.close()


def test_work_that_does_not_end_in_time_is_put_back_without_counting(tmp_path: Path) -> None:
    workers = Workers(held=True)
    with within(tmp_path / "data", workers, grace=0.2) as light, light.client() as client:
        ids = [sent(client, "at work.pdf"), sent(client, "waiting.pdf")]
        wait_for(lambda: workers.asked)
        cookies = dict(client.cookies)
        light.stop()
    rows = stored(tmp_path / "data")
    assert [(rows[one]["state"], rows[one]["attempts"], rows[one]["holder"]) for one in ids] == [("waiting", 0, "")] * 2
    with within(tmp_path / "data") as light, light.client(cookies=cookies) as client:
        wait_for(lambda: [state_of(client, identifier) for identifier in ids] == ["done", "done"])
        assert light.workers.checked == ["at work.pdf", "waiting.pdf"]  # in the old order


def test_work_that_ends_in_time_is_kept(tmp_path: Path) -> None:
    workers = Workers(held=True)
    with within(tmp_path / "data", workers, grace=30.0) as light, light.client() as client:
        ids = [sent(client, "at work.pdf"), sent(client, "waiting.pdf")]
        wait_for(lambda: workers.asked)
        light.server.handle_exit(signal.SIGTERM, None)
        wait_for(lambda: light.service.runner._stopping)
        workers.held = False
        light.stop()
    rows = stored(tmp_path / "data")
    assert [rows[one]["state"] for one in ids] == ["done", "waiting"]


def test_a_stream_of_events_ends_with_the_server(tmp_path: Path) -> None:
    workers = Workers(held=True)
    with within(tmp_path / "data", workers, grace=30.0) as light, light.client() as client:
        identifier = sent(client, "a.pdf")
        told = threading.Event()

        def listen() -> list[dict[str, Any]]:
            found = []
            with client.stream("GET", f"/documents/{identifier}/events") as answer:
                for line in answer.iter_lines():
                    if line.startswith("data: "):
                        found.append(json.loads(line.removeprefix("data: ")))
                        told.set()
            return found

        with ThreadPoolExecutor(1) as pool:
            events = pool.submit(listen)
            assert told.wait(30)
            light.server.handle_exit(signal.SIGTERM, None)
            assert events.result(20)[-1]["state"] in ("waiting", "working")  # while the work still goes on
            assert workers.held
            workers.held = False
        light.stop()
    assert stored(tmp_path / "data")[identifier]["state"] == "done"


def test_a_server_that_stops_takes_in_nothing_new(tmp_path: Path) -> None:
    with within(tmp_path / "data") as light, light.client() as client:
        client.get("/")
        light.service.stopping.set()
        refused = upload(client, ("a.pdf", b"x"))
        assert refused.status_code == 503 and refused.headers["retry-after"]
        answer = client.get("/readyz")
        assert answer.status_code == 503 and "stopping" in answer.json()["problems"]


# What is over


REPORT: dict[str, bytes] = {}


@pytest.fixture(scope="module", autouse=True)
def report() -> Iterator[None]:
    """The parts of a report on a policy in which the marker stands everywhere, made here and now."""
    import msgspec

    from policylint.project.run import checked_with_text
    from policylint.project.wishes import Wishes

    text = (
        f"Social Media Policy {MARKER}\n\n1. Records\n\nEmployees must keep every post {MARKER} as a public record.\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{MARKER}.txt"
        file.write_text(text)
        wishes = Wishes(paths=(str(file),), options={"any-kind": True}, isolated=True)
        _, words, found = checked_with_text(wishes)
    REPORT["report.json"], REPORT["text.msgpack"] = msgspec.json.encode(found), msgspec.msgpack.encode(words)
    yield
    REPORT.clear()


def holding(data: Path, word: str) -> list[str]:
    """The files in a data folder in which a word stands, or whose name has it."""
    files = [path for path in data.rglob("*") if path.is_file()]
    return [path.name for path in files if word in str(path) or word.encode() in path.read_bytes()]


def decided(light: Within, client: httpx.Client) -> str:
    """A document that is done, with the marker in its text, its name, and a decision about it."""
    identifier = sent(client, f"{MARKER}.txt", f"Social Media Policy {MARKER}".encode())
    wait_for(lambda: state_of(client, identifier) == "done")
    found = client.get(f"/documents/{identifier}/report.json").json()["documents"][0]["requirements"]
    rule = next(one["id"] for one in found if one["status"] == "missing")
    form = {"rule": rule, "kind": "accept", "reason": f"Known {MARKER}.", "owner": "Ann", "expires": "2999-01-01"}
    assert client.post(f"/documents/{identifier}/decisions", data=form).status_code == 303
    assert {"policylint.db-wal", "report.json", "upload"} <= set(holding(light.settings.data, MARKER))
    return identifier


@pytest.fixture
def tidy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Within]:
    """A server that looks all the time for what is over."""
    monkeypatch.setattr(service_module, "_SWEEP", 0.05)
    with within(tmp_path / "data", Workers(answer=partial(examined, parts=REPORT)), lifetime=3600.0) as light:
        yield light


def test_of_a_document_whose_time_is_over_nothing_is_left(tidy: Within) -> None:
    with tidy.client() as client:
        identifier = decided(tidy, client)
        connection = sqlite3.connect(tidy.settings.data / "policylint.db", timeout=30)
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("UPDATE document SET expires = created - 1")
        connection.commit()
        connection.close()
        for path in ("", "/original", "/report.json", "/events", "/decisions.toml"):
            assert client.get(f"/documents/{identifier}{path}").status_code == 404
        wait_for(lambda: figure(client.get("/metrics").text, "policylint_expired_total") == 1)
        wait_for(lambda: not kept(tidy.settings.data))
        assert holding(tidy.settings.data, MARKER) == []
        assert identifier not in tidy.service._reports


@pytest.mark.parametrize("way", ["page", "api"])
def test_of_a_document_that_is_deleted_nothing_is_left_at_once(tidy: Within, way: str) -> None:
    with tidy.client() as client:
        identifier = sent(client, f"{MARKER}.txt", f"Social Media Policy {MARKER}".encode())
        wait_for(lambda: state_of(client, identifier) == "done")
        assert client.get(f"/documents/{identifier}").status_code == 200
        assert holding(tidy.settings.data, MARKER)
        if way == "page":
            assert client.post(f"/documents/{identifier}/delete").status_code == 303
        else:
            assert client.delete(f"/api/v1/documents/{identifier}").status_code == 204
        assert holding(tidy.settings.data, MARKER) == []
        assert kept(tidy.settings.data) == []
        assert client.get(f"/documents/{identifier}").status_code == 404
        assert identifier not in tidy.service._reports


def test_a_document_that_is_deleted_while_it_is_examined_leaves_nothing(tmp_path: Path) -> None:
    workers = Workers(held=True, answer=lambda task: examined(task, REPORT))
    with within(tmp_path / "data", workers) as light, light.client() as client:
        identifier = sent(client, f"{MARKER}.txt", MARKER.encode())
        wait_for(lambda: workers.asked)
        assert client.delete(f"/api/v1/documents/{identifier}").status_code == 204
        workers.held = False
        wait_for(lambda: figure(client.get("/metrics").text, "policylint_examined_total", state="deleted") == 1)
        assert kept(light.settings.data) == [] and holding(light.settings.data, MARKER) == []


def test_files_are_for_whoever_runs_the_server_only(tidy: Within) -> None:
    with tidy.client() as client:
        identifier = sent(client, "a.txt")
        wait_for(lambda: state_of(client, identifier) == "done")
    paths = list(tidy.settings.data.rglob("*"))
    assert len(paths) > 5
    assert [path for path in paths if path.stat().st_mode & 0o077] == []


# Figures


def test_figures_change_with_what_happens(tmp_path: Path) -> None:
    workers = Workers(held=True, answer=lambda task: examined(task, REPORT))
    with within(tmp_path / "data", workers) as light, light.client() as client:

        def told(name: str, **labels: str) -> float:
            return figure(client.get("/metrics").text, f"policylint_{name}", **labels)

        assert told("uploads_total") == 0
        identifier = sent(client, "a.pdf")
        sent(client, "b.pdf")
        wait_for(lambda: workers.asked)
        assert (told("uploads_total"), told("workers_busy"), told("documents", state="waiting")) == (2, 1, 1)
        assert told("documents", state="working") == 1
        workers.held = False
        wait_for(lambda: told("examined_total", state="done") == 2)
        assert (told("documents", state="done"), told("workers_busy")) == (2, 0)
        assert told("examine_seconds_count") == told("wait_seconds_count") == 2
        client.get(f"/documents/{identifier}/report.docx")
        assert told("make_seconds_count", kind="docx") == 1
        assert told("requests_total", route="/documents", method="POST", status="200") == 2
        assert told("requests_total", route="/documents/{identifier}/report.{end}", method="GET", status="200") == 1


# Databases


def test_a_server_whose_database_fails_says_so_and_goes_on_when_it_answers(tmp_path: Path) -> None:
    with within(tmp_path / "data") as light, light.client() as client:
        client.get("/")
        with pytest.MonkeyPatch.context() as patch:
            failed = threading.Event()

            def fail(*_: object, **__: object) -> None:
                failed.set()
                raise StoreTrouble("the database cannot be used (it is gone)")

            for name in ("claim", "ping", "documents", "waiting_count", "document", "session"):
                patch.setattr(Store, name, fail)
            wait_for(failed.is_set)
            ready = client.get("/readyz")
            assert (ready.status_code, ready.json()["problems"]) == (503, ["the database does not answer"])
            refused = upload(client, ("a.pdf", b"x"))
            assert refused.status_code == 503 and refused.headers["retry-after"]
            assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200
        identifier = sent(client, "a.pdf")
        wait_for(lambda: state_of(client, identifier) == "done")
        # The worker has had no part in it, and is warm still: another would take seconds.
        assert "policylint_worker_ends_total{" not in client.get("/metrics").text


def hasten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have leases end soon, and a server look for such."""
    for name, seconds in {"_LEASE": 0.5, "_BEAT": 0.05, "_LOOK": 0.05}.items():
        monkeypatch.setattr(runner_module, name, seconds)


@pytest.mark.parametrize("name", ["finish", "give_back", "prolong"])
def test_a_result_that_the_database_does_not_take_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Once with the document given back at once, once with its lease at an end because that failed, too."""
    hasten(monkeypatch)
    workers = Workers(held=True)
    with within(tmp_path / "data", workers) as light, light.client() as client:
        identifier = sent(client, "a.pdf")
        wait_for(lambda: workers.asked)
        with pytest.MonkeyPatch.context() as patch:
            failed = threading.Event()

            def fail(*_: object, **__: object) -> None:
                failed.set()
                raise StoreTrouble("the database cannot be used (it is gone)")

            for one in {"finish", name}:
                patch.setattr(Store, one, fail)
            workers.held = False
            wait_for(failed.is_set)
        wait_for(lambda: state_of(client, identifier) == "done")
        assert len(workers.checked) >= 2


def test_what_a_server_that_is_no_more_was_at_is_taken_over(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasten(monkeypatch)
    workers = Workers(held=True)
    with within(tmp_path / "data", workers, database=postgres_url) as light, light.client() as client:
        first = sent(client, "first.pdf")
        wait_for(lambda: workers.asked)
        second = sent(client, "second.pdf")
        gone = light.service.store.claim("a server that is no more", lease_seconds=0.1)
        assert gone is not None and gone.id == second
        workers.held = False
        wait_for(lambda: [state_of(client, one) for one in (first, second)] == ["done", "done"])
        assert workers.checked == ["first.pdf", "second.pdf"]


def test_two_servers_share_a_queue_and_what_is_in_it(tmp_path: Path, postgres_url: str) -> None:
    held, free = Workers(held=True), Workers(answer=lambda task: examined(task, REPORT))
    with (
        within(tmp_path / "data", held, database=postgres_url) as one,
        within(tmp_path / "data", free, database=postgres_url) as other,
        one.client() as client,
    ):
        names = [f"{number}.pdf" for number in range(4)]
        ids = [sent(client, name) for name in names]
        # One takes at most one of them, and comes to no end with it: the rest is the other's.
        wait_for(lambda: len(free.checked) >= 3)
        with other.client(cookies=dict(client.cookies)) as visitor:
            wait_for(lambda: sum(state_of(visitor, identifier) == "done" for identifier in ids) >= 3)
            done = next(identifier for identifier in ids if state_of(visitor, identifier) == "done")
            assert visitor.get(f"/documents/{done}").status_code == client.get(f"/documents/{done}").status_code == 200
            held.held = False
            wait_for(lambda: all(state_of(visitor, identifier) == "done" for identifier in ids))
            assert visitor.delete(f"/api/v1/documents/{done}").status_code == 204
        assert client.get(f"/documents/{done}").status_code == 404
        assert sorted(held.checked + free.checked) == names


def test_a_server_on_postgresql_finds_everything_again(tmp_path: Path, postgres_url: str) -> None:
    with within(tmp_path / "data", database=postgres_url) as light, light.client() as client:
        identifier = sent(client, "a.pdf")
        wait_for(lambda: state_of(client, identifier) == "done")
        cookies = dict(client.cookies)
    held = Workers(held=True)
    with (
        within(tmp_path / "data", held, database=postgres_url, grace=0.1) as light,
        light.client(cookies=cookies) as client,
    ):
        assert state_of(client, identifier) == "done"
        other = sent(client, "b.pdf")
        wait_for(lambda: held.asked)
    with within(tmp_path / "data", database=postgres_url) as light, light.client(cookies=cookies) as client:
        wait_for(lambda: state_of(client, other) == "done")


def test_a_server_outlives_its_postgresql(
    tmp_path: Path, postgres_url: str, postgres_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    hasten(monkeypatch)

    name = postgres_url.partition("@/")[2].partition("?")[0]

    def execute(statement: str) -> None:
        with psycopg.connect(host=postgres_server, user="policylint", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    with within(tmp_path / "data", database=postgres_url) as light, light.client() as client:
        first = sent(client, "first.pdf")
        wait_for(lambda: state_of(client, first) == "done")
        execute(end)  # as when it was started anew: nobody notices
        assert client.get("/readyz").status_code == 200
        second = sent(client, "second.pdf")
        execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        try:
            execute(end)
            wait_for(lambda: client.get("/readyz").status_code == 503)
            for answer in (client.get("/documents"), upload(client, ("third.pdf", b"x"))):
                assert answer.status_code == 503
                assert answer.headers["retry-after"]
                assert "policylint@" not in answer.text and name not in answer.text
            assert client.get("/healthz").status_code == 200
        finally:
            execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        wait_for(lambda: client.get("/readyz").status_code == 200)
        third = sent(client, "third.pdf")
        wait_for(lambda: state_of(client, third) == "done")
        wait_for(lambda: state_of(client, second) == "done")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_is_no_writing_breaks_no_database(tmp_path: Path, request: pytest.FixtureRequest, database: str) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else None
    workers = Workers(answer=lambda task: examined(task, REPORT))
    with within(tmp_path / "data", workers, database=url) as light, light.client() as client:
        identifier = sent(client, "a\x01\ud7ff.txt")
        wait_for(lambda: state_of(client, identifier) == "done")
        found = client.get(f"/documents/{identifier}/report.json").json()["documents"][0]["requirements"]
        rule = next(one["id"] for one in found if one["status"] == "missing")
        form = f"rule={rule}&kind=accept&owner=A%00nn&expires=2999-01-01&reason="
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        for reason in ("%00", "x%00y", "%ED%A0%80", "%E2%80%AEx", "%0D%0Ax", "x" * 1999, "%F0%9F%98%80"):
            answer = client.post(f"/documents/{identifier}/decisions", content=form + reason, headers=kind)
            assert answer.status_code in (303, 422)
        assert client.get(f"/documents/{identifier}").status_code == 200
        file = client.get(f"/documents/{identifier}/decisions.toml")
        assert file.status_code == 200 and "\x00" not in file.text and "\u202e" not in file.text
        back = client.post(f"/documents/{identifier}/decisions.toml", files={"file": ("d.toml", file.content)})
        assert back.status_code == 303
        evil = file.content.replace(b'owner = "A nn"', b'owner = "A\\u0000nn"')
        assert evil != file.content
        answer = client.post(f"/documents/{identifier}/decisions.toml", files={"file": ("d.toml", evil)})
        assert answer.status_code in (303, 422)
        assert client.get(f"/documents/{identifier}", params={"q": "\x00", "show": "\x00"}).status_code == 200
        assert client.get("/sign-in", params={"next": "\x00"}).status_code == 303


def test_a_slow_picture_holds_up_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More pictures are asked for than there are threads, and none comes to an end: all else is answered."""
    import msgspec

    from policylint.web.panel.model import Panel, PanelPage
    from policylint.web.panel.pictures import PagePictures

    panel = msgspec.msgpack.encode(Panel(pages=(PanelPage(width=100.0, height=100.0),) * 100, blocks=()))
    go_on, drawing = threading.Event(), []

    def draw(_: PagePictures, __: bytes, number: int, ___: int) -> bytes:
        drawing.append(number)
        assert go_on.wait(60)
        return b"webp"

    monkeypatch.setattr(PagePictures, "draw", draw)
    workers = Workers(answer=lambda task: examined(task, {**REPORT, "panel.msgpack": panel}))
    with within(tmp_path / "data", workers) as light, light.client() as client, ThreadPoolExecutor(40) as pool:
        identifier = sent(client, "a.pdf")
        wait_for(lambda: state_of(client, identifier) == "done")
        cookies = dict(client.cookies)

        def picture(number: int) -> int:
            return httpx.get(
                f"{light.url}/documents/{identifier}/pages/{number}.webp", cookies=cookies, timeout=60
            ).status_code

        pictures = [pool.submit(picture, number) for number in range(1, 41)]
        try:
            wait_for(lambda: drawing)
            assert client.get("/readyz").status_code == 200
            other = sent(client, "other.pdf")
            wait_for(lambda: state_of(client, other) == "done")
            assert len(drawing) <= 2
        finally:
            go_on.set()
        assert {one.result() for one in pictures} == {200}


def test_a_service_keeps_nothing_of_owners_who_are_done(tmp_path: Path) -> None:
    with within(tmp_path / "data") as light:
        for number in range(3):
            with light.client() as client:
                sent(client, f"{number}.pdf")
        service: Service = light.service
        assert not service._adding
