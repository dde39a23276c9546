"""What the command line loads before it has anything to do: it should start at once."""

import subprocess
import sys

import pytest

HEAVY = (
    "spacy",
    "pydantic",
    "msgspec",
    "yaml",
    "lxml",
    "docx",
    "pypdfium2",
    "jinja2",
    "markdown_it",
    "numpy",
    "pypdf",
    "tomllib",
    "typst",
    "xlsxwriter",
)


def loaded(*arguments: str) -> set[str]:
    script = (
        "import sys\nfrom policylint.cli import main\n"
        f"sys.argv[1:] = {list(arguments)!r}\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\nprint('LOADED', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("--help",),
        *(
            (name, "--help")
            for name in ("check", "diff", "decide", "review", "verify", "annotate", "draft", "portfolio")
        ),
    ],
    ids=" ".join,
)
def test_version_and_help_load_next_to_nothing(arguments: tuple[str, ...]) -> None:
    modules = loaded(*arguments)
    assert "click" in modules
    assert modules.isdisjoint(HEAVY)


def test_what_this_test_looks_for_is_found_where_it_is_loaded() -> None:
    assert "pydantic" in loaded("rules", "schema")
