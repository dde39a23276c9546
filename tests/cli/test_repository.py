"""`policylint check` in a repository of policies: configuration, sets, profiles, decisions, baseline."""

import json
from pathlib import Path

import pytest

from tests.cli.repository import CONFIGURATION, RECORDS, SOCIAL, Run, documents, findings, requirement

pytestmark = pytest.mark.slow


def test_what_the_records_policy_settles_counts_only_where_a_set_says_so(folder: Path, run: Run) -> None:
    alone = documents(run, "social.md")["social.md"]
    assert requirement(alone, "legal.records")["status"] == "missing"
    (folder / "policylint.toml").write_text(CONFIGURATION)
    found = requirement(documents(run, "social.md")["social.md"], "legal.records")
    assert found["status"] == "covered"
    assert {evidence["document"] for evidence in found["evidence"]} == {"records.md"}
    assert "records.md settles it" in found["why"]


def test_whoever_checks_a_member_checks_the_policy_that_leads_the_set(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text(CONFIGURATION)
    assert list(documents(run, "records.md")) == ["records.md", "social.md"]


def test_a_reference_that_points_nowhere_is_a_finding_in_a_set(folder: Path, run: Run) -> None:
    assert findings(documents(run, "social.md")["social.md"], "reference.dangling") == []
    (folder / "policylint.toml").write_text(CONFIGURATION + '\n[[override]]\nfiles = ["*"]\nfail-on = "never"\n')
    (folder / "social.md").write_text(SOCIAL.replace("records.md", "gone.md"))
    (found,) = findings(documents(run, "social.md")["social.md"], "reference.dangling")
    assert "gone.md" in found["why"]


def test_a_set_that_names_a_file_which_is_not_there_is_a_mistake(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text(CONFIGURATION.replace("records.md", "gone.md"))
    done = run("check")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "policylint: policylint.toml:4: the policy set 'communications' names gone.md, which is not there. "
        "Correct the path, or take it out of the set.\n"
    )


def test_a_profile_lists_all_requirements_and_says_which_apply(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text('profile = "employer"\n')
    document = documents(run, "social.md")["social.md"]
    assert document["profile"] == "employer"
    assert len(document["requirements"]) == 53
    assert requirement(document, "legal.disclosure")["applies"] is False
    assert document["summary"]["requirements"] == 53
    assert document["summary"]["applying"] < 53


def test_what_the_configuration_says_of_a_rule_wins_over_the_profile(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text(
        'profile = "employer"\n[rules."legal.disclosure"]\napplies = true\nseverity = "high"\n'
    )
    found = requirement(documents(run, "social.md")["social.md"], "legal.disclosure")
    assert (found["applies"], found["severity"]) == (True, "high")


def test_a_decision_written_by_decide_is_in_force_until_the_clause_changes(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text('fail-on = "high"\n')
    assert run("check", "social.md").returncode == 1
    options = ("--kind", "accept", "--reason", "The union agreed.", "--owner", "Dana Lee", "--date", "2026-11-01")
    done = run("decide", "social.md", "rights.disparagement", *options)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert run("check", "social.md").returncode == 0

    reflowed = SOCIAL.replace("criticize the city on", "criticize\nthe city on").replace("## Conduct", "## 3. Conduct")
    (folder / "social.md").write_text(reflowed)
    (found,) = findings(documents(run, "social.md")["social.md"], "rights.disparagement")
    assert found["decision"]["reason"] == "The union agreed."

    (folder / "social.md").write_text(SOCIAL.replace("criticize the city", "criticize the mayor"))
    done = run("check", "social.md", "--format", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [use["state"] for use in report["decisions"]] == ["lapsed"]


def test_a_decision_in_a_markdown_comment_counts_like_one_in_the_file(folder: Path, run: Run) -> None:
    options = ("--kind", "accept", "--reason", "Agreed.", "--owner", "Dana Lee", "--date", "2026-11-01")
    assert run("decide", "social.md", "rights.disparagement", *options, "--as-comment").returncode == 0
    assert "<!-- policylint:" in (folder / "social.md").read_text()
    (found,) = findings(documents(run, "social.md")["social.md"], "rights.disparagement")
    assert found["decision"]["origin"] == "comment"
    assert found["decision"]["place"].startswith("social.md:")


def test_settled_elsewhere_lapses_when_the_section_is_gone(folder: Path, run: Run) -> None:
    options = ("--kind", "settled-elsewhere", "--reason", "There.", "--owner", "Dana Lee", "--date", "2026-11-01")
    where = ("--settled-by", "records.md", "--section", "Retention")
    assert run("decide", "social.md", "legal.records", *options, *where).returncode == 0
    decision = requirement(documents(run, "social.md")["social.md"], "legal.records")["decision"]
    assert decision["settled_by"] == {"document": "records.md", "section": "Retention"}
    (folder / "records.md").write_text(RECORDS.replace("## Retention", "## Keeping"))
    report = json.loads(run("check", "social.md", "--format", "json").stdout)
    assert [use["state"] for use in report["decisions"]] == ["lapsed"]


def test_a_baseline_marks_what_is_new_and_only_that_fails(folder: Path, run: Run) -> None:
    assert run("check", "social.md").returncode == 1
    done = run("baseline", "social.md")
    assert (done.returncode, done.stdout) == (0, "")
    assert run("check", "social.md", "--baseline", "policylint-baseline.json").returncode == 0
    more = "\nEmployees may not take photographs of the workplace.\n"
    (folder / "social.md").write_text(SOCIAL + more)
    done = run("check", "social.md", "--baseline", "policylint-baseline.json", "--format", "json")
    (document,) = json.loads(done.stdout)["documents"]
    assert done.returncode == 1
    assert [found["id"] for found in document["findings"] if found["baseline"] == "new"] == ["rights.photo-recording"]
    assert len([found for found in document["findings"] if found["baseline"] == "unchanged"]) >= 1


def test_the_least_coverage_fails_a_thin_policy_and_says_why(run: Run) -> None:
    done = run("check", "social.md", "--fail-on", "never", "--min-coverage", "90")
    assert done.returncode == 1
    assert "social.md: " in done.stderr
    assert "the least is 90%" in done.stderr
    assert run("check", "social.md", "--fail-on", "never", "--min-coverage", "1").returncode == 0


def test_one_run_writes_several_reports_and_leaves_standard_output_clean(folder: Path, run: Run) -> None:
    done = run("check", "social.md", "-o", "report.sarif", "-o", "report.junit.xml", "-o", "report.csv")
    assert done.stdout == ""
    assert json.loads((folder / "report.sarif").read_text())["version"] == "2.1.0"
    assert (folder / "report.junit.xml").read_text().startswith("<?xml")
    assert (folder / "report.csv").exists()


def test_inside_github_actions_annotations_come_by_themselves(run: Run) -> None:
    inside = {"GITHUB_ACTIONS": "true"}
    assert run("check", "social.md", env=inside).stdout.startswith("::")
    assert not run("check", "social.md", "--format", "terminal", env=inside).stdout.startswith("::")
    assert not run("check", "social.md").stdout.startswith("::")


@pytest.mark.parametrize(
    ("files", "arguments", "says"),
    [
        (
            {"policylint.toml": "fail_on = 'gap'\n"},
            (),
            "policylint.toml:1: there is no key 'fail_on'; did you mean 'fail-on'?",
        ),
        ({"policylint.toml": "fail-on = \n"}, (), "policylint.toml:1"),
        ({"policylint.toml": "packs = ['socail-media']\n"}, (), "no pack named 'socail-media'"),
        ({"policylint.toml": "profile = 'polcie'\n"}, (), "polcie"),
        ({"policylint.toml": "baseline = 'b.json'\n"}, (), "b.json: no such baseline"),
        (
            {"policylint.toml": "baseline = 'b.json'\n", "b.json": '{"format": "policylint-baseline/7"}'},
            (),
            "policylint-baseline/7",
        ),
        ({"policylint.toml": "[rules.'legal.recrods']\napplies = false\n"}, (), "legal.records"),
        ({"policylint-decisions.toml": "[[decision]]\nrule = 'legal.recrods'\n"}, (), "policylint-decisions.toml"),
        ({}, ("--config", "gone.toml"), "gone.toml"),
        ({}, ("--decisions", "gone.toml"), "gone.toml"),
        ({}, ("--format", "sairf"), "no output format 'sairf'"),
        ({}, ("--as-of", "tomorrow"), "not a date"),
        ({}, ("-o", "gone/report.json"), "gone"),
    ],
    ids=str,
)
def test_a_mistake_is_one_line_and_exit_code_2(
    folder: Path, run: Run, files: dict[str, str], arguments: tuple[str, ...], says: str
) -> None:
    for name, text in files.items():
        (folder / name).write_text(text)
    done = run("check", *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.startswith("policylint: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_file_that_the_configuration_forces_out_is_nothing_to_fail_for(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text('force-exclude = true\nexclude = ["social.md"]\n')
    done = run("check", "social.md")
    assert (done.returncode, done.stdout) == (0, "0 documents checked.\n")
    assert run("baseline", "social.md").returncode == 0
    assert (
        run("decide", "social.md", "legal.records", "--kind", "accept", "--reason", "x", "--owner", "y").returncode == 2
    )


def test_a_first_baseline_can_be_written_where_the_configuration_names_it(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text('baseline = "known.json"\n')
    assert run("check").returncode == 2
    assert run("baseline").returncode == 0
    assert run("check").returncode == 0


def test_a_policy_that_is_none_any_more_fails_against_the_baseline(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text('baseline = "known.json"\n')
    run("baseline")
    (folder / "social.md").write_text(
        "# Lunch\n\n" + "Soup on Monday, salad on Tuesday, bread and cheese on Friday. " * 5
    )
    done = run("check")
    assert done.returncode == 1
    assert "social.md: The baseline knows it as a policy" in done.stderr


def test_configurations_that_name_different_days_are_a_mistake(folder: Path, run: Run) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "policylint.toml").write_text("as-of = 2020-01-01\n")
    (folder / "sub" / "more.md").write_text(SOCIAL)
    done = run("check", ".")
    assert done.returncode == 2
    assert "different days" in done.stderr
    assert run("check", ".", "--as-of", "2020-01-01").returncode == 1


def test_a_failing_document_fails_the_run_wherever_it_stands(folder: Path, run: Run) -> None:
    options = ("--fail-on", "high")
    (folder / "z.md").write_text(SOCIAL.replace("Employees may not criticize", "Employees may praise"))
    assert run("check", "z.md", *options).returncode == 0
    assert run("check", "social.md", "z.md", *options).returncode == 1
    assert run("check", "z.md", "social.md", *options).returncode == 1


def test_a_decision_about_one_document_leaves_the_others_alone(folder: Path, run: Run) -> None:
    (folder / "copy.md").write_text(SOCIAL)
    options = ("--kind", "accept", "--reason", "Agreed.", "--owner", "Dana Lee", "--date", "2026-11-01")
    run("decide", "social.md", "rights.disparagement", *options)
    found = documents(run, "social.md", "copy.md")
    assert findings(found["social.md"], "rights.disparagement")[0]["decision"]
    assert findings(found["copy.md"], "rights.disparagement")[0]["decision"] is None


def test_the_test_pages_of_a_pack_of_ones_own_are_no_policies(folder: Path, run: Run) -> None:
    pack = folder / "rules" / "ours"
    (pack / "town").mkdir(parents=True)
    (pack / "pack.yml").write_text(
        "id: ours\ntitle: Ours\nversion: 1.0.0\nlanguage: en\nabout: Our own.\n"
        "elements: [{id: town, title: Town, about: Town matters.}]\n"
    )
    (pack / "town" / "council.yml").write_text(
        "id: town.council\ntitle: Council\nwhat: The council is told.\nwhy: It asked for it.\nsource: [The council]\n"
        "known-problems: None known.\nremedy: Tell the council.\nmodel-clause: The council is told each month.\n"
        "lacks: tell the council\n"
        "signals:\n  - name: tells the council\n    say: ['council ..5 {staff}', '{staff} ..5 council']\n"
    )
    (pack / "town" / "council.md").write_text("# town.council\n\n## Positives\n\n- Staff tell the council.\n")
    (folder / "policylint.toml").write_text('packs = ["social-media", "rules/ours"]\n')
    found = documents(run)
    assert list(found) == ["records.md", "social.md"]
    assert len(found["social.md"]["requirements"]) == 54
    assert found["social.md"]["packs"] == ["social-media", "ours"]
    assert requirement(found["social.md"], "town.council")["status"] == "missing"


def test_a_member_that_cannot_be_read_is_in_the_report_and_is_exit_code_2(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text(CONFIGURATION)
    (folder / "records.md").write_bytes(b"%PDF-1.7\nnothing more")
    done = run("check", "social.md", "--fail-on", "never", "--format", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 2
    assert [(d["source"]["name"], d["verdict"]) for d in report["documents"]] == [
        ("social.md", "checked"),
        ("records.md", "unreadable"),
    ]
    assert "records.md" in report["documents"][0]["notes"][-1]


def test_the_leads_of_a_set_count_for_each_other(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text(
        '[[set]]\nname = "a"\nlead = ["social.md", "records.md"]\nmembers = ["x.md"]\n'
    )
    (folder / "x.md").write_text("# Other\n\nNothing of note is said here by anybody to anyone at all.\n")
    found = requirement(documents(run, "social.md")["social.md"], "legal.records")
    assert found["evidence"][0]["document"] == "records.md"


@pytest.mark.parametrize("section", ["Records Policy", "retention", "Retention."])
def test_a_section_is_named_by_its_heading(folder: Path, run: Run, section: str) -> None:
    options = ("--kind", "settled-elsewhere", "--reason", "There.", "--owner", "D", "--date", "2026-11-01")
    run("decide", "social.md", "legal.records", *options, "--settled-by", "records.md", "--section", section)
    assert requirement(documents(run, "social.md")["social.md"], "legal.records")["decision"]


def test_decisions_that_disagree_are_a_mistake_wherever_they_stand(folder: Path, run: Run) -> None:
    options = ("--reason", "Agreed.", "--owner", "Dana Lee", "--date", "2026-11-01")
    run("decide", "social.md", "rights.disparagement", "--kind", "accept", *options, "--as-comment")
    comment = next(line for line in (folder / "social.md").read_text().splitlines() if "policylint:" in line)
    fingerprint = comment.partition('fingerprint = "')[2][:16]
    (folder / "policylint-decisions.toml").write_text(
        f'[[decision]]\ndocument = "social.md"\nrule = "rights.disparagement"\nkind = "false-positive"\n'
        f'reason = "No."\nowner = "E"\ndate = 2026-11-01\nfingerprint = "{fingerprint}"\n'
    )
    done = run("check", "social.md")
    assert (done.returncode, done.stdout) == (2, "")
    assert "social.md:" in done.stderr and "policylint-decisions.toml:1" in done.stderr


def test_what_the_configuration_leaves_open_the_profile_says(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text('profile = "government"\n[rules."legal.records"]\napplies = true\n')
    found = requirement(documents(run, "social.md")["social.md"], "legal.records")
    assert (found["applies"], found["severity"]) == (True, "high")
