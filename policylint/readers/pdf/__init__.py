"""The PDF reader: pages of placed characters in, positioned blocks in reading order out.

The steps, one module each: `pages` (what pdfium says stands on a page: `words`, `drawing`), `rows`, `running`
(headers and footers), `meshes` (which pages may hold a ruled table), `tables` (what pdfplumber finds there), `grids`
(words into cells), `columns` and `layout` (reading order), `lines`, `leadings`, `breaks` (where paragraphs end),
`paragraphs`, `blocks`; `assembly` strings them together. pdfium and pdfplumber are loaded on first use only.
"""

from policylint.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
