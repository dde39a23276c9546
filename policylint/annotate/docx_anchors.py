"""Putting the ends of comment ranges around words (ECMA-376 part 1, 17.13.4), and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from policylint.annotate.docx_markup import Markup, Tag
from policylint.annotate.docx_words import Found, Sign
from policylint.readers.docx.ooxml import PARAGRAPH, RUN, RUN_PROPERTIES, W, value_of

if TYPE_CHECKING:
    from policylint.readers.docx.ooxml import Element

_TEXT: Final = f"{W}t"
_SIMPLE: Final = frozenset(
    f"{W}{name}"
    for name in ("rPr", "t", "tab", "br", "cr", "sym", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak")
)
"""What a run that is divided may hold: text and its blanks. A field, picture or note is left in one piece."""

_TRACKED: Final = (f"{W}rPrChange", f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
"""Tracked changes of a run's look have ids, which a second copy of the run's properties would repeat."""

_HOLDERS: Final = frozenset(
    f"{W}{name}" for name in ("sdt", "hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo")
)
"""Elements within a paragraph in which, or deeper in which, the end of a comment's range may stand."""

_CONTROL: Final = f"{W}sdt"
_CONTENT: Final = f"{W}sdtContent"
_PLAIN_CONTROLS: Final = tuple(f"{W}{name}" for name in ("text", "comboBox", "dropDownList", "date", "dataBinding"))
_LOCKED: Final = frozenset({"contentLocked", "sdtContentLocked"})
_PRESERVE: Final = ' xml:space="preserve"'
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_REFERENCE_SIZE: Final = 16
"""Half points, as in Word's own style for the sign of a comment: it must not make a line of small print higher."""

_END, _SIGN, _BEGIN = 1, 2, 3
"""What ends at a place stands before what begins there."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A place before a byte of the file. `run` is the run that has to be divided there, and `text` its text, if any."""

    at: int
    run: Element | None = None
    text: Element | None = None


@dataclass(slots=True)
class Anchors:
    """Comment ranges in the main part.

    Attributes:
        markup: The part as bytes.
        tags: Its elements as python-docx opened them, with their places in the bytes.
        namespace: Of WordprocessingML in this file.
    """

    markup: Markup
    tags: Mapping[Element, Tag]
    namespace: str
    _cuts: dict[int, _Place] = field(default_factory=dict)
    _marks: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    def add(self, found: Found, identifier: int) -> None:
        """Put a comment's range around what was found. Ends are put in by `finish`."""
        start, end = self._before(found.first), self._behind(found.last)
        paragraph = next(each for each in found.first.element.iterancestors(PARAGRAPH))
        self._mark(start, _BEGIN, self._tag(paragraph, "commentRangeStart", identifier))
        self._mark(end, _END, self._tag(paragraph, "commentRangeEnd", identifier))
        self._mark(self._sign_place(found.last, end), _SIGN, self._reference(paragraph, identifier))

    def finish(self) -> bytes:
        """The part with all ranges in it."""
        for at, marks in self._marks.items():
            inner = "".join(mark for _, mark in sorted(marks, key=lambda mark: mark[0]))
            before, behind = self._divided(self._cuts[at]) if at in self._cuts else ("", "")
            self.markup.insert(at, before + inner + behind)
        return self.markup.edited()

    def _mark(self, place: _Place, rank: int, mark: str) -> None:
        if place.run is not None:
            self._cuts[place.at] = place
        self._marks.setdefault(place.at, []).append((rank, mark))

    def _before(self, sign: Sign) -> _Place:
        run = _run_of(sign.element)
        if run is None:
            return _Place(self.tags[self._lifted(sign.element)].start)
        whole = _Place(self.tags[self._lifted(run)].start)
        if sign.element.tag == _TEXT and (sign.element.text or "")[: sign.index].strip():
            return self._cut(run, sign.element, sign.index) or whole
        return self._cut(run, sign.element, 0) or whole if _shows_before(run, sign.element) else whole

    def _behind(self, sign: Sign) -> _Place:
        run = _run_of(sign.element)
        if run is None:
            return _Place(self.tags[self._lifted(sign.element)].end)
        rest = (sign.element.text or "")[sign.index + 1 :] if sign.element.tag == _TEXT else ""
        whole = _Place(self.tags[self._lifted(run)].end)
        if rest.strip():
            return self._cut(run, sign.element, sign.index + 1) or whole
        following = sign.element.getnext()
        if following is None or not _shows_behind(sign.element):
            return whole
        return self._cut(run, following, 0) or whole

    def _cut(self, run: Element, leaf: Element, index: int) -> _Place | None:
        """The place within a run before a character of a leaf; None where the run must not be divided there."""
        if leaf.getparent() is not run or not _is_divisible(run) or self._lifted(run) is not run:
            return None
        tag = self.tags[leaf]
        if index == 0:
            return _Place(tag.start, run)
        text = leaf.text or ""
        is_kept = leaf.get(_SPACE) == "preserve"
        is_bare = leaf.get(_SPACE) is None and text == text.strip()
        at = tag.offset_of(index)
        if at is None or len(leaf) or tag.text != text or not (is_kept or is_bare):
            return None
        return _Place(at, run, leaf)

    def _divided(self, place: _Place) -> tuple[str, str]:
        """The tags that end a run at a place and begin it anew."""
        data, run = self.markup.data, self.tags[place.run]  # type: ignore[index]
        properties = place.run.find(RUN_PROPERTIES)  # type: ignore[union-attr]
        look = "" if properties is None else data[self.tags[properties].start : self.tags[properties].end].decode()
        before, behind = f"</{run.name}>", data[run.start : run.inner].decode() + look
        if place.text is None:
            return before, behind
        text = self.tags[place.text]
        head = data[text.start : text.inner].decode()
        if place.text.get(_SPACE) != "preserve":
            self.markup.insert(text.inner - 1, _PRESERVE)
            head = head[:-1] + _PRESERVE + ">"
        return f"</{text.name}>{before}", behind + head

    def _lifted(self, element: Element) -> Element:
        """The element itself, or the wrapper around it beside which the end of a range may stand."""
        at = element
        for above in element.iterancestors():
            if above.tag == PARAGRAPH:
                break
            if not _may_hold(above) or (above.tag == _CONTROL and at.getparent() is above):
                at = above
        return at

    def _sign_place(self, last: Sign, end: _Place) -> _Place:
        """The sign of the comment stands in the paragraph itself: in an inserted run it would count as inserted."""
        run = _run_of(last.element)
        at = last.element if run is None else run
        outermost = at
        for above in at.iterancestors():
            if above.tag == PARAGRAPH:
                break
            outermost = above
        return end if outermost is at else _Place(self.tags[outermost].end)

    def _tag(self, near: Element, name: str, identifier: int) -> str:
        prefix, declared = self._named(near)
        return f'<{prefix}{name}{declared} {prefix}id="{identifier}"/>'

    def _reference(self, near: Element, identifier: int) -> str:
        w, declared = self._named(near)
        look = f'<{w}rPr><{w}sz {w}val="{_REFERENCE_SIZE}"/></{w}rPr>'
        return f'<{w}r{declared}>{look}<{w}commentReference {w}id="{identifier}"/></{w}r>'

    def _named(self, near: Element) -> tuple[str, str]:
        """The prefix that an element uses; where it uses none, one with its declaration, for attributes need one."""
        prefix = self.tags[near].prefix
        return (prefix, "") if prefix else ("w:", f' xmlns:w="{self.namespace}"')


def _run_of(element: Element) -> Element | None:
    return next((each for each in (element, *element.iterancestors()) if each.tag == RUN), None)


def _shows_before(run: Element, leaf: Element) -> bool:
    """Whether a run shows something before one of its elements."""
    for child in run:
        if child is leaf:
            return False
        if _shows(child):
            return True
    return True  # within another element of the run


def _shows_behind(leaf: Element) -> bool:
    return any(map(_shows, leaf.itersiblings()))


def _shows(child: Element) -> bool:
    if child.tag == _TEXT:
        return bool((child.text or "").strip())
    return child.tag not in (RUN_PROPERTIES, f"{W}lastRenderedPageBreak", f"{W}softHyphen")


def _is_divisible(run: Element) -> bool:
    """Whether each part can have the run's properties, which come first in a run that is in order, and be the same."""
    properties = run.find(RUN_PROPERTIES)
    if properties is not None and properties is not run[0]:
        return False
    is_tracked = properties is not None and any(child.tag in _TRACKED for child in properties)
    return not is_tracked and all(child.tag in _SIMPLE for child in run)


def _may_hold(above: Element) -> bool:
    """Whether the end of a range may stand within a wrapper, or in what is around it.

    A consumer reads one branch of an `mc:AlternateContent` only, and would lose an end in the other. What is typed into
    a plain control must be plain, and what is locked must stay.
    """
    if above.tag == _CONTENT:
        properties = above.getparent().find(f"{W}sdtPr")
        if properties is None:
            return True
        is_plain = any(properties.find(each) is not None for each in _PLAIN_CONTROLS)
        return not is_plain and value_of(properties, "lock") not in _LOCKED
    return above.tag in _HOLDERS
