"""What people decided about gaps and findings, and what they said of verdicts: as properties and in words."""

from __future__ import annotations

from typing import Literal

from policylint.model.report import Decision, DecisionState
from policylint.outputs.oscal.words import Json, markup, prop
from policylint.outputs.wording import decision_words


def decision_props(
    decision: Decision | None,
    prefix: Literal["decision", "review"],
    *,
    state: DecisionState = "in-force",
    group: str = "",
) -> list[Json]:
    """Kind, reason, owner, days, state and place; nothing where there is no decision.

    The names begin with `prefix`; `group` ties together those of one decision and is `prefix` where it is not given.
    """
    if decision is None:
        return []
    elsewhere = decision.settled_by
    values = {
        "kind": decision.kind,
        "state": state,
        "reason": decision.reason,
        "owner": decision.owner,
        "date": decision.date,
        "expires": decision.expires,
        "status": decision.status,
        "settled-by": elsewhere.document if elsewhere else None,
        "settled-by-section": elsewhere.section if elsewhere else None,
        "origin": decision.origin,
        "place": decision.place,
    }
    return [entry for name, value in values.items() for entry in prop(f"{prefix}-{name}", value, group=group or prefix)]


def decision_markup(decision: Decision | None) -> str:
    """What was decided and why, by whom and when, until when, and where that is written; empty for no decision."""
    return markup(decision_words(decision)) if decision else ""
