"""The same as `test_injection_fields` for what other commands write and say: comparisons, drafts, pages, messages."""

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import click
import pytest
from hypothesis import given, settings
from lxml import etree
from msgspec.structs import replace

from policylint.cli.options import say, tell
from policylint.decisions.choose import choose_targets
from policylint.decisions.entry import DecisionEntry
from policylint.diff.model import Diff, Renamed
from policylint.diff.outputs import FORMATS, render_diff
from policylint.drafting.addendum import About, Addendum, Insertion, Left, NewClause, Piece, Question, Reworded
from policylint.drafting.docx import render as as_docx
from policylint.drafting.markdown import render as as_markdown
from policylint.errors import UserMistake
from policylint.packs.files import pack_folder
from tests.diff.making import diff_of
from tests.diff.test_outputs import example
from tests.outputs.poison import HARMLESS, TEXTS, poisoned
from tests.outputs.samples import document
from tests.outputs.test_injection import ACTING, hostile
from tests.outputs.test_injection_fields import RUNNER_COMMAND, as_github_has_it, elements
from tests.running import policylint

pytestmark = pytest.mark.slow

each_text = pytest.mark.parametrize("words", TEXTS)


def compared(text: str) -> Diff:
    diff = replace(diff_of(example()), old="a", new="b", renamed=(Renamed(old="a", new="b"),))
    named = replace(diff, documents=tuple(replace(one, pairing="renamed", notes=("a",)) for one in diff.documents))
    return poisoned(named, text)


@each_text
@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("name", ["terminal", "lines", "github", "json"])
def test_a_comparison_acts_neither_on_a_terminal_nor_in_a_log(name: str, colour: bool, words: str) -> None:
    said = click.unstyle(render_diff(compared(TEXTS[words]), name, colour=colour))
    assert not ACTING.search(said)
    meant = click.unstyle(render_diff(compared(HARMLESS), name))
    assert RUNNER_COMMAND.findall(said) == RUNNER_COMMAND.findall(meant)
    if name in {"lines", "github"}:
        assert said.count("\n") == meant.count("\n")


@each_text
def test_a_comparison_in_markdown_has_the_elements_of_its_harmless_twin(words: str) -> None:
    page = elements(as_github_has_it(render_diff(compared(TEXTS[words]), "markdown")))
    assert page == elements(as_github_has_it(render_diff(compared(HARMLESS), "markdown")))
    assert set(FORMATS) == {"terminal", "lines", "github", "json", "markdown"}


def drafted(text: str) -> Addendum:
    about = About("legal.records", text, "missing")
    apart = Piece(" ")  # marks within a word are none to Markdown
    new = (Piece(text, "inserted"), apart, Piece(f"[{text}]", "inserted", blank=True))
    pieces = (Piece(text), apart, Piece(text, "deleted"), apart, *new)
    return Addendum(
        document=text,
        name=text,
        sha256="ab" * 32,
        packs=(text,),
        tool="policylint 1.2.3",
        as_of="2026-11-27",
        terms=((text, text),),
        insertions=(Insertion(text, "1A", text, (NewClause(about, "1A.1", (Piece(text, "inserted"),)),)),),
        rewordings=(Reworded((about,), text, pieces, whole=False, reasons=(text,)),),
        questions=(Question(about, (text,), text, text),),
        left=(Left(about, text, (text,)),),
        profile=text,
        closes=frozenset({"legal.records"}),
    )


@each_text
def test_a_draft_in_markdown_has_the_elements_of_its_harmless_twin(words: str) -> None:
    written = as_markdown(drafted(TEXTS[words]))
    page, twin = (elements(as_github_has_it(text)) for text in (written, as_markdown(drafted(HARMLESS))))
    assert page == twin
    assert not ACTING.search(written)


@each_text
def test_a_draft_in_word_has_the_elements_of_its_harmless_twin(words: str) -> None:
    assert _shape(as_docx(drafted(TEXTS[words]))) == _shape(as_docx(drafted(HARMLESS)))


def _shape(data: bytes) -> dict[str, Counter[str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: Counter(str(element.tag) for element in etree.fromstring(archive.read(name)).iter())
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def said_on(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    return f"{out}{err}"


@settings(max_examples=25, deadline=None)
@given(hostile)
def test_what_is_said_acts_neither_on_a_terminal_nor_in_a_log(text: str) -> None:
    for code in ("M001", "M003", "M412"):
        mistake = UserMistake(code, path=text, reason=text, target=text)
        assert len(str(mistake).split("\n")) == 1


@each_text
def test_a_mistake_is_one_line_in_which_nothing_acts(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    tell(f"policylint: {UserMistake('M412', path=TEXTS[words], target=TEXTS[words])}")
    say(TEXTS[words])
    said = said_on(capsys)
    assert not ACTING.search(said)
    assert not RUNNER_COMMAND.search(said)


@each_text
def test_clauses_that_are_listed_for_a_choice_have_a_line_each(words: str) -> None:
    of = document(quote=TEXTS[words])
    findings = tuple(
        replace(of.findings[0], fingerprint=f"{number:016x}", evidence=(replace(one, section=(TEXTS[words],)),))
        for number, one in enumerate((of.findings[0].evidence[0], of.findings[0].evidence[0]))
    )
    with pytest.raises(UserMistake) as caught:
        choose_targets(replace(of, findings=findings), _draft(), (), shown=TEXTS[words])
    assert len(str(caught.value).split("\n")) == 1 + 2


def _draft() -> DecisionEntry:
    from datetime import date

    return DecisionEntry(
        document="a",
        rule="rights.disparagement",
        kind="accept",
        reason="a",
        owner="a",
        date=date(2026, 1, 1),
        fingerprint="",
    )


def test_a_pack_of_somebody_else_acts_neither_on_a_terminal_nor_in_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """YAML can write any character as an escape, and a title may be of any words."""
    monkeypatch.chdir(tmp_path)
    from tests.packs.test_load import CONCEPTS, HEAD, RULE

    pack = tmp_path / "tiny"
    for name, text in (("pack.yml", HEAD), ("../concepts/tea.yml", CONCEPTS), ("use/tea.yml", RULE)):
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        written = re.sub(
            r"^((?:  - |  )?(?:title|what|why|remedy|known-problems): ).*$",
            lambda line: line[1] + r'"a \e[31m \x9B \u202E ##vso[task.complete]b"',
            text,
            flags=re.MULTILINE,
        )
        (pack / name).write_text(written)
    for arguments in (("explain", "use.tea"), ("rules", "list"), ("rules", "list", "--json")):
        done = policylint(*arguments, "--pack", "tiny")
        assert done.returncode == 0, done.stderr
        assert "##vso[" not in done.stdout
        assert not ACTING.search(click.unstyle(done.stdout))
        assert "a <U+001B>[31m" in done.stdout or "a \\u001b[31m" in done.stdout
    assert pack_folder("tiny") == Path("tiny")


def test_the_configuration_that_is_shown_is_toml_whatever_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tomllib

    place = tmp_path / "a\nb\x1b\u202e"
    place.mkdir()
    monkeypatch.chdir(place)
    (place / "policylint.toml").write_text('exclude = ["\\u202E##vso[x]", "\\u001B[31m\\u009B", "a\\nb"]\n')
    for arguments in ((), ("--json",)):
        shown = policylint("config", "show", *arguments).stdout
        assert not ACTING.search(shown)
        assert "##vso[" not in shown
    assert tomllib.loads(policylint("config", "show").stdout)["exclude"] == ["\u202e##vso[x]", "\x1b[31m\x9b", "a\nb"]
