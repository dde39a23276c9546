"""What is fuzzed: for each target a function of bytes, what it may raise, and how its inputs are changed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final
from unittest import mock

import msgspec

from policylint.choices import Ocr
from policylint.errors import UnreadableDocument, UserMistake
from policylint.limits import Limits
from policylint.model.document import Source
from tests.fuzz.assembling import docx_of, parts_of, pdf_of
from tests.fuzz.checks import check_document
from tests.fuzz.mutating import LINES, MARKUP, PDF_TOKENS

HERE: Final = Path(__file__).parent
LIMITS: Final = Limits(
    pages=4, members=60, unpacked_bytes=4 << 20, stream_bytes=4 << 20, pixels=1_000_000, characters=200_000
)
"""Small, for a fuzzer is to try many files and not large ones."""

_NO_OCR: Final = Ocr(engine="off")  # it would start programs, a thousand times a minute
_MOST_IN_FRAME: Final = 1 << 20
_DIRECT: Final = Source(name="policy", sha256="", media_type="text/plain", size=0)


_TEXTUAL: Final = tuple(
    f"policylint.readers.{name}"
    for name in ("asides", "encoding", "flow", "frontmatter", "html", "inline", "labels", "lines", "looks", "markdown",
                 "markup", "numerals", "parts", "sniff", "tables", "text", "textual", "tree")
)  # fmt: skip
_SNIFF: Final = "policylint.readers.sniff"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that is fuzzed.

    `run` gets the bytes; what it raises beyond `allowed` is a finding. `tokens` and the words of `dictionary` (a file
    in libFuzzer's form) are for `mutate_tokens`; without tokens only bytes are changed. `longest` is in bytes. `code`
    is what the fuzzer watches: packages and modules.
    """

    run: Callable[[bytes], object]
    allowed: tuple[type[Exception], ...] = (UnreadableDocument,)
    tokens: re.Pattern[bytes] | None = None
    dictionary: str = ""
    longest: int = 4_096
    code: tuple[str, ...] = _TEXTUAL


def _reads(data: bytes, *, kind: str, name: str) -> None:
    from policylint.readers import read
    from policylint.readers.sniff import recognise

    if recognise(data) == kind:  # other kinds are for other targets, and some start programs
        check_document(read(data, name=name, limits=LIMITS, ocr=_NO_OCR))


def _pdf_file(data: bytes) -> None:
    _reads(data if b"%PDF-1" in data[:1000] else b"%PDF-1.7\n" + data, kind="pdf", name="policy.pdf")


def _pdf_objects(data: bytes) -> None:
    _reads(pdf_of(data), kind="pdf", name="policy.pdf")


def _docx_file(data: bytes) -> None:
    _reads(data, kind="docx", name="policy.docx")


def _docx_xml(data: bytes) -> None:
    _reads(docx_of(data), kind="docx", name="policy.docx")


def _sound(data: bytes) -> bytes:
    """The bytes as UTF-8, for to guess another encoding takes longer than to read; "text" has that guessed."""
    return data.decode("utf-8", "replace").encode()


def _html(data: bytes) -> None:
    _reads(b"<!doctype html>" + _sound(data), kind="text", name="policy.html")


def _markdown(data: bytes) -> None:
    _reads(_sound(data), kind="text", name="policy.md")


def _text(data: bytes) -> None:
    _reads(data, kind="text", name="policy.txt")


def _structure(data: bytes) -> None:
    """The tree of sections is made of what readers give, in the process that must not fail."""
    from policylint.readers.encoding import decode
    from policylint.readers.markdown import read_markdown
    from policylint.readers.text import read_text
    from policylint.structure import build_structure

    text = decode(_sound(data))
    for document in (read_markdown(text, source=_DIRECT), read_text(text, source=_DIRECT)):
        if document.blocks:
            check_document(build_structure(document))


@cache
def _folder() -> Path:
    """A folder for files that are written only to be loaded; it goes when the process ends."""
    holder = tempfile.TemporaryDirectory(prefix="policylint-fuzz-")
    _HOLDERS.append(holder)
    return Path(holder.name)


_HOLDERS: Final[list[tempfile.TemporaryDirectory[str]]] = []


def _written(data: bytes, name: str) -> Path:
    path = _folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _pack(data: bytes) -> None:
    """The first part is a rule, those named are other files of the pack."""
    from policylint.matching.match import compile_pack
    from policylint.packs import files
    from policylint.packs.load import load_pack

    parts = {"pack.yml": _PACK, "concepts/own.yml": _CONCEPTS, **parts_of(data)}
    rule = _written(parts[""], "packs/own/access/who.yml")
    for name in ("pack.yml", "concepts/own.yml", files.ORDER_FILE, files.PEERS_FILE):
        path = _folder() / "packs/own" / name
        path.unlink(missing_ok=True)
        if name in parts:
            _written(parts[name], f"packs/own/{name}")
    with mock.patch.object(
        files, "rules_folder", return_value=_folder() / "packs"
    ):  # else a hundred concepts each time
        compile_pack(load_pack(rule.parent.parent))


def _profile(data: bytes) -> None:
    from policylint.packs.profiles import load_profile

    load_profile(_written(data, "own.yml"), folder=_folder(), known_rules=("access.who",))


def _config(data: bytes) -> None:
    from policylint.config.configuration import Configuration
    from policylint.config.read import read_configuration

    name = "pyproject.toml" if b"tool.policylint" in data else "policylint.toml"
    configuration = Configuration(read_configuration(_written(data, name)), root=_folder())
    configuration.settings_for("policies/social.md")
    configuration.includes("policies/social.md")
    configuration.is_excluded("policies/social.md")


def _decisions(data: bytes) -> None:
    from policylint.decisions.read import load_decisions, require_agreement

    require_agreement(load_decisions(_written(data, "decisions.toml"), known_rules=lambda: ("access.who",)))


def _comments(data: bytes) -> None:
    """Decisions in the comments of a document."""
    from policylint.decisions.read import parse_comments
    from policylint.model.text import Comment
    from policylint.readers.encoding import decode
    from policylint.readers.markdown import read_markdown

    found = read_markdown(decode(data), source=_DIRECT).comments
    comments = tuple(Comment(text=text, line=line) for text, line in found)
    parse_comments(comments, document="a/b.md", shown="b.md", known_rules=lambda: ("access.who",))


def _baseline(data: bytes) -> None:
    from policylint.project.baseline import load_baseline

    load_baseline(_written(data, "baseline.json")).to_json()


def _report(data: bytes) -> None:
    """A report in a file that was handed over, and what is read of it in this process."""
    from policylint.model.report import Report
    from policylint.verification.extract import read

    text = read(data, name="report", limits=LIMITS).blocks[0].text
    try:
        Report.from_json(text)
    except (msgspec.MsgspecError, RecursionError):  # what `read_report` looks out for
        return


def _frames(data: bytes) -> None:
    """What a child that has been taken over might answer."""
    from policylint.door import wire

    kinds: dict[bytes, type] = {wire.ANSWER: wire.Answer, wire.PROGRESS: wire.Progress, wire.REQUEST: wire.Request}
    stream = BytesIO(data)
    while True:
        tag, length = wire.announced(stream)
        if length > _MOST_IN_FRAME:
            return
        payload = BytesIO()
        wire.copy(stream, length, payload)
        if tag in kinds:
            msgspec.msgpack.decode(payload.getvalue(), type=kinds[tag])


def _answer(data: bytes) -> None:
    """The same without a frame, through what makes sense of it."""
    from policylint.door.reading import _unpacked

    _unpacked(BytesIO(data))


def _hocr(data: bytes) -> None:
    from policylint.readers.ocr.hocr import read_hocr

    read_hocr(data)


_PDF: Final = (_SNIFF, "policylint.readers.pdf")
_DOCX: Final = (_SNIFF, "policylint.readers.docx")
TARGETS: Final[Mapping[str, Target]] = {
    "pdf": Target(_pdf_file, tokens=PDF_TOKENS, dictionary="pdf", longest=16_384, code=_PDF),
    "pdf-objects": Target(_pdf_objects, tokens=PDF_TOKENS, dictionary="pdf", longest=8_192, code=_PDF),
    "docx": Target(_docx_file, longest=16_384, code=_DOCX),
    "docx-xml": Target(_docx_xml, tokens=MARKUP, dictionary="docx", longest=8_192, code=_DOCX),
    "html": Target(_html, tokens=MARKUP, dictionary="html"),
    "markdown": Target(_markdown, tokens=LINES, dictionary="markdown"),
    "text": Target(_text, tokens=LINES, dictionary="text"),
    "structure": Target(_structure, tokens=LINES, dictionary="text", code=(*_TEXTUAL, "policylint.structure")),
    "hocr": Target(_hocr, (ValueError,), tokens=MARKUP, dictionary="hocr", code=("policylint.readers.ocr",)),
    "pack": Target(_pack, (UserMistake,), LINES, "pack", code=("policylint.packs", "policylint.matching.match")),
    "profile": Target(_profile, (UserMistake,), LINES, "pack", code=("policylint.packs.profiles",)),
    "config": Target(_config, (UserMistake,), LINES, "config", code=("policylint.toml", "policylint.config")),
    "decisions": Target(
        _decisions, (UserMistake,), LINES, "decisions", code=("policylint.toml", "policylint.decisions")
    ),
    "comments": Target(
        _comments,
        (UserMistake, UnreadableDocument),
        LINES,
        "decisions",
        code=("policylint.toml", "policylint.decisions"),
    ),
    "baseline": Target(_baseline, (UserMistake,), None, "baseline", code=("policylint.project.baseline",)),
    "report": Target(_report, tokens=MARKUP, dictionary="report", code=("policylint.verification.extract",)),
    "frames": Target(_frames, (EOFError, msgspec.MsgspecError, UnicodeDecodeError), code=("policylint.door.wire",)),
    "answer": Target(_answer, (), code=("policylint.door.reading",)),
}
"""The targets by name."""

_PACK: Final = b"""\
id: own
title: Our own
version: 1.0.0
language: en
about: For trying things out.
elements: [{id: access, title: Access, about: Who may post.}]
findings: [{id: rights, title: Rights, about: Rights of people.}]
"""
_CONCEPTS: Final = b"concepts: []\n"


def words_of(dictionary: str) -> tuple[bytes, ...]:
    """The words of a dictionary in libFuzzer's form: one in quotes a line, `\\xAB` for a byte."""
    if not dictionary:
        return ()
    lines = (HERE / "dictionaries" / f"{dictionary}.dict").read_text(encoding="utf-8").splitlines()
    return tuple(_plain(line[1:-1]) for line in lines if line.startswith('"'))


def _plain(word: str) -> bytes:
    def shown(found: re.Match[str]) -> str:
        return chr(int(found[1], 16)) if found[1] else found[2]

    return re.sub(r'\\x([0-9A-Fa-f]{2})|\\([\\"])', shown, word).encode("latin-1")
