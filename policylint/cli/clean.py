"""`policylint clean`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from policylint.cli.options import tell
from policylint.errors import UserMistake


@click.command("clean")
@click.argument("folder", metavar="[FOLDER]", default=".")
@click.option("--config", metavar="FILE", default=None, help="The configuration whose cache to delete.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--cache-dir", metavar="FOLDER", default=None, help="The cache to delete.")
def command(folder: str, config: str | None, isolated: bool, cache_dir: str | None) -> None:
    """Delete the cache of the configuration that governs FOLDER. Nothing but time is lost."""
    from policylint.cache.store import clear, is_cache
    from policylint.config import find_configuration

    if not Path(folder).is_dir():
        raise UserMistake("M001", path=folder)
    configuration = find_configuration(folder, explicit=Path(config) if config else None, isolated=isolated)
    options = {"cache-dir": cache_dir} if cache_dir else {}
    place = configuration.settings_for(os.path.join(folder, ""), options=options).cache_dir
    if not place.exists():
        tell(f"{place.as_posix()}: there is no cache.")
    elif not is_cache(place):
        raise UserMistake("M301", problem=f"{place.as_posix()} is no cache of policylint; nothing was deleted.")
    else:
        try:
            clear(place)
        except OSError as error:
            problem = f"{place.as_posix()} cannot be deleted ({error.strerror}). Check its permissions."
            raise UserMistake("M301", problem=problem) from None
        more = " but for what is not its own" if place.exists() else ""
        tell(f"{place.as_posix()}: deleted{more}.")
