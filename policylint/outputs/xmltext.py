"""Text for XML 1.0 files."""

from __future__ import annotations

import re
from typing import Final

from policylint.outputs.wording import visible

_COMMAND: Final = re.compile(r"#(?=#\w*\[)|^(?P<blank>\s*):(?=:)", re.MULTILINE)
"""What a CI system that prints the file would take for a command: there, the first mark becomes a reference."""


def attributes(**values: str | int) -> str:
    """Attributes for a tag, each with a space before it. Characters that XML cannot hold are made visible."""
    return "".join(f' {name}="{_value(str(value))}"' for name, value in values.items())


def content(text: str) -> str:
    """Text between two tags; line ends stay line ends."""
    escaped = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _COMMAND.sub(lambda found: "&#35;" if found["blank"] is None else f"{found['blank']}&#58;", escaped)


def _value(text: str) -> str:
    # A reader turns a bare line end or tab in an attribute into a space; a carriage return is visible by now.
    return content(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
