"""Where packs lie, which files make one, and their digest; nothing here reads what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from policylint.errors import UserMistake

DEFAULT_PACK: Final = "social-media"
ORDER_FILE: Final = "order.txt"
"""The ids of a pack's rules in the order of its checklist, one a line."""
PEERS_FILE: Final = "peers.yml"
"""How common the elements of a pack's checklist are in policies that somebody else looked at."""


@cache
def rules_folder() -> Path:
    """The folder of the packs that come with policylint: in the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def known_packs() -> tuple[str, ...]:
    """Names of the packs that come with policylint, sorted."""
    return tuple(sorted(path.parent.name for path in rules_folder().glob("*/pack.yml")))


def pack_folder(name_or_folder: str | Path, *, place: str = "") -> Path:
    """The folder of a pack, by name or as it was given.

    `place` is where the pack was asked for ("file:line: "). Raises `UserMistake` M106 for a folder without `pack.yml`,
    M102 where there is nothing of that name.
    """
    for folder in (Path(name_or_folder), rules_folder() / str(name_or_folder)):
        if (folder / "pack.yml").is_file():
            return folder
    if Path(name_or_folder).is_dir():
        raise UserMistake("M106", place=place, folder=Path(name_or_folder).as_posix())
    raise UserMistake("M102", place=place, name=str(name_or_folder), known=", ".join(known_packs()) or "none")


def pack_files(folder: Path) -> tuple[Path, ...]:
    """The data files of the pack in `folder`, of the concepts beside it and of the shared ones, in a fixed order.

    A pack of somebody's own may use the concepts that come with policylint, so their files bear on it, too.
    """
    beside = sorted((folder.parent / "concepts").glob("*.yml"))
    own = sorted((folder / "concepts").glob("*.yml"))
    rules = sorted(path for path in folder.glob("*/*.yml") if path.parent.name not in _NOT_RULES)
    more = [path for path in (folder / ORDER_FILE, folder / PEERS_FILE) if path.is_file()]
    return (folder / "pack.yml", *beside, *own, *shared_files(folder), *rules, *more)


def shared_files(folder: Path) -> tuple[Path, ...]:
    """The files of the concepts that come with policylint, where they do not lie beside the pack in `folder` anyway."""
    concepts = rules_folder() / "concepts"
    if (folder.parent / "concepts").resolve() == concepts.resolve():
        return ()
    return tuple(sorted(concepts.glob("*.yml")))


def rule_ids(folder: Path) -> tuple[str, ...]:
    """The ids of the pack's rules, told from the places of their files, to which loading holds them."""
    return tuple(f"{p.parent.name}.{p.stem}" for p in sorted(folder.glob("*/*.yml")) if p.parent.name not in _NOT_RULES)


def rules_of(packs: Iterable[str | Path]) -> frozenset[str]:
    """The ids of the rules of several packs, by name or folder. Raises `UserMistake` as `pack_folder`."""
    return frozenset(rule for pack in packs for rule in rule_ids(pack_folder(pack)))


def digest_of(folder: Path, files: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of `files`, so that a changed rule changes the pack."""
    total = hashlib.sha256()
    for path in files:
        base = folder.parent if path.is_relative_to(folder.parent) else rules_folder()
        total.update(path.relative_to(base).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return total.hexdigest()


def combined_digest(digests: Iterable[str]) -> str:
    """The digest of several packs as one: that of the one if there is only one."""
    several = tuple(digests)
    return several[0] if len(several) == 1 else hashlib.sha256("".join(several).encode()).hexdigest()


def shown(path: Path) -> str:
    """The path as a person would name it: from the rules folder on, or as given."""
    try:
        return "rules/" + path.relative_to(rules_folder()).as_posix()
    except ValueError:
        return path.as_posix()


_NOT_RULES: Final = frozenset({"concepts", "profiles"})
