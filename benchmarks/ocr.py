"""Do scans get the verdicts of the files that they were made from?

    python -m benchmarks.ocr FOLDER [ENGINE [DOCUMENTS]]

FOLDER is a set of labelled policies (index.jsonl, files). Six PDFs with a text layer whose requirements have statuses,
of as many issuers as there are, are drawn at 200 dots an inch with noise and half a degree of skew, saved as pictures
in a PDF, and both are checked. Prints the agreement on the statuses of the requirements, with a Wilson interval, and
what becomes of the set's own scans; exits 1 where the agreement is under 0.97 or a scan is not read.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image

from policylint import Limits, Ocr, check
from policylint.model.report import DocumentReport

AS_OF = date(2026, 11, 22)
PROMISED = 0.97
DOCUMENTS = 6
MOST_PAGES = 15
"""Longer documents are taken only where there are no others."""

DPI = 200
NOISE = 12.0
"""Standard deviation of the grey values."""

SKEW = 0.5
LIMITS = Limits(seconds=300, cpu_seconds=600)


def main(folder: Path, engine: str, documents: int) -> int:
    """Print the agreement and the fate of the scans; returns the exit code."""
    entries = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    ocr = Ocr(engine=engine)  # type: ignore[arg-type]
    agreed = total = compared = 0
    for entry in _in_order(entries):
        path = folder / entry["file"]
        born = check(path, as_of=AS_OF, limits=LIMITS, ocr=Ocr(engine="off")).documents[0]
        if not born.requirements:
            print(f"  {entry['id']:28} {born.verdict}: no statuses to compare")
            continue
        with tempfile.TemporaryDirectory() as scratch:
            scan = Path(scratch, f"{entry['id']}-scan.pdf")
            scan.write_bytes(as_scan(path.read_bytes()))
            start = time.perf_counter()
            seen = check(scan, as_of=AS_OF, limits=LIMITS, ocr=ocr).documents[0]
            seconds = time.perf_counter() - start
        same, differing = _compared(born, seen)
        agreed, total = agreed + same, total + len(born.requirements)
        print(f"  {entry['id']:28} {same} of {len(born.requirements)} statuses alike, {_how(seen)}, {seconds:.0f} s")
        for line in differing:
            print(f"      {line}")
        compared += 1
        if compared == documents:
            break
    low, high = wilson(agreed, total)
    share = f"{agreed / total:.3f} [{low:.3f}, {high:.3f}]"
    print(f"n = {total} statuses of {compared} documents: {share} alike; promised {PROMISED}")
    unread = 0
    for entry in entries:
        if entry.get("scanned"):
            start = time.perf_counter()
            report = check(folder / entry["file"], as_of=AS_OF, limits=LIMITS, ocr=ocr).documents[0]
            seconds = time.perf_counter() - start
            unread += report.verdict == "unreadable"
            print(
                f"  {entry['id']:28} {report.verdict} {report.reason or report.kind}, {_how(report)}, {seconds:.0f} s"
            )
    return int(agreed < PROMISED * total or unread > 0)


def as_scan(data: bytes) -> bytes:
    """A PDF of pictures of the pages: grey, noisy and leaning, as JPEG. The same for the same file."""
    random = np.random.default_rng(7)
    pictures = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        drawn: Image.Image = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        leaning = drawn.rotate(-SKEW, resample=Image.Resampling.BICUBIC, fillcolor=255)
        noisy = np.asarray(leaning, dtype=np.float32) + random.normal(0.0, NOISE, (leaning.height, leaning.width))
        pictures.append(Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)))
        page.close()
    document.close()
    out = BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI, quality=80)
    return out.getvalue()


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not n:
        return 0.0, 1.0
    z, share = 1.96, right / n
    middle, spread = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


def _in_order(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Labelled PDFs that are no scans: one of each issuer before second ones, shorter ones first, long ones last."""
    fitting = [
        entry
        for entry in entries
        if entry["role"] == "labelled" and entry["file"].endswith(".pdf") and not entry.get("scanned")
    ]
    fitting.sort(key=lambda entry: (entry["pages"], entry["id"]))
    issuers: Counter[str] = Counter()
    order = []
    for entry in fitting:
        issuers[entry["group"]] += 1
        order.append((entry["pages"] > MOST_PAGES, issuers[entry["group"]], entry["pages"], entry["id"], entry))
    return [entry for *_, entry in sorted(order, key=lambda each: each[:4])]


def _compared(born: DocumentReport, seen: DocumentReport) -> tuple[int, list[str]]:
    found = {requirement.id: requirement.status for requirement in seen.requirements}
    differing = [
        f"{requirement.id}: {requirement.status}, from the scan {found.get(requirement.id, seen.verdict)}"
        for requirement in born.requirements
        if found.get(requirement.id) != requirement.status
    ]
    return len(born.requirements) - len(differing), differing


def _how(report: DocumentReport) -> str:
    found = report.recognition
    if found is None:
        return "nothing read by OCR"
    return f"{len(found.pages)} pages by {found.engine} {found.version}, confidence {100 * found.confidence:.0f} %"


if __name__ == "__main__":
    sys.exit(
        main(
            Path(sys.argv[1]),
            sys.argv[2] if len(sys.argv) > 2 else "auto",
            int(sys.argv[3]) if len(sys.argv) > 3 else DOCUMENTS,
        )
    )
