"""The requirements and findings of a report as the rules of a SARIF log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from policylint.model.report import DocumentReport, Finding, Requirement
from policylint.outputs.issues import element_of
from policylint.outputs.markdown import escape
from policylint.outputs.wording import shortened, visible

Json = dict[str, object]

LEVEL: Final = {"high": "error", "medium": "warning", "low": "note"}
_LONGEST: Final = 1000
"""GitHub refuses descriptions of more than 1,024 characters."""
_WORD: Final = re.compile(r"[^\W_]+")


def sarif_rules(documents: Iterable[DocumentReport]) -> list[Json]:
    """A rule for every requirement and finding that any of the documents has, or had in the baseline.

    Requirements come first, in checklist order; findings follow by id. A requirement that is covered in one document
    and not in another is told in the words of the second, which say what to do.
    """
    requirements: dict[str, Requirement] = {}
    findings: dict[str, Finding] = {}
    gone: dict[str, str] = {}
    for document in documents:
        for requirement in document.requirements:
            known = requirements.setdefault(requirement.id, requirement)
            if requirement.remedy and not known.remedy:
                requirements[requirement.id] = requirement
        for finding in document.findings:
            findings.setdefault(finding.id, finding)
        for absent in document.absent:
            gone.setdefault(absent.id, absent.title)
    told = [_rule(about) for about in requirements.values()]
    told += [_rule(findings[identifier]) for identifier in sorted(findings)]
    left = sorted(gone.keys() - requirements.keys() - findings.keys())
    return told + [_gone(identifier, gone[identifier]) for identifier in left]


def _rule(about: Requirement | Finding) -> Json:
    text, markdown = _help(about)
    kind = "requirement" if isinstance(about, Requirement) else "finding"
    return {
        **_head(about.id, about.title, f"{about.title}. {about.matters or about.remedy}"),
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": LEVEL[about.severity]},
        "properties": {"tags": ["policy", kind, visible(element_of(about))]},
    }


def _gone(identifier: str, title: str) -> Json:
    return {
        **_head(identifier, title, f"{title}."),
        "help": {"text": visible(title), "markdown": escape(title)},
        "properties": {"tags": ["policy", visible(identifier.partition(".")[0])]},
    }


def _head(identifier: str, title: str, description: str) -> Json:
    return {
        "id": visible(identifier),
        "name": "".join(word[:1].upper() + word[1:] for word in _WORD.findall(identifier)),
        "shortDescription": {"text": message_text(shortened(title, _LONGEST))},
        "fullDescription": {"text": message_text(shortened(description, _LONGEST))},
    }


def _help(about: Requirement | Finding) -> tuple[str, str]:
    """The same in plain text and in Markdown: why it matters, whom the law covers, what to do, a clause, sources."""
    clause = about.model_clause if isinstance(about, Requirement) else ""
    covers = about.applies_to if isinstance(about, Finding) else ""
    parts = [
        (title, words)
        for title, words in (
            ("Why it matters", about.matters),
            ("Whom the law covers", covers),
            ("What to do", about.remedy),
            ("A clause to start from", clause),
            ("Sources", "; ".join(about.sources)),
        )
        if words
    ] or [("What it is", about.title)]
    text = "\n".join(f"{title}: {' '.join(visible(words).split())}" for title, words in parts)
    return message_text(text), "\n\n".join(f"**{title}.** {escape(words)}" for title, words in parts)


def message_text(text: str) -> str:
    """Text as a SARIF message that shows just that: no placeholder and no link comes out of its brackets."""
    return visible(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")
