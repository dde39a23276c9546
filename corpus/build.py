"""Builds `corpus/files/` and `corpus/index.jsonl` from `corpus/sources/`.

    python -m corpus.build              write the files and the index
    python -m corpus.build --pictures   draw the pictures of scanned pages again, then build

The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.making.pdf import to_pdf
from corpus.making.source import Source, read_source
from corpus.making.spoiled import damage, draw_scan, lock, pack_scan
from corpus.making.textual import to_html, to_markdown, to_text
from corpus.making.word import to_word

CORPUS = Path(__file__).resolve().parent
SOURCES = CORPUS / "sources"
PICTURES = SOURCES / "pictures"


@dataclass(frozen=True, slots=True)
class Built:
    """A file of the corpus. `file` is relative to the corpus; `entry` is its line of the index."""

    file: str
    data: bytes
    entry: dict[str, Any]


def _make(source: Source, form: str, look: str) -> tuple[bytes, int | None]:
    """The file's bytes and, for a PDF that opens, its number of pages."""
    if form == "pdf" and look == "scan":
        return pack_scan(source, PICTURES)
    if form == "pdf" and look == "locked":
        return lock(source)
    if form == "pdf" and look == "damaged":
        return damage(source), None
    if form == "pdf":
        return to_pdf(source, look)
    writers = {"docx": to_word, "md": to_markdown, "html": to_html, "txt": to_text}
    return writers[form](source, look), None


def _entry(source: Source, output: dict[str, Any], data: bytes, pages: int | None) -> dict[str, Any]:
    meta = source.meta
    closed = output["look"] in ("scan", "locked", "damaged")
    entry: dict[str, Any] = {
        "id": output["id"],
        "file": f"files/{output['id']}.{output['format']}",
        "role": meta["role"],
    }
    for key in ("kind", "expect", "reason"):
        if value := output.get(key, meta.get(key)):
            entry[key] = value
    entry |= {key: meta[key] for key in ("title", "issuer", "country", "year", "group")}
    entry["sha256"] = hashlib.sha256(data).hexdigest()
    entry["words"] = 0 if closed else source.words()
    entry["pages"] = pages
    entry["scanned"] = output["look"] == "scan"
    return entry


def built() -> Iterator[Built]:
    """Every file of the corpus, in the order of its sources' names."""
    for path in sorted(SOURCES.glob("*.md")):
        source = read_source(path)
        for output in source.meta["outputs"]:
            data, pages = _make(source, output["format"], output["look"])
            entry = _entry(source, output, data, pages)
            yield Built(entry["file"], data, entry)


def index(files: list[Built]) -> bytes:
    """The index: one JSON object a line."""
    return "".join(json.dumps(one.entry, ensure_ascii=False) + "\n" for one in files).encode("utf-8")


def main() -> None:
    """Write the files and the index; files that no source asks for are removed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pictures", action="store_true", help="draw the pictures of scanned pages again")
    if parser.parse_args().pictures:
        PICTURES.mkdir(exist_ok=True)
        for path in sorted(SOURCES.glob("*.md")):
            source = read_source(path)
            if any(output["look"] == "scan" for output in source.meta["outputs"]):
                draw_scan(source, PICTURES)
    files = list(built())
    (CORPUS / "files").mkdir(exist_ok=True)
    wanted = {one.file for one in files}
    for old in (CORPUS / "files").iterdir():
        if f"files/{old.name}" not in wanted:
            old.unlink()
    for one in files:
        (CORPUS / one.file).write_bytes(one.data)
    (CORPUS / "index.jsonl").write_bytes(index(files))


if __name__ == "__main__":
    main()
