"""Annotated PDF files: the marks stand on the right words, and nothing else is changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from policylint.annotate.notes import Note
from policylint.annotate.pdf_annotate import annotate_pdf
from policylint.annotate.pdf_marks import ICON
from policylint.annotate.pdf_update import Update
from policylint.errors import UserMistake
from policylint.judging.evidence import boxes_for
from policylint.model.report import BoxOnPage, Evidence
from policylint.readers.pdf import read_pdf
from tests.annotate.pdf_making import (
    BRANCH,
    LINE,
    QUOTE,
    note_on,
    objects,
    outline,
    own_marks,
    remark,
    rewritten,
    sample,
    texts,
    words_under,
)
from tests.readers.pdf.making import PdfFile

FILES = sorted(
    path
    for path in (Path(__file__).parents[2] / "corpus" / "files").glob("*.pdf")
    if not path.stem.endswith(("-scan", "-damaged", "-locked"))
)


def annotated(data: bytes, *notes: Note, **options: Any) -> bytes:
    options = {"branch": BRANCH, "shown": "policy.pdf", **options}
    return annotate_pdf(data, notes or (note_on(data),), options.pop("branch"), **options).data


def changed(before: bytes, after: bytes) -> list[str]:
    """What kind of objects of the original are others in the copy."""
    old, new = objects(before), objects(after)
    with pikepdf.open(io.BytesIO(before)) as pdf:
        names = {pdf.Root.objgen: "catalogue"} | {page.objgen: "page" for page in pdf.pages}
        if "/Outlines" in pdf.Root:
            names |= {pdf.Root.Outlines.objgen: "outline", pdf.Root.Outlines.Last.objgen: "last bookmark"}
    return sorted(names.get(own, str(own)) for own, value in old.items() if new.get(own) != value)


@pytest.mark.parametrize("turns", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "page",
    [
        "",
        "/MediaBox [-50 -40 700 900] /CropBox [30 20 590 760]",
        "/MediaBox [100 100 712 892]",
        "/MediaBox [0 0 612 792] /CropBox [-500 40 5000 780]",
        "/MediaBox [612 792 0 0]",
        "/UserUnit 2.5",
    ],
)
def test_highlight_covers_exactly_the_words_however_the_page_is_turned_and_cut(page: str, turns: int) -> None:
    data = sample(extra=f"{page} /Rotate {turns}")
    (mark,) = own_marks(annotated(data))
    assert mark.subtype == "/Highlight"
    assert words_under(data, mark) == QUOTE


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_but_pages_catalogue_and_bookmarks_changes(path: Path) -> None:
    data = path.read_bytes()
    document = read_pdf(data, name=path.name)
    notes = [
        Note(
            Evidence(quote=block.text, page=block.page, boxes=boxes_for(block, 0, len(block.text))),
            (remark("legacy" if place % 3 else "missing", f"No. {place}"),),
        )
        for place, block in enumerate(block for block in document.blocks if block.marks)
    ]
    made = annotated(data, *notes)
    assert made.startswith(data)
    assert texts(made) == texts(data)
    assert set(changed(data, made)) <= {"page", "catalogue"}
    with pikepdf.open(io.BytesIO(made)) as pdf, pikepdf.open(io.BytesIO(data)) as before:
        assert pdf.check_pdf_syntax() == []
        assert pdf.docinfo == before.docinfo
        assert pdf.trailer.ID[0] == before.trailer.ID[0]
        assert pdf.trailer.ID[1] != before.trailer.ID[1]
    assert len(own_marks(made)) >= len(notes)


def in_streams(data: bytes) -> bytes:
    return rewritten(data, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def linear(data: bytes) -> bytes:
    return rewritten(data, linearize=True)


def without_line_end(data: bytes) -> bytes:
    return data.rstrip(b"\n")


def updated_before(data: bytes) -> bytes:
    return annotated(data, note_on(data, "Nobody may smoke."))


def updated_in_streams(data: bytes) -> bytes:
    return updated_before(in_streams(data))


@pytest.mark.parametrize("form", [in_streams, linear, without_line_end, updated_before, updated_in_streams])
def test_every_form_of_cross_reference_is_added_to_in_kind(form: Any) -> None:
    data = form(sample(bookmarks=[("Conduct", 1)]))
    made = annotated(data)
    assert made.startswith(data)
    assert changed(data, made) == ["last bookmark", "outline", "page"]
    tail = made[len(data) :]
    assert (b"/XRef" in tail) == (form in (in_streams, updated_in_streams))
    assert (b"\ntrailer\n" in tail) != (b"/XRef" in tail)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert [problem for problem in pdf.check_pdf_syntax() if "linear" not in problem] == []
    assert sum(mark.subtype == "/Highlight" for mark in own_marks(made)) == (
        2 if form in (updated_before, updated_in_streams) else 1
    )


def test_same_document_and_notes_give_the_same_bytes() -> None:
    data = sample()
    assert annotated(data) == annotated(data, shown="elsewhere/another-name.pdf")


@pytest.mark.parametrize("apart", [False, True])
def test_annotations_of_the_original_come_first_and_stay(apart: bool) -> None:
    link = "<< /Type /Annot /Subtype /Link /Rect [10 10 50 50] /A << /S /URI /URI (https://example.org) >> >>"

    def put_apart(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj["/Annots"] = pdf.make_indirect(pdf.pages[0].obj["/Annots"])

    data = sample(extra=f"/Annots [{link}]")
    data = rewritten(data, put_apart) if apart else data
    with pikepdf.open(io.BytesIO(annotated(data))) as pdf:
        marks = [mark.Subtype for mark in pdf.pages[0].Annots]
        assert marks == ["/Link", "/Highlight"]
        assert str(pdf.pages[0].Annots[0].A.URI) == "https://example.org"


def test_a_count_of_bookmarks_that_is_no_number_is_set_right() -> None:
    data = rewritten(
        sample(bookmarks=[("Conduct", 1)]), lambda pdf: pdf.Root.Outlines.__setitem__("/Count", pikepdf.String("x"))
    )
    with pikepdf.open(io.BytesIO(annotated(data))) as pdf:
        assert int(pdf.Root.Outlines.Count) == 1


def test_what_is_listed_as_a_bookmark_and_is_none_is_left_alone() -> None:
    data = rewritten(
        sample(bookmarks=[("Conduct", 1)]), lambda pdf: pdf.Root.Outlines.__setitem__("/First", pdf.Root.Pages)
    )
    made = annotated(data)
    assert changed(data, made) == ["page"]


def test_bookmarks_of_the_original_come_first_and_stay() -> None:
    data = sample(bookmarks=[("Conduct", 1), ("Smoking", 1)])
    assert outline(annotated(data)) == [
        (0, "Conduct"),
        (0, "Smoking"),
        (0, "policylint"),
        (1, "Records: 0 of 1 covered"),
        (2, "Missing: Records"),
        (1, "Never adapted"),
    ]
    with pikepdf.open(io.BytesIO(annotated(data))) as pdf:
        assert int(pdf.Root.Outlines.Count) == 3  # the new branch is closed


def test_bookmarks_that_run_in_circles_are_left_alone_and_it_is_said() -> None:
    def bend(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines.Last["/Next"] = pdf.Root.Outlines.First

    data = rewritten(sample(bookmarks=[("Conduct", 1), ("Smoking", 1)]), bend)
    copy = annotate_pdf(data, [note_on(data)], BRANCH, shown="policy.pdf")
    assert copy.remarks == ("The original's own bookmarks are broken, so none were added to them.",)
    assert changed(data, copy.data) == ["page"]


def test_bookmark_leads_to_its_place_on_a_page_that_is_turned() -> None:
    data = sample(extra="/Rotate 90")
    with pikepdf.open(io.BytesIO(annotated(data))) as pdf:
        bookmark = pdf.Root.Outlines.First.First.Next
        page, view, x, y, _ = bookmark.Dest
        assert page.objgen == pdf.pages[0].objgen
        assert (str(view), float(x), float(y)) == ("/XYZ", 100.0, 72.0)


def test_words_on_two_pages_are_highlighted_on_both() -> None:
    file = PdfFile()
    data = file.page(file.text(72, 700, QUOTE)).page(file.text(72, 100, "Nobody may smoke.")).encoded()
    boxes = (
        BoxOnPage(page=1, x0=72, top=692, x1=186, bottom=702),
        BoxOnPage(page=2, x0=72, top=92, x1=174, bottom=102),
    )
    note = Note(Evidence(quote=LINE, page=1, boxes=boxes), (remark("finding"),))
    marks = own_marks(annotated(data, note))
    assert [words_under(data, mark) for mark in marks] == [QUOTE, "Nobody may smoke."]


def test_gap_is_a_sign_beside_its_heading_that_hides_no_words() -> None:
    data = sample()
    (mark,) = own_marks(annotated(data, note_on(data, "1 Conduct", kind="missing")))
    left, _bottom, right, top = mark.rectangle
    assert mark.subtype == "/Text"
    assert right <= 120
    assert right - left == pytest.approx(ICON)
    assert 792 - 300 - ICON < top - ICON / 2 < 792 - 300 + ICON


@pytest.mark.parametrize("turns", [0, 90, 180, 270])
def test_signs_at_one_place_stand_apart_and_on_the_page(turns: int) -> None:
    data = sample(extra=f"/Rotate {turns} /CropBox [20 20 500 700]")
    notes = [note_on(data, "1 Conduct", kind="missing", name=str(number)) for number in range(5)]
    boxes = [mark.rectangle for mark in own_marks(annotated(data, *notes))]
    assert len(boxes) == 5
    for place, (left, bottom, right, top) in enumerate(boxes):
        assert 20 <= left < right <= 500
        assert 20 <= bottom < top <= 700
        for other in boxes[:place]:
            assert right <= other[0] or other[2] <= left or top <= other[1] or other[3] <= bottom


def test_note_on_the_whole_stands_on_the_first_page_and_one_without_boxes_on_its_own() -> None:
    file = PdfFile()
    data = file.page(file.text(72, 100, QUOTE)).page(file.text(72, 100, "Nobody may smoke.")).encoded()
    notes = (
        Note(Evidence(quote=QUOTE, page=2), (remark("summary"),)),
        Note(Evidence(quote="Nobody", page=2), (remark("legacy"),)),
        Note(Evidence(quote="Nobody", page=99), (remark("legacy"),)),
    )
    assert [mark.page for mark in own_marks(annotated(data, *notes))] == [0, 1, 1]


def test_mark_says_what_it_is_in_words() -> None:
    data = sample()
    (mark,) = own_marks(annotated(data, author="Dana \u202eLee", date="2026-11-27"))
    assert mark.author == "Dana <U+202E>Lee"
    assert mark.contents == "Legacy only: Sessions (access.sessions)\rIt speaks of e-mail."
    assert mark.dated == "D:20261127000000Z"
    assert own_marks(annotated(data))[0].dated == ""


def test_every_mark_brings_its_own_look() -> None:
    data = sample()
    notes = (note_on(data), note_on(data, "1 Conduct", kind="missing"))
    for mark in own_marks(annotated(data, *notes)):
        assert mark.look.endswith((b"f", b"S"))


def test_pages_that_no_note_is_on_keep_their_bytes() -> None:
    file = PdfFile()
    data = file.page(file.text(72, 100, QUOTE)).page(file.text(72, 100, "Nobody may smoke.")).encoded()
    assert changed(data, annotated(data, note_on(data), branch=None)) == ["page"]


@pytest.mark.parametrize(
    ("made", "problem"), [(lambda data: data, "0 notes in place of 1"), (lambda data: b"", "within")]
)
def test_copy_that_is_not_what_was_meant_is_not_given_out(
    made: Callable[[bytes], bytes], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = sample()
    monkeypatch.setattr(Update, "data", lambda _: made(data))
    with pytest.raises(UserMistake, match=problem) as caught:
        annotated(data)
    assert caught.value.code == "M498"
