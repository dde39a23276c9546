"""`policylint review`: verdict by verdict, with what is typed given by hand, and once at a real terminal."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from policylint.choices import Selection
from policylint.cli.review import command
from policylint.cli.review_card import card, more, page
from policylint.cli.review_dialogue import Dialogue
from policylint.decisions import DecisionEntry
from policylint.decisions.read import decisions_in
from policylint.errors import UserMistake
from policylint.model.report import Elsewhere, Finding, Requirement
from policylint.project.gather import gather
from policylint.project.reviewing import Review
from policylint.project.wishes import Wishes
from policylint.toml import read_toml
from tests.outputs.samples import document as sample
from tests.running import heed_interrupts

POLICY = """# Internet and E-mail Policy

## Purpose

The county provides Internet access so that employees can serve residents better.

## Rules

E-mail messages may be public records and are kept under the retention schedule.

Employees must not criticize the county or its officials on the Internet.
"""
DAY = date(2026, 11, 27)
FILE = Path("policylint-decisions.toml")
PATIENCE = 60.0
"""Seconds after which what a process does not say is a failure; it comes within two on an idle machine."""

Open = Callable[[], Review]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "policy.md").write_text(POLICY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


@pytest.fixture
def opened(folder: Path, cache: Path) -> Open:
    wishes = Wishes(paths=("policy.md",), options={"as-of": DAY, "cache-dir": cache.as_posix()})
    return lambda: Review(gather(wishes))


@pytest.fixture
def review(opened: Open) -> Review:
    return opened()


class Typed:
    """A terminal at which these lines are typed; then it is closed. `screen` is what it showed."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)
        self.screen: list[str] = []

    def ask(self, prompt: str) -> str:
        typed = next(self._lines, None)
        if typed is None:
            raise EOFError
        self.screen.append(prompt + typed)
        return typed

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.screen).split())


def went_through(review: Review, *lines: str, only: Selection = "unreviewed", owner: str = "Dana Lee") -> Typed:
    typed = Typed(*lines)
    dialogue = Dialogue(
        review,
        review.chosen(only),
        ask=typed.ask,
        tell=typed.screen.append,
        owner=owner,
        on=DAY,
        as_of=DAY,
        page_of=lambda rule: f"# The page of {rule}\n\nWhat it looks for.\n",
    )
    try:
        dialogue.run()
    except EOFError:
        typed.screen.append("CLOSED")
    typed.screen.extend(dialogue.closing())
    return typed


def written() -> list[DecisionEntry]:
    return list(decisions_in(read_toml(FILE))) if FILE.exists() else []


def ids(review: Review, only: Selection) -> list[str]:
    return [review.verdicts[number].id for number in review.chosen(only)]


def test_gaps_come_first_then_findings_then_what_is_covered(review: Review) -> None:
    numbers = review.chosen("unreviewed")
    assert len(numbers) == len(review.verdicts)
    verdicts = [review.verdicts[number] for number in numbers]
    words = [about.status if isinstance(about, Requirement) else "finding" for about in verdicts]
    assert words == sorted(words, key=("missing", "legacy", "finding", "covered").index)
    assert ids(review, "gaps") == ids(review, "unreviewed")[: len(ids(review, "gaps"))]
    assert "legal.records" in ids(review, "legacy") and "rights.disparagement" in ids(review, "findings")


def test_a_verdict_is_confirmed_with_a_usual_reason_and_written_at_once(review: Review) -> None:
    typed = went_through(review, "c", "", only="legacy")
    (entry,) = written()
    assert (entry.rule, entry.kind, entry.status) == (ids(review, "legacy")[0], "confirm", "legacy")
    assert (entry.owner, entry.date) == ("Dana Lee", DAY)
    assert entry.reason == "The clause speaks of older technology only."
    assert "A person has looked at 1 of" in typed.text and "1 confirmed, 0 changed." in typed.text


def test_each_letter_asks_for_what_belongs_to_it(review: Review) -> None:
    asked = ["r", "c", "Clause 2 says it.", "a", "We know.", "2027-06-30", "n", "No such thing.", "f", "It is wrong."]
    went_through(review, *asked, "e", "policy.md", "rules", "It is there.", only="gaps")
    corrected, accepted, not_applicable, wrong, elsewhere = written()
    assert [entry.rule for entry in written()] == ids(review, "gaps")[:5]
    assert (corrected.kind, corrected.status, corrected.reason) == ("correct", "covered", "Clause 2 says it.")
    assert (accepted.kind, accepted.expires) == ("accept", date(2027, 6, 30))
    assert (not_applicable.kind, wrong.kind) == ("not-applicable", "false-positive")
    assert elsewhere.settled_by == Elsewhere(document="policy.md", section="rules")


def test_what_makes_no_sense_is_asked_again(review: Review) -> None:
    asked = ["z", "a", "We know.", "soon", "2027-02-30", "2026-11-26", "2026-11-27"]
    typed = went_through(review, *asked, "e", "gone.md", "policy.md", "9 Nowhere", "", only="gaps")
    (entry,) = written()
    assert entry.expires == DAY
    for words in (
        "Type one of these letters and Enter: c r a n f e m p s q ?",
        "The day 'soon' is not a date; write it as 2026-11-22.",
        "is no day of the calendar",
        "That day has gone by.",
        "gone.md: no such file or folder.",
        "policy.md: it has no section '9 Nowhere'; there are:",
        "Nothing was written.",
    ):
        assert words in typed.text, words


def test_nothing_typed_where_a_reason_is_asked_for_goes_back(review: Review) -> None:
    typed = went_through(review, "f", "", "r", "", "s", only="gaps")
    assert written() == []
    assert typed.text.count("Verdict 1 of") == 1 and "Verdict 2 of" in typed.text


def test_going_back_changes_the_entry_in_its_place(review: Review) -> None:
    went_through(review, "c", "", "c", "", "b", "b", "r", "covered", "Clause 2.", only="gaps")
    changed, kept = written()
    assert (changed.kind, changed.status, kept.kind) == ("correct", "covered", "confirm")
    assert [changed.rule, kept.rule] == ids(review, "gaps")[:2]


@pytest.mark.parametrize(
    ("keys", "kinds"),
    [
        (["c", "", "b", "a", "So be it.", ""], ["accept"]),
        (["c", "", "b", "f", "It is wrong."], ["false-positive"]),
        (["c", "", "b", "w"], []),
        (["r", "c", "Clause 2.", "b", "w"], []),
    ],
)
def test_a_change_of_mind_leaves_one_entry(review: Review, keys: list[str], kinds: list[str]) -> None:
    went_through(review, *keys, only="gaps")
    assert [entry.kind for entry in written()] == kinds


def test_another_session_goes_on_where_this_one_ended(opened: Open) -> None:
    one = opened()
    total = len(one.verdicts)
    went_through(one, "c", "", "s", "c", "", "q")
    assert len(opened().chosen("unreviewed")) == total - 2
    typed = went_through(opened(), "q", only="gaps")
    assert "Verdict 2 of" in typed.text and "Verdict 1 of" not in typed.text
    assert "Nothing was written. A person has looked at 2 of" in typed.text


def test_what_an_earlier_session_accepted_can_be_confirmed_beside_it(opened: Open) -> None:
    went_through(opened(), "a", "So be it.", "", only="findings")
    went_through(opened(), "c", "", only="findings")
    assert [entry.kind for entry in written()] == ["accept", "confirm"]


def test_what_is_missing_in_the_eyes_of_a_person_can_be_accepted(opened: Open) -> None:
    went_through(opened(), "r", "m", "It is about paper.", only="legacy")
    review = opened()
    number = review.chosen("legacy")[0]
    assert review.verdicts[number].is_open
    went_through(review, "b", "a", "We know.", "", only="legacy")
    assert [entry.kind for entry in written()] == ["correct", "accept"]
    assert not review.verdicts[number].is_open


def test_what_is_written_by_hand_stays(opened: Open) -> None:
    went_through(opened(), "c", "", only="findings")
    by_hand = FILE.read_text(encoding="utf-8").replace("owner =", "# ours\nowner =")
    FILE.write_text(by_hand, encoding="utf-8")
    typed = went_through(opened(), "b", "c", "Again.", "w", only="findings")
    assert "is already decided at" in typed.text
    assert FILE.read_text(encoding="utf-8") == by_hand


def test_what_others_write_meanwhile_stays(review: Review) -> None:
    went_through(review, "c", "", only="gaps")
    FILE.write_text("# somebody's line\n\n" + FILE.read_text(encoding="utf-8"), encoding="utf-8")
    went_through(review, "b", "r", "c", "Clause 2.", only="gaps")
    assert FILE.read_text(encoding="utf-8").startswith("# somebody's line\n\n[[decision]]")


def test_who_says_it_is_asked_once_where_nobody_knows(review: Review) -> None:
    typed = went_through(review, "c", "", "", "Ann Müller", "c", "", owner="", only="gaps")
    assert [entry.owner for entry in written()] == ["Ann Müller"] * 2
    assert typed.text.count("Your name") == 2  # the first answer was empty


def test_a_file_that_cannot_be_written_is_told_and_the_session_goes_on(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UserMistake("M004", path=FILE.as_posix(), reason="no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("policylint.outputs.files.write_atomically", full)
        typed = went_through(review, "c", "", "q", only="gaps")
    assert "cannot be written (no space left on device)" in typed.text
    went_through(review, "c", "", only="gaps")
    assert len(written()) == 1


@pytest.mark.parametrize("columns", [30, 60, 80])
def test_a_card_fits_the_terminal_and_nothing_of_the_document_acts_on_it(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    of = sample(quote="Mail \x1b[2J\u202e is kept for two years and a day. " * 20)
    lines: list[str] = []
    abouts: tuple[Requirement | Finding, ...] = (*of.requirements, *of.findings)
    for about in abouts:
        lines += (*card(about, (), heading="Verdict 1 of 4"), *more(about))
    assert max(map(len, lines)) <= columns
    text = "\n".join(lines)
    assert "\x1b" not in text and "\u202e" not in text
    assert "<U+001B>" in text


def test_a_long_list_of_clauses_is_cut_until_more_is_asked_for() -> None:
    _, legacy, _ = sample().requirements
    many = replace(legacy, evidence=tuple(replace(legacy.evidence[0], quote=f"Clause {n}.") for n in range(6)))
    shown = " ".join(card(many, (), heading=""))
    assert "Clause 2." in shown and "Clause 3." not in shown and "3 more" in shown
    assert "Clause 5." in " ".join(more(many))


def test_a_page_is_filled_anew_for_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    lines = list(
        page("# A rule\n\nWords that go on\nin the next line.\n\n- one\n- two\n\n> A clause\n> to start from.\n")
    )
    assert lines[2:4] == ["Words that go on in the next", "line."]
    assert "- one" in lines and "A clause to start from." in lines


def test_the_page_of_the_rule_is_shown_on_request(review: Review) -> None:
    typed = went_through(review, "p", "m", "?", only="gaps")
    assert f"# The page of {ids(review, 'gaps')[0]}" in typed.text
    assert "A clause to start from: " in typed.text
    assert "You looked, and the verdict is right." in typed.text


def test_a_document_that_was_not_checked_has_no_verdicts(folder: Path, cache: Path) -> None:
    (folder / "scan.md").write_text("", encoding="utf-8")
    with pytest.raises(UserMistake, match="it was not checked, so there are no verdicts on it"):
        Review(gather(Wishes(paths=("scan.md",), options={"as-of": DAY, "cache-dir": cache.as_posix()})))


def test_without_a_terminal_another_command_is_named(folder: Path) -> None:
    done = CliRunner().invoke(command, ["policy.md"])
    assert str(done.exception) == (
        "review asks its questions at a terminal, and there is none. Say one thing at a time with 'policylint decide'."
    )


def test_at_a_real_terminal_an_interrupt_loses_nothing(folder: Path, cache: Path) -> None:
    ours, theirs = pty.openpty()
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "TERM": "dumb"}
    arguments = ["review", "policy.md", "--owner", "Dana Lee", "--date", "2026-11-27", "--as-of", "2026-11-27"]
    process = subprocess.Popen(
        [sys.executable, "-m", "policylint", *arguments, "--cache-dir", cache.as_posix()],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env=environment,
        start_new_session=True,
        preexec_fn=_take_terminal,
    )
    os.close(theirs)
    screen = ""
    for prompt, typed in (("> ", b"c\n"), ("] ", b"\n")):
        screen += _shown_until(ours, prompt)
        os.write(ours, typed)
    screen += _shown_until(ours, "> ")
    screen += _shown_until(ours, "changed.", pressing=b"\x03")
    assert process.wait(PATIENCE) == 130
    os.close(ours)
    assert "\x1b" not in screen
    assert "What you said of 1 verdict is written" in " ".join(screen.split())
    assert [entry.owner for entry in written()] == ["Dana Lee"]


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    heed_interrupts()


def _shown_until(terminal: int, words: str, *, pressing: bytes = b"") -> str:
    """What is shown up to these words; a key is pressed again when there is silence.

    Python hears no interrupt that comes after it has shown its prompt and before it waits for a key.
    """
    shown, silent = "", True
    end = time.monotonic() + PATIENCE
    while words not in shown and time.monotonic() < end:
        if pressing and silent:
            os.write(terminal, pressing)
        silent = not select.select([terminal], [], [], 5)[0]
        if not silent:
            shown += os.read(terminal, 4096).decode("utf-8", "replace")
    assert words in shown
    return shown
