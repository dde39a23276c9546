"""`policylint clean`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from policylint.errors import UserMistake


@click.command("clean")
@click.argument("folder", metavar="[FOLDER]", default=".")
@click.option("--config", metavar="FILE", default=None, help="The configuration whose cache to delete.")
@click.option("--cache-dir", metavar="FOLDER", default=None, help="The cache to delete.")
def command(folder: str, config: str | None, cache_dir: str | None) -> None:
    """Delete the cache of the configuration that governs FOLDER. Nothing but time is lost."""
    from policylint.cache.store import is_cache
    from policylint.config import find_configuration

    if not Path(folder).is_dir():
        raise UserMistake("M001", path=folder)
    configuration = find_configuration(Path(folder), explicit=Path(config) if config else None)
    options = {"cache-dir": cache_dir} if cache_dir else {}
    place = configuration.settings_for(Path(folder) / "x", options=options).cache_dir
    if not place.exists():
        click.echo(f"{place.as_posix()}: there is no cache.", err=True)
    elif not is_cache(place):
        raise UserMistake("M301", problem=f"{place.as_posix()} is no cache of policylint; nothing was deleted.")
    else:
        shutil.rmtree(place)
        click.echo(f"{place.as_posix()}: deleted.", err=True)
