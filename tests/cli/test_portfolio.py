"""`policylint portfolio` as somebody calls it."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policylint.cli import cli
from policylint.errors import UserMistake

SOCIAL = """# Social Media Policy

This policy applies to all employees who use social media for the Town.

The town clerk must approve every social media account before it is opened.
"""
MAIL = """# E-mail and Internet Use Policy

## Scope

This policy applies to all employees who use the town's e-mail and Internet.

## Records

E-mail messages are public records and must be kept for two years.
"""


@pytest.fixture
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "social.md").write_text(SOCIAL, encoding="utf-8")
    (tmp_path / "policies" / "mail.md").write_text(MAIL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(
        cli, ["portfolio", "policies", "--as-of", "2026-11-27", *arguments], catch_exceptions=False
    )


def refused(*arguments: str) -> str:
    with pytest.raises(UserMistake) as caught:
        run(*arguments)
    return str(caught.value)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_one_command_writes_matrix_page_data_and_a_report_on_each(policies: Path) -> None:
    done = run("-o", "out", "--reports", "html,json", "--report-title", "Town audit")
    assert done.exit_code == 1
    assert "2 documents checked." in done.output
    written = digests(policies / "out")
    assert set(written) == {
        "SHA256SUMS",
        *(f"portfolio.{suffix}" for suffix in ("xlsx", "csv", "html", "json")),
        *(f"reports/policies-{name}-md.{suffix}" for name in ("social", "mail") for suffix in ("html", "json")),
    }
    lines = (policies / "out/SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert listed == {name: digest for name, digest in written.items() if name != "SHA256SUMS"}
    assert 'href="reports/policies-social-md.html"' in (policies / "out/portfolio.html").read_text(encoding="utf-8")
    one = json.loads((policies / "out/reports/policies-mail-md.json").read_text(encoding="utf-8"))
    assert [document["source"]["name"] for document in one["documents"]] == ["policies/mail.md"]
    assert one["cover"]["title"] == "Town audit"


def test_the_same_again_gives_the_same_bytes_and_reads_none_of_its_own_reports(policies: Path) -> None:
    run("-o", "policies/out", "--reports", "markdown")
    first = digests(policies / "policies/out")
    run("-o", "policies/out", "--reports", "markdown")
    assert digests(policies / "policies/out") == first


def test_what_an_earlier_run_said_is_compared(policies: Path) -> None:
    run("-o", "one", "--reports", "none")
    (policies / "policies/social.md").write_text(SOCIAL.replace("must approve", "may see"), encoding="utf-8")
    run("-o", "two", "--reports", "none", "--against", "one/portfolio.json")
    page = (policies / "two/portfolio.html").read_text(encoding="utf-8")
    assert "Lost (1)" in page and "The document changed." in page
    assert ",gained,lost," in (policies / "two/portfolio.csv").read_text(encoding="utf-8")
    assert not (policies / "two/reports").exists()


def test_an_earlier_report_that_is_none_of_another_format_or_edited_is_told_before_the_run(policies: Path) -> None:
    run("-o", "one", "--reports", "none")
    said = json.loads((policies / "one/portfolio.json").read_text(encoding="utf-8"))
    other = policies / "earlier.json"
    other.write_text("{}", encoding="utf-8")
    assert "no JSON report of policylint" in refused("-o", "two", "--against", "earlier.json")
    other.write_text(json.dumps({**said, "schema": "policylint-report/9"}), encoding="utf-8")
    assert "'policylint-report/9'" in refused("-o", "two", "--against", "earlier.json")
    Path("deep.json").write_text('{"a":' + "[" * 100_000)
    assert "no JSON report of policylint" in refused("-o", "two", "--against", "deep.json")
    assert "device" in refused("-o", "two", "--against", "/dev/null")
    said["documents"][0]["requirements"][0]["status"] = "covered"
    said["documents"][0]["requirements"][1]["status"] = "covered"
    said["documents"][0]["requirements"][2]["status"] = "covered"
    other.write_text(json.dumps(said), encoding="utf-8")
    assert "it was edited" in refused("-o", "two", "--against", "earlier.json")
    assert "no such file" in refused("-o", "two", "--against", "nowhere.json")
    assert not (policies / "two").exists()


def test_a_signed_report_is_not_overwritten(policies: Path) -> None:
    run("-o", "out", "--reports", "html")
    signed = policies / "out/reports/policies-social-md.html"
    signed.write_text("signed", encoding="utf-8")
    assert "it was changed since policylint wrote it" in refused("-o", "out", "--reports", "html")
    assert signed.read_text(encoding="utf-8") == "signed"


def test_a_folder_that_is_not_there_and_an_unknown_format_are_told_before_the_run(policies: Path) -> None:
    assert "there is no folder no" in refused("-o", "no/where")
    assert "did you mean 'docx'" in refused("-o", "out", "--reports", "dcx")
    assert "say none" in refused("-o", "out", "--reports", ",")


def test_what_cannot_be_read_is_in_the_portfolio_and_gives_exit_code_2(policies: Path) -> None:
    (policies / "policies/scan.pdf").write_bytes(b"%PDF-1.4 broken")
    done = run("-o", "out", "--reports", "none", "--fail-on", "never")
    assert (done.exit_code, "scan.pdf: unreadable. " in done.output) == (2, True)
    assert "scan.pdf" in (policies / "out/portfolio.csv").read_text(encoding="utf-8")
