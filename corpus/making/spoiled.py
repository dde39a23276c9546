"""PDF files that cannot be read: a scan without text, a locked file, a broken download.

The picture of the scan is a source (`corpus/sources/pictures`): drawing it depends on the versions of two libraries,
packing it into a PDF depends on nothing.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

from corpus.making.pdf import to_pdf
from corpus.making.source import Source

_DPI = 150
_TILT = 0.7
_NOISE = 34.0


def draw_scan(source: Source, folder: Path) -> None:
    """Draw `source` as a typist's page that went askew and speckled through a scanner; one TIFF file a page."""
    data, _ = to_pdf(source, "typed")
    noise = np.random.default_rng(1910)
    document = pypdfium2.PdfDocument(data)
    for place, page in enumerate(document, 1):
        picture = (
            page.render(scale=_DPI / 72).to_pil().convert("L").rotate(_TILT, Image.Resampling.BICUBIC, fillcolor=255)
        )
        grey = np.asarray(picture, dtype=float) + noise.normal(0, _NOISE, picture.size[::-1])
        speckled = np.where(noise.random(grey.shape) < 0.0004, 0, grey)
        black_and_white = Image.fromarray(np.where(speckled < 140, 0, 255).astype("uint8")).convert("1")
        target = folder / f"{source.name}-{place}.tif"
        one_strip = {278: black_and_white.height}
        black_and_white.save(target, compression="group4", dpi=(_DPI, _DPI), tiffinfo=one_strip)
    document.close()


def _fax(picture: Path) -> tuple[bytes, int, int, bool]:
    """The picture's coded bytes, its width and height in pixels, and whether a set bit is black."""
    with Image.open(picture) as image:
        width, height = image.size
        offsets, counts = image.tag_v2[273], image.tag_v2[279]  # type: ignore[attr-defined]
        black_is_1 = image.tag_v2[262] == 1  # type: ignore[attr-defined]
    if len(offsets) != 1:
        raise ValueError(f"{picture.name}: more than one strip")
    data = picture.read_bytes()
    return data[offsets[0] : offsets[0] + counts[0]], width, height, black_is_1


def pack_scan(source: Source, folder: Path) -> tuple[bytes, int]:
    """A PDF file whose pages are the pictures of `source` and nothing else, and its number of pages."""
    pictures = sorted(folder.glob(f"{source.name}-*.tif"))
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids: list[str] = []
    for picture in pictures:
        coded, width, height, black_is_1 = _fax(picture)
        wide, high = width * 72 / _DPI, height * 72 / _DPI
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        drawing = f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /Im0 Do Q".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide:.2f} {high:.2f}] /Contents {number + 1} 0 R "
            f"/Resources << /XObject << /Im0 {number + 2} 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
        parameters = f"<< /K -1 /Columns {width} /Rows {height} /BlackIs1 {str(black_is_1).lower()} >>"
        objects.append(
            f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 1 "
            f"/ColorSpace /DeviceGray /Filter /CCITTFaxDecode "
            f"/DecodeParms {parameters} /Length {len(coded)} >>\nstream\n".encode()
            + coded
            + b"\nendstream"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return _file(objects), len(kids)


def _file(objects: list[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def lock(source: Source) -> tuple[bytes, int]:
    """The policy as a PDF file that asks for a password, and its number of pages."""
    return to_pdf(source, "onepage", password="signal-box")


def damage(source: Source) -> bytes:
    """The policy as a PDF file of which a download left the first 600 bytes; the rest of its length is zeros."""
    data, _ = to_pdf(source, "onepage")
    return data[:600] + bytes(len(data) - 600)
