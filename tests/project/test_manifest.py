"""What a manifest names, and what it leaves out."""

import os
from datetime import date
from pathlib import Path

import pytest

from policylint.language.weights import model_digest
from policylint.model.report import Manifest
from policylint.project.run import run_project
from policylint.project.wishes import Wishes

POLICY = "# Social Media Policy\n\nThe clerk must approve every social media account.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "policy.md").write_text(POLICY, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "town")
    return tmp_path / "town"


def manifest(**wishes: object) -> Manifest:
    found = run_project(Wishes(paths=("policy.md",), **wishes)).report.manifest  # type: ignore[arg-type]
    assert found is not None
    return found


def test_the_installers_list_and_the_files_of_the_model_agree() -> None:
    assert model_digest() == model_digest(from_files=True)
    assert manifest().model == model_digest()


def test_files_are_named_from_the_current_folder_with_their_digests(folder: Path) -> None:
    (folder / "policylint.toml").write_text('profile = "school"\n')
    (file,) = manifest().files
    assert (file.role, file.name, len(file.sha256)) == ("configuration", "policylint.toml", 64)


def test_a_file_from_elsewhere_has_only_its_name(folder: Path) -> None:
    elsewhere = folder.parent / "decided.toml"
    elsewhere.write_text("")
    found = manifest(options={"decisions": os.fspath(elsewhere)})
    assert [(file.role, file.name) for file in found.files] == [("decisions", "decided.toml")]
    assert found.given["decisions"] == "decided.toml"


def test_what_bears_on_no_verdict_is_left_out() -> None:
    found = manifest(options={"cache": False, "timeout": 7.0, "as-of": date(2026, 1, 1), "any-kind": True})
    assert found.given == {"any-kind": True}


def test_settings_have_the_same_digest_whoever_says_them(folder: Path) -> None:
    by_option = manifest(options={"profile": "school"}).settings
    (folder / "policylint.toml").write_text('profile = "school"\n')
    assert manifest().settings == by_option
    (folder / "policylint.toml").write_text('profile = "library"\n')
    assert manifest().settings != by_option


@pytest.mark.parametrize(
    "said",
    [
        "any-kind = true",
        "references = true",
        'fail-on = "high"',
        "min-coverage = 50",
        '[rules."legal.records"]\napplies = false',
        '[rules."legal.records"]\nseverity = "high"',
        '[[set]]\nname = "town"\nlead = "policy.md"\nmembers = ["other.md"]',
    ],
)
def test_each_setting_that_bears_on_what_is_said_changes_the_digest(folder: Path, said: str) -> None:
    (folder / "other.md").write_text(POLICY.replace("clerk", "mayor"), encoding="utf-8")
    (folder / "policylint.toml").write_text("")
    before = manifest().settings["policy.md"]
    (folder / "policylint.toml").write_text(f"{said}\n")
    assert manifest().settings["policy.md"] != before


def test_a_set_with_another_member_has_another_digest(folder: Path) -> None:
    digests = set()
    for name in ("a.md", "b.md"):
        (folder / name).write_text(POLICY.replace("clerk", "mayor"), encoding="utf-8")
        (folder / "policylint.toml").write_text(
            f'[[set]]\nname = "town"\nlead = "policy.md"\nmembers = ["{name}"]\n', encoding="utf-8"
        )
        digests.add(manifest().settings["policy.md"])
    assert len(digests) == 2


def test_a_baseline_and_the_libraries_that_draw_are_in_it(folder: Path) -> None:
    (folder / "known.json").write_text('{"format": "policylint-baseline/1", "documents": {}}')
    found = manifest(options={"baseline": "known.json"})
    assert [(file.role, file.name) for file in found.files] == [("baseline", "known.json")]
    assert {"jinja2", "python_docx", "typst", "xlsxwriter"} < set(found.libraries)


def test_ocr_is_told_and_limits_are_not_and_both_bear_on_the_settings() -> None:
    usual = manifest()
    found = manifest(options={"ocr": "off", "ocr-languages": ("eng", "spa"), "limits": {"pages": 7, "members": 9}})
    assert found.given == {"ocr": "off", "ocr-languages": ("eng", "spa")}
    assert found.settings != usual.settings
    assert manifest(options={"ocr": "auto", "timeout": 7.0, "limits": {"ocr-seconds": 5}}).settings == usual.settings
