"""`policylint clean`: which cache it deletes."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policylint.cache import Cache
from policylint.cache.store import is_cache
from policylint.cli.clean import command
from policylint.errors import UserMistake
from policylint.model.report import PackInfo


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "town").mkdir()
    return tmp_path


def cache(folder: str) -> Path:
    Cache(Path(folder)).put_pack(PackInfo(id="tiny", title="Tiny", version="1", digest="ab" * 32))
    assert is_cache(Path(folder))
    return Path(folder)


def clean(*arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments], catch_exceptions=False)


def test_the_cache_is_that_of_the_configuration_which_governs_the_folder() -> None:
    Path("policylint.toml").write_text("cache-dir = 'kept'", encoding="utf-8")
    kept, own = cache("kept"), cache(".policylint_cache")
    assert clean("town").stderr == "kept: deleted.\n"
    assert (kept.exists(), own.exists()) == (False, True)


def test_isolated_takes_no_configuration() -> None:
    Path("policylint.toml").write_text("cache-dir = 'kept'", encoding="utf-8")
    kept, own = cache("kept"), cache(".policylint_cache")
    assert clean("--isolated").stderr == ".policylint_cache: deleted.\n"
    assert (kept.exists(), own.exists()) == (True, False)


def test_what_somebody_put_into_the_cache_stays() -> None:
    folder = cache(".policylint_cache")
    (folder / "mine").touch()
    assert clean().stderr == ".policylint_cache: deleted but for what is not its own.\n"
    assert [path.name for path in folder.iterdir()] == ["mine"]


def test_where_there_is_no_cache_it_is_said() -> None:
    assert clean("town").stderr == ".policylint_cache: there is no cache.\n"


def test_a_folder_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(UserMistake, match="gone: no such file or folder"):
        clean("gone")
