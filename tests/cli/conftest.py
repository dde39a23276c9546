"""A small repository of policies, and the command line in it."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.repository import RECORDS, SOCIAL, Run
from tests.running import policylint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "social.md").write_text(SOCIAL, encoding="utf-8")
    (tmp_path / "records.md").write_text(RECORDS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in this process, for most tests ask for it several times."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    def in_environment(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        with monkeypatch.context() as patched:
            for name, value in (env or {}).items():
                patched.setenv(name, value)
            return policylint(*arguments)

    return in_environment
