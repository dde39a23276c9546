"""`policylint check` and its cache, in a process of its own where that matters."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.repository import CONFIGURATION, SOCIAL, Run
from tests.running import ROOT


def test_a_cached_run_says_the_same_and_loads_neither_spacy_nor_pydantic(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text(CONFIGURATION)
    options = ("--kind", "settled-elsewhere", "--reason", "There.", "--owner", "Dana Lee", "--date", "2026-11-01")
    run("decide", "social.md", "legal.privacy", *options, "--settled-by", "records.md", "--section", "Retention")
    first = run("check", "--format", "json")
    assert json.loads(first.stdout)["decisions"][0]["state"] == "in-force"
    loaded = (
        "import sys, atexit; from policylint.cli import main;"
        "atexit.register(lambda: print(sorted(sys.modules), file=sys.stderr));"
        "sys.argv[1:] = ['check', '--format', 'json']; main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    second = subprocess.run(
        [sys.executable, "-c", loaded], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert second.stdout == first.stdout
    for name in ("'spacy'", "'pydantic'", "'policylint.engine'", "'jinja2'", "'docx'", "'pypdfium2'"):
        assert name not in second.stderr
    assert "'policylint.project.run'" in second.stderr


def test_only_what_changed_is_examined_again(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text("")
    run("check")
    kept = {path: path.stat().st_mtime_ns for path in (folder / ".policylint_cache").rglob("*") if path.is_file()}
    (folder / "social.md").write_text(SOCIAL + "\nOne more line of text.\n")
    run("check")
    now = {path: path.stat().st_mtime_ns for path in (folder / ".policylint_cache").rglob("*") if path.is_file()}
    assert {path: now[path] for path in kept} == kept
    assert len(now) == len(kept) + 1


def test_nothing_is_kept_where_nothing_is_configured_or_nothing_is_wanted(folder: Path, run: Run) -> None:
    run("check")
    assert not (folder / ".policylint_cache").exists()
    (folder / "policylint.toml").write_text("")
    run("check", "--no-cache")
    assert not (folder / ".policylint_cache").exists()


def test_clean_deletes_the_cache_and_nothing_else(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text("")
    run("check")
    done = run("clean")
    assert (done.returncode, done.stdout) == (0, "")
    assert not (folder / ".policylint_cache").exists()
    assert (folder / "social.md").exists()
    (folder / "mine").mkdir()
    (folder / "mine" / "x").write_text("x")
    assert run("clean", "--cache-dir", "mine").returncode == 2
    assert (folder / "mine" / "x").exists()


@pytest.mark.slow
def test_several_runs_at_once_share_the_cache(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text("")
    command = [sys.executable, "-m", "policylint", "check", "--format", "json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    runs = [subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE) for _ in range(2)]
    outputs = [one.communicate()[0] for one in runs]
    assert len(set(outputs)) == 1
    assert outputs[0].decode("utf-8") == run("check", "--format", "json").stdout


def test_a_cache_is_not_made_of_a_folder_that_holds_other_things(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text('cache-dir = "."\n')
    done = run("check", "social.md")
    assert "holds other things" in done.stderr
    assert run("clean").returncode == 2
    assert (folder / "social.md").exists()
    assert not (folder / ".gitignore").exists()


def test_two_leads_and_a_member_are_examined_once_each_way(folder: Path, run: Run) -> None:
    (folder / "other.md").write_text(SOCIAL.replace("Social Media Policy", "Social Media Rules"))
    (folder / "policylint.toml").write_text(
        '[[set]]\nname = "a"\nlead = ["social.md", "other.md"]\nmembers = ["records.md"]\n'
    )
    run("check")
    entries = [
        path for path in (folder / ".policylint_cache").rglob("*") if path.is_file() and len(path.parent.name) == 2
    ]
    assert len(entries) == 6  # three documents, by themselves and as members
