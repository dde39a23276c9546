"""Pages as pictures: the size of the page as displayed, what a viewer shows, nothing that is too large."""

from __future__ import annotations

from io import BytesIO
from random import Random

import msgspec
import PIL.Image
import pytest
from PIL.Image import Image

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.readers.pdf import read_pdf
from policylint.readers.pdf.pictures import Pictures, PictureTask
from policylint.readers.pdf.rendering import rendered

from .attacks import TEXT, file, page, stream
from .making import PdfFile

INK = 128
CROPPED = "/Rotate {} /MediaBox [0 0 612 792] /CropBox [40 30 592 742]"


def made(
    data: bytes, *, limits: Limits | None = None, sizes: bool = False, pages: tuple[int, ...] = (), width: int = 0
) -> Pictures:
    task = PictureTask(data=data, sizes=sizes, numbers=pages, width=width)
    return msgspec.msgpack.decode(rendered(msgspec.msgpack.encode(task), limits=limits or Limits()), type=Pictures)


def drawn(data: bytes, *, width: int = 500, limits: Limits | None = None) -> Image:
    (found,) = made(data, pages=(1,), width=width, limits=limits).files
    assert found is not None
    return PIL.Image.open(BytesIO(found)).convert("L")


def ink(picture: Image) -> tuple[int, int, int, int] | None:
    """The box around what is dark, in pixels."""
    return picture.point([255 * (value < INK) for value in range(256)]).getbbox()


def reason(data: bytes, limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(UnreadableDocument) as caught:
        made(data, pages=(1,), width=500, limits=limits)
    return caught.value.reason, caught.value.detail


def noise(colours: str, inks: int) -> bytes:
    """A picture on a page, of 300 by 300 pixels of any colour."""
    head = f"q 612 0 0 792 0 0 cm BI /W 300 /H 300 /CS /{colours} /BPC 8 ID "
    return head.encode() + Random(7).randbytes(300 * 300 * inks) + b" EI Q"


def test_picture_is_as_wide_as_asked_and_in_the_proportions_of_the_page(pdf: PdfFile) -> None:
    data = pdf.page(pdf.text(72, 100, TEXT)).encoded()
    assert drawn(data, width=306).size == (306, 396)


def test_sizes_are_those_of_all_pages_as_displayed(pdf: PdfFile) -> None:
    data = pdf.page().page(extra=CROPPED.format(90)).encoded()
    found = made(data, sizes=True)
    assert (found.count, found.sizes, found.files) == (2, ((612, 792), (712, 552)), ())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_are_drawn_where_the_reader_places_them(pdf: PdfFile, turn: int) -> None:
    data = pdf.page(pdf.text(100, 200, "HHHH"), extra=CROPPED.format(turn)).encoded()
    ((width, _),) = made(data, sizes=True).sizes
    (mark,) = read_pdf(data, name="policy.pdf").blocks[0].marks
    box = ink(drawn(data, width=round(width * 2)))
    assert box is not None and mark.box is not None
    x0, top, x1, bottom = mark.box
    assert x0 - 1 <= box[0] / 2 < box[2] / 2 <= x1 + 1
    assert top - 1 <= box[1] / 2 < box[3] / 2 <= bottom + 1


def test_page_that_the_file_does_not_have_has_no_picture(pdf: PdfFile) -> None:
    found = made(pdf.page().encoded(), pages=(0, 2), width=500)
    assert (found.count, found.files) == (1, (None, None))


def test_file_that_was_read_after_repair_is_drawn_after_the_same_repair() -> None:
    assert ink(drawn(file({2: b"null"}))) is not None


def test_form_fields_are_shown_as_a_viewer_shows_them() -> None:
    look = stream(b"0 g 0 0 50 50 re f", "/Type /XObject /Subtype /Form /BBox [0 0 50 50]")
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /F 4 /Rect [100 600 150 650] /AP << /N 7 0 R >> >>"
    catalog = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>"
    data = file({1: catalog, 3: page("/Annots [6 0 R]"), 4: stream(b""), 6: field, 7: look})
    assert ink(drawn(data, width=612)) == (100, 142, 150, 192)


def test_annotations_are_shown_as_a_viewer_shows_them() -> None:
    look = stream(b"0 g 0 0 50 50 re f", "/Type /XObject /Subtype /Form /BBox [0 0 50 50]")
    stamp = b"<< /Type /Annot /Subtype /Stamp /F 4 /Rect [100 600 150 650] /AP << /N 7 0 R >> >>"
    data = file({3: page("/Annots [6 0 R]"), 4: stream(b""), 6: stamp, 7: look})
    assert ink(drawn(data, width=612)) == (100, 142, 150, 192)


def test_page_that_is_long_and_thin_comes_out_narrower() -> None:
    data = PdfFile(width=72, height=14_400).page().encoded()
    assert drawn(data, width=1_000).size == (40, 8_000)


def test_picture_has_no_more_pixels_than_the_limits_allow(pdf: PdfFile) -> None:
    width, height = drawn(pdf.page().encoded(), width=5_000, limits=Limits(pixels=10_000)).size
    assert 9_000 < width * height < 10_300


def test_width_beyond_all_measure_makes_no_picture_beyond_all_measure(pdf: PdfFile) -> None:
    width, height = drawn(pdf.page().encoded(), width=10**9).size
    assert width * height < 17_000_000


def test_page_with_a_picture_that_is_too_large_is_refused(pdf: PdfFile) -> None:
    data = pdf.page(noise("G", 1)).encoded()
    assert reason(data, Limits(pixels=80_000)) == (
        "too-large",
        "a picture of 90,000 pixels on page 1, and the limit is 80,000",
    )


def test_file_with_a_password_is_not_drawn(pdf: PdfFile) -> None:
    assert reason(pdf.page().encoded(password="secret"))[0] == "encrypted"


def test_print_is_kept_sharp_and_small(pdf: PdfFile) -> None:
    data = pdf.page(pdf.lines(72, 100, [TEXT * 2] * 50)).encoded()
    (found,) = made(data, pages=(1,), width=1_000).files
    assert found is not None
    assert found[12:16] == b"VP8L" and len(found) < 100_000


def test_photograph_is_not_kept_dot_by_dot(pdf: PdfFile) -> None:
    (found,) = made(pdf.page(noise("RGB", 3)).encoded(), pages=(1,), width=1_000).files
    assert found is not None and found[12:16] == b"VP8 "


def test_noisy_scan_is_kept_in_the_smaller_way(pdf: PdfFile) -> None:
    data = pdf.page(noise("G", 1)).encoded()
    (found,) = made(data, pages=(1,), width=1_000).files
    assert found is not None and len(found) < 150_000
