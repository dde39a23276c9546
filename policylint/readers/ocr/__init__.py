"""OCR: the picture of a page to words with places and confidence, by tesseract or by rapidocr.

Nothing here knows PDF: `policylint.readers.pdf.scans` renders pages, and puts the words where they stand on them.
"""

from __future__ import annotations

from policylint.readers.ocr.bullets import with_bullets
from policylint.readers.ocr.engines import Engine, Seen, find_engine
from policylint.readers.ocr.page import SeenPage, see_page

__all__ = ["Engine", "Seen", "SeenPage", "find_engine", "see_page", "with_bullets"]
