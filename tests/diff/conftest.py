import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Git = Callable[..., str]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with nothing in it, which is the current folder; no configuration of the machine bears on it."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder = tmp_path / "repo"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for arguments in (
        ("init", "-q", "-b", "main"),
        ("config", "user.email", "tester@example.org"),
        ("config", "user.name", "Tester"),
    ):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    return folder


@pytest.fixture
def git(repository: Path) -> Git:
    """Git in the repository; what it writes."""

    def run(*arguments: str, folder: Path = repository) -> str:
        done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)
        return done.stdout.decode("utf-8").strip()

    return run


@pytest.fixture
def commit(repository: Path, git: Git) -> Callable[..., str]:
    """Write files (None: remove) and commit everything; the id of the commit."""

    def make(files: dict[str, str | bytes | None]) -> str:
        for name, data in files.items():
            path = repository / name
            if data is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        git("add", "-A")
        git("commit", "-q", "-m", "a change")
        return git("rev-parse", "HEAD")

    return make
