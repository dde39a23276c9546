"""policylint: finds what an old Internet-use or thin social-media policy fails to settle.

    from policylint import check
    report = check("policy.pdf")

Names are imported when they are first used, so that `policylint --version` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policylint.api import annotated_copy, check, check_repository, compare, draft, render, verify
    from policylint.choices import Ocr
    from policylint.diff.model import Diff
    from policylint.errors import UnreadableDocument, UserMistake
    from policylint.limits import Limits
    from policylint.model.report import Cover, Report
    from policylint.packs.load import load_pack
    from policylint.project.run import Outcome

__version__ = "0.1.0"

__all__ = [
    "Cover",
    "Diff",
    "Limits",
    "Ocr",
    "Outcome",
    "Report",
    "UnreadableDocument",
    "UserMistake",
    "__version__",
    "annotated_copy",
    "check",
    "check_repository",
    "compare",
    "draft",
    "load_pack",
    "render",
    "verify",
]

_WHERE = {
    "Cover": "policylint.model.report",
    "Diff": "policylint.diff.model",
    "Limits": "policylint.limits",
    "Ocr": "policylint.choices",
    "Outcome": "policylint.project.run",
    "Report": "policylint.model.report",
    "UnreadableDocument": "policylint.errors",
    "UserMistake": "policylint.errors",
    "annotated_copy": "policylint.api",
    "check": "policylint.api",
    "check_repository": "policylint.api",
    "compare": "policylint.api",
    "draft": "policylint.api",
    "load_pack": "policylint.packs.load",
    "render": "policylint.api",
    "verify": "policylint.api",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name in _WHERE:
        import importlib

        return getattr(importlib.import_module(_WHERE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
