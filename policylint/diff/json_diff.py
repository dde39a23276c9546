"""The diff as JSON: the contract for programs. Its schema is in `schema/diff-1.json`."""

from __future__ import annotations

from policylint.diff.model import Diff
from policylint.outputs.jsontext import printable


def render(diff: Diff) -> str:
    """Fields in the order of the model, two spaces of indentation, UTF-8, a line end; it may be printed."""
    return printable(diff.to_json())
