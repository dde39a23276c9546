"""Small DOCX files, written part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from policylint.model.document import Document
from policylint.readers.docx import open_docx, paragraph_elements

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = f"{WORD}document.main+xml"
PARTS = ("styles", "numbering", "footnotes", "endnotes", "settings", "header", "footer")


def run(text: str, properties: str = "") -> str:
    """A run with some text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(content: str = "", properties: str = "", *, style: str = "", item: tuple[int, int] | None = None) -> str:
    """A paragraph. `content` is text, or runs and the like; `item` is the number of a list and the level, from 0."""
    inner = content if content.startswith("<") else run(content) if content else ""
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{item[1]}"/><w:numId w:val="{item[0]}"/></w:numPr>' if item else ""
    return f"<w:p><w:pPr>{named}{properties}{listed}</w:pPr>{inner}</w:p>"


def cell(content: str, properties: str = "") -> str:
    """A cell of a table; `content` is text or paragraphs."""
    inner = content if content.startswith("<") or not content else para(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or para()}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of a table; cells are `cell`s or plain text."""
    inner = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def field(instruction: str, result: str) -> str:
    """The runs of a complex field; `result` is runs, or paragraphs' ends and beginnings with runs."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(*paragraphs: str) -> str:
    """A run with a text box, in the two copies that Word writes."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{inside}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def level(depth: int, kind: str = "decimal", text: str | None = None, *, start: int = 1, extra: str = "") -> str:
    """A level of a list; its text is "%1.%2" and so on unless given. `extra` comes behind the format."""
    shown = ".".join(f"%{place + 1}" for place in range(depth + 1)) if text is None else text
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{extra}'
        f"<w:lvlText w:val={quoteattr(shown)}/></w:lvl>"
    )


def lists(definitions: Mapping[int, str], numbers: Mapping[int, tuple[int, str]] | None = None) -> str:
    """The numbering part: definitions by id; lists by id as (definition, overrides), one a definition unless given."""
    numbers = numbers or {key: (key, "") for key in definitions}
    return "".join(
        f'<w:abstractNum w:abstractNumId="{key}">{levels}</w:abstractNum>' for key, levels in definitions.items()
    ) + "".join(
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'
        for key, (definition, overrides) in numbers.items()
    )


def restart(depth: int, start: int) -> str:
    """An override of a list that sets a level's counter."""
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def style(
    identifier: str,
    name: str = "",
    *,
    based_on: str = "",
    paragraph: str = "",
    run: str = "",
    kind: str = "paragraph",
    default: bool = False,
) -> str:
    """A style; `paragraph` and `run` are its properties."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identifier}" w:default="{int(default)}">'
        f"<w:name w:val={quoteattr(name or identifier)}/>{base}"
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def note(identifier: int, *paragraphs: str, kind: str = "footnote") -> str:
    """A footnote or endnote."""
    return f'<w:{kind} w:id="{identifier}">{"".join(paragraphs)}</w:{kind}>'


def members(
    body: str,
    *,
    parts: Mapping[str, str] | None = None,
    title: str = "",
    links: Mapping[str, str] | None = None,
    main: str = MAIN,
) -> dict[str, bytes]:
    """The files of a DOCX archive.

    Args:
        body: What stands in `w:body`; headers and footers of `parts` are named by a section at its end.
        parts: The inner XML of other parts, by name (see `PARTS`).
        title: Of the core properties.
        links: Addresses by relationship id.
        main: The content type of the main part.
    """
    parts = parts or {}
    roots = {"header": "hdr", "footer": "ftr"}
    section = "".join(f'<w:{name}Reference r:id="{name}"/>' for name in ("header", "footer") if name in parts)
    relationships = "".join(
        f'<Relationship Id="{name}" Type="{R}/{name}" Target="{name}.xml"/>' for name in PARTS if name in parts
    ) + "".join(
        f'<Relationship Id="{key}" Type="{R}/hyperlink" Target={quoteattr(address)} TargetMode="External"/>'
        for key, address in (links or {}).items()
    )
    types = f'<Override PartName="/word/document.xml" ContentType="{main}"/>' + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}{name}+xml"/>' for name in parts
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    related = f'<Relationships xmlns="{package}/relationships">'
    found = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/>{types}</Types>',
        "_rels/.rels": f'{related}<Relationship Id="main" Type="{R}/officeDocument"'
        f' Target="word/document.xml"/><Relationship Id="core" Type="{package}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'<c:coreProperties xmlns:c="{package}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></c:coreProperties>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}"
        f"<w:sectPr>{section}</w:sectPr></w:body></w:document>",
        "word/_rels/document.xml.rels": f"{related}{relationships}</Relationships>",
    }
    for name, inner in parts.items():
        root = roots.get(name, name)
        found[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{inner}</w:{root}>"
    return {name: content.encode() for name, content in found.items()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of some files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def check_places(document: Document, data: bytes) -> None:
    """Every block must stand in the paragraph that it names, labels before it, links within it."""
    elements = paragraph_elements(open_docx(data))
    for block in document.blocks:
        assert block.text == " ".join(block.text.split()) != ""
        assert block.text[: block.label_end].startswith(block.label if block.label_end else "")
        assert all(0 <= link.start < link.end <= len(block.text) for link in block.links)
        assert (block.paragraph is None) == (block.role == "running")
        if block.paragraph is None:
            continue
        element = elements[block.paragraph - 1]
        shown = _squeezed(own_text(element))
        found = _squeezed(block.text)
        if block.kind == "row":
            assert shown and found.startswith(shown)
        elif block.kind == "note" and found not in shown:
            assert any(True for _ in element.iter(f"{{{W}}}footnoteReference", f"{{{W}}}endnoteReference"))
        else:
            assert found in shown


def own_text(paragraph: Any) -> str:
    """The text of a paragraph's XML, without that of text boxes in it and what was moved away."""
    unseen = f"count(ancestor::w:txbxContent)>{len(paragraph.xpath('ancestor::w:txbxContent'))} or ancestor::w:moveFrom"
    return "".join(text.text or "" for text in paragraph.xpath(f".//w:t[not({unseen})]"))


def _squeezed(text: str) -> str:
    return "".join(text.split())
