"""Two reports made by hand, side by side: what went into them, and what they say of the documents."""

from typing import Literal

import pytest
from msgspec.structs import replace

from policylint.model.report import DecisionUse, DocumentReport, Manifest, ManifestFile, PackInfo, Report, ToolInfo
from policylint.verification import inputs as made_from
from policylint.verification.compare import EDITED, differences_of
from policylint.verification.inputs import inputs_of
from policylint.verification.model import Difference, Input
from tests.outputs.samples import FROM_FILE, document, evidence, report

TOML = ManifestFile(role="configuration", name="policylint.toml", sha256="12" * 32)
MANIFEST = Manifest(
    model="m1", libraries={"lxml": "5.2", "typst": "0.15"}, files=(TOML,), settings={"old-policy.pdf": "s1"}
)


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_from, "model_digest", lambda *, from_files: "m1" if from_files else "as written down")


def made(*documents: DocumentReport, manifest: Manifest = MANIFEST) -> Report:
    return replace(report(*documents), manifest=manifest)


def changed(then: Report, now: Report) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.name, one.then, one.now) for one in inputs_of(then, now) if not one.same]


def differences(then: Report, now: Report) -> tuple[Difference, ...]:
    return differences_of(then, now, inputs_of(then, now))


def test_the_same_report_twice_has_the_same_inputs_and_no_difference() -> None:
    assert {one.kind for one in inputs_of(made(), made())} == {
        *("document", "pack", "tool", "model", "library", "file", "settings", "drawing")
    }
    assert changed(made(), made()) == []
    assert differences(made(), made()) == ()


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (replace(made(), tool=ToolInfo(version="9.0.0", model="test")), [("tool", "policylint", "0.0.0", "9.0.0")]),
        (replace(made(), tool=ToolInfo(version="0.0.0", model="big")), [("model", "its name", "test", "big")]),
        (
            made(manifest=replace(MANIFEST, libraries={"lxml": "6.0", "typst": "0.15"})),
            [("library", "lxml", "5.2", "6.0")],
        ),
        (made(manifest=replace(MANIFEST, libraries={"typst": "0.15"})), [("library", "lxml", "5.2", "")]),
        (
            made(manifest=replace(MANIFEST, libraries={"lxml": "5.2", "typst": "1"})),
            [("drawing", "typst", "0.15", "1")],
        ),
        (made(manifest=replace(MANIFEST, files=())), [("file", "configuration policylint.toml", "12" * 32, "")]),
        (
            made(manifest=replace(MANIFEST, files=(TOML, replace(TOML, role="baseline", name="b.json")))),
            [("file", "baseline b.json", "", "12" * 32)],
        ),
        (
            made(manifest=replace(MANIFEST, settings={"old-policy.pdf": "s2"})),
            [("settings", "old-policy.pdf", "s1", "s2")],
        ),
        (
            replace(made(), packs=(PackInfo(id="t", title="Test pack", version="2", digest="1" * 64),)),
            [("pack", "t", f"1 {'0' * 64}", f"2 {'1' * 64}")],
        ),
        (replace(made(), packs=()), [("pack", "t", f"1 {'0' * 64}", "")]),
        (
            replace(made(), packs=(*made().packs, PackInfo(id="ours", title="Ours", version="1", digest="2" * 64))),
            [("pack", "ours", "", f"1 {'2' * 64}")],
        ),
    ],
)
def test_each_thing_that_a_report_is_made_from_is_told_when_it_is_another(
    now: Report, told: list[tuple[str, str, str, str]]
) -> None:
    assert changed(made(), now) == told


def test_a_library_that_only_draws_is_no_reason_for_a_verdict_that_was_edited() -> None:
    now = made(document(), manifest=replace(MANIFEST, libraries={"lxml": "5.2", "typst": "1"}))
    first, *rest = now.documents[0].requirements
    edited = replace(now.documents[0], requirements=(replace(first, why="Edited."), *rest))
    assert {one.why for one in differences(made(edited), now)} == {EDITED}


def test_a_model_whose_files_were_changed_after_it_was_installed_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_from, "model_digest", lambda *, from_files: "m2" if from_files else "m1")
    assert changed(made(), made()) == [("model", "test", "m1", "m2")]


def test_requirements_and_findings_that_one_report_alone_has_are_told() -> None:
    less = replace(document(), requirements=document().requirements[1:], findings=())
    gone = {(one.about, one.field, one.found) for one in differences(made(), made(less))}
    assert gone == {("use.official", "requirement", "not there"), ("rights.disparagement", "finding", "not found")}
    new = {(one.about, one.field, one.reported) for one in differences(made(less), made())}
    assert new == {("use.official", "requirement", "not there"), ("rights.disparagement", "finding", "not reported")}


def test_two_findings_of_one_kind_are_told_apart_by_their_words() -> None:
    finding = document().findings[0]
    other = replace(finding, evidence=(evidence("No one may mock the mayor."),))
    (told,) = differences(made(replace(document(), findings=(finding, other))), made())
    assert (told.about, told.field) == ("rights.disparagement", "finding")
    assert "No one may mock the mayor." in told.reported


def test_counts_that_were_edited_are_told_though_every_verdict_is_the_same() -> None:
    summary = document().summary
    assert summary is not None
    (told,) = differences(made(replace(document(), summary=replace(summary, missing=0))), made())
    assert (told.field, told.why) == ("summary", EDITED)
    assert "0 missing" in told.reported and "1 missing" in told.found


def test_what_changed_in_one_document_is_no_reason_for_what_another_says() -> None:
    one, other = document("a.md"), document("b.md")
    then = made(one, replace(other, title="Another title"))
    now = made(replace(one, source=replace(one.source, sha256="ef" * 32)), other)
    (told,) = differences(then, now)
    assert (told.document, told.field, told.why) == ("b.md", "title", EDITED)


def test_a_configuration_that_changed_is_no_reason_for_what_is_read_in_the_document() -> None:
    inputs = (Input("file", "configuration policylint.toml", "1", "2"), Input("tool", "policylint", "1", "2"))
    then, now = made(replace(document(), clauses=11)), made()
    (told,) = differences_of(then, now, inputs)
    assert (told.field, told.why) == ("clauses", "another version of policylint")


def test_a_decision_that_is_not_in_force_any_more_is_told() -> None:
    def used(state: Literal["unused", "lapsed"]) -> DecisionUse:
        return DecisionUse(document="old-policy.pdf", rule="legal.records", state=state, why="", decision=FROM_FILE)

    then = replace(made(), decisions=(used("lapsed"),))
    assert differences(then, replace(made(), decisions=(used("lapsed"),))) == ()
    for now in (made(), replace(made(), decisions=(used("unused"),))):
        for one, other in ((then, now), (now, then)):
            (told,) = differences(one, other)
            assert told.about == "legal.records"


def test_documents_that_one_report_alone_has_are_not_compared() -> None:
    assert differences(made(document("a.md"), document("b.md")), made(document("a.md"))) == ()
