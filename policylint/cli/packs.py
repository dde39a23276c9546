"""Which packs a command about rules is to show: those that are named, or else those that are configured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from policylint.config import Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])


def pack_options(command: _Command) -> _Command:
    """The options that say which packs are meant."""
    options = (
        click.option(
            "--pack",
            "packs",
            metavar="NAME|FOLDER",
            multiple=True,
            help="The rule pack; may be given several times. [default: those of the configuration]",
        ),
        click.option("--isolated", is_flag=True, help="Use no configuration file."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def settings_here(packs: tuple[str, ...], *, isolated: bool) -> Settings:
    """What holds in the current folder, with these packs if there are any.

    Raises `UserMistake` for what is wrong in the configuration, and for a pack that is not there.
    """
    from policylint.config import find_configuration
    from policylint.project.profile import require_packs

    configuration = find_configuration(Path(), isolated=isolated)
    settings = configuration.settings_for(Path(), options={"packs": packs} if packs else {})
    require_packs(settings)
    return settings
