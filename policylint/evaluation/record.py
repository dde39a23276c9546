"""Keeping the figures of each rule beside the rules, so that `explain` can show them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from policylint.outputs.files import write_atomically
from policylint.packs.files import pack_folder
from policylint.packs.measured import FILE, load_measured


def write_record(result: dict[str, Any], pack: str | Path) -> Path:
    """Write the figures of each rule from a result of `evaluate` into the pack's folder; the path of the file."""
    path = pack_folder(pack) / FILE
    write_atomically(path, json.dumps(_record(result), indent=1, sort_keys=True) + "\n")
    return path


def differs_from_record(result: dict[str, Any], pack: str | Path) -> list[str]:
    """Ids of the rules whose recorded figures are not those of `result`; all of them where nothing is recorded."""
    measured = load_measured(pack_folder(pack))
    recorded = measured.model_dump(mode="json")["rules"] if measured else {}
    rules = _record(result)["rules"]
    return sorted(name for name in {*rules, *recorded} if rules.get(name) != recorded.get(name))


def _record(result: dict[str, Any]) -> dict[str, Any]:
    rows = {**result["requirements"], **result["policylint"]["findings"]["by_id"]}
    return {
        "documents": result["labelled"],
        "labels_as_of": result["as_of"],
        "rules": {
            name: {measure: _rounded(row[measure]) for measure in ("precision", "recall")} for name, row in rows.items()
        },
    }


def _rounded(figure: dict[str, Any]) -> dict[str, Any]:
    value, interval = figure["value"], figure["interval"]
    return {
        "value": None if value is None else round(value, 4),
        "n": figure["n"],
        "interval": None if interval is None else [round(bound, 4) for bound in interval],
    }
