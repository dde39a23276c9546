"""A server starts only if it is said who may come."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from policylint.cli.serve import command
from policylint.errors import UserMistake
from policylint.web.settings import ServerSettings, digest, read_tokens, trusted_networks
from tests.web.access.asking import CLERK, COUNSEL, TOKENS

pytestmark = pytest.mark.slow  # they start servers


def refused(*arguments: str) -> str:
    """The code with which a server refuses to start."""
    with patch("policylint.web.server.serve"):
        result = CliRunner().invoke(command, ["--data", "unused", *arguments])
    assert isinstance(result.exception, UserMistake), result.output
    return result.exception.code


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "policy.town.example", "localhost.evil.example"])
def test_no_server_is_open_to_others_unless_somebody_says_so(host: str) -> None:
    assert refused("--host", host) == "M510"
    assert refused("--host", host, "--name", "policy.town.example", "--https") == "M510"


def test_a_server_that_refuses_ends_with_2_and_says_why(tmp_path: Path) -> None:
    arguments = ["serve", "--host", "0.0.0.0", "--port", "0", "--data", str(tmp_path / "data")]
    run = subprocess.run([sys.executable, "-m", "policylint", *arguments], capture_output=True, text=True, timeout=60)
    assert run.returncode == 2
    assert "--token-file" in run.stderr and "--public" in run.stderr and "Traceback" not in run.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("public", {"public": True}),
        ("token", {"tokens": TOKENS}),
        ("proxy", {"proxy_header": "X-User", "trusted": trusted_networks(("10.0.0.1",))}),
    ],
)
def test_it_may_be_said_in_three_ways(mode: str, said: dict[str, Any]) -> None:
    settings = ServerSettings(data=Path("data"), host="0.0.0.0", **said)
    settings.require_sense()
    assert settings.mode == mode


def test_two_of_them_at_once_are_refused() -> None:
    settings = ServerSettings(
        data=Path("data"), tokens=TOKENS, proxy_header="X-User", trusted=trusted_networks(("10.0.0.1",))
    )
    with pytest.raises(UserMistake) as mistake:
        settings.require_sense()
    assert mistake.value.code == "M516"


def test_a_proxys_header_takes_the_proxys_address() -> None:
    assert refused("--host", "0.0.0.0", "--proxy-header", "X-User") == "M511"
    assert refused("--proxy-header", "X-User", "--trust", "proxy.town.example") == "M512"
    assert refused("--proxy-header", "X User", "--trust", "10.0.0.1") == "M512"


@pytest.mark.parametrize("root", ["policylint", "/a//b", "/a?b", "/../a b", "//evil.example"])
def test_a_root_path_that_is_none_is_refused(root: str) -> None:
    assert refused("--root-path", root) == "M512"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", ""),
        ("# nobody yet\n\n", ""),
        (f"clerk {CLERK}\ncounsel short\n", ":2"),
        (f"{CLERK}\n", ":1"),
        (f"the clerk {CLERK}\n", ":1"),
        (f"clerk {CLERK}\nclerk {COUNSEL}\n", ":2"),
        (f"clerk {CLERK}\ncounsel {CLERK}\n", ":2"),
    ],
)
def test_a_file_of_tokens_that_makes_no_sense_is_refused(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "tokens"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(UserMistake) as mistake:
        read_tokens(file)
    assert mistake.value.code == "M513"
    assert f"tokens{place}:" in str(mistake.value)
    assert CLERK not in str(mistake.value)


def test_a_file_of_tokens_that_everybody_reads_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text(f"clerk {CLERK}\n")
    file.chmod(0o644)
    assert refused("--host", "0.0.0.0", "--token-file", str(file)) == "M513"
    file.chmod(0o640)
    assert read_tokens(file) == {digest(CLERK): "clerk"}


def test_a_file_of_tokens_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused("--token-file", str(tmp_path / "none")) == "M003"
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    assert refused("--token-file", str(tmp_path / "bytes")) == "M003"
