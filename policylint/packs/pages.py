"""The page of a rule, as Markdown: what the terminal, the catalogue and the docs show."""

from __future__ import annotations

import textwrap

from policylint.packs.model import Rule, Signal

_WIDTH = 100


def rule_page(rule: Rule) -> str:
    """What the rule looks for, why, its sources, known problems, remedy, model clause and signals."""
    parts = [f"# {rule.id}: {rule.title}", f"{_life(rule)}", "## What it looks for", _fill(rule.what)]
    parts += ["## Why it matters", _fill(rule.why)]
    if rule.applies_to:
        parts += ["## Whom the law covers", _fill(rule.applies_to)]
    parts += ["## What to do", _fill(rule.remedy)]
    if rule.model_clause:
        parts += ["## A clause to start from", textwrap.indent(_fill(rule.model_clause, _WIDTH - 2), "> ")]
    if rule.signals:
        parts += ["## What counts", "\n".join(_signal(signal) for signal in rule.signals)]
    if rule.check:
        parts += ["## What counts", f"The built-in check `{rule.check}`, over the whole document."]
    if rule.distinct > 1:
        parts.append(f"At least {rule.distinct} different ones of these must be found.")
    parts += ["## Known problems", _fill(rule.known_problems)]
    parts += ["## Sources", "\n".join(f"- {source}" for source in rule.source)]
    return "\n\n".join(parts) + "\n"


def _life(rule: Rule) -> str:
    kind = "A kind of finding" if rule.element in {"legacy", "rights"} else "A requirement of the checklist"
    severity = f", severity {rule.severity}" if rule.element in {"legacy", "rights"} else ""
    return f"{kind}{severity}; {rule.life} since {rule.since}."


def _signal(signal: Signal) -> str:
    limits = [
        f"{name} {', '.join(values)}"
        for name, values in (
            ("force", signal.force),
            ("actor", signal.actor),
            ("names", signal.names),
            ("scope", signal.scope),
        )
        if values
    ]
    tail = f" ({'; '.join(limits)})" if limits else ""
    hint = "" if signal.settles else " Shown only as what came nearest."
    return f"- The clause {signal.name}{tail}.{hint}"


def _fill(text: str, width: int = _WIDTH) -> str:
    return textwrap.fill(" ".join(text.split()), width)
