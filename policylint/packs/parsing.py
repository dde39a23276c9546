"""YAML text to data and nodes, or to what is wrong with it and on which line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yaml import Node

_FAULTS = (ValueError, LookupError, AttributeError, TypeError)
"""What PyYAML's constructors let out for a value that is not what it is said to be: `!!int ""`, `2026-02-30`."""


class BrokenYaml(Exception):
    """A text that is not YAML. `problem` is in the parser's words, empty where it has none; `line` counts from 1."""

    def __init__(self, problem: str, line: int) -> None:
        self.problem = problem
        self.line = line
        super().__init__(problem)


def parse_yaml(data: bytes) -> tuple[Any, Node | None]:
    """The data in a YAML text, and the nodes that know on which line each piece of it stands.

    Returns:
        Both are None for an empty text. An alias can make a circle of either.

    Raises:
        BrokenYaml: It is not YAML, is nested too deeply, or has a value that is not of the type it is said to be.
    """
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(data)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        raise _broken(error) from None
    except RecursionError:
        raise BrokenYaml("it is nested too deeply", 1) from None
    if node is None:
        return None, None
    try:
        return loader.construct_document(node), node
    except yaml.YAMLError as error:
        raise _broken(error) from None
    except RecursionError:
        raise BrokenYaml("it is nested too deeply", 1) from None
    except _FAULTS as error:
        problem = str(error) if type(error) is ValueError else "a value is not of the type that it is said to be"
        raise BrokenYaml(problem, _line_of_fault(node, type(loader))) from None


def _broken(error: Exception) -> BrokenYaml:
    mark = getattr(error, "problem_mark", None)
    return BrokenYaml(getattr(error, "problem", None) or "", mark.line + 1 if mark else 1)


def _line_of_fault(root: Node, loader: Any) -> int:
    """The line of the first value that cannot be made on its own; 1 where each can."""
    import yaml

    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            try:
                loader(b"").construct_document(node)
            except (*_FAULTS, yaml.YAMLError):
                return int(node.start_mark.line) + 1
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(reversed(node.value))
        elif isinstance(node, yaml.MappingNode):
            waiting.extend(part for pair in reversed(node.value) for part in reversed(pair))
    return 1
