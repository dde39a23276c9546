"""What a profile and the configuration say of rules: which apply, and how severe their gaps and findings are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import structs

from policylint.config import Settings
from policylint.errors import UserMistake, did_you_mean
from policylint.model.report import DocumentReport, Severity
from policylint.packs.files import pack_folder, rules_of


@dataclass(frozen=True, slots=True)
class RuleStand:
    """How a rule stands for some documents; None leaves what the rule itself says. `why` is the profile's reason."""

    applies: bool | None = None
    severity: Severity | None = None
    why: str = ""

    @property
    def changes(self) -> dict[str, Any]:
        """The fields of a requirement or finding that it sets."""
        said = {"applies": self.applies, "severity": self.severity, "profile_why": self.why or None}
        return {name: value for name, value in said.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Stands:
    """How rules stand, by id, with the id of the profile (empty where there is none)."""

    profile: str
    rules: Mapping[str, RuleStand]


def require_packs(settings: Settings) -> None:
    """Raise `UserMistake` M102 for a pack that is not there, with the place where it was asked for."""
    for pack in settings.packs:
        pack_folder(pack, place=_place(settings, "packs"))


def stands_for(settings: Settings, *, root: Path) -> Stands:
    """How rules stand for a document with these settings: as the profile has it, and then the configuration.

    Args:
        settings: Those of the document.
        root: The folder of its configuration, from which the path of a profile of somebody's own counts.

    Raises:
        UserMistake: A profile that is not there or is wrong; a rule that no pack has.
    """
    own = tuple((rule, said.applies, said.severity) for rule, said in sorted(settings.rules.items()))
    base = Path() if settings.origins["profile"].kind == "option" else root
    places = tuple((rule, _place_of_rule(settings, rule)) for rule, *_ in own)
    try:
        return _stands(settings.profile, base, settings.packs, own, places)
    except UserMistake as mistake:
        where = _place(settings, "profile")
        if mistake.code in {"M451", "M452"} and where:
            raise UserMistake("M105", place=where.removesuffix(": "), problem=str(mistake)) from None
        raise


def apply_stands(report: DocumentReport, stands: Stands) -> DocumentReport:
    """The report with `applies`, `severity` and the reason for them. Nothing is left out."""
    if not stands.rules and not stands.profile:
        return report
    nothing = RuleStand()
    requirements = tuple(
        structs.replace(item, **stands.rules.get(item.id, nothing).changes) for item in report.requirements
    )
    findings = tuple(structs.replace(item, **stands.rules.get(item.id, nothing).changes) for item in report.findings)
    return structs.replace(report, requirements=requirements, findings=findings, profile=stands.profile)


def forget_profiles() -> None:
    """Read profiles anew next time."""
    _stands.cache_clear()


def _place(settings: Settings, key: str) -> str:
    """Where a setting comes from, as the beginning of a message; nothing where the command line or nobody says it."""
    origin = settings.origins[key]
    return f"{origin.where}: " if origin.kind == "file" else ""


def _place_of_rule(settings: Settings, rule: str) -> str:
    """Where the configuration first says something of a rule."""
    keys = (f"rules.{rule}.{key}" for key in ("applies", "severity"))
    return next((settings.origins[key].where for key in keys if key in settings.origins), "the configuration")


@lru_cache(maxsize=64)
def _stands(
    profile: str,
    base: Path,
    packs: tuple[str, ...],
    own: tuple[tuple[str, bool | None, Severity | None], ...],
    places: tuple[tuple[str, str], ...],
) -> Stands:
    known = rules_of(packs)
    rules: dict[str, RuleStand] = {}
    name = ""
    if profile:
        from policylint.packs.profiles import load_profile

        is_file = "/" in profile or Path(profile).suffix in {".yml", ".yaml"}
        loaded = load_profile(base / profile if is_file else profile, folder=pack_folder(packs[0]), known_rules=known)
        name = loaded.id
        rules = {
            rule: RuleStand(said.applies, said.severity, f"{said.why} ({said.source})" if said.source else said.why)
            for rule, said in loaded.rules.items()
        }
    for rule, applies, severity in own:
        if rule not in known:
            raise UserMistake("M435", place=dict(places)[rule], name=rule, hint=did_you_mean(rule, known))
        before = rules.get(rule, RuleStand())
        # Where the configuration says otherwise than the profile, the profile's reason is none any more.
        rules[rule] = replace(
            before,
            applies=before.applies if applies is None else applies,
            severity=before.severity if severity is None else severity,
            why="",
        )
    return Stands(name, rules)
