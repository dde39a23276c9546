"""A real server for tests: `policylint serve` in a process of its own, on a free port, with a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

CORPUS = Path(__file__).parents[2] / "corpus" / "files"
SAMPLE = CORPUS / "marlow-internet-1998-pdf.pdf"


@dataclass
class Running:
    """A server that runs: its address, its process, its folder and what it has logged so far."""

    url: str
    process: subprocess.Popen[bytes]
    data: Path
    log: Path

    def client(self, **options: Any) -> httpx.Client:
        """A visitor with cookies of their own."""
        return httpx.Client(base_url=self.url, timeout=60, **options)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, and wait for the end; returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)


@contextmanager
def server(
    data: Path,
    *options: str,
    port: int = 0,
    workers: int = 1,
    ready: bool = True,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Running]:
    """Start a server, and stop it afterwards. With `ready`, wait until a worker is warm."""
    port = port or free_port()
    log = data.parent / f"{data.name}.log"
    command = [sys.executable, "-m", "policylint", "serve", "--port", str(port), "--data", str(data)]
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [*command, "--workers", str(workers), *options],
            stdout=stream,
            stderr=stream,
            env={**os.environ, **(environment or {})},
        )
    host = options[options.index("--host") + 1] if "--host" in options else "127.0.0.1"
    running = Running(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}", process, data, log)
    try:
        wait_until(running, "/readyz" if ready else "/healthz")
        yield running
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(30)


def wait_until(running: Running, path: str, seconds: float = 90.0) -> None:
    """Wait until a path answers 200. Raises `TimeoutError` with the log."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            if httpx.get(running.url + path, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        if running.process.poll() is not None:
            break
        time.sleep(0.1)
    raise TimeoutError(running.log.read_text(errors="replace")[-3000:])


def submit(
    client: httpx.Client, file: Path = SAMPLE, *, name: str = "", wait: float = 60, **fields: str
) -> dict[str, Any]:
    """Submit a document by the API and wait until it is done or failed; returns its state."""
    answer = client.post("/api/v1/documents", files={"file": (name or file.name, file.read_bytes())}, data=fields)
    assert answer.status_code == 202, answer.text
    return settled(client, answer.json()["id"], wait=wait)


def settled(client: httpx.Client, identifier: str, *, wait: float = 60) -> dict[str, Any]:
    """Wait until a document is done or failed; returns its state."""
    ends = time.monotonic() + wait
    while True:
        left = max(0.0, min(25.0, ends - time.monotonic()))
        document: dict[str, Any] = client.get(f"/api/v1/documents/{identifier}", params={"wait": left}).json()
        if document["state"] in ("done", "failed") or time.monotonic() > ends:
            return document


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number
