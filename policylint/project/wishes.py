"""What a caller asks of a run, and whom the run tells of its progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from policylint.cache import CacheTrouble
from policylint.errors import UserMistake
from policylint.model.document import Document
from policylint.model.examined import Examined
from policylint.sources import Input


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller asks for.

    `paths` are files, folders, globs or "-"; none means the current folder. `options` are the values that win over
    every configuration, under their names there. `configuration` is the one file to use; `isolated` uses none.
    `left_out` are files that are not documents even if they look like some: the reports that are about to be written.
    With `as_one`, the documents are read as parts of one policy, which has the name of the first. `names` are what the
    report is to call some of the files, by absolute path; `known_as` under which names decisions and baselines may know
    them besides their own, by absolute path.
    """

    paths: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    configuration: Path | None = None
    isolated: bool = False
    left_out: tuple[str, ...] = ()
    stdin_name: str = "stdin"
    as_one: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    known_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listener:
    """Whom a run tells of its progress; what nobody listens to is raised or passed over, as `examine_inputs` says."""

    on_start: Callable[[int], None] | None = None
    on_examined: Callable[[Examined], None] | None = None
    on_unread: Callable[[Input, UserMistake], None] | None = None
    on_trouble: Callable[[CacheTrouble], None] | None = None
    on_progress: Callable[[Input, str, int, int], None] | None = None
    on_document: Callable[[Input, Document], None] | None = None
