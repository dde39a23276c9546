"""Reports that come from a stranger: what they may have read, what they cannot pass off, and how long they may take."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from policylint.errors import UserMistake
from policylint.limits import Limits
from policylint.model.report import Decision, DecisionUse, PeerFigure, Report
from policylint.outputs.embedded import NAMESPACE, html_data
from policylint.verification.compare import differences_of
from policylint.verification.drawing import _edits
from policylint.verification.given import lies_within, require_followable
from policylint.verification.inputs import inputs_of
from policylint.verification.pairing import pair_files
from policylint.verification.verify import read_report
from tests.outputs.samples import document, report

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> Report:
    """The sample report as JSON, changed as no policylint would write it."""
    data = json.loads(report(document()).to_json())
    data["manifest"] = {"given": {}}
    change(data)
    return Report.from_json(json.dumps(data))


def given(options: dict[str, object]) -> Report:
    """The sample report, made with these options."""
    return changed(lambda r: r["manifest"]["given"].update(options))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda r: r["options"].update(as_of="tomorrow"), "tomorrow"),
        (lambda r: r.update(documents=[]), "on no document"),
        (lambda r: r["documents"].append(r["documents"][0]), "two of its documents"),
        (lambda r: r["documents"][0]["source"].update(name=""), "no name"),
        (lambda r: r["manifest"]["given"].update({"cache-dir": "x"}), "cache-dir"),
        (lambda r: r["manifest"]["given"].update({"timeout": 9.0}), "timeout"),
        (lambda r: r["manifest"]["given"].update(decisions="/etc/passwd"), "not in the current folder"),
        (lambda r: r["manifest"]["given"].update(config="../policylint.toml"), "not in the current folder"),
        (lambda r: r["manifest"]["given"].update(packs=["social-media", "../pack"]), "not in the current folder"),
        (lambda r: r["manifest"]["given"].update(profile=True), "not in the current folder"),
        (lambda r: r["manifest"]["given"].update(isolated="no"), "neither on nor off"),
    ],
)
def test_what_no_policylint_writes_is_refused(change: Change, problem: str) -> None:
    with pytest.raises(UserMistake, match=problem) as caught:
        require_followable(changed(change), path="r.json")
    assert caught.value.code == "M485"


def test_what_policylint_writes_is_followed() -> None:
    followed = {
        "packs": ["social-media", "packs/own"],
        "profile": "government",
        "decisions": "d.toml",
        "any-kind": True,
    }
    require_followable(given(followed), path="r.json")
    for key, elsewhere in (("packs", ["social-media", "/packs/own"]), ("decisions", "/d.toml")):
        with pytest.raises(UserMistake) as caught:
            require_followable(given({**followed, key: elsewhere}), path="r.json")
        assert caught.value.code == "M485"


def test_links_and_dots_do_not_lead_out_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.md").write_text("x")
    (inside / "link").symlink_to(tmp_path)
    monkeypatch.chdir(inside)
    assert lies_within("sub/policy.md")
    for path in ("../secret.md", "sub/../../secret.md", "link/secret.md", os.fspath(tmp_path / "secret.md"), "a\0b"):
        assert not lies_within(path), path


def test_a_document_elsewhere_is_read_only_where_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "policy.md").write_text("# Policy")
    monkeypatch.chdir(inside)
    of = changed(lambda r: r["documents"][0]["source"].update(name="../policy.md"))
    assert pair_files(of, []) == {}
    assert pair_files(of, ["../policy.md"]) == {"../policy.md": "../policy.md"}


def data_of(*reports: Report) -> bytes:
    return b"".join(b'<script id="policylint-report">%s</script>' % html_data(one).encode() for one in reports)


def test_of_several_reports_in_a_file_none_is_chosen(tmp_path: Path) -> None:
    one, other = report(document()), report(replace(document(), title="Another"))
    assert read_report(data_of(one), name="r.html", limits=Limits()) == (one, "html")
    package = tmp_path / "r.docx"
    with zipfile.ZipFile(package, "w") as archive:
        for number, of in enumerate((one, other), 1):
            archive.writestr(f"customXml/item{number}.xml", f'<report xmlns="{NAMESPACE}">{html_data(of)}</report>')
    for data in (data_of(one, other), package.read_bytes()):
        with pytest.raises(UserMistake, match="more than one report"):
            read_report(data, name="r", limits=Limits())


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'{"a":' + b"[" * 100_000, "nested beyond all reason"),
        (b'{"assessment-results": {"back-matter": []}}', "back matter is broken"),
        (b'{"assessment-results": {"back-matter": {"resources": [{"base64": 5}]}}}', "back matter is broken"),
        (b"<script " * 300_000, "carries no report"),
        (b'<script id="policylint-report">' * 100_000, "carries no report"),
        (b'<script id="policylint-report">\xff</script>', "not UTF-8"),
    ],
    ids=["nested", "array", "number", "tags", "open", "bytes"],
)
def test_what_is_made_to_break_a_reader_is_said_to_be_no_report(data: bytes, problem: str) -> None:
    with pytest.raises(UserMistake, match=problem):
        read_report(data, name="r", limits=Limits(seconds=20))


def use(document: str, state: str = "in-force") -> DecisionUse:
    decision = Decision(
        kind="accept", reason="The board knows.", owner="CIO", date="2026-01-01", expires=None, origin="file", place=""
    )
    return DecisionUse(document=document, rule="legal.records", state=state, decision=decision)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [document().source.name, "never seen.pdf"])
def test_a_decision_that_nobody_made_is_found_out(name: str) -> None:
    again = report(document())
    forged = replace(again, decisions=(*again.decisions, use(name)))
    (difference,) = differences_of(forged, again, inputs_of(forged, again))
    assert (difference.document, difference.about, difference.found) == (name, "legal.records", "nothing")


def test_a_decision_about_a_document_that_is_not_there_is_no_difference() -> None:
    here, again = report(document()), report(document())
    again = replace(again, decisions=(*again.decisions, use("gone.md", "unused")))
    assert differences_of(here, again, inputs_of(here, again)) == ()


def test_figures_of_others_that_were_edited_are_found_out() -> None:
    again = report(document())
    figure = PeerFigure(about="access", words="access", addressed=1, n=26, source="Somebody")
    pack = replace(again.packs[0], peers=(figure,))
    again = replace(again, packs=(pack, *again.packs[1:]))
    forged = replace(again, packs=(replace(pack, peers=(replace(figure, addressed=25),)), *again.packs[1:]))
    (difference,) = differences_of(forged, again, inputs_of(forged, again))
    assert "peers" in difference.field


def test_of_two_long_files_the_first_lines_that_differ_are_told() -> None:
    same = ["same"] * 100_000
    one, other = (same + [f"{word} {number}" for number in range(100_000)] + same for word in ("a", "b"))
    assert next(iter(_edits(one, other))) == "- a 0"
