"""The JSON Schema of the configuration, for editors, written from the model.

    python -m policylint.config.schema

writes `schema/config-1.json` anew; a test fails when it is stale.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import msgspec

from policylint.config.model import ConfigurationTable

SCHEMA_ID: Final = "urn:policylint:config-1"
"""A name and no address: editors get the schema from `policylint config schema`."""

SCHEMA_PATH: Final = Path(__file__).parent / "schema" / "config-1.json"


def schema_text() -> str:
    """The schema (draft 2020-12) as text. It describes policylint.toml, and so the table [tool.policylint]."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "policylint configuration",
        **msgspec.json.schema(ConfigurationTable),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_PATH.parent.mkdir(exist_ok=True)
    SCHEMA_PATH.write_text(schema_text(), encoding="utf-8")
