"""What a verification says of reports that were handed over as they are, edited, or made from something else."""

import io
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from policylint.errors import UserMistake
from policylint.outputs import FORMATS, render_report
from policylint.project.run import run_project
from policylint.project.wishes import Wishes
from policylint.verification import Verification, verify_report
from tests.running import policylint

pytestmark = pytest.mark.slow

POLICY = """# Social Media Policy

Effective 1 March 2026.

## 1 Accounts

The town clerk must approve every social media account before it is opened.

## 2 Records

Posts on social media are public records and must be kept for seven years.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.md").write_text(POLICY, encoding="utf-8")
    return tmp_path


def made(folder: Path, name: str, **options: object) -> Path:
    """A report on the policy, in the format that the name tells."""
    report = run_project(Wishes(paths=("policy.md",), options=options)).report
    drawn = render_report(report, FORMATS[name])
    path = folder / f"report.{name}"
    path.write_bytes(drawn if isinstance(drawn, bytes) else drawn.encode("utf-8"))
    return path


def verified(path: Path, *files: str, **options: object) -> Verification:
    return verify_report(path.name, files, Wishes(options=options))


@pytest.mark.parametrize("name", ["json", "html", "docx", "pdf", "xlsx", "oscal"])
def test_a_report_as_it_was_written_is_the_same(folder: Path, name: str) -> None:
    result = verified(made(folder, name))
    assert (result.same, result.exit_code, result.differences) == (True, 0, ())
    assert result.drawing.result == "same"
    assert result.compared > 50


def test_the_ocr_with_which_a_report_was_made_is_used_again_and_limits_are_for_whoever_verifies(folder: Path) -> None:
    limits = {"file-bytes": "1 MB"}
    path = made(folder, "json", ocr="off", **{"ocr-languages": ("eng", "spa"), "limits": limits})
    assert verified(path, limits=limits).same
    assert [one.kind for one in verified(path).inputs if not one.same] == ["settings"]


def test_a_changed_word_in_the_document_is_named_as_the_reason(folder: Path) -> None:
    path = made(folder, "json")
    (folder / "policy.md").write_text(POLICY.replace("must be kept for seven years", "may be thrown away"))
    result = verified(path)
    assert result.exit_code == 1
    assert [one.kind for one in result.inputs if not one.same] == ["document"]
    about = {difference.about for difference in result.differences}
    assert "legal.records" in about
    assert {difference.why for difference in result.differences} == {"the document has changed"}


def test_a_verdict_that_was_edited_is_told_from_one_that_changed(folder: Path) -> None:
    path = made(folder, "json")
    path.write_text(path.read_text(encoding="utf-8").replace('"status": "missing"', '"status": "covered"', 1))
    (difference,) = verified(path).differences
    assert (difference.field, difference.reported, difference.found) == ("status", "covered", "missing")
    assert "the report was edited" in difference.why


def test_words_that_were_edited_in_the_page_are_shown(folder: Path) -> None:
    path = made(folder, "html")
    path.write_text(path.read_text(encoding="utf-8").replace("Legal issues", "No issues", 1), encoding="utf-8")
    result = verified(path)
    assert (result.exit_code, result.drawing.result, result.differences) == (1, "differs", ())
    assert any(line.startswith("+ ") and "No issues" in line for line in result.drawing.edited)


def test_a_value_that_was_edited_in_oscal_is_shown(folder: Path) -> None:
    path = made(folder, "oscal")
    path.write_text(path.read_text(encoding="utf-8").replace('"value": "missing"', '"value": "covered"', 1))
    result = verified(path)
    assert (result.exit_code, result.drawing.result) == (1, "differs")
    assert any('"value": "covered"' in line for line in result.drawing.edited)


def test_white_space_in_data_is_no_edit(folder: Path) -> None:
    import msgspec

    path = made(folder, "oscal")
    path.write_bytes(msgspec.json.format(path.read_bytes(), indent=0))
    result = verified(path)
    assert (result.exit_code, result.drawing.result) == (0, "data")


def test_a_word_document_that_was_edited_is_found_out(folder: Path) -> None:
    path = made(folder, "docx")
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item, data.replace(b"Legal issues", b"No issues") if item.filename.endswith("t.xml") else data)
    path.write_bytes(changed.getvalue())
    result = verified(path)
    assert (result.exit_code, result.drawing.result) == (1, "differs")
    assert any("No issues" in line for line in result.drawing.edited)


def test_a_report_without_the_configuration_is_made_again_without_it(folder: Path) -> None:
    (folder / "policylint.toml").write_text('profile = "school"\n')
    report = run_project(Wishes(paths=("policy.md",), isolated=True)).report
    assert report.documents[0].profile != "school"
    (folder / "report.json").write_text(report.to_json())
    assert verified(folder / "report.json").same


def test_documents_that_were_checked_as_one_are_checked_as_one_again(folder: Path) -> None:
    (folder / "annex.md").write_text("# Annex\n\nStaff must not share the passwords of social media accounts.\n")
    report = run_project(Wishes(paths=("policy.md", "annex.md"), as_one=True)).report
    assert any(one.document == "annex.md" for each in report.documents[0].requirements for one in each.evidence)
    (folder / "report.json").write_text(report.to_json())
    assert verified(folder / "report.json", "policy.md", "annex.md").same


def test_a_page_that_another_version_drew_is_neither_called_the_same_nor_edited(folder: Path) -> None:
    report = run_project(Wishes(paths=("policy.md",))).report
    drawn = render_report(replace(report, tool=replace(report.tool, version="0.0.1")), FORMATS["html"])
    assert isinstance(drawn, str)
    (folder / "report.html").write_text(drawn.replace("</body>", " </body>"), encoding="utf-8")
    done = policylint("verify", "report.html")
    assert done.returncode == 2
    assert "It was drawn with policylint 0.0.1" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("The verdicts are the same; whether the file was laid out")


def test_the_day_and_the_options_of_the_report_are_used_again(folder: Path) -> None:
    from datetime import date

    path = made(folder, "json", **{"profile": "government", "as-of": date(2031, 5, 1)})
    assert verified(path).same
    assert not verified(path, profile="school").same


def test_a_decision_that_changed_is_not_laid_at_the_door_of_the_document(folder: Path) -> None:
    path = made(folder, "json")
    (folder / "policylint.toml").write_text('[rules."citizen.blocking"]\nseverity = "high"\n')
    result = verified(path)
    assert {(one.about, one.field, one.why) for one in result.differences} == {
        ("citizen.blocking", "severity", "a file of the configuration has changed, or other settings")
    }


DECISION = """[[decision]]
document = "{document}"
rule = "citizen.blocking"
kind = "{kind}"
reason = "We block nobody."
owner = "Dana Lee"
date = 2026-11-20
fingerprint = "{fingerprint}"
{more}
"""


def decided(folder: Path, *, kind: str = "accept", more: str = "") -> Path:
    """A report that a decision bears on; its document and its decisions lie in another folder afterwards."""
    (report,) = run_project(Wishes(paths=("policy.md",))).report.documents
    fingerprint = next(one.fingerprint for one in report.requirements if one.id == "citizen.blocking")
    decisions = DECISION.format(document="policy.md", kind=kind, fingerprint=fingerprint, more=more)
    (folder / "policylint-decisions.toml").write_text(decisions)
    path = made(folder, "json")
    (folder / "elsewhere").mkdir()
    (folder / "policy.md").rename(folder / "elsewhere/moved.md")
    (folder / "policylint-decisions.toml").rename(folder / "elsewhere/said.toml")
    return path


def test_decisions_still_bind_where_document_and_decisions_lie_elsewhere_now(folder: Path) -> None:
    path = decided(folder)
    assert verified(path, "elsewhere/moved.md", decisions="elsewhere/said.toml").same


def test_decisions_that_are_not_here_are_no_edit(folder: Path) -> None:
    result = verified(decided(folder), "elsewhere/moved.md")
    assert {one.why for one in result.differences} == {"a file that it was made with is not here"}
    assert {one.field for one in result.differences} == {"decision", "summary"}


def test_what_a_decision_leans_on_and_is_not_here_is_no_edit(folder: Path) -> None:
    (folder / "other.md").write_text(POLICY)
    path = decided(folder, kind="settled-elsewhere", more='settled-by = { document = "other.md" }')
    result = verified(path, "elsewhere/moved.md", decisions="elsewhere/said.toml")
    assert {one.field for one in result.differences} == {"decision", "decision in the file", "summary"}
    (why,) = {one.why for one in result.differences}
    assert why.startswith("other.md, which it says settles this, may not be here")


def test_decisions_about_documents_that_are_not_given_are_left_alone(folder: Path) -> None:
    (folder / "other.md").write_text(POLICY.replace("seven", "nine"))
    unused = DECISION.format(document="other.md", kind="accept", fingerprint="0123456789abcdef", more="")
    (folder / "policylint-decisions.toml").write_text(unused)
    report = run_project(Wishes(paths=("policy.md", "other.md"))).report
    (folder / "report.json").write_text(report.to_json())
    (folder / "other.md").unlink()
    assert verified(folder / "report.json", "policy.md").differences == ()


def test_page_numbers_that_word_fills_in_are_no_words() -> None:
    from policylint.verification.drawing import _unpaged

    words = ["Contents", "1 Summary", "Covered 3", "1 Summary"]
    saved = ["Contents", "1 Summary\t4", "Page 2 of 9", "Covered 38", "1 Summary"]
    assert _unpaged(saved, words) == ["Contents", "1 Summary", "Covered 38", "1 Summary"]


def test_a_document_is_found_by_its_bytes_under_another_name(folder: Path) -> None:
    path = made(folder, "json")
    (folder / "policy.md").rename(folder / "renamed.md")
    result = verified(path, "renamed.md")
    assert result.same
    assert [(one.name, one.same) for one in result.inputs if one.kind == "document"] == [("policy.md", True)]


def test_a_report_is_not_called_the_same_where_a_document_is_lacking(folder: Path) -> None:
    (folder / "other.md").write_text(POLICY.replace("seven", "nine"))
    report = run_project(Wishes(paths=("policy.md", "other.md"))).report
    (folder / "report.json").write_text(report.to_json())
    (folder / "other.md").unlink()
    result = verified(folder / "report.json")
    assert (result.absent, result.exit_code) == (("other.md",), 2)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"no report at all", "carries no report"),
        (b'{"schema": "policylint-report/9"}', "policylint-report/9"),
        (b'{"a": 1}', "not as policylint writes it"),
        (b"{", "no JSON"),
        (b"PK\x03\x04 not a package", "not a zip file"),
    ],
)
def test_what_is_no_report_is_said_so(folder: Path, content: bytes, problem: str) -> None:
    (folder / "report.bin").write_bytes(content)
    with pytest.raises(UserMistake, match=problem) as caught:
        verified(folder / "report.bin", "policy.md")
    assert caught.value.code == "M485"


def test_no_document_of_the_report_is_a_mistake_that_names_them(folder: Path) -> None:
    path = made(folder, "json")
    (folder / "policy.md").unlink()
    with pytest.raises(UserMistake, match=r"policy\.md"):
        verified(path)


def test_a_configuration_that_is_not_there_is_asked_for(folder: Path) -> None:
    (folder / "d.toml").write_text("")
    path = made(folder, "json", decisions="d.toml")
    (folder / "d.toml").unlink()
    with pytest.raises(UserMistake, match="Say where it is with --decisions"):
        verified(path)


def test_a_document_that_changed_without_changing_a_verdict_is_not_the_same(folder: Path) -> None:
    path = made(folder, "json")
    (folder / "policy.md").write_bytes((folder / "policy.md").read_bytes() + b"\n")
    result = verified(path)
    assert (result.differences, result.other_documents, result.same, result.exit_code) == ((), ("policy.md",), False, 1)
