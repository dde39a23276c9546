"""The one door for files: every document is read in a process of its own, with limits on time, memory and size.

Untrusted files hang and bloat native parsers in ways that nothing inside the process can stop, and may take the process
over. The child reads one file and ends, so that no document can do anything to the next; the parent keeps the clock,
kills, and takes from the child nothing but data of known types. On Linux children are forked off a nursery
(`policylint.door.nursery`), which has the readers and never sees a file; elsewhere each is started anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policylint.door.child import Isolation
    from policylint.door.door import Door, open_document
    from policylint.door.reading import Reading

__all__ = ["Door", "Isolation", "Reading", "open_document"]

_HOMES = {"Door": "door", "Isolation": "child", "Reading": "reading", "open_document": "door"}


def __getattr__(name: str) -> Any:
    """Import on demand: the child process needs this package and none of what the parent uses."""
    if name == "Limits":
        from policylint.limits import Limits

        return Limits
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"policylint.door.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
