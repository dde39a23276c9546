"""What people decided about gaps and findings, in a file or in comments, each bound to the words it is about."""

from __future__ import annotations

from policylint.decisions.apply import apply_decisions
from policylint.decisions.entry import DecisionEntry
from policylint.decisions.read import load_decisions, parse_comments, require_agreement
from policylint.decisions.write import append_decisions, change_decisions, comment_text

__all__ = [
    "DecisionEntry",
    "append_decisions",
    "apply_decisions",
    "change_decisions",
    "comment_text",
    "load_decisions",
    "parse_comments",
    "require_agreement",
]
