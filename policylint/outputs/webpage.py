"""What the HTML report and the dashboard share: look, templates that escape everything, and what a page may do."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policylint.outputs.wording import visible

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_BASE: Final = Path(__file__).parent / "templates" / "base.css"


def environment(templates: Path, **names: object) -> Environment:
    """Templates of a folder, with these names in them. Every text is escaped, and nothing in it acts unseen."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    made.globals.update(names)
    return made


def stylesheet(own: Path) -> str:
    """What all pages look like, and after it what is this page's own."""
    return "".join(path.read_text(encoding="utf-8") for path in (_BASE, own))


def content_policy(style: str, script: str) -> str:
    """The page's Content-Security-Policy: this style and this script, told by their hashes, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; base-uri 'none'"
    )


def breakable(name: str) -> Markup:
    """A name, escaped, that may go on in the next line after a slash, a hyphen, a dot or a low line."""
    from markupsafe import Markup, escape

    pieces = re.split(r"(?<=[/\\_.-])(?=[^/\\_.-])", visible(name))
    return Markup("<wbr>").join(escape(piece) for piece in pieces)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
