"""The JSON Schema of a diff, written from the model.

    python -m policylint.diff.schema

writes `schema/diff-1.json` anew; a test fails when it is stale.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import msgspec

from policylint.diff.model import SCHEMA_ID, Diff

SCHEMA_PATH: Final = Path(__file__).parent / "schema" / f"{SCHEMA_ID.replace('policylint-diff/', 'diff-')}.json"


def schema_text() -> str:
    """The schema (draft 2020-12) as text."""
    schema = msgspec.json.schema(Diff)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA_PATH.parent.mkdir(exist_ok=True)
    SCHEMA_PATH.write_text(schema_text(), encoding="utf-8")
