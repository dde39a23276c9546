"""Which of the files that were given is which document of the report."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import PurePath

from policylint.errors import UserMistake
from policylint.model.report import Report
from policylint.sources import Input, find_inputs
from policylint.verification.given import lies_within


def pair_files(report: Report, paths: Sequence[str]) -> dict[str, str]:
    """The file for each document of the report: its name there -> the path.

    Args:
        report: The report that is verified.
        paths: Files, folders and globs. None means that each document lies where the report says, in the current
            folder: whatever a report from somebody else says, it does not have files read that lie elsewhere.

    A document goes to the file of its name; else to the file with its bytes; else to the one file that is called like
    it, whatever the folder. Where the report is on one document and one file is given, they belong together. What is
    left over is no mistake: it may be a part of the policy set, or lie in the folder by chance.

    Raises:
        UserMistake: A path that is not there.
    """
    wanted = [document.source.name for document in report.documents]
    given = find_inputs(paths) if paths else tuple(item for name in wanted for item in _there(name))
    files = [item for item in given if item.path is not None]
    pairs = {name: item.path for name in wanted for item in files if item.name == name and item.path}
    for choose in (_by_bytes, _by_last_name):
        taken = set(pairs.values())
        free = [item for item in files if item.path not in taken]
        pairs |= choose(report, [name for name in wanted if name not in pairs], free)
    if len(wanted) == 1 and len(files) == 1 and not pairs and files[0].path:
        pairs[wanted[0]] = files[0].path
    return pairs


def _there(name: str) -> tuple[Input, ...]:
    return find_inputs([name]) if lies_within(name) and os.path.isfile(name) else ()


def _by_bytes(report: Report, names: Sequence[str], files: Sequence[Input]) -> dict[str, str]:
    digests = {document.source.name: document.source.sha256 for document in report.documents}
    found: dict[str, str] = {}
    by_digest: dict[str, list[str]] = {}
    for item in files if names else ():
        by_digest.setdefault(_digest(item), []).append(item.path or "")
    for name in names:
        if paths := by_digest.get(digests[name] or "-"):
            found[name] = paths.pop(0)
    return found


def _by_last_name(_: Report, names: Sequence[str], files: Sequence[Input]) -> dict[str, str]:
    by_name: dict[str, list[str]] = {}
    for item in files:
        by_name.setdefault(PurePath(item.name).name, []).append(item.path or "")
    last = {name: by_name.get(PurePath(name).name, []) for name in names}
    return {name: paths[0] for name, paths in last.items() if len(paths) == 1}


def _digest(item: Input) -> str:
    try:
        return hashlib.sha256(item.read()).hexdigest()
    except UserMistake:  # it is told where the file is read in earnest
        return ""
