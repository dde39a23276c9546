"""Going through the verdicts on one document: which there are, what was said of each, and writing down what is said."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from policylint.choices import Selection
from policylint.decisions import DecisionEntry, append_decisions, change_decisions
from policylint.decisions.choose import target_of
from policylint.errors import UserMistake
from policylint.model.report import DocumentReport, Finding, Requirement
from policylint.model.reviews import is_changed, is_confirmed
from policylint.project.decided import Decided
from policylint.project.gather import Gathered
from policylint.project.run import undecided
from policylint.project.summary import recount


class Review:
    """The verdicts on one document. What is said of one is written at once, so that an interrupt loses nothing."""

    def __init__(self, run: Gathered) -> None:
        """Check the document.

        Raises:
            UserMistake: As `undecided`; M444 where the document was not checked.
        """
        self._run = run
        self.subject = run.subjects[0]
        self.file = self.subject.settings.decisions
        self._plain, self._comments = undecided(run)
        if self._plain.verdict != "checked":
            problem = f"it was not checked, so there are no verdicts on it. {self._plain.explanation}"
            raise UserMistake("M444", document=self._plain.source.name, problem=problem)
        self._own: set[DecisionEntry] = set()
        self._read()

    @property
    def own_name(self) -> str:
        """The document as the decisions file names it."""
        return self.subject.name_from(self.file.parent)

    def chosen(self, selection: Selection) -> tuple[int, ...]:
        """The numbers of the verdicts to go through: gaps, findings, what is covered, and last what does not apply."""
        order = sorted(range(len(self.verdicts)), key=self._rank)
        return tuple(number for number in order if self._is_meant(number, selection))

    def is_seen(self, number: int) -> bool:
        """Whether somebody has said something of the verdict that holds."""
        about = self.verdicts[number]
        return is_confirmed(about) or is_changed(about)

    def said(self, number: int) -> tuple[DecisionEntry, ...]:
        """What is written about the verdict, in force or not."""
        target = target_of(self.verdicts[number])
        return tuple(
            entry for entry in self._entries if entry.rule == target.rule and entry.fingerprint in target.fingerprints
        )

    def say(self, number: int, draft: DecisionEntry) -> None:
        """Write down what is said of a verdict, in place of what it contradicts and of what was said in this session.

        Raises:
            UserMistake: M442 where what it contradicts is a comment, or is written by hand; else as `append_decisions`.
        """
        entry = target_of(self.verdicts[number]).decided(draft)
        past = [old for old in self.said(number) if old in self._own or self._gives_way(old, entry)]
        self._require_own_words(past)
        if past:
            change_decisions(self.file, past, entry)
        else:
            append_decisions(self.file, [entry])
        self._read(new=entry)

    def withdraw(self, number: int) -> bool:
        """Take out what was said of a verdict; whether anything was. Raises `UserMistake` as `say` does."""
        past = self.said(number)
        self._require_own_words(past)
        if past:
            change_decisions(self.file, past, None)
            self._read()
        return bool(past)

    @staticmethod
    def _gives_way(old: DecisionEntry, new: DecisionEntry) -> bool:
        return old.is_review == new.is_review or not old.agrees_with(new)

    def _require_own_words(self, past: Sequence[DecisionEntry]) -> None:
        for old in past:
            if old.origin == "comment":
                document = self._plain.source.name
                raise UserMistake("M442", document=document, rule=old.rule, place=old.place, kind=old.kind)

    def _read(self, *, new: DecisionEntry | None = None) -> None:
        """Read the decisions as they are now: somebody else may write to the file, too."""
        decided = Decided.load([self.subject], may_lack=True)
        self._entries = decided.entries_for(self.subject, self._comments)
        if new:
            self._own |= {entry for entry in self._entries if _same(entry, new)}
        # What follows the block that was changed has another line now.
        self._own = {entry for entry in self._entries if any(_same(entry, own) for own in self._own)}
        document, _ = decided.apply(self._plain, self._comments, self.subject, as_of=self._run.as_of)
        self.document: DocumentReport = recount(document)
        self.verdicts: tuple[Requirement | Finding, ...] = document.verdicts

    def _rank(self, number: int) -> tuple[int, int]:
        about = self.verdicts[number]
        if not about.applies:
            return 4, 0
        if isinstance(about, Finding):
            return 2, ("high", "medium", "low").index(about.severity)
        return ("missing", "legacy", "", "covered").index(about.status), 0

    def _is_meant(self, number: int, selection: Selection) -> bool:
        about = self.verdicts[number]
        if selection == "unreviewed":
            return not self.is_seen(number)
        if isinstance(about, Finding):
            return selection == "findings"
        return about.status in {"gaps": ("missing", "legacy"), "legacy": ("legacy",), "covered": ("covered",)}.get(
            selection, ()
        )


def _same(one: DecisionEntry, other: DecisionEntry) -> bool:
    """Whether two decisions say the same, wherever they are written."""
    return replace(one, place="", origin="file") == replace(other, place="", origin="file")
