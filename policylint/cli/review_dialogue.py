"""The questions of `policylint review`: verdict by verdict, what a person thinks of it and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from policylint.cli.decide import elsewhere_of, require_section
from policylint.cli.options import day
from policylint.cli.review_card import card, more, page, wrapped
from policylint.decisions import DecisionEntry
from policylint.errors import UserMistake
from policylint.model.report import DecisionKind, Elsewhere, Finding, Requirement, StatusWord
from policylint.model.reviews import is_gap
from policylint.outputs.wording import review_words
from policylint.project.reviewing import Review

Ask = Callable[[str], str]
"""Shows a prompt and gives the line that is typed; raises `EOFError` where no more will come."""

_KINDS: Final[dict[str, DecisionKind]] = {
    "c": "confirm",
    "r": "correct",
    "a": "accept",
    "n": "not-applicable",
    "f": "false-positive",
    "e": "settled-elsewhere",
}
_LABELS: Final = {
    "c": "[c]onfirm",
    "r": "co[r]rect",
    "a": "[a]ccept",
    "n": "[n]ot applicable",
    "f": "[f]alse positive",
    "e": "[e]lsewhere",
    "w": "[w]ithdraw",
    "m": "[m]ore",
    "p": "[p]age of the rule",
    "s": "[s]kip",
    "b": "[b]ack",
    "q": "[q]uit",
    "?": "[?] help",
}
_KEYS: Final = {
    typed: key for key, label in _LABELS.items() for typed in (key, label.replace("[", "").replace("]", ""))
}
"""What may be typed for each: its letter, or the word."""
_HELP: Final = (
    "c  You looked, and the verdict is right. A gap stays open.",
    "r  The status should be another; say which. What you make covered is closed, what you make missing is open.",
    "a  The gap or finding is real, you know it, and you leave it so for now.",
    "n  It makes no sense for this office.",
    "f  policylint is wrong: the document settles it, or the clause is harmless.",
    "e  Another document settles it.",
    "w  Take back what is written about this verdict.",
    "m  All clauses in full, what to do, and a clause to start from.",
    "p  The page of the rule: what it looks for, and where it is known to be wrong.",
    "s  Say nothing and go on. b goes back, q ends; all that you said is written down already.",
)
_STATUSES: Final[dict[str, StatusWord]] = {"c": "covered", "l": "legacy", "m": "missing"}
_DEFAULTS: Final = {
    "covered": "The clause settles it.",
    "legacy": "The clause speaks of older technology only.",
    "missing": "The document does not settle it.",
    "finding": "The clause calls for rework.",
}


class Dialogue:
    """Goes through verdicts one by one. `ask` and `tell` are the terminal; what is said is written by the review."""

    def __init__(
        self,
        review: Review,
        chosen: tuple[int, ...],
        *,
        ask: Ask,
        tell: Callable[[str], None],
        owner: str,
        on: date,
        as_of: date,
        page_of: Callable[[str], str],
    ) -> None:
        """Nothing is asked yet. `page_of` gives the page of a rule, `on` is the day of what is said."""
        self._review, self._chosen = review, chosen
        self._ask, self._tell_line, self._page_of = ask, tell, page_of
        self._owner, self._on, self._as_of = owner, on, as_of
        self.written: set[int] = set()

    def run(self) -> None:
        """Step through the verdicts, from the first that nobody has looked at, until the last or until `q`.

        Raises:
            EOFError, KeyboardInterrupt: As `ask`; what was said before is written.
        """
        unseen = (turn for turn, number in enumerate(self._chosen) if not self._review.is_seen(number))
        turn = next(unseen, 0)
        while turn < len(self._chosen):
            step = self._verdict(turn)
            if step is None:
                return
            turn = max(0, turn + step)

    def closing(self) -> list[str]:
        """What came of it, a sentence a line."""
        file = self._review.file.as_posix()
        count = len(self.written)
        said = "1 verdict" if count == 1 else f"{count} verdicts"
        return [
            f"What you said of {said} is written to {file}." if count else "Nothing was written.",
            *filter(None, [review_words(self._review.document)]),
        ]

    def _verdict(self, turn: int) -> int | None:
        """Show a verdict and do what is asked, until it is time for another: how many steps on, or None to end."""
        number = self._chosen[turn]
        heading = f"Verdict {turn + 1} of {len(self._chosen)}"
        self._tell(card(self._review.verdicts[number], self._review.said(number), heading=heading))
        while True:
            keys = self._keys(number, turn)
            self._tell(["", *_offered(_LABELS[key] for key in keys)])
            key = _KEYS.get(self._ask("> ").strip().lower(), "")
            if key == "q":
                return None
            if key in ("s", "b") and key in keys:
                return 1 if key == "s" else -1
            if key in _KINDS and key in keys:
                if self._say(number, _KINDS[key]):
                    return 1
            elif key in keys:
                self._show(number, key)
            else:
                self._tell(wrapped(f"Type one of these letters and Enter: {' '.join(keys)}"))

    def _keys(self, number: int, turn: int) -> list[str]:
        about = self._review.verdicts[number]
        kinds = "canfe" if isinstance(about, Finding) else "cranfe" if is_gap(about) else "cr"
        back = "b" if turn else ""
        withdraw = "w" if self._review.said(number) else ""
        return [*kinds, *withdraw, *"mps", *back, *"q?"]

    def _show(self, number: int, key: str) -> None:
        about = self._review.verdicts[number]
        if key == "m":
            self._tell(more(about))
        elif key == "p":
            self._tell(page(self._page_of(about.id)))
        elif key == "w":
            self._withdraw(number)
        else:
            self._tell(line for words in _HELP for line in wrapped(words, hanging="   "))

    def _withdraw(self, number: int) -> None:
        try:
            taken = self._review.withdraw(number)
        except UserMistake as mistake:
            self._tell(wrapped(str(mistake)))
            return
        self.written.discard(number)
        self._tell(wrapped("Taken back." if taken else "There is nothing to take back."))

    def _say(self, number: int, kind: DecisionKind) -> bool:
        """Ask for what belongs to a decision, and write it; whether it was."""
        draft = self._draft(self._review.verdicts[number], kind)
        if draft is None:
            self._tell(wrapped("Nothing was written."))
            return False
        try:
            self._review.say(number, draft)
        except UserMistake as mistake:
            self._tell(wrapped(str(mistake)))
            return False
        self.written.add(number)
        self._tell(wrapped("Written."))
        return True

    def _draft(self, about: Requirement | Finding, kind: DecisionKind) -> DecisionEntry | None:
        """The decision, bound to nothing yet; None where the person changed their mind."""
        status = self._status(about) if kind == "correct" and isinstance(about, Requirement) else None
        elsewhere = self._elsewhere() if kind == "settled-elsewhere" else None
        if (kind == "correct" and status is None) or (kind == "settled-elsewhere" and elsewhere is None):
            return None
        default = ""
        if kind == "confirm":
            default = _DEFAULTS[about.status if isinstance(about, Requirement) else "finding"]
        reason = self._text(f"Why? [{default}] " if default else "Why? (nothing goes back) ") or default
        if not reason:
            return None
        draft = DecisionEntry(
            document=self._review.own_name,
            rule=about.id,
            kind=kind,
            reason=reason,
            owner=self._name(),
            date=self._on,
            fingerprint="",
            settled_by=elsewhere,
            status=status,
        )
        return replace(draft, expires=self._until()) if kind == "accept" else draft

    def _status(self, about: Requirement) -> StatusWord | None:
        others = {key: word for key, word in _STATUSES.items() if word != about.status}
        offered = "  ".join(f"[{word[0]}]{word[1:]}" for word in others.values())
        while True:
            key = self._ask(f"What should the status be? {offered} (nothing goes back) ").strip().lower()[:1]
            if not key or key in others:
                return others.get(key)

    def _until(self) -> date | None:
        while True:
            typed = self._text("Until which day? (YYYY-MM-DD; nothing: no end) ")
            try:
                until = day(typed, "the day") if typed else None
            except UserMistake as mistake:
                self._tell(wrapped(f"{str(mistake)[:1].upper()}{str(mistake)[1:]}"))
                continue
            if until is None or until >= max(self._on, self._as_of):
                return until
            self._tell(wrapped("That day has gone by. Name a later one."))

    def _elsewhere(self) -> Elsewhere | None:
        while document := self._text("Which document settles it? (its path; nothing goes back) "):
            try:
                return self._section_of(elsewhere_of(document, None, self._review.file), document)
            except UserMistake as mistake:
                self._tell(line for said in str(mistake).splitlines() for line in wrapped(said, hanging="  "))
        return None

    def _section_of(self, elsewhere: Elsewhere | None, document: str) -> Elsewhere | None:
        """The place of settlement with its section, if one is named. Raises `UserMistake` for one that is not there."""
        from policylint.project.decided import headings_of

        section = self._text("Which section of it? (its heading or number; nothing: the whole) ")
        if not section or elsewhere is None:
            return elsewhere
        require_section(document, section, headings_of(Path(document), self._review.subject, as_of=self._as_of))
        return replace(elsewhere, section=section)

    def _name(self) -> str:
        """Who is asking for it all: asked for once, where neither an option nor git says it."""
        while not self._owner:
            self._owner = self._text("Your name, which stands beside what you say: ")
        return self._owner

    def _text(self, prompt: str) -> str:
        while True:
            typed = self._ask(prompt).strip()
            if not any("\ud800" <= sign <= "\udfff" for sign in typed):
                return typed
            self._tell(wrapped("That holds bytes that are no text. Type it again."))

    def _tell(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._tell_line(line)


def _offered(labels: Iterable[str]) -> list[str]:
    """The letters that may be typed, in lines; no label is broken."""
    joined = "  ".join(label.replace(" ", "\u00a0") for label in labels)
    return [line.replace("\u00a0", " ") for line in wrapped(joined)]


def opening(review: Review, chosen: tuple[int, ...], *, owner: str, on: date) -> list[str]:
    """What is said before the first question, a paragraph each."""
    count = "1 verdict" if len(chosen) == 1 else f"{len(chosen)} verdicts"
    who = f" in the name of {owner}, {on}" if owner else f", {on}"
    return [
        f"{review.document.source.name}: {count} to look at.",
        f"What you say is written to {review.file.as_posix()} at once{who}. ? tells what the letters mean.",
    ]
