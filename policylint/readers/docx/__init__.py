"""DOCX: python-docx opens the package, the XML is walked here, so that nothing that Word shows is lost.

`read_docx` makes a document; `open_docx` and `paragraph_elements` lead from `Block.paragraph` back to the XML.
"""

from __future__ import annotations

from policylint.readers.docx.package import open_docx
from policylint.readers.docx.reader import paragraph_elements, read_docx

__all__ = ["open_docx", "paragraph_elements", "read_docx"]
