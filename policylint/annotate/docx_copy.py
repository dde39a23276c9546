"""A copy of a DOCX file with Word comments; everything else in it stays as it is, byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from policylint.annotate.docx_anchors import Anchors
from policylint.annotate.docx_comments import STRICT, TRANSITIONAL, Comment, comment_members, comments_part
from policylint.annotate.docx_markup import Markup, MarkupTrouble
from policylint.annotate.docx_package import member_name, with_members
from policylint.annotate.docx_words import WordFinder
from policylint.annotate.notes import AnnotatedCopy, Note
from policylint.errors import UserMistake
from policylint.outputs.wording import one_line
from policylint.readers.docx import open_docx
from policylint.readers.docx.ooxml import W
from policylint.readers.docx.package import related

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_SIGNATURES: Final = "_xmlsignatures/"
_SIGNED: Final = b"/digital-signature/"
_MARKS: Final = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference", "comment"))
_CHANGES: Final = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_NUMBER: Final = re.compile(r"\d{1,9}")
_MACROS: Final = b"macroEnabled"

_PROTECTED: Final = {
    "readOnly": "The document is protected against any change; the protection was kept. The comments can be read, but "
    "not answered or removed before the protection is stopped.",
    "forms": "The document is protected so that only its form fields can be filled in; the protection was kept. The "
    "comments can be read, but not answered or removed before the protection is stopped.",
    "comments": "The document is protected so that only comments can be made; the protection was kept.",
    "trackedChanges": "The document is protected so that every change is tracked; the protection was kept.",
}


def annotate_docx(
    data: bytes,
    notes: Sequence[Note],
    *,
    name: str,
    author: str = "policylint",
    date: str = "",
    break_signature: bool = False,
) -> AnnotatedCopy:
    """Write notes into a copy of a DOCX file as Word comments.

    In the main part, ends of comment ranges and the signs of comments are put in, and runs are divided where a range
    begins or ends within one; the part with the comments gets those that are new. Tracked changes, comments that are
    there, protection and macros stay. The same bytes and notes give the same copy.

    Args:
        data: The file.
        notes: What to write, in order; each becomes one comment.
        name: The file's name, for messages.
        author: As shown with the comments.
        date: The day (ISO) that the comments bear; empty for none.
        break_signature: Whether to write a copy of a file that is digitally signed, which no signature covers.

    Raises:
        UnreadableDocument: The file cannot be opened.
        UserMistake: M490 for a signed file; M491 for one that cannot be written without changing something else.
    """
    document = open_docx(data)
    members = _members(data)
    is_signed = any(each.startswith(_SIGNATURES) for each in members) or _SIGNED in members.get("_rels/.rels", b"")
    if is_signed and not break_signature:
        raise UserMistake("M490", path=name)
    try:
        finder = WordFinder(document)
        copy = _annotated(data, document, members, notes, finder, author=one_line(author), date=date)
        _require_same_words(finder, copy)
    except MarkupTrouble as trouble:
        raise UserMistake("M491", path=name, problem=trouble) from trouble
    return AnnotatedCopy(copy, tuple(_remarks(document, members, is_signed=is_signed)))


def _annotated(
    data: bytes,
    document: WordDocument,
    members: dict[str, bytes],
    notes: Sequence[Note],
    finder: WordFinder,
    *,
    author: str,
    date: str,
) -> bytes:
    main = str(document.part.partname).lstrip("/")
    markup = Markup(members[main])
    elements = [each for each in document.element.iter() if isinstance(each.tag, str)]
    if len(elements) != len(markup.tags):
        raise MarkupTrouble("its main part reads in more ways than one")
    namespace = STRICT if STRICT.encode() in markup.data else TRANSITIONAL
    anchors = Anchors(markup, dict(zip(elements, markup.tags, strict=True)), namespace)
    comments = []
    for identifier, note in enumerate(notes, start=_first_free(document)):
        found = finder.find(note.place.quote, note.place.paragraph)
        if found is None:
            raise MarkupTrouble("there are no words in its body")
        anchors.add(found, identifier)
        comments.append(Comment(identifier, note, found.lead))
    more = comment_members(document, members, comments, namespace=namespace, author=author, date=date)
    return with_members(data, {main: anchors.finish(), **more})


def _first_free(document: WordDocument) -> int:
    """The first id that is higher than those of all comments, and of all marks of comments that may be left over."""
    part = related(document, "comments")
    roots = [document.element, *([part.root] if part else [])]
    ids = (each.get(f"{W}id", "") for root in roots for each in root.iter(*_MARKS))
    return max((int(each) for each in ids if _NUMBER.fullmatch(each)), default=-1) + 1


def _require_same_words(original: WordFinder, copy: bytes) -> None:
    """A copy that would be read otherwise than the original is a bug that must not cost anybody a document."""
    if list(WordFinder(open_docx(copy)).shown()) != list(original.shown()):
        raise MarkupTrouble("a copy with comments would not read the same")


def _members(data: bytes) -> dict[str, bytes]:
    """The members of a package that the reader has opened, and so found to be within limits."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {member_name(entry.filename): archive.read(entry) for entry in archive.infolist()}


def _remarks(document: WordDocument, members: dict[str, bytes], *, is_signed: bool) -> Iterator[str]:
    if is_signed:
        yield "The original is digitally signed; the copy has the same signature, which is not valid for it."
    settings = related(document, "settings")
    protection = None if settings is None else settings.root.find(f"{W}documentProtection")
    if protection is not None and protection.get(f"{W}enforcement", "0") in ("1", "true", "on"):
        yield from (words for kind, words in _PROTECTED.items() if kind == protection.get(f"{W}edit"))
    if next(document.element.body.iter(*_CHANGES), None) is not None:
        yield "The document has tracked changes; they were kept. No comment stands at deleted words."
    if comments_part(document):
        yield "The document has comments of its own; they were kept."
    if _MACROS in members.get("[Content_Types].xml", b""):
        yield "The document has macros; they were kept. Word opens the copy only under the suffix of the original."
