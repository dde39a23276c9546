"""The templates of the pages: every text is escaped, and every link is made from the service's root on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policylint import __version__
from policylint.outputs import webpage
from policylint.outputs.wording import (
    LEGACY_MEANS,
    STATUS_TITLE,
    count,
    inner_quotes,
    place,
    short_place,
    shortened,
)
from policylint.web.pages.assets import asset_path
from policylint.web.pages.phrases import (
    amount_words,
    date_words,
    iso,
    left_words,
    lifetime_words,
    size_words,
    time_words,
)

if TYPE_CHECKING:
    from jinja2 import Environment

    from policylint.web.pages.surroundings import Surroundings

_TEMPLATES: Final = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The templates with what all of them may say. A page's own words are given to `draw`."""
    return webpage.environment(
        _TEMPLATES,
        amount_words=amount_words,
        breakable=webpage.breakable,
        count=count,
        date_words=date_words,
        inner_quotes=inner_quotes,
        iso=iso,
        left_words=left_words,
        legacy_means=LEGACY_MEANS,
        lifetime_words=lifetime_words,
        place=place,
        product_version=__version__,
        short_place=short_place,
        shortened=shortened,
        size_words=size_words,
        status_title=STATUS_TITLE,
        time_words=time_words,
    )


def draw(template: str, surroundings: Surroundings, **data: object) -> str:
    """Draw a template of the folder `templates`.

    It is given the surroundings, `at("/documents")` for the address of a page and `static("site.css")` for that of an
    asset. A template that imports macros which make links imports them `with context`.
    """

    def static(name: str) -> str:
        return surroundings.at(asset_path(name))

    page: str = (
        environment()
        .get_template(template)
        .render(surroundings=surroundings, at=surroundings.at, static=static, **data)
    )
    return page
