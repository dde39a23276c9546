"""Text for XML 1.0 files."""

from __future__ import annotations

from policylint.outputs.wording import visible


def attributes(**values: str | int) -> str:
    """Attributes for a tag, each with a space before it. Characters that XML cannot hold are made visible."""
    return "".join(f' {name}="{_value(str(value))}"' for name, value in values.items())


def content(text: str) -> str:
    """Text between two tags; line ends stay line ends."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _value(text: str) -> str:
    # A reader turns a bare line end or tab in an attribute into a space; a carriage return is visible by now.
    return content(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
