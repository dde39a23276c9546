import json
import tomllib
from datetime import date
from typing import cast

import jsonschema
import pytest

from policylint.choices import OUTPUT_FORMATS
from policylint.config.schema import SCHEMA_PATH, schema_text
from policylint.outputs import FORMATS

EXAMPLE = """
packs = ["social-media", "rules/ours"]
profile = "government"
include = ["**/*.pdf"]
exclude = ["drafts/"]
force-exclude = true
respect-gitignore = false
fail-on = "legacy"
min-coverage = 82.5
any-kind = true
references = true
decisions = "ours.toml"
baseline = "policylint-baseline.json"
cache = false
cache-dir = "kept"
timeout = 10
ocr = "tesseract"
ocr-languages = ["eng", "chi_sim", "script/Latin"]
ocr-confidence = 0.75
output-format = "json"
as-of = 2026-11-27

[rules."legal.accessibility"]
severity = "high"
applies = true

[limits]
cpu-seconds = 20
memory-bytes = "2 GiB"
file-bytes = 300_000_000
ocr-seconds = 60.5
pages = 500
ocr-pages = 50
pixels = 50_000_000
stream-bytes = "100 MB"
members = 100
unpacked-bytes = "1.5GB"
ratio = 50
characters = 1_000_000

[[override]]
files = ["police/"]
packs = ["social-media"]
profile = "police"
fail-on = "high"
min-coverage = 10
any-kind = false
references = false
rules."legal.records".severity = "low"

[[set]]
name = "communications"
lead = "social-media.docx"
members = ["records.pdf", "conduct/*.md"]

[[set]]
name = "other"
lead = ["a.md", "b.md"]
members = ["c.md"]
"""


def data(text: str) -> object:
    return json.loads(json.dumps(tomllib.loads(text), default=lambda day: cast(date, day).isoformat()))


def schema() -> dict[str, object]:
    loaded: dict[str, object] = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    return loaded


def test_the_schema_is_the_one_that_the_model_gives() -> None:
    assert SCHEMA_PATH.read_text(encoding="utf-8") == schema_text(), "run python -m policylint.config.schema"


def test_the_schema_is_a_schema_with_a_name() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == "urn:policylint:config-1"


def test_the_formats_are_those_that_there_are() -> None:
    assert tuple(FORMATS) == OUTPUT_FORMATS


@pytest.mark.parametrize("text", ["", EXAMPLE])
def test_what_may_be_written_is_valid(text: str) -> None:
    assert not list(jsonschema.Draft202012Validator(schema()).iter_errors(data(text)))


@pytest.mark.parametrize(
    "text",
    [
        "fail_on = 'gap'",
        "fail-on = 'gaps'",
        "output-format = 'sairf'",
        "min-coverage = 101",
        "timeout = 0",
        "packs = []",
        "[rules.legal.records]\nseverity = 'low'",
        "[[override]]\nprofile = 'x'",
        "[[override]]\nfiles = ['a']\ncache = true",
        "[[set]]\nname = 'a'\nlead = 'b'",
        "[[set]]\nname = 'a'\nlead = []\nmembers = ['b']",
    ],
)
def test_what_may_not_be_written_is_not_valid(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data(text), schema(), cls=jsonschema.Draft202012Validator)


def test_every_key_is_described_and_no_other_is_allowed() -> None:
    tables = cast(dict[str, dict[str, object]], schema()["$defs"])
    assert len(tables) == 5
    for table in tables.values():
        assert table["additionalProperties"] is False
        properties = cast(dict[str, dict[str, object]], table["properties"])
        assert all(len(str(key.get("description", ""))) > 10 for key in properties.values())
