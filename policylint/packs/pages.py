"""The page of a rule, as Markdown: what the terminal, the catalogue and the docs show."""

from __future__ import annotations

import textwrap

from policylint.packs.measured import Figure, Measured, life_of
from policylint.packs.model import Rule, Signal

_WIDTH = 100


def rule_page(rule: Rule, measured: Measured | None = None) -> str:
    """What the rule looks for, why, its sources, known problems, remedy, model clause, signals and measured figures."""
    parts = [f"# {rule.id}: {rule.title}", _life(rule, measured), "## What it looks for", _fill(rule.what)]
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
    if measured:
        parts += ["## Measured", _measured(rule, measured)]
    parts += ["## Sources", "\n".join(f"- {source}" for source in rule.source)]
    return "\n\n".join(parts) + "\n"


def _life(rule: Rule, measured: Measured | None) -> str:
    kind = "A requirement of the checklist" if rule.is_requirement else "A kind of finding"
    severity = "" if rule.is_requirement else f", severity {rule.severity}"
    return f"{kind}{severity}; {life_of(rule, measured)} since {rule.since}."


def _measured(rule: Rule, measured: Measured) -> str:
    figures = measured.rules.get(rule.id)
    if figures is None:
        return (
            f"Nothing to measure it on in the {measured.documents} labelled documents of the last recorded evaluation."
        )
    return _fill(
        f"Over {measured.documents} labelled documents, labels as of {measured.labels_as_of}: of what the rule finds, "
        f"{_figure(figures.precision)} is right; of what is there, it finds {_figure(figures.recall)}. The rules were "
        "written with these documents at hand, so expect somewhat less elsewhere; docs/accuracy.md says how much."
    )


def _figure(figure: Figure) -> str:
    if figure.value is None or figure.interval is None:
        return "an unknown share (n = 0)"
    low, high = figure.interval
    return f"{figure.value:.2f} (n = {figure.n}, 95 % interval {low:.2f} to {high:.2f})"


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
