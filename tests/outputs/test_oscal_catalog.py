"""The OSCAL catalogue that is made of packs, and the command that writes it."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from msgspec.structs import replace

from benchmarks.oscal import loose_ends, model_errors, own_catalog, unknown_controls
from policylint.cli import cli
from policylint.errors import UserMistake
from policylint.model.report import PackInfo
from policylint.outputs.oscal import render
from policylint.outputs.oscal.catalog import render_catalog
from policylint.packs.load import load_pack
from tests.outputs.samples import compared, report

Json = dict[str, Any]


def catalog(text: str) -> Json:
    found: Json = json.loads(text)["catalog"]
    return found


def control(identifier: str) -> Json:
    controls = [entry for group in catalog(own_catalog())["groups"] for entry in group["controls"]]
    return next(entry for entry in controls if entry["id"] == identifier)


def test_it_is_valid_and_every_reference_in_it_leads_somewhere() -> None:
    assert model_errors(own_catalog()) == []
    assert loose_ends(own_catalog()) == []


def test_every_rule_is_a_control_of_its_group_under_its_own_id() -> None:
    pack = load_pack()
    groups = {group["id"]: [entry["id"] for entry in group["controls"]] for group in catalog(own_catalog())["groups"]}
    assert groups == {
        group.id: [rule.id for rule in pack.rules if rule.element == group.id]
        for group in (*pack.head.elements, *pack.head.findings)
    }


def test_a_requirement_has_its_page_as_parts() -> None:
    found = control("legal.records")
    parts = [part["name"] for part in found["parts"]]
    assert parts == ["statement", "guidance", "assessment-objective", "remedy", "model-clause", "known-problems"]
    assert found["class"] == "requirement"
    assert len(found["links"]) == 2


def test_a_kind_of_finding_is_a_control_that_wants_the_clause_gone() -> None:
    found = control("rights.disparagement")
    prose = {part["name"]: part["prose"] for part in found["parts"]}
    assert found["class"] == "finding"
    assert prose["assessment-objective"] == "The policy has nothing of what the statement describes."
    assert prose["applies-to"].startswith("NLRA section 7")


def test_results_name_the_catalogue_by_its_id_and_file() -> None:
    pack = load_pack()
    info = PackInfo(id=pack.head.id, title=pack.head.title, version=pack.head.version, digest=pack.digest)
    results = json.loads(render(replace(report(), packs=(info,))))["assessment-results"]
    link = results["results"][0]["reviewed-controls"]["links"][0]["href"]
    (resource,) = [entry for entry in results["back-matter"]["resources"] if f"#{entry['uuid']}" == link]
    assert resource["document-ids"][0]["identifier"] == catalog(own_catalog())["uuid"]
    assert resource["rlinks"][0]["href"] == f"social-media-{pack.head.version}.catalog.json"


def test_the_controls_of_results_are_those_of_the_catalogue() -> None:
    text = render(report(compared()))
    invented = ("legal.filming", "legal.terms", "rights.tone")
    assert unknown_controls(text, own_catalog()) == [
        f"the catalogue has no {name}{end}" for name in invented for end in ("", "_obj")
    ]


def test_a_pack_that_changes_is_another_catalogue() -> None:
    pack = load_pack()
    info = PackInfo(id=pack.head.id, title=pack.head.title, version=pack.head.version, digest="0" * 64)
    assert catalog(render_catalog(pack, [info]))["uuid"] != catalog(own_catalog())["uuid"]


def test_the_command_takes_the_place_of_an_earlier_catalogue_only(tmp_path: Path) -> None:
    path = tmp_path / "catalog.json"
    for _ in range(2):
        assert CliRunner().invoke(cli, ["rules", "catalog", "--isolated", "-o", str(path)]).exit_code == 0
    policy = tmp_path / "policy.docx"
    policy.write_bytes(b"a policy")
    said = CliRunner().invoke(cli, ["rules", "catalog", "--isolated", "-o", str(policy)])
    assert "would be lost" in str(said.exception)
    assert policy.read_bytes() == b"a policy"


def test_the_command_writes_it_to_standard_output_or_to_a_file(tmp_path: Path) -> None:
    printed = CliRunner().invoke(cli, ["rules", "catalog", "--isolated"])
    assert printed.stdout == own_catalog()
    file = tmp_path / "c.json"
    written = CliRunner().invoke(cli, ["rules", "catalog", "--isolated", "-o", str(file), "--dated", "2026-03-04"])
    assert (written.exit_code, written.stdout) == (0, "")
    assert catalog(file.read_text(encoding="utf-8"))["metadata"]["last-modified"] == "2026-03-04T00:00:00Z"


def test_two_packs_are_one_catalogue(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "pack.yml").write_text(
        "id: house\ntitle: House rules\nversion: 2.0.0\nlanguage: en\nabout: Ours.\n"
        "elements:\n  - id: house\n    title: House\n    about: What the house wants.\n",
        encoding="utf-8",
    )
    (tmp_path / "house" / "tea.yml").write_text(
        "id: house.tea\ntitle: Tea\nwhat: A clause on tea.\nwhy: Tea matters.\nsource: [A memo of 2020]\n"
        "known-problems: None known.\nremedy: Say who makes the tea.\nmodel-clause: '[Who] makes the tea.'\n"
        "lacks: say who makes the tea\nsignals:\n  - name: speaks of tea\n    say: [tea]\n",
        encoding="utf-8",
    )
    printed = CliRunner().invoke(
        cli, ["rules", "catalog", "--isolated", "--pack", "social-media", "--pack", str(tmp_path)]
    )
    found = catalog(printed.stdout)
    assert model_errors(printed.stdout) == []
    assert found["metadata"]["title"] == "Social media policy checklist and House rules"
    assert found["metadata"]["version"].endswith("+2.0.0")
    assert [group["id"] for group in found["groups"]].count("house") == 1


def test_a_day_that_is_none_is_a_mistake() -> None:
    said = CliRunner().invoke(cli, ["rules", "catalog", "--isolated", "--dated", "2026-02-30"])
    assert isinstance(said.exception, UserMistake)
    assert said.exception.code == "M301"
