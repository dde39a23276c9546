"""The examples in the docs, run: what a page shows is what policylint says."""

import re
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from policylint.cli import cli
from policylint.config.read import read_configuration
from policylint.outputs import FORMATS, render_text
from policylint.project.run import run_project
from policylint.project.wishes import Wishes

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_FENCED = re.compile(
    r"(?:^`(?P<name>[\w./-]+)`:\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def fenced(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return [match["text"] for match in _FENCED.finditer(text) if match["language"] == language]


def shown_after(page: str, command: str) -> list[str]:
    """The lines of an indented block that follow a command in it."""
    text = (DOCS / page).read_text(encoding="utf-8")
    block = text.split(f"    $ {command}\n", 1)[1]
    lines = []
    for line in block.splitlines():
        if line and not line.startswith("    "):
            break
        lines.append(line[4:])
    return "\n".join(lines).strip("\n").splitlines()


def write_files(page: str, folder: Path) -> None:
    """Write the files that a page shows under their names."""
    for match in _FENCED.finditer((DOCS / page).read_text(encoding="utf-8")):
        if match["name"]:
            path = folder / match["name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(match["text"], encoding="utf-8")


@pytest.mark.parametrize("page", ["configuration.md", "policy-sets.md"])
def test_what_a_page_writes_as_configuration_is_one(page: str, tmp_path: Path) -> None:
    texts = fenced(page, "toml")
    assert texts
    for text in texts:
        path = tmp_path / ("pyproject.toml" if "[tool.policylint]" in text else "policylint.toml")
        path.write_text(text, encoding="utf-8")
        assert read_configuration(path) is not None


def test_the_two_ways_to_write_the_example_say_the_same(tmp_path: Path) -> None:
    own, project, *_ = fenced("configuration.md", "toml")
    (tmp_path / "policylint.toml").write_text(own, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(project, encoding="utf-8")
    one = read_configuration(tmp_path / "policylint.toml")
    other = read_configuration(tmp_path / "pyproject.toml")
    assert one is not None
    assert other is not None
    assert one.table == other.table


def test_config_show_prints_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policylint.toml").write_text(fenced("configuration.md", "toml")[0], encoding="utf-8")
    (tmp_path / "police").mkdir()
    (tmp_path / "police" / "social-media.docx").touch()
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["config", "show", "police/social-media.docx"])
    shown = shown_after("configuration.md", "policylint config show police/social-media.docx")
    assert result.stdout.splitlines() == shown


def test_the_policy_set_of_the_page_is_reported_as_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files("policy-sets.md", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    outcome = run_project(Wishes(paths=("policies/social-media.md",), options={"as-of": date(2026, 11, 27)}))
    report = click.unstyle(render_text(outcome.report, FORMATS["terminal"]))
    page = (DOCS / "policy-sets.md").read_text(encoding="utf-8")
    block = page.split("in a terminal:\n", 1)[1].split("\nThe purpose", 1)[0]
    shown = [line[4:] for line in block.splitlines()]
    assert len(shown) > 20
    assert [line for line in shown if line not in report.splitlines()] == []
    (document,) = outcome.report.documents
    statuses = {requirement.id: requirement.status for requirement in document.requirements}
    assert statuses["foundation.purpose"] == "missing"  # though the records policy states one
    assert document.policy_set == "communications"


def test_a_check_of_a_member_reports_on_the_lead_as_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files("policy-sets.md", tmp_path)
    monkeypatch.chdir(tmp_path)
    outcome = run_project(Wishes(paths=("policies/records.md",), options={"as-of": date(2026, 11, 27)}))
    printed = render_text(outcome.report, FORMATS["lines"]).splitlines()
    *shown, dots = shown_after("policy-sets.md", "policylint check policies/records.md")
    assert dots == "..."
    assert printed[: len(shown)] == shown


def test_verify_says_of_a_report_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policies").mkdir()
    policy = ROOT / "corpus" / "files" / "brightwater-social-2019.docx"
    (tmp_path / "policies" / "social-media.docx").write_bytes(policy.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(cli, ["check", "policies/social-media.docx", "-o", "report.docx"]).exit_code == 1
    result = CliRunner().invoke(cli, ["verify", "report.docx", "policies/"])
    assert result.stdout.splitlines() == shown_after("verify.md", "policylint verify report.docx policies/")
