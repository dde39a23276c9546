"""How a verification is told: many differences stay readable, and what is missing is told from what was edited."""

from collections.abc import Sequence

from policylint.cli.verify import _lines
from policylint.verification.model import Difference, Drawing, Input, Verification

CHANGED = "the document has changed"


def told(
    differences: Sequence[Difference] = (), *, inputs: Sequence[Input] = (), drawing: Drawing | None = None
) -> list[str]:
    return list(
        _lines(
            Verification(
                format="docx",
                inputs=tuple(inputs),
                differences=tuple(differences),
                drawing=drawing or Drawing("same"),
                documents=4,
                compared=212,
            )
        )
    )


def test_what_follows_from_another_status_is_named_and_not_spelled_out() -> None:
    fields = (("status", "covered", "missing"), ("why", "long words", "others"), ("remedy", "nothing", "Say so."))
    lines = told([Difference("a.md", "legal.records", field, then, now, CHANGED) for field, then, now in fields])
    assert "    legal.records: covered in the report, missing again" in lines
    assert "      and with it: why, remedy" in lines
    assert not any("long words" in line for line in lines)


def test_a_reason_that_all_differences_have_is_told_once() -> None:
    lines = told([Difference("a.md", f"legal.{n}", "remedy", "old", "new", CHANGED) for n in range(9)])
    assert (
        lines[1] == f"Of 212 verdicts in 4 documents, 9 say something else when the report is made again ({CHANGED}):"
    )
    assert sum(CHANGED in line for line in lines) == 1


def test_what_differs_alike_in_many_documents_is_told_once() -> None:
    alike = [Difference(f"{n}.md", "legal.records", "remedy", "old words", "new words", CHANGED) for n in range(3)]
    own = Difference("0.md", "legal.privacy", "remedy", "these", "those", "the pack has changed")
    lines = told([alike[0], own, *alike[1:]])
    assert f"  in 3 documents each ({CHANGED})" in lines
    assert sum("old words" in line for line in lines) == 1
    assert lines[lines.index("  0.md (the pack has changed)") + 1] == "    legal.privacy: remedy"


def test_a_file_that_is_not_here_is_asked_for() -> None:
    lines = told(inputs=[Input("file", "decisions said.toml", "ab" * 32, "")])
    assert lines[0] == "not here   file decisions said.toml; say where it is with --decisions"


def test_a_file_that_was_saved_anew_is_not_called_edited() -> None:
    saved = told(drawing=Drawing("differs", otherwise="Its words are the same."))
    other = told(drawing=Drawing("differs", ("- old", "+ new"), otherwise="It was drawn with typst 0.14 (here 0.15)."))
    edited = told(drawing=Drawing("differs", ("- old", "+ new")))
    assert not any("edited" in line for line in saved)
    assert any("another version has drawn it, or it was edited" in line for line in other)
    assert any(line.endswith("that it carries: it was edited.") for line in edited)
