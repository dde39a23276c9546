"""Reading decisions: from a decisions file, and from the comments of a Markdown document."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from policylint.decisions.entry import DecisionEntry, WrittenComment, WrittenDecision, first_problem
from policylint.decisions.form import Place, unknown_key, unknown_rule_hint, written_as
from policylint.errors import UserMistake
from policylint.model.report import Elsewhere
from policylint.model.text import Comment
from policylint.toml import TomlFile, lines_of_keys, parser_words, read_toml

_TABLE: Final = "decision"
_LINE_BREAK: Final = re.compile(r"[ \t\r]*\n[ \t]*")


def load_decisions(path: Path, *, known_rules: Callable[[], Collection[str]]) -> tuple[DecisionEntry, ...]:
    """Read a decisions file.

    Args:
        path: The file.
        known_rules: The ids of all rules; called only where there is a decision.

    Returns:
        The decisions in the order of the file. Whether they agree with each other is for `require_agreement` to say.

    Raises:
        UserMistake: M001 and M003 for a file that is not there or cannot be read, M402 where it is not TOML, M431 to
            M435 for a decision that is not sound. The message names file and line.
    """
    return decisions_in(read_toml(path), known_rules=known_rules)


def decisions_in(
    file: TomlFile, *, known_rules: Callable[[], Collection[str]] | None = None
) -> tuple[DecisionEntry, ...]:
    """The decisions in a decisions file; see `load_decisions`. Without `known_rules` any rule will do."""
    for key in file.data:
        if key != _TABLE:
            raise unknown_key(file.where((key,)), key, (_TABLE,))
    written = file.data.get(_TABLE, [])
    if not isinstance(written, list) or not all(isinstance(item, dict) for item in written):
        expected = "written in two brackets: [[decision]]."
        raise UserMistake("M433", place=file.where((_TABLE,)), key=_TABLE, expected=expected)
    known = known_rules() if written and known_rules else None
    places = _places(file, len(written))
    return tuple(_entry_in_file(item, known, place) for item, place in zip(written, places, strict=True))


def parse_comments(
    comments: Sequence[Comment], *, document: str, shown: str, known_rules: Callable[[], Collection[str]]
) -> tuple[DecisionEntry, ...]:
    """Read the decisions in the comments of a Markdown document.

    Args:
        comments: Its comments that are addressed to policylint.
        document: The document, relative to the folder of the decisions file. A document that a comment names in
            `settled-by` is named relative to the folder of this one, as a link is.
        shown: What to call the document in messages and places.
        known_rules: The ids of all rules; called only where there is a comment.

    Raises:
        UserMistake: M436 for a comment that cannot be understood, M431 to M435 for a decision that is not sound. The
            message names file and line.
    """
    known = known_rules() if comments else ()
    return tuple(_entry_in_comment(comment, document, shown, known) for comment in comments)


def require_agreement(entries: Iterable[DecisionEntry]) -> None:
    """See that no gap or finding was decided twice, and no verdict reviewed twice, in one file or in a file and a
    comment. A review may stand beside a decision.

    Raises:
        UserMistake: M437 where two decisions about the same words disagree, M438 where one is given twice.
    """
    seen: dict[tuple[str, str, str, bool], DecisionEntry] = {}
    for entry in entries:
        first = seen.setdefault((entry.document, entry.rule, entry.fingerprint, entry.is_review), entry)
        if first is entry:
            continue
        if not first.agrees_with(entry):
            raise disagreement(first, entry)
        raise UserMistake("M438", place=entry.place, other=first.place, rule=entry.rule, document=entry.document)


def disagreement(first: DecisionEntry, second: DecisionEntry) -> UserMistake:
    """The mistake of two decisions about one thing that do not go together."""
    return UserMistake(
        "M437",
        place=second.place,
        other=first.place,
        rule=second.rule,
        document=second.document,
        kind=_said(second),
        other_kind=_said(first),
    )


def _said(entry: DecisionEntry) -> str:
    return f"correct to {entry.status}" if entry.kind == "correct" else entry.kind


def _places(file: TomlFile, count: int) -> Iterator[Place]:
    """For each decision of a file, where its keys are written."""
    headers = file.headers
    if len(headers) != count:  # written as one array
        headers = [file.lines.get((_TABLE, number), 1) for number in range(count)]

    def place_in(number: int) -> Place:
        def place(key: str) -> str:
            path: tuple[str | int, ...] = (_TABLE, number, *key.split(".")) if key else ()
            # All lines are found only where there is a mistake: it takes longer.
            while len(path) > 2 and path not in file.lines:
                path = path[:-1]
            return file.where(path) if len(path) > 2 else f"{file.shown}:{headers[number]}"

        return place

    return map(place_in, range(count))


def _entry_in_file(item: Mapping[str, object], known: Collection[str] | None, place: Place) -> DecisionEntry:
    written = written_as(item, WrittenDecision, place)
    return _entry(written, _path(written.document, "", "document", place), "", known, place, "file")


def _entry_in_comment(comment: Comment, document: str, shown: str, known: Collection[str]) -> DecisionEntry:
    start = f"{shown}:{comment.line}"
    # Line ends may stand anywhere in a comment, but nowhere in an inline table.
    folded = _LINE_BREAK.sub(" ", comment.text).strip().removesuffix(",")
    try:
        item = tomllib.loads(f"decision = {{{folded}}}")
        lines = lines_of_keys(f"decision = {{{comment.text}}}")
    except (ValueError, RecursionError) as error:
        problem, _ = parser_words(error, folded)
        raise UserMistake("M436", place=start, problem=problem) from None
    if len(item) != 1 or not item[_TABLE]:
        raise UserMistake("M436", place=start, problem="there are no keys in it")

    def place(key: str) -> str:
        line = lines.get((_TABLE, *key.split(".")), 1) if key else 1
        return f"{shown}:{comment.line + line - 1}"

    if "document" in item[_TABLE]:
        problem = "a comment is about the document in which it stands; leave 'document' out"
        raise UserMistake("M436", place=place("document"), problem=problem)
    written = written_as(item[_TABLE], WrittenComment, place)
    return _entry(written, document, posixpath.dirname(document), known, place, "comment")


def _entry(
    written: WrittenComment,
    document: str,
    base: str,
    known: Collection[str] | None,
    place: Place,
    origin: Literal["file", "comment"],
) -> DecisionEntry:
    problem = first_problem(written)
    if problem:
        raise UserMistake("M434", place=place(problem[0]), key=problem[0], problem=problem[1])
    if known is not None and written.rule not in known:
        raise UserMistake("M435", place=place("rule"), name=written.rule, hint=unknown_rule_hint(written.rule, known))
    elsewhere = written.settled_by
    return DecisionEntry(
        document=document,
        rule=written.rule,
        kind=written.kind,
        reason=written.reason,
        owner=written.owner,
        date=written.date,
        fingerprint=written.fingerprint,
        expires=written.expires,
        clause=written.clause,
        settled_by=Elsewhere(
            document=_path(elsewhere.document, base, "settled-by.document", place), section=elsewhere.section
        )
        if elsewhere
        else None,
        status=written.status,
        place=place(""),
        origin=origin,
    )


def _path(written: str, base: str, key: str, place: Place) -> str:
    if not written.strip():
        raise UserMistake("M434", place=place(key), key=key, problem="is empty; name a document")
    if "\\" in written or posixpath.isabs(written) or re.match(r"[A-Za-z]:", written):
        problem = f"is {written!r}; write a relative path with forward slashes"
        raise UserMistake("M434", place=place(key), key=key, problem=problem)
    return posixpath.normpath(posixpath.join(base, written))
