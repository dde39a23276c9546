"""What the pages on the web service say: the examples of the API, run; endpoints, figures, files for containers."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from policylint.model.report import Report
from policylint.web.app import make_app
from policylint.web.operation.metrics import Metrics
from policylint.web.routes.api import _TITLES, Document
from policylint.web.routes.making import ReportFormat
from policylint.web.settings import ServerSettings
from tests.web.serving import SAMPLE, server

ROOT = Path(__file__).resolve().parents[2]
_FENCED = re.compile(r"(?:^`(?P<name>[\w./-]+)`:\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.M | re.S)
_HERE = "http://127.0.0.1:8080"
"""Where the pages have the server."""


def read(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[tuple[str, str]]:
    """Name and text of each fenced block."""
    return [(m["name"] or "", m["text"]) for m in _FENCED.finditer(read(page)) if m["language"] == language]


def rows(page: str, heading: str) -> list[str]:
    """The first cells of the table under a heading."""
    part = read(page).split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [line.split(" | ")[0].removeprefix("| ") for line in part.splitlines() if line.startswith("| ")][2:]


def shape(value: Any) -> Any:
    """Keys and kinds of values, without the values."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return type(value)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which all examples of the API were run, in their order."""
    if not shutil.which("curl") or not shutil.which("openssl"):
        pytest.skip("curl or openssl is not installed")
    folder = tmp_path_factory.mktemp("api")
    shutil.copy(SAMPLE, folder / "policy.pdf")
    with server(folder / "data") as running:
        script = "".join(text for _, text in blocks("web-api.md", "bash")).replace(_HERE, running.url)
        assert running.url in script
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=folder,
            env={**os.environ, "no_proxy": "127.0.0.1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "curl says 22" in done.stdout  # the last example is of something that is not there any more
    return folder


@pytest.mark.slow
def test_the_examples_end_with_a_report_and_files(ran: Path) -> None:
    report = Report.from_json((ran / "report.json").read_bytes())
    assert report.documents[0].verdict == "checked"
    assert report.documents[0].profile == "government"
    assert (ran / "report.docx").read_bytes().startswith(b"PK")
    assert (ran / "annotated.pdf").read_bytes().startswith(b"%PDF")
    assert "# " in (ran / "draft.md").read_text(encoding="utf-8")
    assert len(json.loads((ran / "documents.json").read_bytes())["documents"]) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("name", "text"), [block for block in blocks("web-api.md", "json") if block[0]])
def test_answers_are_as_the_page_shows_them(ran: Path, name: str, text: str) -> None:
    shown, told = json.loads(text), json.loads((ran / name).read_bytes())
    assert shape(told) == shape(shown)
    moving = {"id", "created", "expires", "links"}
    assert {key: value for key, value in told.items() if key not in moving} == {
        key: value for key, value in shown.items() if key not in moving
    }


def test_every_request_of_the_api_has_its_row(tmp_path: Path) -> None:
    app = make_app(ServerSettings(data=tmp_path / "data"))
    try:
        paths = app.openapi()["paths"]
    finally:
        app.state.service.store.close()
    there = {f"`{method.upper()} {path}`" for path, methods in paths.items() for method in methods}
    assert set(rows("web-api.md", "Requests")) == there


def test_every_field_of_a_document_and_every_status_has_its_row() -> None:
    told = " ".join(rows("web-api.md", "A document"))
    assert set(re.findall(r"`(\w+)`", told)) == set(Document.model_fields)
    assert {int(row) for row in rows("web-api.md", "Errors")} == set(_TITLES)


def test_every_format_of_a_report_is_named() -> None:
    row = next(line for line in read("web-api.md").splitlines() if "/report` |" in line)
    assert set(re.findall(r"`(\w+)`", row.split("?format=")[1])) == set(get_args(ReportFormat))


def test_every_figure_has_its_row() -> None:
    families = {family.name: family.type for family in Metrics().registry.collect()}
    names = {f"{name}_total" if kind == "counter" else name for name, kind in families.items()}
    told = set(re.findall(r"`(policylint_\w+)`", "".join(rows("deploy.md", "Health and figures"))))
    assert told == names


@pytest.mark.parametrize("text", [text for _, text in blocks("deploy.md", "yaml")])
def test_what_is_shown_as_yaml_is_some(text: str) -> None:
    assert yaml.safe_load(text)


# Containers


def compose() -> dict[str, Any]:
    read_in: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return read_in


@pytest.mark.slow
def test_the_compose_file_is_one() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, str(ROOT / "compose.yaml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_options_in_the_compose_file_can_be_given() -> None:
    from policylint.cli.serve import command

    given = command.make_context("serve", list(compose()["services"]["server"]["command"])).params
    assert given["https"] and given["token_file"] and given["database"].startswith("postgresql://")


def test_both_containers_have_no_rights_and_write_nowhere_but_where_it_is_said() -> None:
    for service in compose()["services"].values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in compose()["services"]["server"]


def test_secrets_come_as_files_and_the_database_is_reached_by_the_server_alone() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    services, networks = compose()["services"], compose()["networks"]
    assert {name for service in services.values() for name in service["secrets"]} == set(compose()["secrets"])
    assert not re.search(r"POSTGRES_PASSWORD:|://\w+:\w+@", text)
    assert services["database"]["networks"] == ["back"]
    assert networks["back"]["internal"]
    assert "ports" not in services["database"]
    assert all(port.startswith("127.0.0.1:") for port in services["server"]["ports"])


def test_what_the_page_makes_for_the_compose_file_is_what_that_asks_for() -> None:
    made = set(re.findall(r"> (secrets/[\w-]+)", read("deploy.md")))
    assert made == {secret["file"] for secret in compose()["secrets"].values()}
    (ignored,) = re.findall(r"^secrets/$", (ROOT / ".gitignore").read_text(encoding="utf-8"), re.M)
    assert ignored
