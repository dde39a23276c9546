"""What a file seems to be, told by how it begins, and the modules that reading it will take.

The nursery imports them before it forks, so that no child has to; a wrong guess costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

HEAD: Final = 1024
"""Bytes at the beginning of a file that tell its kind."""

_READERS: Final = "policylint.readers"
_COMMON: Final = ("hashlib", "policylint.readers.sniff")
_PDF: Final = (
    *_COMMON,
    "encodings.utf_16_le",
    "policylint.readers.pdf",
    "policylint.readers.pdf.assembly",
    "policylint.readers.pdf.opening",
)
_DOCX: Final = (*_COMMON, "policylint.readers.docx", "docx", "docx.oxml.parser", "encodings.cp437")
_TEXT: Final = (*_COMMON, "policylint.readers.encoding")
_MARKDOWN: Final = (*_TEXT, "policylint.readers.markdown")
_HTML: Final = (*_TEXT, "policylint.readers.html")
_PLAIN: Final = (*_TEXT, "policylint.readers.text")
_BY_SUFFIX: Final = {
    "md": _MARKDOWN,
    "markdown": _MARKDOWN,
    "htm": _HTML,
    "html": _HTML,
    "xhtml": _HTML,
    "txt": _PLAIN,
}


def modules_for(reader: str, head: bytes, name: str) -> Sequence[str]:
    """The modules that a file will take.

    Args:
        reader: The function that reads it, as "module:name".
        head: The file's first bytes, `HEAD` of them if it has so many.
        name: The file's name, by which text formats are told apart.
    """
    module = reader.partition(":")[0]
    if module != _READERS:
        return (module,)
    if b"%PDF-" in head[:HEAD]:
        return (module, *_PDF)
    if head.startswith(b"PK"):
        return (module, *_DOCX)
    return (module, *_BY_SUFFIX.get(name.rpartition(".")[2].lower(), _TEXT))
