"""The one door for files: every document is read in a child process with limits on time, memory and size.

Untrusted files hang and bloat native parsers in ways that nothing inside the process can stop. The child reads; the
parent keeps the clock, kills, and takes from the child nothing but data of known types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policylint.door.door import Door, Reading, open_document

__all__ = ["Door", "Reading", "open_document"]


def __getattr__(name: str) -> Any:
    """Import on demand: the child process needs this package and none of what the parent uses."""
    if name == "Limits":
        from policylint.limits import Limits

        return Limits
    if name in __all__:
        from policylint.door import door

        return getattr(door, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
