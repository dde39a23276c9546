"""Stylesheet, scripts and pictures."""

import re
from pathlib import Path

import pytest

from policylint.web.pages import assets as module
from policylint.web.pages.assets import asset_path, assets, version

BASE = Path(module.__file__).parents[2] / "outputs" / "templates" / "base.css"


def test_the_stylesheet_begins_with_the_base_of_all_pages_of_the_product() -> None:
    style = assets()["site.css"].content.decode("utf-8")
    assert style.startswith(BASE.read_text(encoding="utf-8"))
    assert ".drop{" in style and "base.css" not in assets()


def test_every_asset_has_a_media_type_that_browsers_take() -> None:
    types = {name: asset.media_type for name, asset in assets().items()}
    assert types["site.css"].startswith("text/css") and types["upload.js"].startswith("text/javascript")
    assert types["icon.svg"] == "image/svg+xml"


def test_the_address_changes_with_what_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version()
    changed = {name: asset for name, asset in assets().items() if name != "icon.svg"}
    monkeypatch.setattr(module, "assets", lambda: changed)
    assert version.__wrapped__() != before
    assert asset_path("upload.js") == f"/static/{before}/upload.js"


def test_there_is_no_address_for_what_is_not_there() -> None:
    with pytest.raises(KeyError):
        asset_path("../secret.js")


def test_scripts_import_only_what_lies_beside_them() -> None:
    for asset in assets().values():
        assert set(re.findall(r'from "\./([^"]+)"', asset.content.decode("utf-8"))) <= set(assets())


def test_nothing_is_loaded_from_elsewhere() -> None:
    for name, asset in assets().items():
        text = asset.content.decode("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|\beval\(", text), name


@pytest.mark.parametrize("name", ["upload.js", "chosen.js", "progress.js", "waiting.js"])
def test_names_of_files_are_text_to_the_scripts_and_never_markup(name: str) -> None:
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write", assets()[name].content.decode("utf-8"))
