"""What is wrong in a configuration, said for people. Imported only when something is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, get_args

import msgspec

from policylint.choices import FAIL_LEVELS, OCR_ENGINES, OUTPUT_FORMATS
from policylint.config.model import LIMIT_NAMES, ConfigurationTable, LimitsTable, OverrideTable, RuleTable, SetTable
from policylint.config.settings import option_name
from policylint.errors import UserMistake, did_you_mean
from policylint.model.report import Severity
from policylint.toml import Place

_PATH: Final = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_MESSAGE: Final = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?", re.DOTALL)
_NAMED: Final = re.compile(r"Object (?P<how>contains unknown|missing required) field `(?P<key>.*)`", re.DOTALL)

_PATTERNS: Final = 'a list of patterns, such as ["drafts/", "*.txt"]'
_YES_NO: Final = "true or false"
_TABLES: Final[Mapping[str, type[msgspec.Struct]]] = {
    "override": OverrideTable,
    "set": SetTable,
    "limits": LimitsTable,
}
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "fail-on": FAIL_LEVELS,
    "severity": get_args(Severity),
    "output-format": OUTPUT_FORMATS,
    "ocr": OCR_ENGINES,
}
_SIZE: Final = 'a number of bytes, or a size such as "500 MB" or "2 GiB"'
_COUNT: Final = "a whole number, more than 0"
_SECONDS: Final = "a number of seconds, more than 0 and at most 86400"
_WANTED: Final = {
    "packs": 'a list of names, such as ["social-media"]',
    "profile": 'a name in quotes, such as "government"',
    "include": _PATTERNS,
    "exclude": _PATTERNS,
    "files": _PATTERNS,
    "force-exclude": _YES_NO,
    "respect-gitignore": _YES_NO,
    "min-coverage": "a number from 0 to 100",
    "any-kind": _YES_NO,
    "references": _YES_NO,
    "applies": _YES_NO,
    "decisions": "the name of a file, in quotes",
    "baseline": "the name of a file, in quotes",
    "cache": _YES_NO,
    "cache-dir": "the name of a folder, in quotes",
    "timeout": _SECONDS,
    "ocr-languages": 'a list of languages as tesseract names them, such as ["eng", "spa"]',
    "ocr-confidence": "a number from 0 to 1",
    "limits": "a table headed [limits]",
    "cpu-seconds": "a whole number of seconds, more than 0 and at most 86400",
    "ocr-seconds": _SECONDS,
    "ratio": "a number, at least 1",
    **dict.fromkeys(("pages", "ocr-pages", "pixels", "members", "characters"), _COUNT),
    **dict.fromkeys(("memory-bytes", "file-bytes", "stream-bytes", "unpacked-bytes"), _SIZE),
    "as-of": "a date, such as 2026-11-27",
    "rules": 'tables headed by the id of a rule, such as [rules."legal.records"]',
    "override": "tables headed [[override]]",
    "set": "tables headed [[set]]",
    "name": "a name in quotes",
    "lead": "a file, or a list of files, in quotes",
    "members": 'a list of files, such as ["records.pdf", "conduct/*.md"]',
}
_OF_OPTIONS: Final = {
    "packs": "the name or the folder of a pack",
    "profile": "the name or the file of a profile",
    "ocr-languages": "a language as tesseract names it, such as eng or spa",
    "limits": "NAME=VALUE, such as pages=500 or file-bytes=500MB",
}
"""What an option takes, where that is otherwise than in a file."""


def mistake_about(
    error: msgspec.ValidationError, table: Mapping[str, object], where: Callable[[Place], str]
) -> UserMistake:
    """The user's mistake behind `error`, which `table` gave; `where` tells the place of a value for people."""
    match = _MESSAGE.fullmatch(str(error))
    what, path = (match["what"], match["path"] or "") if match else (str(error), "")
    place = _place(path, table)
    named = _NAMED.fullmatch(what)
    if named is None:
        return _wrong_value(place, table, where)
    if named["how"] == "contains unknown":
        return _unknown_key(place, named["key"], table, where)
    return UserMistake("M405", place=where(place), header=_header(place), key=named["key"])


def mistake_about_option(error: msgspec.ValidationError, options: Mapping[str, object]) -> UserMistake:
    """The user's mistake behind `error`, which values of the command line gave (key -> value)."""
    match = _MESSAGE.fullmatch(str(error))
    place = _place(match["path"] or "", options) if match else ()
    if not place:
        return mistake_about(error, options, lambda _: "options")
    key = str(place[0])
    if key == "limits":
        return _wrong_limit(match[0] if match else "", place, options)
    takes = _OF_OPTIONS.get(key) or _taken(key).replace(", in quotes", "").replace(" in quotes", "")
    return UserMistake("M301", problem=f"{option_name(key)} takes {takes}; {_misfit(key, _value(place, options))}")


def _wrong_limit(message: str, place: Place, options: Mapping[str, object]) -> UserMistake:
    """The mistake in what --limit gives: a name that there is not, or a value that cannot be."""
    named = _NAMED.match(message)
    if named and (unknown := re.search(r"field `(.*?)`", message)):
        name = unknown[1]
        return UserMistake("M301", problem=f"--limit knows no limit {name!r}{_other_limit(name, '--timeout')}")
    if len(place) == 1:
        return UserMistake("M301", problem=f"--limit takes {_OF_OPTIONS['limits']}.")
    name, value = str(place[1]), _value(place, options)
    takes = _taken(name).replace('"', "")
    return UserMistake("M301", problem=f"--limit {name} takes {takes}; {_misfit(name, value)}")


def _other_limit(name: str, timeout: str) -> str:
    """How the message about a limit that there is not ends."""
    plain = name.replace("_", "-").lower()
    if plain in ("timeout", "seconds"):
        return f"; that is {timeout}."
    return did_you_mean(plain, LIMIT_NAMES, otherwise=f"; the limits are {', '.join(LIMIT_NAMES)}.")


def _place(path: str, table: Mapping[str, object]) -> Place:
    """The way to the value; where it leads through the ids of rules, the first whose table is wrong."""
    place: list[str | int] = []
    for key, index in _PATH.findall(path):
        if index == "...":
            place.append(_wrong_rule(_value(tuple(place), table)))
        else:
            place.append(int(index) if index else key)
    return tuple(place)


def _wrong_rule(rules: object) -> str:
    assert isinstance(rules, Mapping)
    for identifier, rule in rules.items():
        try:
            msgspec.convert(rule, RuleTable)
        except msgspec.ValidationError:
            return str(identifier)
    raise AssertionError("one of the rules is wrong")


def _value(place: Place, table: Mapping[str, object]) -> object:
    value: object = table
    for step in place:
        value = value[step] if isinstance(value, Mapping) else _items(value)[int(step)]
    return value


def _items(value: object) -> Sequence[object]:
    assert isinstance(value, Sequence)
    return value


def _unknown_key(place: Place, key: str, table: Mapping[str, object], where: Callable[[Place], str]) -> UserMistake:
    if place[-2:-1] == ("rules",) and isinstance(_value((*place, key), table), Mapping):
        hint = f'; an id of a rule stands in quotes: [rules."{place[-1]}.{key}"].'
    elif place == ("limits",):
        hint = _other_limit(key, "the key 'timeout' above the tables")
    else:
        known = _keys(place)
        lists = f"; the keys are {', '.join(known)}." if place else "; 'policylint config show' lists those there are."
        hint = did_you_mean(key.replace("_", "-").lower(), known, otherwise=lists)
    inside = f" in {_header(place)}" if place else ""
    return UserMistake("M403", place=where((*place, key)), key=key, inside=inside, hint=hint)


def _keys(place: Place) -> tuple[str, ...]:
    struct: type[msgspec.Struct] = ConfigurationTable
    if place[-2:-1] == ("rules",):
        struct = RuleTable
    elif place:
        struct = _TABLES[str(place[0])]
    return struct.__struct_encode_fields__


def _header(place: Place) -> str:
    if place[-2:-1] == ("rules",):
        return f'[rules."{place[-1]}"]'
    return f"[{place[0]}]" if place[0] == "limits" else f"[[{place[0]}]]"


def _wrong_value(place: Place, table: Mapping[str, object], where: Callable[[Place], str]) -> UserMistake:
    key = next((step for step in reversed(place) if isinstance(step, str)), "")
    value = _value(place, table)
    takes = "a table with severity, applies or both" if place[-2:-1] == ("rules",) else _taken(key)
    return UserMistake("M404", place=where(place), problem=f"{key!r} takes {takes}; {_misfit(key, value)}")


def _taken(key: str) -> str:
    if key not in _CHOICES:
        return _WANTED[key]
    *most, last = (f'"{choice}"' for choice in _CHOICES[key])
    return f"{', '.join(most)} or {last}"


def _misfit(key: str, value: object) -> str:
    return f"{_shown(value)} does not fit{did_you_mean(str(value).lower(), _CHOICES.get(key, ()))}"


def _shown(value: object) -> str:
    """A value about as TOML writes it, if it is short."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else "such a long text"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, Sequence):
        return "a list" if value else "an empty list"
    return f"{value:g}" if isinstance(value, float) else str(value)
