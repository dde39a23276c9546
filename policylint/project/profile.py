"""What a profile and the configuration say of rules: which apply, and how severe their gaps and findings are."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from policylint.config import Settings
from policylint.errors import UserMistake
from policylint.model.report import DocumentReport, Severity
from policylint.packs.files import pack_folder, rule_ids
from policylint.packs.profiles import load_profile


class RuleWord(NamedTuple):
    """What somebody has to say of one rule; None where nothing."""

    applies: bool | None
    severity: Severity | None


def require_packs(settings: Settings) -> None:
    """Raise `UserMistake` M102 for a pack that is not there, with the place where it was asked for."""
    for pack in settings.packs:
        pack_folder(pack, place=_place(settings, "packs"))


def _place(settings: Settings, key: str) -> str:
    """Where a setting comes from, as the beginning of a message; nothing where the command line or nobody says it."""
    origin = settings.origins[key]
    return "" if origin == "default" or origin.startswith("--") else f"{origin.removesuffix(' (override)')}: "


@dataclass(frozen=True, slots=True)
class Said:
    """What the profile and then the configuration say of rules, by id; `profile` is the profile's id or empty."""

    profile: str
    words: Mapping[str, RuleWord]


def words_for(settings: Settings, *, root: Path) -> Said:
    """What is said of rules for a document with these settings.

    Args:
        settings: Those of the document.
        root: The folder of its configuration, from which the path of a profile of somebody's own counts.

    Raises:
        UserMistake: A profile that is not there or is wrong; a rule that no pack has.
    """
    own = tuple((rule, said.applies, said.severity) for rule, said in sorted(settings.rules.items()))
    base = Path() if settings.origins["profile"].startswith("--") else root
    places = tuple(
        settings.origins.get(f"rules.{rule}.{key}", "") for rule, *_ in own for key in ("applies", "severity")
    )
    try:
        return _said(settings.profile, base, settings.packs, own, next(filter(None, places), "the configuration"))
    except UserMistake as mistake:
        where = _place(settings, "profile")
        if mistake.code in {"M451", "M452"} and where:
            raise UserMistake("M105", place=where.removesuffix(": "), problem=str(mistake)) from None
        raise


def forget_words() -> None:
    """Read profiles anew next time."""
    _said.cache_clear()


@lru_cache(maxsize=64)
def _said(
    profile: str,
    base: Path,
    packs: tuple[str, ...],
    own: tuple[tuple[str, bool | None, Severity | None], ...],
    place: str,
) -> Said:
    known = {rule for pack in packs for rule in rule_ids(pack_folder(pack))}
    words: dict[str, RuleWord] = {}
    name = ""
    if profile:
        file = base / profile
        is_file = "/" in profile or Path(profile).suffix in {".yml", ".yaml"}
        loaded = load_profile(file if is_file else profile, folder=pack_folder(packs[0]), known_rules=known)
        name = loaded.id
        words = {rule: RuleWord(said.applies, said.severity) for rule, said in loaded.rules.items()}
    for rule, applies, severity in own:
        if rule not in known:
            close = difflib.get_close_matches(rule, known, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise UserMistake("M103", name=rule, hint=f" The configuration speaks of it ({place}).{hint}")
        before = words.get(rule, RuleWord(None, None))
        words[rule] = RuleWord(
            before.applies if applies is None else applies, before.severity if severity is None else severity
        )
    return Said(name, words)


def apply_words(report: DocumentReport, said: Said) -> DocumentReport:
    """The report with `applies` and `severity` as `said` has them. Nothing is left out."""
    words, profile = said.words, said.profile
    if not words and not profile:
        return report
    requirements = tuple(
        replace(item, **_changes(words[item.id])) if item.id in words else item for item in report.requirements
    )
    findings = tuple(
        replace(item, **_changes(words[item.id])) if item.id in words else item for item in report.findings
    )
    return replace(report, requirements=requirements, findings=findings, profile=profile)


def _changes(word: RuleWord) -> dict[str, object]:
    said = {"applies": word.applies, "severity": word.severity}
    return {name: value for name, value in said.items() if value is not None}
