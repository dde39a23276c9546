"""The settings of one document: what the defaults, the file, its overrides and the command line say, in this order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from msgspec import UNSET, Struct

from policylint.choices import FailLevel, Ocr, OcrEngine, OutputFormat
from policylint.config.amounts import limits_of
from policylint.config.model import SETTING_KEYS, TABLE_KEYS, ConfigurationTable, LimitsTable, RuleTable
from policylint.config.read import Written
from policylint.errors import UserMistake
from policylint.limits import Limits
from policylint.model.report import Severity
from policylint.toml import Place

_DEFAULTS: Final = ConfigurationTable()
_OPTIONS: Final = {
    "packs": "--pack",
    "cache": "--no-cache",
    "output-format": "--format",
    "ocr-languages": "--ocr-language",
    "limits": "--limit",
}
"""The options that are called otherwise than their keys."""


class Origin(Struct, frozen=True):
    """Where a value comes from.

    `where` is file and line, or the option of the command line; empty for a default. `override` says whether that line
    stands in an `[[override]]`.
    """

    kind: Literal["default", "file", "option"] = "default"
    where: str = ""
    override: bool = False

    def __str__(self) -> str:
        return f"{self.where or self.kind}{' (override)' if self.override else ''}"


DEFAULT: Final = Origin()


class RuleSetting(Struct, frozen=True):
    """What the configuration says of a rule; None where it says nothing."""

    severity: Severity | None = None
    applies: bool | None = None


class Settings(Struct, frozen=True, kw_only=True):
    """What holds for one document. Paths can be used as they are; `origins` tells where each key has its value from.

    `origins` has a key for each setting, and "rules.<id>.severity" or "rules.<id>.applies" for what is said of rules,
    and "limits.<name>" for what is said of limits.
    """

    packs: tuple[str, ...]
    profile: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    force_exclude: bool
    respect_gitignore: bool
    fail_on: FailLevel
    min_coverage: float
    any_kind: bool
    references: bool
    decisions: Path
    baseline: Path | None
    cache: bool
    cache_dir: Path
    timeout: float
    ocr: OcrEngine
    ocr_languages: tuple[str, ...]
    ocr_confidence: float
    output_format: OutputFormat
    as_of: date | None
    rules: Mapping[str, RuleSetting]
    limits: Limits
    origins: Mapping[str, Origin]

    @property
    def recognition(self) -> Ocr:
        """How scanned pages are read."""
        return Ocr(engine=self.ocr, languages=self.ocr_languages, confidence=self.ocr_confidence)

    def decisions_file(self) -> Path | None:
        """The file of decisions, None where there is none.

        Raises `UserMistake` M409 where one is named and not there.
        """
        if self.decisions.is_file():
            return self.decisions
        origin = self.origins["decisions"]
        if origin.kind == "default":
            return None
        raise UserMistake("M409", place=origin.where, path=self.decisions.as_posix())


class Layer(Struct, frozen=True, kw_only=True):
    """Values that win over those below: key -> value as written, and where each stands."""

    values: Mapping[str, object]
    origins: Mapping[str, Origin]
    rules: Mapping[str, RuleTable]
    limits: Mapping[str, object] = MappingProxyType({})
    base: Path | None = None
    """The folder to which its paths are relative; None where they are used as given."""


def file_layer(written: Written, root: Path) -> Layer:
    """What the file says for every document."""
    return _layer(written, written.table, written.given, (), root)


def override_layer(written: Written, index: int, root: Path) -> Layer:
    """What the file's override number `index` (from 0) says."""
    given = written.given["override"]
    assert isinstance(given, list)
    return _layer(written, written.table.override[index], given[index], ("override", index), root)


def options_layer(options: Mapping[str, object], table: ConfigurationTable) -> Layer:
    """What the command line says; `table` holds the same values, validated."""
    said = options.get("limits")
    limits = _limits(table.limits, said) if isinstance(said, Mapping) else {}
    origins = {key: Origin("option", option_name(key)) for key in options}
    origins.update((f"limits.{name}", Origin("option", option_name("limits"))) for name in limits)
    return Layer(
        values={key: _attribute(table, key) for key in options if key not in TABLE_KEYS},
        origins=origins,
        rules={},
        limits=limits,
    )


def option_name(key: str) -> str:
    """The option of the command line that gives this key."""
    return _OPTIONS.get(key, f"--{key}")


def settled(layers: Iterable[Layer], root: Path) -> Settings:
    """The settings that the layers leave, the last of which wins. What is a default is relative to `root`."""
    values: dict[str, object] = {key: _attribute(_DEFAULTS, key) for key in SETTING_KEYS if key not in TABLE_KEYS}
    origins = dict.fromkeys(SETTING_KEYS, DEFAULT)
    bases: dict[str, Path | None] = dict.fromkeys(SETTING_KEYS, root)
    rules: dict[str, RuleSetting] = {}
    limits: dict[str, object] = {}
    for layer in layers:
        values.update(layer.values)
        origins.update(layer.origins)
        bases.update(dict.fromkeys(layer.values, layer.base))
        limits.update(layer.limits)
        for identifier, said in layer.rules.items():
            rules[identifier] = _merged(rules.get(identifier, RuleSetting()), said)
    for key in ("decisions", "baseline", "cache-dir"):
        values[key] = _path(values[key], bases[key])
    if origins["packs"].kind != "default":
        values["packs"] = _packs(values["packs"], bases["packs"])
    values["as-of"] = None if values["as-of"] is UNSET else values["as-of"]
    fields = {key.replace("-", "_"): value for key, value in values.items()}
    held = limits_of(values["timeout"], limits)
    return Settings(**fields, rules=rules, limits=held, origins=origins)  # type: ignore[arg-type]


def _layer(written: Written, table: Struct, given: Mapping[str, object], place: Place, root: Path) -> Layer:
    def origin(*way: str) -> Origin:
        return Origin("file", written.where(*place, *way), override=bool(place))

    keys = [key for key in given if key in SETTING_KEYS]
    origins = {key: origin(key) for key in keys}
    said = _attribute(table, "rules") if "rules" in keys else {}
    assert isinstance(said, dict)
    for identifier, rule in said.items():
        for key in ("severity", "applies"):
            if getattr(rule, key) is not UNSET:
                origins[f"rules.{identifier}.{key}"] = origin("rules", identifier, key)
    limits: dict[str, object] = {}
    if "limits" in keys and isinstance(table, ConfigurationTable):
        written_limits = given["limits"]
        assert isinstance(written_limits, Mapping)
        limits = _limits(table.limits, written_limits)
        origins.update((f"limits.{name}", origin("limits", name)) for name in limits)
    return Layer(
        values={key: _attribute(table, key) for key in keys if key not in TABLE_KEYS},
        origins=origins,
        rules=said,
        limits=limits,
        base=root,
    )


def _limits(table: LimitsTable, given: Mapping[str, object]) -> dict[str, object]:
    """Those of the limits that are given, by name, as they are written."""
    return {name: _attribute(table, name) for name in given}


def _attribute(table: Struct, key: str) -> object:
    value: object = getattr(table, key.replace("-", "_"))
    return value


def _merged(below: RuleSetting, said: RuleTable) -> RuleSetting:
    return RuleSetting(
        severity=below.severity if said.severity is UNSET else said.severity,
        applies=below.applies if said.applies is UNSET else said.applies,
    )


def _path(value: object, base: Path | None) -> Path | None:
    if value == "":
        return None
    return Path(str(value)) if base is None else base / str(value)


def _packs(packs: object, base: Path | None) -> tuple[str, ...]:
    """Folders from `base`, names as they are. Policies may lie in a folder that has the name of a pack: such a folder
    is none, unless it holds a pack.
    """
    assert isinstance(packs, tuple)
    if base is None:
        return packs
    folders = {pack: base / pack for pack in packs}
    return tuple(
        folder.as_posix() if (folder / "pack.yml").is_file() or ("/" in pack and folder.is_dir()) else pack
        for pack, folder in folders.items()
    )
