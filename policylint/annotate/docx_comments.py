"""The part of a DOCX package that holds comments (ECMA-376 part 1, 17.13.4), and what makes Word look for it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from policylint.annotate.docx_markup import Markup, Tag
from policylint.annotate.notes import Note, Remark
from policylint.outputs.wording import quoted, visible
from policylint.outputs.xmltext import attributes, content

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

TRANSITIONAL: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS: Final = {
    TRANSITIONAL: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
}
_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTENT_TYPES: Final = "[Content_Types].xml"

_COLOURS: Final = {
    "finding": "54278F",
    "legacy": "8A5A00",
    "missing": "B50909",
    "covered": "00703C",
    "summary": "1B1B1B",
}
"""Of the titles, as in the HTML report; the title says it in words, too."""

_SIZE: Final = 20
"""Half points: documents set in large print need no large comments."""

_BETWEEN: Final = 120
"""Space before a further remark, in twentieths of a point."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A note with its id; `lead` introduces its words where the comment does not stand at them."""

    identifier: int
    note: Note
    lead: str = ""


def comment_members(
    document: WordDocument,
    members: dict[str, bytes],
    comments: Sequence[Comment],
    *,
    namespace: str,
    author: str,
    date: str,
) -> dict[str, bytes]:
    """The members of the package that change or are new so that it has these comments; the document's own stay.

    Args:
        document: The document as the reader opened it.
        members: The members of the package as they are.
        comments: Comments whose ids the document does not use.
        namespace: Of WordprocessingML in the main part.
        author: As shown with the comments.
        date: The day (ISO) that they bear; empty for none.

    Raises:
        MarkupTrouble: A part into which nothing can be put.
    """
    main = str(document.part.partname).lstrip("/")
    name = comments_part(document)
    if name in members:
        markup = Markup(members[name])
        root = markup.tags[0]
        drawn = "".join(_drawn(comment, root, namespace, author=author, date=date) for comment in comments)
        markup.append(root, drawn)
        return {name: markup.edited()}
    name = _free_name(posixpath.dirname(main), members)
    root = Tag("w:comments", {}, 0, 0, 0, 0)
    drawn = "".join(_drawn(comment, root, namespace, author=author, date=date) for comment in comments)
    part = f'{_HEAD}<w:comments xmlns:w="{namespace}">{drawn}</w:comments>'
    return {
        CONTENT_TYPES: _with_type(members[CONTENT_TYPES], name),
        **_with_relation(members, main, name, _RELATIONS[namespace]),
        name: part.encode(),
    }


def comments_part(document: WordDocument) -> str:
    """The name of the member that holds the document's comments; empty where there is none."""
    for relationship in document.part.rels.values():
        if not relationship.is_external and relationship.reltype.endswith("/comments"):
            return str(relationship.target_part.partname).lstrip("/")
    return ""


def _free_name(folder: str, members: dict[str, bytes]) -> str:
    taken = {name.lower() for name in members}
    number = 1
    while (name := posixpath.join(folder, f"comments{number if number > 1 else ''}.xml")).lower() in taken:
        number += 1
    return name


def _with_type(types: bytes, name: str) -> bytes:
    markup = Markup(types)
    root = markup.tags[0]
    markup.append(root, f"<{root.prefix}Override{attributes(PartName=f'/{name}', ContentType=_CONTENT_TYPE)}/>")
    return markup.edited()


def _with_relation(members: dict[str, bytes], main: str, name: str, kind: str) -> dict[str, bytes]:
    folder, file = posixpath.split(main)
    path = posixpath.join(folder, "_rels", f"{file}.rels")
    data = members.get(path, f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>'.encode())
    markup = Markup(data)
    root = markup.tags[0]
    taken = {tag.attributes.get("Id") for tag in markup.tags}
    number = 1
    while (identifier := f"rIdComments{number}") in taken:
        number += 1
    said = attributes(Id=identifier, Type=kind, Target=posixpath.basename(name))
    markup.append(root, f"<{root.prefix}Relationship{said}/>")
    return {path: markup.edited()}


def _drawn(comment: Comment, root: Tag, namespace: str, *, author: str, date: str) -> str:
    """A `w:comment` with the prefix of the part's root; a prefix of its own where that has none."""
    w = root.prefix or "w:"
    declared = "" if root.prefix else attributes(**{"xmlns:w": _namespace_of(root, namespace)})
    said = {f"{w}id": str(comment.identifier), f"{w}author": author, f"{w}initials": "pl"}
    if date:
        said[f"{w}date"] = f"{date}T00:00:00Z"
    side = "start" if STRICT in (namespace, _namespace_of(root, namespace)) else "left"
    paragraphs = "".join(_paragraphs(comment, w, side))
    return f"<{w}comment{declared}{attributes(**said)}>{paragraphs}</{w}comment>"


def _namespace_of(root: Tag, namespace: str) -> str:
    return root.attributes.get("xmlns", namespace)


def _paragraphs(comment: Comment, w: str, side: str) -> Iterator[str]:
    # Word takes the first run with an annotationRef for the sign of the comment in its own pane.
    sign = f"<{w}r><{w}annotationRef/></{w}r>"
    if comment.lead:
        words = f"{comment.lead} {quoted(visible(comment.note.place.quote))}"
        yield _paragraph(sign + _run(words, w, f"<{w}i/>"), w, side)
        sign = ""
    for number, remark in enumerate(comment.note.remarks):
        title = sign + _run(remark.title, w, _title_look(remark, w))
        yield _paragraph(title, w, side, before=_BETWEEN if number else 0)
        sign = ""
        for line in remark.lines:
            yield _paragraph(_run(line, w), w, side)


def _title_look(remark: Remark, w: str) -> str:
    return f'<{w}b/><{w}color {w}val="{_COLOURS[remark.kind]}"/>'


def _paragraph(runs: str, w: str, side: str, *, before: int = 0) -> str:
    # What the document's own style for paragraphs says (space, indents, alignment) is for its text. Strict files have
    # another word for the left side (ISO/IEC 29500 part 1, 17.3.1.12).
    look = (
        f'<{w}spacing {w}before="{before}" {w}after="60" {w}line="240" {w}lineRule="auto"/>'
        f'<{w}ind {w}{side}="0" {w}firstLine="0"/><{w}jc {w}val="{side}"/>'
    )
    return f"<{w}p><{w}pPr>{look}</{w}pPr>{runs}</{w}p>"


def _run(text: str, w: str, look: str = "") -> str:
    return (
        f'<{w}r><{w}rPr>{look}<{w}sz {w}val="{_SIZE}"/></{w}rPr>'
        f'<{w}t xml:space="preserve">{content(text)}</{w}t></{w}r>'
    )
