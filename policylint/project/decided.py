"""The decisions of a run: loaded from their files and from comments, and laid upon the documents they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from policylint.errors import UserMistake
from policylint.examine import Request, examine_inputs
from policylint.model.report import DecisionUse, DocumentReport, Elsewhere
from policylint.model.text import Comment
from policylint.packs.files import rules_of
from policylint.project.caches import caches_of
from policylint.project.subject import Subject
from policylint.sources import file_input

if TYPE_CHECKING:
    from policylint.decisions import DecisionEntry  # what it takes to read one is loaded where there is one


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions of every decisions file that bears on a run."""

    files: Mapping[Path, tuple[DecisionEntry, ...]]

    @classmethod
    def load(cls, subjects: Sequence[Subject], *, may_lack: bool = False) -> Decided:
        """Read the decisions files of the documents' configurations.

        With `may_lack`, a file that was named need not be there yet.

        Raises:
            UserMistake: A decision that is malformed; a file that was named and is not there.
        """
        files: dict[Path, tuple[DecisionEntry, ...]] = {}
        for subject in subjects:
            path = subject.settings.decisions
            if path not in files:
                files[path] = _load(subject, may_lack=may_lack)
        return cls(files)

    def entries_for(self, subject: Subject, comments: Sequence[Comment]) -> tuple[DecisionEntry, ...]:
        """The decisions about a document: those of the file, and after them those of its comments to policylint.

        Raises:
            UserMistake: A comment that is malformed.
        """
        path = subject.settings.decisions
        if not self.files[path] and not comments:
            return ()
        from policylint.decisions import parse_comments

        own, *others = subject.names_from(path.parent)
        packs = subject.settings.packs
        said = parse_comments(comments, document=own, shown=subject.input.name, known_rules=lambda: rules_of(packs))
        return (*(entry for entry in self.files[path] if entry.document in (own, *others)), *said)

    def without_document(self, subjects: Sequence[Subject]) -> tuple[DecisionUse, ...]:
        """What comes of the decisions about documents that are not there, sorted by the name of the document.

        What is in `subjects` is there, even if it is no file. Of documents that are there, and not in them, nothing is
        said.
        """
        uses: list[DecisionUse] = []
        for path, entries in self.files.items():
            if not entries:
                continue
            here = [subject for subject in subjects if subject.settings.decisions == path]
            own = {name for subject in here for name in subject.names_from(path.parent)}
            absent = {name for name in {entry.document for entry in entries} - own if not (path.parent / name).exists()}
            uses.extend(_unused(entry) for entry in entries if entry.document in absent)
        return tuple(sorted(uses, key=lambda use: use.document))

    def apply(
        self, document: DocumentReport, comments: Sequence[Comment], subject: Subject, *, as_of: date
    ) -> tuple[DocumentReport, tuple[DecisionUse, ...]]:
        """The report with what was decided about it, and what came of each of its decisions.

        `comments` are those of the document that are addressed to policylint.

        Raises:
            UserMistake: A comment that is malformed; a decision that disagrees with another or is given twice.
        """
        entries = self.entries_for(subject, comments)
        if not entries or document.verdict == "unreadable":
            return document, ()
        from policylint.decisions import apply_decisions, require_agreement

        require_agreement(entries)
        folder = subject.settings.decisions.parent

        def is_there(elsewhere: Elsewhere) -> bool:
            return _is_there(folder / elsewhere.document, elsewhere.section, subject, as_of)

        document, uses = apply_decisions(document, entries, as_of=as_of, is_there=is_there)
        return with_remedies(document, subject.settings.packs), uses


def with_remedies(document: DocumentReport, packs: Sequence[str]) -> DocumentReport:
    """The report with what to do about the gaps that only a person sees: for what is covered it has no remedies."""
    lacking = {r.id for r in document.requirements if r.status == "covered" != r.standing}
    if not lacking:
        return document
    from policylint.packs.load import load_packs

    pack = load_packs(packs)
    rules = {rule.id: rule for rule in pack.rules if rule.id in lacking}
    requirements = tuple(
        replace(item, remedy=rules[item.id].remedy, model_clause=rules[item.id].model_clause)
        if item.id in rules
        else item
        for item in document.requirements
    )
    return replace(document, requirements=requirements)


def _load(subject: Subject, *, may_lack: bool) -> tuple[DecisionEntry, ...]:
    settings = subject.settings
    if may_lack and not settings.decisions.exists():
        return ()
    path = settings.decisions_file()
    if path is None:
        return ()
    from policylint.decisions import load_decisions

    return load_decisions(path, known_rules=lambda: rules_of(settings.packs))


def _unused(entry: DecisionEntry) -> DecisionUse:
    why = f"There is no document {entry.document}; correct the path, or remove the decision."
    return DecisionUse(document=entry.document, rule=entry.rule, state="unused", why=why, decision=entry.as_reported())


def _is_there(path: Path, section: str, subject: Subject, as_of: date) -> bool:
    """Whether a document is there and, where a section is named, has a heading of that name."""
    if not path.is_file():
        return False
    if not section:
        return True
    return has_section(headings_of(path, subject, as_of=as_of), section)


def headings_of(path: Path, subject: Subject, *, as_of: date) -> tuple[str, ...]:
    """The headings of a document, each once, in order; none where it cannot be read.

    It is read with the packs, the limits and the cache that hold for `subject`.
    """
    request = Request(file_input(path.as_posix()), subject.settings.packs, any_kind=True)
    settings = subject.settings
    cache = caches_of([subject])(subject.request)
    try:
        (found,) = examine_inputs(
            [request], as_of=as_of, limits=settings.limits, ocr=settings.recognition, cache_for=lambda _: cache
        )
    except UserMistake:
        return ()
    return tuple(dict.fromkeys(heading for way in (found.text.sections if found else ()) for heading in way))


def has_section(headings: Iterable[str], section: str) -> bool:
    """Whether one of the headings is the section's: in full, or its words or its number alone."""
    wanted = _folded(section)
    return any(
        wanted in (folded, folded.partition(" ")[2], folded.partition(" ")[0]) for folded in map(_folded, headings)
    )


def _folded(heading: str) -> str:
    return " ".join(heading.casefold().replace("\u00a0", " ").split()).rstrip(".:")
