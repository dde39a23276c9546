"""Workers that die, hang or go mad: their documents are examined by others, and nobody waits for them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policylint.web.store.queue import GIVEN_UP
from policylint.web.work.process import WorkerGone
from policylint.web.work.runner import FAULT, OVERTIME
from policylint.web.work.tasks import Answer, Broken, Check, Refused, Task
from tests.web.inprocess import Workers, examined, wait_for, within
from tests.web.operation.looking import ON_LINUX, figure, sent, state_of
from tests.web.serving import SAMPLE, Running, server, settled, submit

pytestmark = pytest.mark.slow  # they start servers


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


def test_a_worker_that_dies_while_it_makes_a_file_fails_that_file_only(tmp_path: Path, parts: dict[str, bytes]) -> None:
    dying = threading.Event()

    def make(task: Task) -> Answer:
        if not isinstance(task, Check) and not dying.is_set():
            dying.set()
            raise WorkerGone
        return examined(task, parts)

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
