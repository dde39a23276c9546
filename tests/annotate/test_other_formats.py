"""Files of formats into which no notes are put are refused, whatever they begin with."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from policylint.errors import UserMistake
from policylint.project.copies import annotated_format


def open_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [open_document(), b"{\\rtf1 Rule}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"], ids=["odt", "rtf", "doc"]
)
def test_older_office_formats_are_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "policy"
    file.write_bytes(data)
    with pytest.raises(UserMistake) as caught:
        annotated_format(file)
    assert caught.value.code == "M499"
    assert "PDF and DOCX only" in str(caught.value)
