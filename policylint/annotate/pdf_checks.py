"""What speaks against notes in a PDF file, before one is added; and what to tell whoever gets the copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pypdf.constants import UserAccessPermissions
from pypdf.generic import DictionaryObject, IndirectObject

from policylint.annotate.pdf_original import TROUBLES, Original
from policylint.errors import UserMistake

_MOST_FIELDS: Final = 100_000
_PDFA: Final = re.compile(rb"pdfaid:part(?:>|=[\"'])\s*(\d)")
_PDFUA: Final = re.compile(rb"pdfuaid:part(?:>|=[\"'])\s*\d")


def require_open(original: Original) -> None:
    """Raise `UserMistake` M496 for a file under a password, whatever its owner allows.

    An update of such a file would have to be encrypted with its key, and where the owner forbids notes that is so for
    a reason.
    """
    if not original.encrypted:
        return
    try:
        allowed = original.reader.user_access_permissions
    except TROUBLES:
        allowed = None
    if allowed is not None and UserAccessPermissions.ADD_OR_MODIFY not in allowed:
        raise UserMistake("M496", path=original.shown, problem="its owner does not allow notes in it")
    raise UserMistake("M496", path=original.shown, problem="it is protected by a password")


def remarks_on(original: Original, *, break_signature: bool) -> tuple[str, ...]:
    """Sentences for whoever gets the copy.

    Raises:
        UserMistake: M495 for a signed file unless `break_signature` says so, M496 for a form that draws its pages
            itself, M497 where the file is damaged.
    """
    try:
        catalogue = original.catalogue
        form = catalogue.get("/AcroForm")
        form = form.get_object() if form is not None else None
        form = form if isinstance(form, DictionaryObject) else DictionaryObject()
        signed = "/Perms" in catalogue or any(_is_signature(field) for field in _fields(form))
        dynamic = bool(catalogue.get("/NeedsRendering"))
        stated = catalogue["/Metadata"].get_object().get_data() if "/Metadata" in catalogue else b""
    except TROUBLES:
        raise original.damage("the catalogue is broken") from None
    if signed and not break_signature:
        raise UserMistake("M495", path=original.shown)
    if "/XFA" in form and dynamic:
        raise UserMistake("M496", path=original.shown, problem="it is an XFA form, whose pages are drawn by the viewer")
    return tuple(_remarks(signed=signed, has_xfa="/XFA" in form, stated=stated))


def _remarks(*, signed: bool, has_xfa: bool, stated: bytes) -> Iterator[str]:
    if signed:
        yield (
            "The original is signed. The signed version is still within the copy, but viewers will say that the copy "
            "was changed after signing."
        )
    if has_xfa:
        yield "The original is an XFA form; a viewer that fills it in may not show the notes."
    if match := _PDFA.search(stated):
        yield (
            f"The original says that it is PDF/A-{match[1].decode('ascii')}. The copy still says so, and may not be; "
            "keep the original for the archive."
        )
    if _PDFUA.search(stated):
        yield "The original says that it is PDF/UA. The notes are not tagged, so the copy is not."


def _is_signature(field: Any) -> bool:
    """Whether a field of a form holds a signature, and not just the place for one."""
    return field.get("/FT") == "/Sig" and "/V" in field


def _fields(form: DictionaryObject) -> Iterator[Any]:
    """Every field of a form, and every part of one."""
    pending: list[Any] = [*_listed(form, "/Fields")]
    seen: set[int] = set()
    while pending and len(seen) < _MOST_FIELDS:
        reference = pending.pop()
        if isinstance(reference, IndirectObject):
            if reference.idnum in seen:
                continue
            seen.add(reference.idnum)
        field = reference.get_object()
        if isinstance(field, DictionaryObject):
            yield field
            pending.extend(_listed(field, "/Kids"))


def _listed(dictionary: DictionaryObject, key: str) -> list[Any]:
    found = dictionary.get(key)
    found = found.get_object() if found is not None else None
    return list(found) if isinstance(found, list) else []
