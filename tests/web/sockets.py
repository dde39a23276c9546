"""Requests as no well-behaved client sends them, over a plain socket."""

from __future__ import annotations

import re
import select
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass

BOUNDARY = "a-boundary-of-these-tests"
_LEAVE = re.compile(rb"HTTP/1\.1 100 .*?\r\n\r\n", re.DOTALL)


@dataclass(frozen=True)
class Exchange:
    """What came of a request: status, headers (names in lower case) and body of the answer, whether the server gave
    leave to send before it, how many bytes were sent, and whether the server closed the line.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    leave: bool
    sent: int
    closed: bool


def part(name: str, content: bytes, *, filename: bytes | None = None, more: bytes = b"") -> bytes:
    """A part of a form, with a file name as it is."""
    named = b'; filename="' + filename + b'"' if filename is not None else b""
    head = b'--%s\r\nContent-Disposition: form-data; name="%s"%s\r\n%s\r\n'
    return head % (BOUNDARY.encode(), name.encode(), named, more) + content + b"\r\n"


def form(*parts: bytes) -> bytes:
    """A whole form."""
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def head(
    path: str,
    *,
    method: str = "POST",
    length: int | None = None,
    host: str = "localhost",
    charset: str = "",
    more: str = "",
) -> bytes:
    """The head of a request with a form; without a length it comes in chunks."""
    size = f"Content-Length: {length}" if length is not None else "Transfer-Encoding: chunked"
    kind = f"multipart/form-data; boundary={BOUNDARY}" + (f"; charset={charset}" if charset else "")
    lines = (
        f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\n{size}\r\nAccept: application/json\r\n"
    )
    return f"{lines}{more}\r\n".encode()


def chunk(data: bytes) -> bytes:
    """A chunk of a body whose length nobody knows."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def exchange(port: int, pieces: Iterable[bytes], *, hang_up: bool = False, seconds: float = 60.0) -> Exchange:
    """Send pieces for as long as the server takes them, and read its answer, until it closes the line, if it says that
    it will, or has answered and there is nothing left to send. With `hang_up`, close it after the last piece instead.
    """
    ends, sent, closed, got, waiting = time.monotonic() + seconds, 0, False, b"", b""
    source = iter(pieces)
    done = False
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setblocking(False)
        while time.monotonic() < ends:
            if not waiting and not done:
                waiting = next(source, b"")
                done = not waiting
            if done and (hang_up or _is_whole(got)):
                break
            readable, writable, _ = select.select([line], [line] if waiting else [], [], 1.0)
            try:
                if readable:
                    piece = line.recv(1 << 16)
                    closed, got = not piece, got + piece
                if closed:
                    break
                if writable:
                    number = line.send(waiting)
                    sent, waiting = sent + number, waiting[number:]
            except (ConnectionResetError, BrokenPipeError):
                closed = True
                break
        else:
            raise TimeoutError("no answer")
    leave = _LEAVE.match(got) is not None
    top, _, body = _LEAVE.sub(b"", got, 1).partition(b"\r\n\r\n")
    first, *lines = top.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Exchange(int(first.split()[1]) if first else 0, headers, body, leave, sent, closed)


def _is_whole(got: bytes) -> bool:
    """Whether an answer with a length has come to its end; any other has when the line is closed."""
    top, end, body = _LEAVE.sub(b"", got, 1).partition(b"\r\n\r\n")
    lines = top.lower().split(b"\r\n")
    for line in () if b"connection: close" in lines else lines:
        if line.startswith(b"content-length:"):
            return bool(end) and len(body) >= int(line.partition(b":")[2])
    return False
