"""What the pages say by hand: links that lead somewhere, commands that are, formats that are all named."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from policylint.cli import _COMMANDS, cli
from policylint.outputs import FORMATS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))
_LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)?(?:#([^)\s]+))?\)")


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def links(text: str) -> list[tuple[str, str]]:
    """File and fragment of every link outside of code blocks."""
    prose = re.sub(r"^(?: {4,}[^\n]*|```.*?^```)$", "", text, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"`[^`\n]*`", "", prose)
    return [(match[1] or "", match[2] or "") for match in _LINK.finditer(prose)]


def use_section() -> str:
    return read("README.md").split("\n## Use\n", 1)[1].split("\n## ", 1)[0]


def shown_commands(text: str) -> Iterator[str]:
    """Every command line in an indented block, without the prompt."""
    for line in text.replace("\\\n", " ").splitlines():  # a backslash at the end of a line joins the next one to it
        match = re.fullmatch(r" {4}(?:\$ )?policylint (.*)", line)
        if match:
            yield match[1]


@pytest.mark.parametrize("page", ["README.md", *PAGES])
def test_every_link_leads_to_a_file_that_is_there(page: str) -> None:
    for file, _ in links(read(page)):
        if "://" not in file:
            assert ((ROOT / page).parent / file).exists(), file


def heading_anchors(page: str) -> set[str]:
    """Where a link into a page can lead: its headings as GitHub and others write them."""
    titles = re.findall(r"^#+ (.*)$", read(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", ["README.md", *PAGES])
def test_every_link_to_a_part_of_a_page_leads_to_a_heading(page: str) -> None:
    for file, fragment in links(read(page)):
        if fragment and file and "://" not in file:
            target = ((ROOT / page).parent / file).resolve().relative_to(ROOT).as_posix()
            assert fragment in heading_anchors(target), f"{file}#{fragment}"


def test_every_link_within_the_page_of_commands_leads_to_a_heading() -> None:
    page = read("docs/cli.md")
    anchors = {line.lstrip("# ").lower().replace(" ", "-") for line in page.splitlines() if line.startswith("#")}
    inside = [fragment for file, fragment in links(page) if not file]
    assert len(inside) > len(_COMMANDS)
    assert set(inside) <= anchors


def test_every_page_is_linked_from_the_readme_or_from_a_page_that_is() -> None:
    linked = {Path(file).name for file, _ in links(read("README.md"))}
    linked |= {Path(file).name for name in PAGES if Path(name).name in linked for file, _ in links(read(name))}
    own = {Path(page).name for page in PAGES} - {"structure.md"}  # that one is for who works on policylint
    assert own <= linked


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_is_used_in_the_readme_or_on_a_page_that_it_links(command: str) -> None:
    pages = [file for file, _ in links(read("README.md")) if file.endswith(".md") and file != "docs/cli.md"]
    text = use_section() + "".join(read(page) for page in pages)
    assert re.search(rf"\bpolicylint {command}\b", text)


# docs/cli.md shows what a command takes, and no command as one would give it
@pytest.mark.parametrize(
    "page", [page for page in ["README.md", *PAGES] if page != "docs/cli.md" and any(shown_commands(read(page)))]
)
def test_every_command_that_a_page_shows_can_be_given_so(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for line in shown_commands(read(page)):
        name, *arguments = shlex.split(line, comments=True)
        command = cli.get_command(click.Context(cli), name)
        assert command is not None, line
        command.make_context(name, arguments)  # raises for an option or argument that there is not


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_row_with_all_that_tells_it(name: str) -> None:
    row = next(line for line in read("docs/outputs.md").splitlines() if line.startswith(f"| `{name}` | "))
    told = row.split(" | ")[1]
    assert all(f"`{suffix}`" in told for suffix in FORMATS[name].suffixes), row


def test_every_house_that_a_document_goes_through_is_named() -> None:
    """A folder of the package that the page does not name is one that no document passes, and is listed here."""
    houses = {path.parent.name for path in (ROOT / "policylint").glob("*/__init__.py")}
    named = set(re.findall(r"`policylint/(\w+)", read("docs/what-happens.md")))
    assert houses - named == {"cli", "evaluation", "model"}
    assert all((ROOT / "policylint" / name).exists() or (ROOT / "policylint" / f"{name}.py").exists() for name in named)
