"""A branch of bookmarks behind those that the file has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from pypdf.generic import IndirectObject

from policylint.annotate.pdf_bookmarks import Bookmark
from policylint.annotate.pdf_original import TROUBLES, Original
from policylint.annotate.pdf_syntax import number, text, with_entries
from policylint.annotate.pdf_update import Update

MOST_BOOKMARKS: Final = 20_000
"""Bookmarks on a file's first level, beyond which they count as running in circles."""


def add_branch(update: Update, original: Original, branch: Bookmark, destination: Callable[[Bookmark], bytes]) -> bool:
    """Add a closed branch of bookmarks behind the last one of the first level.

    Args:
        update: What is to be added to the file.
        original: The file.
        branch: The bookmark with those under it.
        destination: Where a bookmark leads, as a destination is written.

    Returns:
        Whether it was added. It is not where the file's own bookmarks run in circles or break off, for there is no
        last one then.
    """
    try:
        own = original.catalogue
        root = own.raw_get("/Outlines") if "/Outlines" in own else None
        last = _last_of(original, root)
    except TROUBLES:
        return False
    number_of_root = root.idnum if isinstance(root, IndirectObject) else update.reserve()
    added = _put(update, branch, destination, number_of_root, before=last, after=None)
    if last is None:
        ends = {"/First": update.reference(added), "/Last": update.reference(added), "/Count": number(1)}
        if isinstance(root, IndirectObject):
            update.change(number_of_root, dict(ends))
        else:
            update.put(number_of_root, with_entries(b"<< /Type /Outlines >>", ends))
            update.change(original.root, {"/Outlines": update.reference(number_of_root)})
        return True
    update.change(last, {"/Next": update.reference(added)})
    counted = original.read(number_of_root).get("/Count", 0)
    shown = int(counted) if isinstance(counted, int) else 0
    more = 1 if shown >= 0 else -1
    update.change(number_of_root, {"/Last": update.reference(added), "/Count": number(shown + more)})
    return True


def _last_of(original: Original, root: object) -> int | None:
    """The number of the last bookmark of the first level; None where there is no bookmark.

    Raises:
        ValueError: The bookmarks run in circles, break off, or have no numbers.
    """
    if root is None:
        return None
    if not isinstance(root, IndirectObject):
        raise ValueError("the root of the bookmarks has no number")
    outline: Any = original.read(root.idnum)
    reference = outline.raw_get("/First") if "/First" in outline else None
    seen: list[int] = []
    known: set[int] = set()
    while reference is not None:
        if not isinstance(reference, IndirectObject) or reference.idnum in known or len(seen) >= MOST_BOOKMARKS:
            raise ValueError("the bookmarks run in circles")
        seen.append(reference.idnum)
        known.add(reference.idnum)
        bookmark: Any = original.read(reference.idnum)
        if "/Title" not in bookmark:
            raise ValueError("what is listed as a bookmark is none")
        reference = bookmark.raw_get("/Next") if "/Next" in bookmark else None
    return seen[-1] if seen else None


def _put(
    update: Update,
    bookmark: Bookmark,
    destination: Callable[[Bookmark], bytes],
    parent: int,
    *,
    before: int | None,
    after: int | None,
    own: int | None = None,
) -> int:
    own = own if own is not None else update.reserve()
    entries = {"/Title": text(bookmark.title), "/Parent": update.reference(parent), "/Dest": destination(bookmark)}
    for key, neighbour in (("/Prev", before), ("/Next", after)):
        if neighbour is not None:
            entries[key] = update.reference(neighbour)
    entries |= _put_children(update, bookmark.children, destination, own)
    update.put(own, with_entries(b"<<>>", entries))
    return own


def _put_children(
    update: Update, children: Sequence[Bookmark], destination: Callable[[Bookmark], bytes], parent: int
) -> dict[str, bytes]:
    """Put the bookmarks under one, and return its entries for them. It is closed, so that its count is negative."""
    if not children:
        return {}
    numbers = [update.reserve() for _ in children]
    for index, child in enumerate(children):
        _put(
            update,
            child,
            destination,
            parent,
            before=numbers[index - 1] if index else None,
            after=numbers[index + 1] if index + 1 < len(numbers) else None,
            own=numbers[index],
        )
    return {
        "/First": update.reference(numbers[0]),
        "/Last": update.reference(numbers[-1]),
        "/Count": number(-len(numbers)),
    }
