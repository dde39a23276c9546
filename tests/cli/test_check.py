import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, policylint

POLICY = """# Internet and E-mail Policy

## Purpose

The county provides Internet access so that employees can serve residents better.

## Rules

Employees must not:

- use e-mail to harass anyone;
- share their password.

E-mail messages may be public records and are kept under the retention schedule.

Use of the network is monitored. Employees who break these rules will be disciplined.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.md").write_text(POLICY, encoding="utf-8")
    return tmp_path


def test_json_on_standard_output_is_a_whole_report(folder: Path) -> None:
    done = policylint("check", "policy.md", "--format", "json", "--as-of", "2026-01-01")
    report = json.loads(done.stdout)
    (document,) = report["documents"]
    assert done.returncode == 1
    assert report["schema"] == "policylint-report/1"
    assert report["options"]["as_of"] == "2026-01-01"
    assert document["source"]["name"] == "policy.md"
    assert document["verdict"] == "checked"
    assert len(document["requirements"]) == 53
    assert {requirement["status"] for requirement in document["requirements"]} <= {"covered", "legacy", "missing"}


def test_an_old_policy_settles_records_for_older_technology_only(folder: Path) -> None:
    done = policylint("check", "policy.md", "--format", "json")
    (document,) = json.loads(done.stdout)["documents"]
    records = next(r for r in document["requirements"] if r["id"] == "legal.records")
    assert records["status"] == "legacy"
    assert records["evidence"][0]["quote"].startswith("E-mail messages may be public records")
    assert (
        records["evidence"][0]["section"] == ["Internet and E-mail Policy", "Rules"]
        or records["evidence"][0]["section"][-1] == "Rules"
    )
    assert records["evidence"][0]["line"] == 14


def test_every_gap_says_what_was_searched(folder: Path) -> None:
    done = policylint("check", "policy.md", "--format", "json")
    (document,) = json.loads(done.stdout)["documents"]
    missing = [r for r in document["requirements"] if r["status"] == "missing"]
    assert missing
    assert all(r["searched"]["clauses"] > 0 and r["remedy"] and r["model_clause"] for r in missing)


@pytest.mark.slow
def test_another_process_with_another_hash_seed_gives_the_same_bytes(folder: Path) -> None:
    check = ("check", "policy.md", "--format", "json", "--as-of", "2026-01-01")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "1"}
    command = [sys.executable, "-m", "policylint", *check]
    other = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert other.returncode == 1, other.stderr
    assert other.stdout.decode("utf-8") == policylint(*check).stdout


def test_standard_input_is_read_and_named(folder: Path) -> None:
    done = policylint("check", "-", "--name", "mine.md", "--format", "json", stdin=POLICY.encode())
    assert json.loads(done.stdout)["documents"][0]["source"]["name"] == "mine.md"


def test_output_goes_to_a_file_whose_name_tells_the_format(folder: Path) -> None:
    done = policylint("check", "policy.md", "-o", "report.html")
    assert done.returncode == 1
    assert done.stdout == ""
    assert (folder / "report.html").read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")


def test_nothing_fails_when_nothing_is_to_fail(folder: Path) -> None:
    assert policylint("check", "policy.md", "--fail-on", "never").returncode == 0


def test_a_bad_file_among_good_ones_is_reported_and_the_rest_checked(folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nthis is no PDF")
    done = policylint("check", ".", "--format", "json")
    verdicts = {d["source"]["name"]: d["verdict"] for d in json.loads(done.stdout)["documents"]}
    assert verdicts == {"broken.pdf": "unreadable", "policy.md": "checked"}
    assert done.returncode == 2


def test_what_could_not_be_read_is_named_where_the_report_goes_to_a_file(folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nthis is no PDF")
    done = policylint("check", ".", "-o", "report.json")
    assert "policylint: broken.pdf: unreadable. " in done.stderr
    assert done.returncode == 2


def test_an_unreadable_document_lists_no_gaps(folder: Path) -> None:
    (folder / "politica.txt").write_text(
        "Los empleados deben pedir permiso antes de publicar en nombre del ayuntamiento. La oficina de prensa aprueba "
        "las cuentas y guarda las contraseñas. Los comentarios de los vecinos se conservan durante dos años. " * 4,
        encoding="utf-8",
    )
    done = policylint("check", "politica.txt", "--format", "json")
    (document,) = json.loads(done.stdout)["documents"]
    assert (document["verdict"], document["reason"]) == ("unreadable", "language")
    assert document["requirements"] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "nowhere.pdf"], "nowhere.pdf: no such file"),
        (["check", "empty-folder"], "empty-folder: no policy documents"),
        (["check", "*.pdf"], "no policy documents"),
        (["check", "policy.md", "--as-of", "soon"], "not a date"),
        (["check", "policy.md", "--pack", "nothing"], "no pack named 'nothing'"),
        (["check", "policy.md", "-o", "no-folder/report.json"], "no folder"),
        (["check", "policy.md", "--format", "docy"], "docy"),
        (["check", "policy.md", "--colour"], "No such option"),
        (["chek", "policy.md"], "Did you mean 'check'"),
        (["explain", "legal.record"], "legal.records"),
    ],
)
def test_a_mistake_gets_one_clear_line_and_exit_code_2(folder: Path, arguments: list[str], says: str) -> None:
    (folder / "empty-folder").mkdir()
    before = sorted(path.name for path in folder.iterdir())
    done = policylint(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert sorted(path.name for path in folder.iterdir()) == before


def test_an_empty_file_is_unreadable(folder: Path) -> None:
    (folder / "empty.docx").write_bytes(b"")
    done = policylint("check", "empty.docx", "--format", "json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["documents"][0]["reason"] == "empty"


def test_explain_shows_the_page_of_a_rule(folder: Path) -> None:
    done = policylint("explain", "legal.records")
    assert done.returncode == 0
    for heading in ("What it looks for", "Why it matters", "What to do", "Known problems", "Sources"):
        assert heading in done.stdout


def test_rules_are_listed_in_checklist_order(folder: Path) -> None:
    rows = json.loads(policylint("rules", "list", "--json").stdout)
    assert rows[0]["id"] == "foundation.purpose"
    assert len(rows) == 72
