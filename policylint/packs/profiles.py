"""Profiles: which requirements apply to a sort of organisation, and how much each gap and finding weighs there.

Read with msgspec, not with the models of the packs: a cached run must have its profile without loading those.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec
from msgspec import Struct

from policylint.errors import UserMistake, did_you_mean, reason_of
from policylint.model.report import Severity
from policylint.packs.files import shown
from policylint.packs.parsing import BrokenYaml, parse_yaml

if TYPE_CHECKING:
    from yaml import Node

FOLDER: Final = "profiles"
"""The folder of a pack in which its profiles lie, one file each."""

_DEPTH: Final = 3
_SUFFIXES: Final = frozenset({".yml", ".yaml"})
_TYPES: Final = {"bool": "true or false", "str": "text", "object": "a mapping of names to values", "array": "a list"}


@dataclass(frozen=True, slots=True)
class ProfileRule:
    """What a profile changes about one rule, and why; None leaves what the rule itself says."""

    applies: bool | None
    severity: Severity | None
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a sort of organisation is asked for. A rule that is not in `rules` applies with its own severity."""

    id: str
    title: str
    about: str
    rules: Mapping[str, ProfileRule]


class _Written(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The head of a profile's file; its rules are read one by one, so that a mistake can name its line."""

    id: str
    title: str
    about: str
    rules: dict[str, object]


class _WrittenRule(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """One rule of a profile, as it is written."""

    applies: bool | None = None
    severity: Severity | None = None
    why: str
    source: str = ""


_Struct = TypeVar("_Struct", _Written, _WrittenRule)


def known_profiles(folder: Path) -> tuple[str, ...]:
    """Names of the profiles that come with the pack in `folder`, sorted."""
    return tuple(sorted(path.stem for path in (folder / FOLDER).glob("*.yml")))


def load_profile(name_or_file: str | Path, *, folder: Path, known_rules: Collection[str] | None = None) -> Profile:
    """Read a profile that comes with the pack in `folder`, by name, or one of somebody's own, from its file.

    What is a `Path`, ends in `.yml` or `.yaml` or has a folder in it is a file, as it can be opened from here; all
    else is a name. The ids of rules are compared with `known_rules`, where that is given.

    Raises:
        UserMistake: M451 for a name that the pack does not have, M452 for a file that is not there, M003 for one that
            cannot be read, M450 with file and line for the first thing that is wrong in it.
    """
    if _is_file(name_or_file):
        path, name = Path(name_or_file), None
        if not path.is_file():
            raise UserMistake("M452", path=path.as_posix())
    else:
        name = str(name_or_file)
        path = folder / FOLDER / f"{name}.yml"
        known = known_profiles(folder)
        if name not in known:
            raise UserMistake("M451", name=name, hint=did_you_mean(name, known), known=", ".join(known) or "none")
    return _read(path, name, known_rules)


def _is_file(name_or_file: str | Path) -> bool:
    path = Path(name_or_file)
    return isinstance(name_or_file, Path) or path.suffix.lower() in _SUFFIXES or len(path.parts) > 1


def _read(path: Path, name: str | None, known_rules: Collection[str] | None) -> Profile:
    data, node = _parse(path)
    written = _converted(_Written, data, path, node, ())
    for field in ("id", "title", "about"):
        if not getattr(written, field).strip():
            raise _mistake(path, node, (field,), f"{field}: expected some words")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", written.id):
        raise _mistake(path, node, ("id",), f"id: {written.id!r} must be small letters, digits and hyphens")
    if name is not None and written.id != name:
        raise _mistake(path, node, ("id",), f"the id {written.id!r} does not fit the file's name, {path.name}")
    rules: dict[str, ProfileRule] = {}
    for rule, entry in written.rules.items():
        if known_rules is not None and rule not in known_rules:
            problem = f"there is no rule {rule!r}{did_you_mean(rule, known_rules, otherwise='')}"
            raise _mistake(path, node, ("rules", rule), problem)
        rules[rule] = _rule(_converted(_WrittenRule, entry, path, node, ("rules", rule)), path, node, rule)
    return Profile(id=written.id, title=written.title.strip(), about=written.about.strip(), rules=rules)


def _rule(entry: _WrittenRule, path: Path, node: Node, rule: str) -> ProfileRule:
    place = ("rules", rule)
    if not entry.why.strip():
        raise _mistake(path, node, (*place, "why"), f"{rule}: why: say why this profile differs from the rule")
    if entry.applies is None and entry.severity is None:
        raise _mistake(path, node, place, f"{rule}: nothing is changed; give 'severity' or 'applies', or leave it out")
    if entry.applies is False and entry.severity is not None:
        problem = f"{rule}: a rule that does not apply has no severity; leave one of the two out"
        raise _mistake(path, node, (*place, "severity"), problem)
    return ProfileRule(
        applies=entry.applies, severity=entry.severity, why=entry.why.strip(), source=entry.source.strip()
    )


def _parse(path: Path) -> tuple[object, Node]:
    """The data in a YAML file, and the nodes that know on which line each piece of it stands."""
    try:
        data, node = parse_yaml(path.read_bytes())
    except OSError as error:
        raise UserMistake("M003", path=shown(path), reason=reason_of(error)) from None
    except BrokenYaml as error:
        raise _mistake_on(path, error.line, error.problem or "not valid YAML") from None
    if node is None:
        raise _mistake_on(path, 1, "the file is empty")
    _require_single_keys(path, node)
    return data, node


def _require_single_keys(path: Path, node: Node) -> None:
    """YAML lets the last of two equal keys win in silence; here the second one is a mistake."""
    for mapping in _mappings(node):
        seen: dict[str, int] = {}
        for key, _ in mapping:
            name, line = str(key.value), key.start_mark.line + 1
            if name in seen:
                raise _mistake_on(path, line, f"{name!r} is given twice, first on line {seen[name]}")
            seen[name] = line


def _mappings(node: Node, depth: int = _DEPTH) -> Iterator[list[tuple[Node, Node]]]:
    """The pairs of `node` and of the mappings in it, no deeper than a profile goes: aliases can make circles."""
    import yaml

    if depth and isinstance(node, yaml.MappingNode):
        yield node.value
        for _, value in node.value:
            yield from _mappings(value, depth - 1)


def _converted(model: type[_Struct], data: object, path: Path, node: Node, place: tuple[str, ...]) -> _Struct:
    try:
        return msgspec.convert(data, model)
    except msgspec.ValidationError as error:
        said = str(error)
    label = f"{place[-1]}: " if place else ""
    if unknown := re.search(r"unknown field `(.*)`", said):
        fields = model.__struct_encode_fields__
        hint = did_you_mean(unknown[1], fields, otherwise=f"; known keys: {', '.join(fields)}")
        raise _mistake(path, node, (*place, unknown[1]), f"{label}there is no key {unknown[1]!r}{hint}")
    if lacking := re.search(r"required field `(.*)`", said):
        raise _mistake(path, node, place, f"{label}the key {lacking[1]!r} is missing")
    field = next(iter(re.findall(r"`\$\.(\w+)", said)), "")
    where = (*place, field) if field else place
    label += f"{field}: " if field else ""
    if field == "severity":
        raise _mistake(path, node, where, f"{label}expected high, medium or low")
    if "`key`" in said:
        raise _mistake(path, node, where, f"{label}every name under it must be text")
    expected = next(iter(re.findall(r"Expected `(\w+)", said)), "")
    raise _mistake(path, node, where, f"{label}expected {_TYPES.get(expected, expected)}")


def _mistake(path: Path, node: Node, place: tuple[str, ...], problem: str) -> UserMistake:
    return _mistake_on(path, _line(node, place), problem)


def _mistake_on(path: Path, line: int, problem: str) -> UserMistake:
    stop = "" if problem.endswith("?") else "."
    return UserMistake("M450", path=shown(path), line=line, problem=problem + stop)


def _line(node: Node, place: tuple[str, ...]) -> int:
    """The line (from 1) of the key at `place`, or of the nearest one above it that is written."""
    line = 1
    for part in place:
        pairs = next(_mappings(node), [])
        found = next(((key, value) for key, value in pairs if key.value == part), None)
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line
