"""Reading decisions: from a decisions file, and from the comments of a Markdown document."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

from policylint.decisions.entry import DecisionEntry, WrittenComment, WrittenDecision, first_problem
from policylint.decisions.form import Place, unknown_key, unknown_rule_hint, written_as
from policylint.decisions.locate import header_lines, lines_of
from policylint.errors import UserMistake
from policylint.model.report import Elsewhere
from policylint.model.text import Comment

_TABLE: Final = "decision"
_POSITION: Final = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_LINE_BREAK: Final = re.compile(r"[ \t\r]*\n[ \t]*")


def load_decisions(
    path: Path, *, shown: str | None = None, base: str = "", known_rules: Callable[[], Collection[str]]
) -> tuple[DecisionEntry, ...]:
    """Read a decisions file.

    Args:
        path: The file.
        shown: What to call it in messages and places; the path as given if nothing is said.
        base: The folder of the file relative to the root of the run ("" where it is the root). Documents are named
            relative to the file there, and relative to the root in the entries.
        known_rules: The ids of all rules; called only where there is a decision.

    Returns:
        The decisions in the order of the file. Whether they agree with each other is for `require_agreement` to say.

    Raises:
        UserMistake: M001 and M003 for a file that is not there or cannot be read, M430 where it is not TOML, M431 to
            M435 for a decision that is not sound. The message names file and line.
    """
    shown = path.as_posix() if shown is None else shown
    return parse_decisions(_read(path, shown), shown=shown, base=base, known_rules=known_rules)


def parse_decisions(
    text: str, *, shown: str, base: str, known_rules: Callable[[], Collection[str]] | None
) -> tuple[DecisionEntry, ...]:
    """The decisions in the text of a decisions file; see `load_decisions`. Without `known_rules` any rule will do."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        problem, line = _parser_words(error, text)
        raise UserMistake("M430", place=f"{shown}:{line}", problem=problem) from None
    for key in data:
        if key != _TABLE:
            raise unknown_key(f"{shown}:{lines_of(text).get((key,), 1)}", key, (_TABLE,))
    written = data.get(_TABLE, [])
    if not isinstance(written, list) or not all(isinstance(item, dict) for item in written):
        place = f"{shown}:{lines_of(text).get((_TABLE,), 1)}"
        raise UserMistake("M433", place=place, key=_TABLE, expected="written in two brackets: [[decision]].")
    known = known_rules() if written and known_rules else None
    places = _places(text, shown, len(written))
    return tuple(_entry_in_file(item, base, known, place) for item, place in zip(written, places, strict=True))


def parse_comments(
    comments: Sequence[Comment], *, document: str, shown: str, known_rules: Callable[[], Collection[str]]
) -> tuple[DecisionEntry, ...]:
    """Read the decisions in the comments of a Markdown document.

    Args:
        comments: Its comments that are addressed to policylint.
        document: The document, relative to the root of the run. A document that a comment names in `settled-by` is
            named relative to the folder of this one, as a link is.
        shown: What to call the document in messages and places.
        known_rules: The ids of all rules; called only where there is a comment.

    Raises:
        UserMistake: M436 for a comment that cannot be understood, M431 to M435 for a decision that is not sound. The
            message names file and line.
    """
    known = known_rules() if comments else ()
    return tuple(_entry_in_comment(comment, document, shown, known) for comment in comments)


def require_agreement(entries: Iterable[DecisionEntry]) -> None:
    """See that no gap or finding was decided twice, in one file or in a file and a comment.

    Raises:
        UserMistake: M437 where two decisions about the same words disagree, M438 where one is given twice.
    """
    seen: dict[tuple[str, str, str], DecisionEntry] = {}
    for entry in entries:
        first = seen.setdefault((entry.document, entry.rule, entry.fingerprint), entry)
        if first is not entry:
            code = "M438" if first.kind == entry.kind else "M437"
            raise UserMistake(
                code,
                place=entry.place,
                other=first.place,
                rule=entry.rule,
                document=entry.document,
                kind=entry.kind,
                other_kind=first.kind,
            )


def _read(path: Path, shown: str) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UserMistake("M001", path=shown) from None
    except OSError as error:
        raise UserMistake("M003", path=shown, reason=(error.strerror or "error").lower()) from None
    return decoded(data, shown)


def decoded(data: bytes, shown: str) -> str:
    """The text of a decisions file, without its byte order mark. Raises `UserMistake` M430 where it is not UTF-8."""
    try:
        return data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserMistake("M430", place=f"{shown}:{line}", problem="it is not in UTF-8") from None


def _parser_words(error: Exception, text: str) -> tuple[str, int]:
    """What the parser says, and the line of which it says so."""
    words = str(error)
    position = _POSITION.search(words)
    if position is None:
        return words, 1
    line = int(position[1]) if position[1] else text.rstrip("\n").count("\n") + 1
    said = words[: position.start()]
    return said[:1].lower() + said[1:], line


def _places(text: str, shown: str, count: int) -> Iterator[Place]:
    """For each decision of a file, where its keys are written."""
    every = cache(lambda: lines_of(text))  # asked for a key only where there is a mistake
    headers = header_lines(text)
    if len(headers) != count:  # written as one array
        headers = [every().get((_TABLE, number), 1) for number in range(count)]

    def place_in(number: int) -> Place:
        def place(key: str) -> str:
            path: tuple[str | int, ...] = (_TABLE, number, *key.split(".")) if key else ()
            while len(path) > 2 and path not in every():
                path = path[:-1]
            return f"{shown}:{every()[path] if len(path) > 2 else headers[number]}"

        return place

    return map(place_in, range(count))


def _entry_in_file(item: Mapping[str, object], base: str, known: Collection[str] | None, place: Place) -> DecisionEntry:
    written = written_as(item, WrittenDecision, place)
    document = _path(written.document, base, "document", place)
    return _entry(written, document, base, known, place, "file")


def _entry_in_comment(comment: Comment, document: str, shown: str, known: Collection[str]) -> DecisionEntry:
    start = f"{shown}:{comment.line}"
    try:
        # Line ends may stand anywhere in a comment, but nowhere in an inline table.
        folded = _LINE_BREAK.sub(" ", comment.text).strip().removesuffix(",")
        item = tomllib.loads(f"decision = {{{folded}}}")
        lines = lines_of(f"decision = {{{comment.text}}}")
    except (ValueError, RecursionError) as error:
        problem, _ = _parser_words(error, "")
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
    problem = first_problem(
        kind=written.kind,
        reason=written.reason,
        owner=written.owner,
        date=written.date,
        expires=written.expires,
        settled_by=written.settled_by is not None,
    )
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
