"""DOCX copies with comments, and what one looks at in them."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import docx
from docx.comments import Comment
from lxml import etree

from policylint.annotate.docx_copy import annotate_docx
from policylint.annotate.notes import Note, Remark
from policylint.model.report import Evidence
from tests.readers.docx.making import members, packed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def about(quote: str, paragraph: int | None = 1, *, words: str = "Why.") -> Note:
    remark = Remark("covered", "Covered", "Records", "legal.records", (words,))
    return Note(Evidence(quote=quote, paragraph=paragraph), (remark,))


def copied(data: bytes, *notes: Note, break_signature: bool = False) -> bytes:
    return annotate_docx(data, notes, name="policy.docx", break_signature=break_signature).data


def written(body: str, **more: str) -> bytes:
    return packed(members(body, parts=more))


def part(data: bytes, name: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def anchored(data: bytes) -> list[str]:
    """The words between the ends of each comment's range, by its id; what is deleted is none of them."""
    words: dict[str, str] = {}
    inside: set[str] = set()
    for element in etree.fromstring(part(data)).iter():
        if element.tag == f"{W}commentRangeStart":
            inside.add(element.get(f"{W}id"))
        elif element.tag == f"{W}commentRangeEnd":
            inside.remove(element.get(f"{W}id"))
        elif element.tag == f"{W}t" and not any(above.tag == f"{W}txbxContent" for above in element.iterancestors()):
            for identifier in inside:
                words[identifier] = words.get(identifier, "") + (element.text or "")
    assert not inside
    return [words[identifier] for identifier in sorted(words, key=int)]


def first_comment(data: bytes) -> Comment:
    return next(iter(docx.Document(io.BytesIO(data)).comments))


def plain(xml: bytes) -> bytes:
    """The main part in canonical form without comments, runs that look the same put together again."""
    root = etree.fromstring(xml)
    for mark in list(root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")):
        gone = mark.getparent() if mark.tag == f"{W}commentReference" else mark
        gone.getparent().remove(gone)
    for text in root.iter(f"{W}t"):
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
    for parent in {each.getparent() for each in root.iter(f"{W}r")}:
        for one, other in reversed(list(pairwise(parent))):
            if (
                one.tag == other.tag == f"{W}r"
                and dict(one.attrib) == dict(other.attrib)
                and _look(one) == _look(other)
            ):
                _join(one, other)
    canonical: bytes = etree.tostring(root, method="c14n")
    return canonical


def _look(element: etree._Element) -> bytes:
    look = element.find(f"{W}rPr")
    return b"" if look is None else etree.tostring(look, with_tail=False)


def _join(one: etree._Element, other: etree._Element) -> None:
    for child in [each for each in other if each.tag != f"{W}rPr"]:
        if child.tag == f"{W}t" and len(one) and one[-1].tag == f"{W}t":
            one[-1].text = (one[-1].text or "") + (child.text or "")
        else:
            one.append(child)
    other.getparent().remove(other)
