"""Widening a clause about an old channel so that it reaches social media, by grammar, and only where that is sure.

Each way looks for a frame of words in which the name of a channel stands, and knows what can be put there so that the
sentence stays one: "use of e-mail" takes "and social media", "posted on the web site" takes "or on social media",
"E-mail and Internet use" takes a third member of its list. A clause in whose frame none fits is let be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_CHANNEL: Final = (
    r"(?:(?:the )?(?:electronic mail|e-?mail|voice ?mail|internet) systems?"
    r"|(?:the )?(?:world wide web|internet|intranet|web)(?! ?(?:site|page|master|browser|server))"
    r"|electronic mail|e-?mails?"
    r"|instant messag(?:es|ing)|text messag(?:es|ing)|voice ?mail|online groups|online forums|online chats)"
)
_SITE: Final = r"(?:(?:an?|the|its|our|any|this) )?(?:[\w'\u2019]+ )?(?:web ?sites?|web ?pages?|home ?pages?)"
_OTHER: Final = r"(?:telephones?|phones?|fax(?:es)?|facsimiles?|computers|networks?|letters|memos|computer systems)"
_HEAD: Final = (
    r"(?:use|usage|access|services?|accounts?|communications?|messages?|activit(?:y|ies)|postings?|resources"
    r"|facilities|content|correspondence)"
)
_PLURAL: Final = re.compile(r"(?:[^s]s|ies)$")
_AFTER: Final = (
    r"(?=\s*(?:[.;:)]|$)|,? (?:is|are|was|were|must|shall|should|may|can|cannot|will|for|in|on|by|at|with|as|that|which"
    r"|when|while|if|from|of|during|through|but|unless|except|not|without|under|because|who|only|such|via|using|has"
    r"|have|does|do|to)\b)"
)
_FRAMES: Final = {
    "use": "{or} {social}",
    "uses": "and {social}",
    "using": "or {social}",
    "of": "and {social}",
    "via": "or {social}",
    "through": "or {social}",
    "by": "or on {social}",
    "on": "or on {social}",
    "in": "or on {social}",
    "over": "or on {social}",
    "from": "or from {social}",
    "access": "or {social}",
    "accessing": "or {social}",
}
_OBJECT: Final = re.compile(rf"\b(?P<word>{'|'.join(_FRAMES)}) (?P<channel>{_CHANNEL}){_AFTER}", re.IGNORECASE)
_ON_SITE: Final = re.compile(rf"\b(?P<word>on) (?P<channel>{_SITE}){_AFTER}", re.IGNORECASE)
_LIST_HEAD: Final = re.compile(
    rf"\b(?:{_CHANNEL}|{_OTHER})(?P<joint>,? (?P<and>and|or) |/)(?:{_CHANNEL}|{_OTHER})(?P<end>) (?P<head>{_HEAD})\b",
    re.IGNORECASE,
)
_LIST: Final = re.compile(
    rf"\b(?:{_CHANNEL}|{_OTHER})(?P<joint>,? (?P<and>and|or) )(?:the )?(?:{_CHANNEL}|{_OTHER})(?P<end>){_AFTER}",
    re.IGNORECASE,
)
_ONE_HEAD: Final = re.compile(rf"\b(?P<channel>{_CHANNEL})(?P<end>) (?P<head>{_HEAD})\b", re.IGNORECASE)
_SUBJECT: Final = re.compile(
    rf"(?:^|[,;] |\b(?:that|if|when) )(?P<channel>{_CHANNEL})(?P<end>) (?:must|shall|should|may|will|can|cannot)\b"
    r"(?! (?:not )?be (?:an?|the) )",
    re.IGNORECASE,
)
_IS: Final = re.compile(
    rf"^(?P<channel>{_CHANNEL}) (?P<verb>is|was)(?P<rest> (?:not )?(?:private|confidential|secure|monitored|subject|"
    r"provided|intended|to be|used|kept|retained|logged|filtered|permitted|allowed|prohibited))\b",
    re.IGNORECASE,
)
_BAN: Final = re.compile(r"\b(?:not|never|no|nobody|none|prohibited|forbidden|banned|refrain|avoid)\b", re.IGNORECASE)
_SENT: Final = re.compile(r"\b(?:transmit\w*|transmission|sen[dt]|sending|encrypt\w*)\b", re.IGNORECASE)
_SECRET: Final = re.compile(
    r"\b(?:confidential|sensitive|classified|secret|protected health|patients?|phi|personal (?:data|information))\b",
    re.IGNORECASE,
)
_FORBIDS: Final = re.compile(
    r"\b(?:(?:must|shall|may|should|will|do) not|never|nobody|prohibited|forbidden)\b|^No ", re.IGNORECASE
)
_UNLESS: Final = re.compile(r"\b(?:without|unless|except|until|only)\b", re.IGNORECASE)
_HANDED_ON: Final = re.compile(r"\b(?:delegate\w*|share\w*|lend\w*)\b", re.IGNORECASE)
_COUNTED: Final = re.compile(r"^(?:an?|each|every|any|one|this) ", re.IGNORECASE)

_DEFINES: Final = re.compile(r"^[\"\u201c][^\"\u201d]+[\"\u201d].{0,60}\b(?:means?|refers? to|includes?)\b")
_STARTS: Final = re.compile(
    r"^(?:All|Any|No|Nobody|Every|Each|Employees?|Users?|Staff|Members?|Personnel|An?|Those|Anyone|Personal|Confidential|"
    r"Do|Never|Be|You|Nothing)\b"
)
_FORCE: Final = re.compile(
    r"\b(?:must|shall|may not|should|will|cannot|do not|never|is prohibited|are prohibited)\b", re.IGNORECASE
)
_ELSEWHERE: Final = re.compile(
    r"\b(?:over|via|through|using) (?:the )?[A-Z]\w+|\b(?:books?|forms?|(?:false|written) reports?)\b"
)
_PUNISHES: Final = re.compile(
    r"\b(?:terminated|dismissed|discharged|suspended|disciplined|fined|convicted|terminat\w+ of|disciplinary)\b",
    re.IGNORECASE,
)
_TECHNICAL: Final = re.compile(
    r"\b(?:systems?|software|computers?|network|connection|workstations?|terminals?|lines?|programs?|screens?|accounts?|"
    r"equipment|hardware|devices?|passwords?|attachments?|files?|telephones?)\b",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    rf"\b(?:{_CHANNEL}|{_SITE}|messages?|news ?groups?|chat ?rooms?|bulletin boards?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` becomes `put`."""

    start: int
    end: int
    put: str


def widenings(text: str, social: str) -> Iterator[tuple[Edit, ...]]:
    """Ways to make a clause about an old channel speak of social media, too, the surest first.

    Args:
        text: The clause, with the words that introduce its list before it.
        social: The document's word for social media.
    """
    if _DEFINES.search(text) or _allows_too_much(text):
        return
    for pattern in (_LIST_HEAD, _LIST):
        for match in pattern.finditer(text):
            conjunction = (match["and"] or "and").lower()
            comma = "," if match["joint"].startswith(",") else ""
            last = match.start("end")
            yield (*_without_joint(match), Edit(last, last, f"{comma} {conjunction} {social}"))
    for match in _ONE_HEAD.finditer(text):
        if not _stands_free(text, match.start()) or match["head"][0].isupper():  # the name of a form, or a title
            continue
        plural = _PLURAL.search(match["head"].lower()) is not None
        conjunction = "and" if (plural or match["head"].lower() in ("use", "usage")) and not _ban(text) else "or"
        yield (Edit(match.start("end"), match.start("end"), f" {conjunction} {social}"),)
    for match in _OBJECT.finditer(text):
        if _is_verb(text, match.start("channel"), match["word"]):
            continue
        put = _FRAMES[match["word"].lower()].format(social=social, **{"or": "or" if _ban(text) else "and"})
        yield (Edit(match.end("channel"), match.end("channel"), f" {put}"),)
    for match in _ON_SITE.finditer(text):
        if not _is_verb(text, match.start("channel"), match["word"]):
            yield (Edit(match.end("channel"), match.end("channel"), f" or on {social}"),)
    for match in _SUBJECT.finditer(text):
        if not _COUNTED.match(match["channel"]):
            yield (Edit(match.start("end"), match.start("end"), f" and {social}"),)
    for match in _IS.finditer(text):
        if not _COUNTED.match(match["channel"]):
            verb = {"is": "are", "was": "were"}[match["verb"].lower()]
            yield (Edit(match.end("channel"), match.end("channel"), f" and {social}"), Edit(*match.span("verb"), verb))


def everywhere(text: str, social: str) -> tuple[Edit, ...]:
    """The clause made to hold on social media as elsewhere; no edit where it is about a channel or a device itself.

    For a duty of conduct that names no channel and is bound to one only by the heading above it.
    """
    first = _STARTS.match(text)
    if not first or not _FORCE.search(text) or _TECHNICAL.search(text) or _NAMED.search(text):
        return ()
    if (
        _ELSEWHERE.search(text) or _PUNISHES.search(text) or text.rstrip().endswith(":")
    ):  # says what follows from conduct, or lists it elsewhere
        return ()
    word = first.group()
    return (Edit(0, len(word), f"On {social} as elsewhere, {word[0].lower()}{word[1:]}"),)


def _without_joint(match: re.Match[str]) -> tuple[Edit, ...]:
    """The conjunction between two members of a list turned into a comma, since a third comes behind them."""
    start, end = match.span("joint")
    if match["joint"] == "/":
        return (Edit(start, end, ", "),)
    if match["joint"].startswith(","):
        return (Edit(start + 2, end, ""),)
    return (Edit(start, start, ","), Edit(start + 1, end, ""))


def _allows_too_much(text: str) -> bool:
    """Whether it says how secrets are sent or accounts handed on, which would then seem right on social media, too."""
    banned = _FORBIDS.search(text) is not None and not _UNLESS.search(text)
    sends = _SENT.search(text) is not None and _SECRET.search(text) is not None
    return not banned and (sends or _HANDED_ON.search(text) is not None)


def _ban(text: str) -> bool:
    return _BAN.search(text) is not None


def _stands_free(text: str, start: int) -> bool:
    """Whether the channel is not the second member of a list, or the second half of a longer name."""
    before = text[:start].rstrip()
    return not re.search(r"(?:,|/|\b(?:and|or))$", before, re.IGNORECASE)


def _is_verb(text: str, start: int, word: str) -> bool:
    """Whether "e-mail" may be what somebody does, or the word before it is no preposition ("log on", "use")."""
    before = text[:start].lower()
    if word.lower() == "use":
        return (
            re.search(r"\b(?:the|its|any|their|personal|such|of|for|this|official|internet) use $", before) is not None
        )
    return re.search(r"\b(?:log|logs|logged|sign|signed|turn) (?:on|in) $", before) is not None


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made, which do not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.put + text[edit.end :]
    return text
