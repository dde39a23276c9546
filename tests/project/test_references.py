from pathlib import Path

from policylint.model.examined import LooseEnd
from policylint.project.references import add_loose_ends
from tests.outputs.samples import document, unreadable

FINDING = document().findings[0]


def test_a_section_that_is_not_there_is_a_finding() -> None:
    assert len(add_loose_ends(document(), [LooseEnd(finding=FINDING)], path=None).findings) == 2


def test_a_file_is_looked_up_from_the_folder_of_the_document(tmp_path: Path) -> None:
    (tmp_path / "records policy.md").write_text("x")
    ends = [LooseEnd(finding=FINDING, file=name) for name in ("records policy.md", "records policy", "gone.md", "gone")]
    found = add_loose_ends(document(), ends, path=str(tmp_path / "policy.md"))
    assert len(found.findings) == 3


def test_a_document_without_a_path_has_no_files_to_look_up() -> None:
    end = LooseEnd(finding=FINDING, file="gone.md")
    assert add_loose_ends(document(), [end], path=None).findings == document().findings


def test_a_document_that_was_not_checked_gets_no_findings() -> None:
    assert add_loose_ends(unreadable(), [LooseEnd(finding=FINDING)], path=None).findings == ()
