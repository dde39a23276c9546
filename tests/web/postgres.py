"""A PostgreSQL of the tests' own: one server for a run, a new database for each test that asks for `postgres_url`."""

import contextlib
import functools
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

_START_SECONDS = 60
_QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200", "shared_buffers=32MB")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The folder of the socket of a running server that trusts everybody who reaches it; no port is open."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine (initdb and postgres were not found)")
    user = _unprivileged()
    home = tempfile.mkdtemp(
        prefix="pg-"
    )  # not below pytest's own folders: others may not enter those, and its path is short
    log = Path(home, "log")
    try:
        if user is not None:
            shutil.chown(home, user)
        run = functools.partial(subprocess.run, check=True, capture_output=True, user=user, cwd="/", env=_environment())
        run([programs / "initdb", "--no-sync", "--auth=trust", "--username=policylint", "-E", "UTF8", f"{home}/data"])
        options = [part for setting in _QUICK for part in ("-c", setting)]
        with log.open("wb") as told:
            server = subprocess.Popen(
                [programs / "postgres", "-D", f"{home}/data", "-k", home, "-h", "", *options],
                stdout=told,
                stderr=told,
                user=user,
                cwd="/",
                env=_environment(),
            )
        try:
            _await(server, home, log)
            yield home
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing of this is wanted any more
            server.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty database, which is dropped afterwards."""
    name = f"test_{secrets.token_hex(8)}"
    _execute(postgres_server, f"CREATE DATABASE {name}")
    yield f"postgresql://policylint@/{name}?host={postgres_server}"
    _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(host=server, user="policylint", dbname="postgres", autocommit=True) as connection:
        connection.execute(statement.encode())


def _await(server: "subprocess.Popen[bytes]", socket: str, log: Path) -> None:
    import psycopg

    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=socket, user="policylint", dbname="postgres").close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')}")


def _programs() -> Path | None:
    """The folder of `initdb` and `postgres`: the newest that a distribution installed, or what is on the path."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    told = shutil.which("pg_config")
    if told:
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            installed.append(
                Path(subprocess.run([told, "--bindir"], check=True, capture_output=True, text=True).stdout.strip())
            )
    if on_path:
        installed.append(Path(on_path).parent)
    return next(
        (folder for folder in installed if (folder / "initdb").exists() and (folder / "postgres").exists()), None
    )


def _unprivileged() -> str | None:
    """Whom to run the server as, since it does not run as root; None for whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    pytest.skip("PostgreSQL does not run as root, and there is no user to run it as")


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
