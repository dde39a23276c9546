"""The files that others use: hooks, the action, the GitLab template, the image, and what the pages say of them."""

import ast
import html
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypedDict, cast

import click
import pytest
import yaml

from policylint.cli import cli
from policylint.cli.serve import settings_of
from policylint.errors import UserMistake
from policylint.outputs import FORMATS, format_for
from policylint.outputs.lines import render
from policylint.sources import SUFFIXES
from tests.outputs.samples import document, report

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("docs/ci.md", "docs/editor.md", "docs/exit-codes.md", "docs/profiles.md")

POLICY = """# Internet and E-mail Policy

Employees must not use e-mail to harass anyone.

Employees must not make negative or disparaging comments about the county on any website.

E-mail messages may be public records and are kept under the retention schedule.
"""


class Step(TypedDict, total=False):
    """What the tests look at in a step of the action."""

    id: str
    name: str
    uses: str
    run: str
    env: dict[str, str]


class Hook(TypedDict):
    """What the tests look at in a hook of pre-commit."""

    id: str
    entry: str
    language: str
    files: str
    always_run: bool
    pass_filenames: bool
    require_serial: bool


class Matcher(TypedDict):
    """What the tests look at in a problem matcher."""

    severity: str
    pattern: dict[str, str | int]
    background: dict[str, str]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def action_steps() -> list[Step]:
    return cast(list[Step], yaml.safe_load(read("action.yml"))["runs"]["steps"])


def step(name: str) -> Step:
    return next(one for one in action_steps() if name in {one.get("id"), one.get("name")})


def run_step(name: str, folder: Path, values: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a shell step as GitHub does, in `folder`; what the step takes from inputs and other steps is in `values`."""
    wanted = step(name)
    told = {key: values.get(key, "") for key in wanted["env"] if key.startswith("POLICYLINT_")}
    fixed = {key: value for key, value in wanted["env"].items() if key not in told}
    temporary = folder.parent / "temp"
    temporary.mkdir(exist_ok=True)
    script = temporary / "script.sh"
    script.write_text(wanted["run"], encoding="utf-8")
    own = {
        "RUNNER_TEMP": str(temporary),
        "GITHUB_OUTPUT": str(temporary / "output"),
        "GITHUB_STEP_SUMMARY": str(temporary / "summary"),
        "GITHUB_ACTIONS": "true",
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=folder,
        env={**os.environ, **own, **fixed, **told},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def outputs(folder: Path) -> dict[str, str]:
    text = (folder.parent / "temp" / "output").read_text(encoding="utf-8")
    return dict(line.split("=", 1) for line in text.splitlines())


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A checked-out repository; beside it, `bin` is where the action finds the program."""
    (tmp_path / "workspace").mkdir()
    (tmp_path / "bin").mkdir()
    return tmp_path / "workspace"


def install(workspace: Path, script: str) -> dict[str, str]:
    program = workspace.parent / "bin" / "policylint"
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    return {"POLICYLINT_BIN": str(program.parent)}


def install_real(workspace: Path) -> dict[str, str]:
    python, root = shlex.quote(sys.executable), shlex.quote(str(ROOT))
    return install(workspace, f'#!/bin/sh\nPYTHONPATH={root} exec {python} -m policylint "$@"\n')


def install_double(workspace: Path) -> dict[str, str]:
    """A stand-in that writes down the arguments it was given and does nothing else."""
    listed = shlex.quote(str(workspace.parent / "arguments"))
    return install(workspace, f"#!/bin/sh\nprintf '%s\\0' \"$@\" > {listed}\n")


def arguments(workspace: Path) -> list[str]:
    return (workspace.parent / "arguments").read_text(encoding="utf-8").split("\0")[:-1]


# Schemas


@pytest.mark.parametrize(
    ("schema", "name"), [("vendor.github-actions", "action.yml"), ("vendor.gitlab-ci", "ci-templates/gitlab.yml")]
)
def test_the_files_for_ci_fit_their_schemas(schema: str, name: str) -> None:
    check_schema(schema, ROOT / name)


def check_schema(schema: str, path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def indented_blocks(text: str) -> Iterator[str]:
    """The code blocks of a page that are set apart by four blanks."""
    lines: list[str] = []
    for line in [*text.splitlines(), "end"]:
        if line.startswith("    ") or (lines and not line.strip()):
            lines.append(line[4:])
        elif lines:
            yield "\n".join(lines).strip("\n") + "\n"
            lines = []


@pytest.mark.parametrize(
    ("schema", "begins"),
    [
        ("vendor.github-workflows", "name: policies"),
        ("vendor.gitlab-ci", "include:"),
        ("vendor.azure-pipelines", "steps:\n  - task"),
    ],
)
def test_the_examples_of_the_page_fit_their_schemas(tmp_path: Path, schema: str, begins: str) -> None:
    (example,) = [block for block in indented_blocks(read("docs/ci.md")) if block.startswith(begins)]
    path = tmp_path / "example.yml"
    path.write_text(example, encoding="utf-8")
    check_schema(schema, path)


# What is asked of the command line


def invocations() -> Iterator[tuple[str, str]]:
    """Every call of a policylint command in the files and pages, from the command's name on, with where it stands."""
    hooks = yaml.safe_load(read(".pre-commit-hooks.yaml"))
    yield from ((".pre-commit-hooks.yaml", hook["entry"]) for hook in hooks)
    for job in yaml.safe_load(read("ci-templates/gitlab.yml")).values():
        yield from (("ci-templates/gitlab.yml", line) for line in job.get("script", ()))
    yield "action.yml", step("check")["run"].replace("\\\n", " ").replace('/policylint" ', "/policylint ")
    for page in PAGES:
        text = read(page)
        yield from ((page, block.replace("\\ ", " ")) for block in indented_blocks(text))
        yield from ((page, span) for span in re.findall(r"`([^`\n]+)`", text))


CALLS = [
    (where, call)
    for where, text in invocations()
    for call in re.findall(r"policylint ((?:check|diff|baseline|decide|explain|config|clean)\b[^\n|'>]*)", text)
]


def test_calls_are_found_in_every_file() -> None:
    assert {where for where, _ in CALLS} >= {".pre-commit-hooks.yaml", "action.yml", "ci-templates/gitlab.yml", *PAGES}
    assert any(call.startswith("diff --git") for _, call in CALLS)


@pytest.mark.parametrize(("where", "call"), CALLS)
def test_every_option_that_is_used_exists(where: str, call: str) -> None:
    name, *words = call.split()
    command = cli.get_command(click.Context(cli), name)
    assert command is not None, where
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    used = {word.split("=")[0].rstrip(".,`)\"'") for word in words if re.match(r"--?[a-z]", word)}
    assert used <= known, where


AUDIT = ("docx", "pdf", "xlsx", "matrix", "dashboard", "oscal")
"""Formats for people who sign, hand over or look at many documents. CI recipes need not name them."""


def test_every_report_that_is_named_has_a_format() -> None:
    text = "".join(read(name) for name in ("docs/ci.md", "ci-templates/gitlab.yml", "action.yml"))
    named = set(re.findall(r"\b(?:report|policylint)\.(?:[a-z]+\.)?(?:html|md|json|sarif|xml|csv)\b", text))
    named -= {"policylint.diff.md"}
    assert {format_for(None, name).name for name in named} >= set(FORMATS) - {"terminal", "lines", "github", *AUDIT}


# pre-commit


def hook(name: str) -> Hook:
    hooks = cast(list[Hook], yaml.safe_load(read(".pre-commit-hooks.yaml")))
    return next(one for one in hooks if one["id"] == name)


def test_the_hook_takes_what_policylint_reads_and_nothing_else() -> None:
    pattern = re.compile(hook("policylint")["files"])
    assert all(pattern.search(f"policies/old{suffix}") for suffix in SUFFIXES)
    assert pattern.search("OLD.PDF")
    assert not [name for name in ("a.py", "pdf", "a.pdf.bak", "policylint.toml", "a.mdx") if pattern.search(name)]


def test_a_commit_that_only_deletes_is_compared_too() -> None:
    diff = hook("policylint-diff")
    assert diff["always_run"] is True
    assert diff["pass_filenames"] is False
    assert "--staged" in diff["entry"].split()


def test_every_hook_runs_by_itself_in_an_environment_of_its_own() -> None:
    for name in ("policylint", "policylint-diff"):
        assert (hook(name)["language"], hook(name)["require_serial"]) == ("python", True)


# The action


def test_no_step_of_the_action_puts_an_expression_into_its_script() -> None:
    scripts = [one["run"] for one in action_steps() if "run" in one]
    assert len(scripts) == 3
    assert not [script for script in scripts if "${{" in script]


def test_actions_that_the_action_uses_are_pinned() -> None:
    used = [one["uses"] for one in action_steps() if "uses" in one]
    assert len(used) == 3
    assert all(re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40}", name) for name in used)


@pytest.mark.slow
def test_the_action_annotates_summarises_and_writes_sarif_in_one_run(workspace: Path) -> None:
    (workspace / "policies").mkdir()
    (workspace / "policies" / "internet policy.md").write_text(POLICY, encoding="utf-8")
    values = {**install_real(workspace), "POLICYLINT_PATH": "policies\n", "POLICYLINT_FAIL_ON": "high"}
    done = run_step("check", workspace, values)
    assert done.returncode == 0, done.stderr
    assert "::error file=policies/internet policy.md,line=5" in done.stdout
    said = outputs(workspace)
    assert (said["exit-code"], said["cached"]) == ("1", "yes")
    sarif = json.loads(Path(said["sarif"]).read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0"
    assert sarif["runs"][0]["results"]
    summary = html.unescape((workspace.parent / "temp" / "summary").read_text(encoding="utf-8"))
    assert "policies/internet policy.md" in summary


def test_the_action_takes_its_inputs_as_they_are(workspace: Path) -> None:
    nasty = "$(touch hacked) `touch hacked` \"; touch hacked; ' * && touch hacked"
    values = {
        **install_double(workspace),
        "POLICYLINT_PATH": f"{nasty}\n\n--help\r\na b",
        "POLICYLINT_CONFIG": nasty,
        "POLICYLINT_PROFILE": "--help",
        "POLICYLINT_FAIL_ON": "high",
        "POLICYLINT_ARGS": f"--min-coverage\n80\n{nasty}",
    }
    done = run_step("check", workspace, values)
    assert done.returncode == 0, done.stderr
    given = arguments(workspace)
    assert given[0] == "check"
    assert given[-4:] == ["--", nasty, "--help", "a b"]
    assert {f"--config={nasty}", "--profile=--help", "--fail-on=high", "--min-coverage", "80", nasty} <= set(given)
    assert not list(workspace.iterdir())


def test_the_action_leaves_to_the_configuration_what_is_not_said(workspace: Path) -> None:
    run_step("check", workspace, install_double(workspace))
    given = arguments(workspace)
    assert given[-1] == "--"
    assert not [one for one in given if one.startswith(("--config", "--profile", "--fail-on"))]


def test_the_action_names_no_sarif_file_where_nothing_was_checked(workspace: Path) -> None:
    run_step("check", workspace, {**install_real(workspace), "POLICYLINT_PATH": "nowhere"})
    assert outputs(workspace) == {"exit-code": "2"}


@pytest.mark.parametrize("code", ["0", "1", "2"])
def test_the_last_step_of_the_action_ends_as_the_check_did(workspace: Path, code: str) -> None:
    assert run_step("Say how it went", workspace, {"POLICYLINT_CODE": code}).returncode == int(code)


@pytest.mark.parametrize("version", ["1.0; touch hacked", "$(touch hacked)", "1.0 --index-url=x", "../evil"])
def test_the_action_installs_nothing_that_is_no_version(workspace: Path, version: str) -> None:
    done = run_step("install", workspace, {"POLICYLINT_VERSION": version, "POLICYLINT_PYTHON": sys.executable})
    assert done.returncode == 2
    assert done.stdout.startswith("::error title=policylint::")
    assert not list(workspace.iterdir())


# The image


def stages() -> dict[str, str]:
    """The stages of the Dockerfile by name; the last one, which is built where none is named, has none."""
    parts = re.split(r"^FROM \S+(?: AS (\S+))?\n", read("Dockerfile"), flags=re.MULTILINE)
    return {name or "": text for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def test_the_image_is_built_from_what_the_context_lets_through() -> None:
    copied = {
        word.rstrip("/")
        for line in read("Dockerfile").splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
    }
    let_through = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    assert copied == let_through
    assert all((ROOT / name).exists() for name in copied)
    project = tomllib.loads(read("pyproject.toml"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {"pyproject.toml", "README.md", "LICENSE", "policylint", *included} == copied


def test_the_image_runs_as_nobody_in_particular() -> None:
    last = stages()[""]
    assert list(stages())[-1] == ""
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert 'ENTRYPOINT ["policylint"]' in last
    assert "pip" not in last.replace("policylint", "")


def test_the_image_that_serves_keeps_all_in_its_volume_and_says_who_may_come_nowhere() -> None:
    serving = stages()["serve"]
    assert re.search(r"^USER 10001:10001$", serving, re.MULTILINE)
    assert re.search(r"^VOLUME /data$", serving, re.MULTILINE)
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", serving, re.MULTILINE)
    name, *arguments = json.loads(entry)[1:]
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    given = command.make_context(name, arguments).params
    assert given["data"] == Path("/data")
    with pytest.raises(UserMistake, match="say who may use the service"):
        settings_of({**given, "workers": 1}).require_sense()


# Editors


def matchers() -> list[Matcher]:
    block = re.search(r"```json\n(.*?)```", read("docs/editor.md"), re.DOTALL)
    assert block
    return cast(list[Matcher], json.loads(block[1])["tasks"][0]["problemMatcher"])


def matched(lines: list[str]) -> dict[str, str]:
    """For each line the severity of the first matcher that takes it, as the editor goes about it, and the place."""
    found = {}
    for line in lines:
        for matcher in matchers():
            pattern = matcher["pattern"]
            if hit := re.match(str(pattern["regexp"]), line):
                place = ":".join(hit[pattern[key]] for key in ("file", "line") if key in pattern)
                found[line] = f"{matcher['severity']} {place}"
                break
    return found


def piped() -> list[str]:
    return render(report(document("a: b/old policy.pdf"))).splitlines()


def test_the_problem_matchers_take_each_gap_and_finding_once() -> None:
    assert sorted(matched(piped()).values()) == [
        "error a: b/old policy.pdf:2",
        "warning a: b/old policy.pdf",
        "warning a: b/old policy.pdf:2",
    ]


def test_runs_begin_and_end_for_the_editor_with_what_the_watch_says() -> None:
    nodes = ast.walk(ast.parse(read("policylint/cli/watch.py")))
    said = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    begins, ends = (
        [text for text in said if re.match(matchers()[0]["background"][key], text)]
        for key in ("beginsPattern", "endsPattern")
    )
    assert (len(begins), len(ends)) == (1, 2)
    assert all(matcher["background"] == matchers()[0]["background"] for matcher in matchers())


def test_the_lines_of_the_page_are_those_of_the_program() -> None:
    example = next(block for block in indented_blocks(read("docs/editor.md")) if "citizen.blocking" in block)
    assert list(matched(example.splitlines()).values()) == [
        "warning policies/social-media.md",
        "warning policies/social-media.md:14",
        "error policies/social-media.md:31",
    ]
