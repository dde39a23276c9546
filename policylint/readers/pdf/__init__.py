"""The PDF reader: pages of placed characters in, positioned blocks in reading order out.

The steps, one module each: `pages` (what pdfium says stands on a page: `words`, `drawing`), `rows`, `running`
(headers and footers), `meshes` (which pages may hold a ruled table), `ruling` and `tables` (the cells that lines
close), `grids` (words into cells), `columns` and `layout` (reading order), `lines`, `leadings`, `breaks` (where
paragraphs end), `paragraphs`, `blocks`; `assembly` strings them together. Before them stand `precheck` (what would
unpack or loop beyond the limits is refused) and `repair` (what pdfium refuses is mended once). pdfium is loaded on
first use only.
"""

from policylint.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
