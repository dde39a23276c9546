"""Pictures of pages through the door."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import PIL.Image
import pytest

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.web.panel.model import PanelPage
from policylint.web.panel.pictures import NoSuchPage, PagePictures

FILES = Path("corpus/files")
POLICY = (FILES / "lakehurst-it-use.pdf").read_bytes()


@pytest.fixture(scope="module")
def pictures() -> Iterator[PagePictures]:
    with PagePictures() as found:
        yield found


def test_sizes_are_those_of_all_pages(pictures: PagePictures) -> None:
    assert pictures.sizes(POLICY) == (PanelPage(595.28, 841.89), PanelPage(595.28, 841.89))


def test_page_is_drawn_as_webp_of_the_width_asked_for(pictures: PagePictures) -> None:
    picture = PIL.Image.open(BytesIO(pictures.draw(POLICY, 2, 400)))
    assert (picture.format, picture.width) == ("WEBP", 400)


def test_page_that_is_not_there_is_named(pictures: PagePictures) -> None:
    with pytest.raises(NoSuchPage, match="page 3 of a document of 2"):
        pictures.draw(POLICY, 3, 400)


def test_file_that_cannot_be_read_cannot_be_drawn(pictures: PagePictures) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        pictures.sizes((FILES / "orchard-bluff-transit-locked.pdf").read_bytes())
    assert caught.value.reason == "encrypted"


def test_file_that_is_too_large_is_not_even_sent() -> None:
    with PagePictures(Limits(file_bytes=1_000)) as narrow, pytest.raises(UnreadableDocument) as caught:
        narrow.draw(POLICY, 1, 400)
    assert caught.value.reason == "too-large"


def test_pictures_can_be_had_again_after_closing() -> None:
    found = PagePictures(workers=1)
    found.close()
    assert len(found.sizes(POLICY)) == 2
    found.close()


def test_whoever_asks_loads_neither_pdfium_nor_the_engine() -> None:
    modules = "pictures", "model", "places", "show"
    heavy = "pypdfium2", "PIL", "spacy", "policylint.engine", "policylint.structure"
    code = f"import sys; import {', '.join(f'policylint.web.panel.{name}' for name in modules)}; "
    code += f"print([name for name in {heavy!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
