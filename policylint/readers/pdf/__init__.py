"""The PDF reader: pages of placed characters in, positioned blocks in reading order out.

The steps, one module each: `pages` (what pdfium says stands on a page: `words`, `drawing`), `rows`, `running`
(headers and footers), `grids` (ruled tables), `columns` and `layout` (reading order), `lines`, `leadings`, `breaks`
(where paragraphs end), `paragraphs`, `blocks`; `assembly` strings them together. pdfium is loaded on first use only.
"""

from policylint.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
