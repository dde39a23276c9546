"""Scans that were read by another program: verify says that, and no bare difference."""

from msgspec.structs import replace

from policylint.model.report import DocumentReport, Recognition
from policylint.verification.compare import differences_of
from policylint.verification.inputs import inputs_of
from policylint.verification.model import Difference, Input
from tests.outputs.samples import report
from tests.outputs.scans import recognised


def compared(then: DocumentReport, now: DocumentReport) -> tuple[list[Input], tuple[Difference, ...]]:
    reported, found = report(then), report(now)
    inputs = inputs_of(reported, found)
    return [one for one in inputs if not one.same], differences_of(reported, found, inputs)


def read_with(version: str, document: DocumentReport) -> DocumentReport:
    assert document.recognition is not None
    return replace(document, recognition=replace(document.recognition, version=version))


def test_the_same_program_is_no_difference() -> None:
    assert compared(recognised(), recognised()) == ([], ())


def test_another_version_is_named_as_what_can_have_made_it_so() -> None:
    then = recognised()
    now = read_with("5.5.0", replace(then, words=101))
    changed, differences = compared(then, now)
    assert [(one.kind, one.name, one.then, one.now) for one in changed] == [
        ("recognition", "scan.pdf", "tesseract 5.3.0 (eng)", "tesseract 5.5.0 (eng)")
    ]
    assert {one.why for one in differences} == {"its scans were read by OCR with another program, version or language"}


def test_where_no_program_is_installed_now_it_says_so() -> None:
    then = recognised()
    changed, _ = compared(then, replace(then, recognition=None))
    assert [(one.then, one.now) for one in changed] == [("tesseract 5.3.0 (eng)", "")]


def test_what_differs_although_the_program_is_the_same_was_edited() -> None:
    then = recognised()
    changed, differences = compared(then, replace(then, words=101))
    assert changed == []
    assert {one.why for one in differences} == {"nothing that it is made from has changed: the report was edited"}


def test_a_document_that_was_not_read_by_ocr_has_no_such_input() -> None:
    plain = replace(recognised(), recognition=None)
    kinds = {one.kind for one in inputs_of(report(plain), report(plain))}
    assert "recognition" not in kinds
    assert isinstance(recognised().recognition, Recognition)
