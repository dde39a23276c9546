import subprocess
import sys
from pathlib import Path

import pytest

from policylint.config import ConfigurationLookup, find_configuration


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def test_the_nearest_configuration_governs() -> None:
    write("policylint.toml", "profile = 'government'")
    write("police/policylint.toml", "profile = 'police'")
    write("police/jail/a.md", "")
    lookup = ConfigurationLookup()
    assert lookup("a.md").settings_for("a.md").profile == "government"
    assert lookup("police/jail/a.md").settings_for("police/jail/a.md").profile == "police"
    assert lookup("police").file == Path("police/policylint.toml")
    assert lookup("police").root == Path("police")


def test_policylint_toml_wins_over_a_pyproject_in_the_same_folder() -> None:
    write("policylint.toml", "profile = 'one'")
    write("pyproject.toml", "[tool.policylint]\nprofile = 'other'")
    assert find_configuration(Path()).settings_for("a.md").profile == "one"


def test_a_pyproject_without_the_table_is_passed_over() -> None:
    write("policylint.toml", "profile = 'one'")
    write("below/pyproject.toml", "[tool.ruff]\nline-length = 100")
    write("named/pyproject.toml", "[project]\ndependencies = ['policylint']")
    lookup = ConfigurationLookup()
    assert lookup(Path("below")).settings_for("below/a.md").profile == "one"
    assert lookup(Path("named")).settings_for("named/a.md").profile == "one"


def test_a_pyproject_with_an_empty_table_governs() -> None:
    write("policylint.toml", "profile = 'one'")
    write("below/pyproject.toml", "[tool.policylint]")
    assert find_configuration("below").settings_for("below/a.md").profile == ""


def test_a_broken_pyproject_that_does_not_speak_of_policylint_is_passed_over() -> None:
    write("policylint.toml", "profile = 'one'")
    write("below/pyproject.toml", "this is no toml")
    assert find_configuration("below").settings_for("below/a.md").profile == "one"


def test_a_file_named_outright_governs_everything() -> None:
    write("policylint.toml", "profile = 'one'")
    write("shared/ours.toml", "profile = 'shared'\ndecisions = 'd.toml'")
    lookup = ConfigurationLookup(explicit=Path("shared/ours.toml"))
    assert lookup(Path("a.md")) is lookup(Path("shared"))
    settings = lookup("a.md").settings_for("a.md")
    assert (settings.profile, settings.decisions) == ("shared", Path("shared/d.toml"))
    assert str(settings.origins["profile"]) == "shared/ours.toml:1"


def test_isolated_takes_no_file() -> None:
    write("policylint.toml", "profile = 'one'")
    assert find_configuration(Path(), isolated=True).file is None


def test_each_folder_is_looked_into_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import policylint.config.find as find

    write("policylint.toml", "profile = 'one'")
    looked: list[str] = []
    inner = find._configuration_in

    def counted(folder: str) -> object:
        looked.append(folder)
        return inner(folder)

    monkeypatch.setattr(find, "_configuration_in", counted)
    lookup = ConfigurationLookup()
    found = {id(lookup(f"folder/p{number}.md")) for number in range(20)}
    assert len(found) == 1
    assert len(looked) == len(set(looked)) == 2


def test_a_file_that_is_governed_by_nothing_says_nothing_of_where_it_lies(here: Path) -> None:
    configuration = find_configuration("a.md")
    assert configuration.file is None
    assert configuration.relative(here / "a.md") == "a.md"


def test_nothing_heavy_is_imported_to_configure_and_find() -> None:
    write("policylint.toml", "profile = 'one'")
    write("a.md", "")
    code = (
        "import sys\n"
        "from policylint.config import ConfigurationLookup\n"
        "from policylint.sources import find_inputs\n"
        "lookup = ConfigurationLookup()\n"
        "names = [item.name for item in find_inputs(['.'], configuration_for=lookup)]\n"
        "print(names, lookup('a.md').settings_for('a.md').profile)\n"
        "print([m for m in ('spacy', 'pydantic', 'jinja2', 'yaml', 'jsonschema', 'pathspec', 'difflib') "
        "if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["['a.md'] one", "[]"]
