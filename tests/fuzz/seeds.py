"""The first inputs of each target: the files of `seeds/`, and the ones made here that no editor shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tests.fuzz.assembling import docx_of, pdf_of
from tests.fuzz.targets import HERE

SEEDS: Final = HERE / "seeds"


def seeds_of(target: str) -> list[bytes]:
    """The seeds of a target, at least one."""
    folder = SEEDS / target
    written = [path.read_bytes() for path in sorted(folder.iterdir())] if folder.is_dir() else []
    made = list(_MADE[target]()) if target in _MADE else []
    return [*written, *made] or [b"x"]


def _pdfs() -> Iterator[bytes]:
    from tests.readers.pdf.making import PdfFile

    for objects in seeds_of("pdf-objects"):
        yield pdf_of(objects)
    file = PdfFile(title="Social media", bookmarks=(("Purpose", 0), ("Scope", 0)))
    words = ["1. Purpose", "This policy says who may write for the town and", "what they may say."]
    table = file.grid((72, 200, 400), (300, 330, 360))
    cells = [file.text(80, 320, "Role"), file.text(210, 320, "May publish"), file.text(80, 350, "Clerk")]
    file.page(file.lines(72, 72, words), table, *cells, extra=file.link(72, 60, 200, 80, "https://example.org/"))
    file.page(file.picture(), file.text(72, 100, "read by a machine", mode=3))
    yield file.encoded()
    yield PdfFile().page(PdfFile().text(72, 72, "Locked")).encoded(password="secret")


def _docxs() -> Iterator[bytes]:
    from tests.readers.docx.making import members, packed, para, style

    for parts in seeds_of("docx-xml"):
        yield docx_of(parts)
    yield packed(
        members(
            para("Purpose", style="Heading1") + para("Staff may post for the town."),
            parts={"styles": style("Heading1", "heading 1")},
            title="Social media",
        )
    )


def _docx_parts() -> Iterator[bytes]:
    from tests.readers.docx import making as m

    body = (
        m.para("Purpose", style="Heading1")
        + m.para("Staff may post.", item=(1, 0))
        + m.para("They may not guess.", item=(1, 1))
        + m.table(m.row("Role", "May publish"), m.row(m.cell("Clerk", '<w:vMerge w:val="restart"/>'), "Yes"))
        + m.para(m.field('HYPERLINK "https://example.org/"', m.run("Here")) + m.box(m.para("A box")))
        + m.para('<w:hyperlink r:id="rId9"><w:r><w:t>There</w:t></w:r></w:hyperlink>')
        + m.para('<w:r><w:t>Noted</w:t><w:footnoteReference w:id="2"/></w:r>')
    )
    parts = {
        "styles": m.style("Heading1", "heading 1", paragraph='<w:outlineLvl w:val="0"/>', run="<w:b/>")
        + m.style("Own", based_on="Heading1", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>'),
        "numbering": m.lists(
            {1: m.level(0) + m.level(1, "lowerLetter", "(%2)") + m.level(2, "upperRoman")},
            {1: (1, ""), 2: (1, m.restart(0, 4))},
        ),
        "footnotes": m.note(2, m.para("A note.")),
        "header": m.para("Town of Nowhere"),
    }
    yield (body + "".join(f"\n@@ {name}\n{inner}" for name, inner in parts.items())).encode()
    yield m.para(m.run("Hidden", "<w:vanish/>") + m.run("Small", '<w:sz w:val="2"/><w:color w:val="FFFFFF"/>')).encode()


def _reports() -> Iterator[bytes]:
    from policylint.outputs.embedded import ATTACHMENT, DATA_ID
    from tests.outputs.samples import document, report

    text = report(document()).to_json()
    short = '{"schema":"x","documents":[]}'
    yield text.encode()
    yield f'<!doctype html><script id="{DATA_ID}" type="application/json">{short}</script>'.encode()
    resource = f'{{"base64":{{"filename":"{ATTACHMENT}","value":"e30="}}}}'
    yield f'{{"assessment-results":{{"back-matter":{{"resources":[{resource}]}}}}}}'.encode()
    yield from _docxs()


def _messages() -> list[tuple[bytes, bytes]]:
    import msgspec

    from policylint.choices import Ocr
    from policylint.door.wire import ANSWER, PROGRESS, REQUEST, Answer, Progress, Request
    from policylint.limits import Limits
    from policylint.model.document import Block, Document, Mark, Source

    document = Document(
        source=Source(name="a.md", sha256="0", media_type="text/markdown", size=4),
        blocks=(Block(kind="paragraph", text="Post.", marks=(Mark(0, 5, line=1, column=1),)),),
    )
    messages = {
        PROGRESS: Progress("ocr", 1, 2),
        ANSWER: Answer(document=document),
        REQUEST: Request(name="a.md", limits=Limits(), ocr=Ocr()),
    }
    return [(tag, msgspec.msgpack.encode(message)) for tag, message in messages.items()]


def _frames() -> Iterator[bytes]:
    yield b"".join(tag + len(payload).to_bytes(7, "big") + payload for tag, payload in _messages())


def _answers() -> Iterator[bytes]:
    yield from (payload for _, payload in _messages())


_MADE: Final[Mapping[str, Callable[[], Iterator[bytes]]]] = {
    "pdf": _pdfs,
    "docx": _docxs,
    "docx-xml": _docx_parts,
    "report": _reports,
    "frames": _frames,
    "answer": _answers,
}
