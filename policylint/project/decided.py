"""The decisions of a run: loaded from their files and from comments, and laid upon the documents they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from policylint.decisions import DecisionEntry, apply_decisions, load_decisions, parse_comments, require_agreement
from policylint.door.limits import Limits
from policylint.errors import UserMistake
from policylint.examine import Request, examine_inputs
from policylint.model.report import DecisionUse, DocumentReport, Elsewhere
from policylint.model.text import Comment
from policylint.packs.files import pack_folder, rule_ids
from policylint.project.subject import Subject
from policylint.sources import file_input


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions of every decisions file that bears on a run."""

    files: Mapping[Path, tuple[DecisionEntry, ...]]

    @classmethod
    def load(cls, subjects: Sequence[Subject]) -> Decided:
        """Read the decisions files of the documents' configurations.

        Raises:
            UserMistake: A decision that is malformed or disagrees with another; a file that was named and is not there.
        """
        files: dict[Path, tuple[DecisionEntry, ...]] = {}
        for subject in subjects:
            path = subject.settings.decisions
            if path not in files:
                files[path] = _load(subject)
        return cls(files)

    def apply(
        self, document: DocumentReport, comments: Sequence[Comment], subject: Subject, *, as_of: date
    ) -> tuple[DocumentReport, tuple[DecisionUse, ...]]:
        """The report with what was decided about it, and what came of each of its decisions.

        `comments` are those of the document that are addressed to policylint.
        """
        path = subject.settings.decisions
        if not self.files[path] and not comments:
            return document, ()
        own = subject.name_from(path.parent)
        said = parse_comments(comments, document=own, shown=document.source.name, known_rules=lambda: _known(subject))
        entries = (*(entry for entry in self.files[path] if entry.document == own), *said)
        if not entries or document.verdict == "unreadable":
            return document, ()
        require_agreement(entries)

        def is_there(elsewhere: Elsewhere) -> bool:
            return _is_there(path.parent / elsewhere.document, elsewhere.section, subject.settings.packs)

        return apply_decisions(document, entries, as_of=as_of, is_there=is_there)


def _load(subject: Subject) -> tuple[DecisionEntry, ...]:
    path = subject.settings.decisions_file()
    return load_decisions(path, known_rules=lambda: _known(subject)) if path else ()


def _known(subject: Subject) -> frozenset[str]:
    return frozenset(rule for pack in subject.settings.packs for rule in rule_ids(pack_folder(pack)))


def forget_sections() -> None:
    """Look up sections of other documents anew next time."""
    _is_there.cache_clear()


@lru_cache(maxsize=256)
def _is_there(path: Path, section: str, packs: tuple[str | Path, ...]) -> bool:
    """Whether a document is there and, where a section is named, has a heading of that name."""
    if not path.is_file():
        return False
    if not section:
        return True
    request = Request(file_input(path.as_posix()), packs, any_kind=True)
    try:
        (found,) = examine_inputs([request], as_of=date.today(), limits=Limits())
    except UserMistake:
        return False
    wanted = _folded(section)
    headings = (heading for path in (found.text.sections if found else ()) for heading in path)
    return any(
        wanted in (folded, folded.partition(" ")[2], folded.partition(" ")[0]) for folded in map(_folded, headings)
    )


def _folded(heading: str) -> str:
    return " ".join(heading.casefold().replace("\u00a0", " ").split()).rstrip(".:")
