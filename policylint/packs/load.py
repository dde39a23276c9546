"""Loading packs: YAML files to a validated `Pack`, with errors that name the file and the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from policylint.errors import UserMistake, did_you_mean, nearest, reason_of
from policylint.packs.files import (
    DEFAULT_PACK,
    ORDER_FILE,
    PEERS_FILE,
    combined_digest,
    digest_of,
    pack_files,
    pack_folder,
    shared_files,
    shown,
)
from policylint.packs.model import Concept, Element, Pack, PackHead, Rule, concept_names
from policylint.packs.parsing import BrokenYaml, parse_yaml
from policylint.packs.peers import load_peers
from policylint.packs.wording import first_problem

_Model = TypeVar("_Model", bound=BaseModel)

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_Where = dict[str, tuple[Path, Sequence[str | int]]]
"""By what it is called: the file in which something is defined, and the place in it."""

_MIXED: Final = {
    False: "a requirement of the checklist needs a model-clause and what the nearest clause lacks",
    True: "a kind of finding has neither model-clause nor lacks",
}


def load_pack(name_or_folder: str | Path = DEFAULT_PACK) -> Pack:
    """Read and validate a pack by name, or from a folder that holds `pack.yml`.

    Raises `UserMistake` M102 for an unknown name, M106 for a folder that is no pack, and M101, with file and line, for
    the first thing that is wrong in a file.
    """
    folder = pack_folder(name_or_folder)
    files = pack_files(folder)
    shared = frozenset(shared_files(folder))
    head = _validated(PackHead, files[0], _parse(files[0]), ())
    concepts: list[Concept] = []
    rules: list[Rule] = []
    where: _Where = {}
    for path in files[1:]:
        if path in (folder / ORDER_FILE, folder / PEERS_FILE):
            continue
        data = _parse(path)
        if path.parent.name == "concepts":
            entries = data.get("concepts") if isinstance(data, dict) else None
            if not isinstance(entries, list) or len(data) != 1:
                raise _mistake(path, (), "expected one key, 'concepts', with a list under it")
            for position, entry in enumerate(entries):
                concept = _validated(Concept, path, entry, ("concepts", position))
                if path in shared and "concept " + concept.id in where:
                    continue  # the pack has one of its own by that name
                _note_once(where, "concept " + concept.id, path, ("concepts", position))
                concepts.append(concept)
        else:
            rule = _validated(Rule, path, data, ())
            fitting = f"{path.parent.name}.{path.stem}"
            if rule.id != fitting:
                raise _mistake(
                    path, ("id",), f"the id {rule.id!r} does not fit the file's place, which says {fitting!r}"
                )
            _note_once(where, "rule " + rule.id, path, ("id",))
            rules.append(rule)
    _check_names(concepts, rules, where)
    order = {element.id: n for n, element in enumerate((*head.elements, *head.findings))}
    elements = {element.id for element in head.elements}
    for rule in rules:
        if rule.element not in order:
            hint = did_you_mean(rule.element, order, otherwise="; add it under 'elements' or 'findings'")
            raise _mistake(*where["rule " + rule.id], f"pack.yml has no element {rule.element!r}{hint}")
        if rule.is_requirement != (rule.element in elements):
            raise _mistake(*where["rule " + rule.id], _MIXED[rule.is_requirement])
    ranks = _checklist_order(folder)
    load_peers(folder, known={*order, *(rule.id for rule in rules)})
    rules.sort(key=lambda rule: (order[rule.element], ranks.get(rule.id, len(ranks)), rule.id))
    return Pack(
        head=head,
        digest=digest_of(folder, files),
        concepts=tuple(concepts),
        rules=tuple(rules),
        parts=(head.id,),
    )


def load_packs(names: Sequence[str | Path]) -> Pack:
    """Read several packs as one: the groups and rules of the first, then what the others add.

    Raises:
        UserMistake: As `load_pack`; M104 where two packs speak different languages, share a rule id, or give one name
            to two concepts.
    """
    packs = [load_pack(name) for name in names]
    first = packs[0]
    concepts: dict[str, Concept] = {}
    rules: dict[str, Rule] = {}
    for pack in packs:
        if pack.head.language != first.head.language:
            raise UserMistake("M104", one=first.head.id, other=pack.head.id, problem="speak different languages")
        for concept in pack.concepts:
            if concepts.setdefault(concept.id, concept) != concept:
                problem = f"mean different things by the concept {concept.id!r}; rename one"
                raise UserMistake("M104", one=first.head.id, other=pack.head.id, problem=problem)
        for rule in pack.rules:
            if rules.setdefault(rule.id, rule) is not rule:
                problem = f"both have a rule {rule.id!r}; rename one"
                raise UserMistake("M104", one=first.head.id, other=pack.head.id, problem=problem)
    if len(packs) == 1:
        return first
    head = first.head.model_copy(
        update={
            "elements": _by_id(element for pack in packs for element in pack.head.elements),
            "findings": _by_id(group for pack in packs for group in pack.head.findings),
        }
    )
    return Pack(
        head=head,
        digest=combined_digest(pack.digest for pack in packs),
        concepts=tuple(concepts.values()),
        rules=tuple(rules.values()),
        parts=tuple(pack.head.id for pack in packs),
    )


def _by_id(elements: Iterable[Element]) -> tuple[Element, ...]:
    kept: dict[str, Element] = {}
    for element in elements:
        kept.setdefault(element.id, element)
    return tuple(kept.values())


def _checklist_order(folder: Path) -> dict[str, int]:
    path = folder / ORDER_FILE
    if not path.is_file():
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise _mistake_on(path, error.object.count(b"\n", 0, error.start) + 1, "this is not in UTF-8") from None
    return {line.strip(): n for n, line in enumerate(lines) if line.strip()}


def _parse(path: Path) -> Any:
    try:
        return parse_yaml(path.read_bytes())[0]
    except OSError as error:
        raise UserMistake("M003", path=shown(path), reason=reason_of(error)) from None
    except BrokenYaml as error:
        words = f"this is not YAML: {error.problem}" if error.problem else "this is not YAML"
        raise _mistake_on(path, error.line, words) from None


def _validated(model: type[_Model], path: Path, data: Any, prefix: Sequence[str | int]) -> _Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        place, problem = first_problem(error.errors(), model)
        raise _mistake(path, (*prefix, *place), problem) from None


def _mistake(path: Path, location: Sequence[str | int], problem: str) -> UserMistake:
    return _mistake_on(path, _line(path, location), problem)


def _mistake_on(path: Path, line: int, problem: str) -> UserMistake:
    stop = "" if problem.endswith(("?", ".")) else "."
    return UserMistake("M101", path=shown(path), line=line, problem=problem + stop)


def _line(path: Path, location: Sequence[str | int]) -> int:
    """The line (from 1) on which the value at `location` starts, or the nearest enclosing one."""
    node = yaml.compose(path.read_bytes(), Loader=_LOADER)
    line = 1
    for part in location:
        found = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    found, line = value, key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = node.value[part]
            line = found.start_mark.line + 1
        if found is None:
            break
        node = found
    return line


def _note_once(where: _Where, name: str, path: Path, location: Sequence[str | int]) -> None:
    if name in where:
        other, place = where[name]
        raise _mistake(path, location, f"{name} is already defined in {shown(other)}:{_line(other, place)}")
    where[name] = (path, location)


def _check_names(concepts: list[Concept], rules: list[Rule], where: _Where) -> None:
    """Every concept that is named exists, and concepts build on each other without a circle."""
    known = {concept.id: concept for concept in concepts}

    def missing(names: Iterable[str]) -> Iterator[str]:
        return (name for name in sorted(names) if name not in known)

    for concept in concepts:
        for name in missing(concept_names(concept)):
            path, _ = where["concept " + concept.id]
            _unknown(path, name, known)
    for rule in rules:
        for signal in rule.signals:
            for name in missing(concept_names(signal)):
                _unknown(where["rule " + rule.id][0], name, known)
    _concept_order(concepts, where)


def _unknown(path: Path, name: str, known: Iterable[str]) -> None:
    text = path.read_text(encoding="utf-8", errors="replace").splitlines()  # YAML may be in UTF-16
    line = next((n for n, row in enumerate(text, 1) if f"{{{name}}}" in row or row.strip("- ") == name), 1)
    near = nearest(name, known)
    raise _mistake_on(path, line, f"there is no concept {{{name}}}" + (f"; did you mean {{{near}}}?" if near else ""))


def _concept_order(concepts: list[Concept], where: _Where) -> None:
    """Put concepts in the order in which they can be found: those built on others after them. A circle is a mistake."""
    by_id = {concept.id: concept for concept in concepts}
    done: dict[str, Concept] = {}
    open_: set[str] = set()

    def visit(concept: Concept) -> None:
        if concept.id in done:
            return
        if concept.id in open_:
            raise _mistake(*where["concept " + concept.id], f"the concept {concept.id!r} is built on itself")
        open_.add(concept.id)
        for name in sorted(concept_names(concept)):
            visit(by_id[name])
        done[concept.id] = concept

    for concept in list(concepts):
        visit(concept)
    concepts[:] = list(done.values())
