"""The generated parts of the docs are those that the code gives, and leave nothing out."""

from collections.abc import Iterator

import click
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.cli import cli
from policylint.cli import reference as commands
from policylint.config import reference as keys
from policylint.config.model import ConfigurationTable, LimitsTable, OverrideTable, RuleTable, SetTable


def contexts(above: click.Context) -> Iterator[click.Context]:
    yield above
    if isinstance(above.command, click.Group):
        for name in above.command.list_commands(above):
            command = above.command.get_command(above, name)
            assert command is not None
            yield from contexts(click.Context(command, info_name=name, parent=above))


def section(page: str, heading: str) -> str:
    """What stands under a heading of the second level."""
    return page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_the_page_of_commands_is_the_one_that_the_command_line_gives() -> None:
    written = commands.PAGE_PATH.read_text(encoding="utf-8")
    assert written == commands.reference_text(), "run python -m policylint.cli.reference"


def test_the_reference_of_keys_is_the_one_that_the_model_gives() -> None:
    page = keys.PAGE_PATH.read_text(encoding="utf-8")
    assert page == keys.page_with(page, keys.reference_text()), "run python -m policylint.config.reference"


def test_every_option_stands_under_its_command_or_among_the_shared_ones() -> None:
    page = commands.reference_text()
    shared = section(page, "Options that bear on verdicts")
    for context in list(contexts(click.Context(cli, info_name="policylint")))[1:]:
        own = section(page, context.command_path)
        assert context.command.help
        options = [param for param in context.command.params if isinstance(param, click.Option)]
        told = own + shared if "options that bear on verdicts" in own else own
        for option in options:
            assert f"`{', '.join(option.opts)}" in told, f"{context.command_path} {option.opts}"
            assert option.help
            assert " ".join(option.help.split()) in told, f"{context.command_path} {option.opts}"


def test_commands_that_share_their_options_do_not_repeat_them() -> None:
    page = commands.reference_text()
    assert "And the [options that bear on verdicts](#options-that-bear-on-verdicts)." in section(
        page, "policylint check"
    )
    assert "--isolated" not in section(page, "policylint check")
    assert "--isolated" in section(page, "policylint clean")


@pytest.mark.parametrize("table", [ConfigurationTable, LimitsTable, OverrideTable, RuleTable, SetTable])
def test_every_key_has_a_row(table: type[msgspec.Struct]) -> None:
    rows = keys.reference_text().splitlines()
    for key in table.__struct_encode_fields__:
        assert any(row.startswith(f"| `{key}` | ") for row in rows), key


@pytest.mark.parametrize(
    "row",
    [
        '| `fail-on` | `"gap"`, `"high"`, `"legacy"` or `"never"` | `"gap"` | ',
        "| `min-coverage` | number, at least 0, at most 100 | `0` | ",
        "| `timeout` | number, more than 0, at most 86400 | `120` | ",
        '| `packs` | list of texts | `["social-media"]` | ',
        "| `exclude` | list of texts | `[]` | ",
        "| `cache` | `true` or `false` | `true` | ",
        "| `as-of` | date |  | ",
        '| `rules` | tables `[rules."ID"]` |  | ',
        "| `override` | tables `[[override]]` |  | ",
        "| `lead` | text or list of texts | ",
    ],
)
def test_a_row_says_what_a_key_takes_and_what_holds_without_it(row: str) -> None:
    assert f"\n{row}" in keys.reference_text()


def test_a_key_that_must_be_given_is_called_needed() -> None:
    rows = [row for row in keys.reference_text().splitlines() if row.endswith(" Needed. |")]
    assert [row.split("`")[1] for row in rows] == ["files", "name", "lead", "members"]


def test_only_what_stands_between_the_marks_is_written_anew() -> None:
    page = f"above\n{keys.BEGIN}\nold\n{keys.END}\nbelow\n"
    assert keys.page_with(page, "new\n") == f"above\n{keys.BEGIN}\n\nnew\n\n{keys.END}\nbelow\n"


@pytest.mark.parametrize(
    "page",
    [
        "no marks",
        keys.BEGIN,
        keys.END,
        f"{keys.END}{keys.BEGIN}",
        f"{keys.BEGIN}{keys.BEGIN}{keys.END}",
        f"{keys.BEGIN}{keys.END}{keys.END}",
    ],
)
def test_a_page_without_each_mark_once_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="marks"):
        keys.page_with(page, "new")


@given(st.text(), st.text(), st.text(), st.text())
def test_writing_twice_is_as_good_as_once(head: str, tail: str, first: str, second: str) -> None:
    page = f"{head}{keys.BEGIN}{keys.END}{tail}"
    assert keys.page_with(keys.page_with(page, first), second) == keys.page_with(page, second)
