"""A page that is nothing but a picture, and reports on documents that were read by OCR."""

import io

from msgspec.structs import replace

from policylint.model.report import DocumentReport, Recognition
from tests.outputs.samples import document, evidence

NOTE = "Pages 1 and 2 were read by OCR (tesseract 5.3.0), which was sure of 94 % of the words."
MARK = "read by OCR, confidence 94 %"


def scan() -> bytes:
    """A PDF of one page with a grey picture and no text."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    picture = b"P5 200 260 255\n" + bytes(range(200)) * 260
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(200, 260), invariant=1)
    canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, 200, 260)
    canvas.save()
    return target.getvalue()


def recognised(name: str = "scan.pdf", confidence: float = 0.94) -> DocumentReport:
    """A report on a document whose evidence stands on a page that was read by OCR, and which was mended."""
    plain = document(name)
    own = replace(evidence(), recognised=True)
    return replace(
        plain,
        requirements=tuple(replace(r, evidence=(own,)) if r.evidence else r for r in plain.requirements),
        findings=tuple(replace(f, evidence=(own,)) for f in plain.findings),
        notes=(NOTE,),
        recognition=Recognition(
            engine="tesseract", version="5.3.0", languages=("eng",), pages=(1, 2), confidence=confidence
        ),
        repaired=True,
    )
