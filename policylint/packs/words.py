"""From text to norm words: the one way in which documents, word lists and patterns are all cut into words.

A norm word is lower case, in American spelling, without a possessive ending; hyphens part words ("off-duty" is two),
except in a few that are written in every way there is ("e-mail", "web site"). Punctuation gives no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from policylint.model.clause import Token

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019\u02bc][^\W_]+)*")

_POSSESSIVE: Final = re.compile(r"['\u2019\u02bc]s$")

_CONTRACTIONS: Final[dict[str, tuple[str, ...]]] = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "don't": ("do", "not"),
    "doesn't": ("does", "not"),
    "didn't": ("did", "not"),
    "isn't": ("is", "not"),
    "aren't": ("are", "not"),
    "wasn't": ("was", "not"),
    "weren't": ("were", "not"),
    "shouldn't": ("should", "not"),
    "wouldn't": ("would", "not"),
    "couldn't": ("could", "not"),
    "mustn't": ("must", "not"),
    "needn't": ("need", "not"),
    "haven't": ("have", "not"),
    "hasn't": ("has", "not"),
    "you're": ("you", "are"),
    "we're": ("we", "are"),
    "they're": ("they", "are"),
    "you'll": ("you", "will"),
    "we'll": ("we", "will"),
    "you've": ("you", "have"),
    "we've": ("we", "have"),
    "let's": ("let", "us"),
    "it's": ("it", "is"),
    "that's": ("that", "is"),
    "i'm": ("i", "am"),
}

# Two words that people also write as one, or with a hyphen. The joined form is the norm.
_JOINED: Final[dict[tuple[str, str], str]] = {
    ("e", "mail"): "email",
    ("e", "mails"): "emails",
    ("e", "mailed"): "emailed",
    ("e", "mailing"): "emailing",
    ("web", "site"): "website",
    ("web", "sites"): "websites",
    ("web", "page"): "webpage",
    ("web", "pages"): "webpages",
    ("web", "master"): "webmaster",
    ("home", "page"): "homepage",
    ("home", "pages"): "homepages",
    ("pass", "word"): "password",
    ("pass", "words"): "passwords",
    ("user", "name"): "username",
    ("user", "names"): "usernames",
    ("log", "in"): "login",
    ("log", "ins"): "logins",
    ("log", "on"): "logon",
    ("log", "ons"): "logons",
    ("on", "line"): "online",
    ("off", "line"): "offline",
    ("news", "group"): "newsgroup",
    ("news", "groups"): "newsgroups",
    ("chat", "rooms"): "chatrooms",
    ("chat", "room"): "chatroom",
    ("list", "serv"): "listserv",
    ("list", "servs"): "listservs",
    ("you", "tube"): "youtube",
    ("face", "book"): "facebook",
    ("linked", "in"): "linkedin",
    ("my", "space"): "myspace",
    ("sub", "contractors"): "subcontractors",
    ("co", "worker"): "coworker",
    ("co", "workers"): "coworkers",
    ("whistle", "blower"): "whistleblower",
    ("whistle", "blowers"): "whistleblowers",
    ("whistle", "blowing"): "whistleblowing",
    ("trade", "mark"): "trademark",
    ("trade", "marks"): "trademarks",
    ("micro", "blog"): "microblog",
    ("micro", "blogs"): "microblogs",
    ("micro", "blogging"): "microblogging",
    ("pod", "cast"): "podcast",
    ("pod", "casts"): "podcasts",
    ("web", "log"): "weblog",
    ("web", "logs"): "weblogs",
    ("spy", "ware"): "spyware",
    ("mal", "ware"): "malware",
}

_KEEP_APART: Final[frozenset[tuple[str, str]]] = frozenset({("log", "in"), ("log", "on"), ("on", "line")})
"""Joined only where the text writes a hyphen: "log in to the system" is a verb, "log-in" a noun."""

_IZE_STEMS: Final = (
    "authori|organi|recogni|utili|critici|minimi|maximi|summari|publici|categori|prioriti|apologi|victimi|customi|"
    "emphasi|finali|speciali|standardi|penali|scrutini|computeri|digiti|sensationali|formali|generali|legali|moderni|"
    "harmoni|centrali|personali|reali|characteri|jeopardi|optimi|synchroni|anonymi|sympathi"
)

_SPELLING: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (rf"^(un|re)?({_IZE_STEMS})s(e|es|ed|ing|ation|ations|ational|er|ers|able)$", r"\1\2z\3"),
        (r"^(mis)?(behavi|hon|col|fav|lab|harb|rum|endeav|neighb|hum|disfav|dishon)our", r"\1\2or"),
        (r"^licenc(e|es|ed|ing)$", r"licens\1"),
        (r"^(defen|offen|preten)ce(s?)$", r"\1se\2"),
        (r"^programme(s?)$", r"program\1"),
        (r"^(acknowledg|judg)ement(s?)$", r"\1ment\2"),
        (r"^enquir(y|ies|e|es|ed|ing|er|ers)$", r"inquir\1"),
        (r"^(cent|theat)re(s?)$", r"\1er\2"),
        (r"^catalogue(s?)$", r"catalog\1"),
        (r"^practis(e|es|ed|ing)$", r"practic\1"),
        (r"^fulfil(s?|ment)$", r"fulfill\1"),
        (r"^instal(s?|ment)$", r"install\1"),
        (r"^analys(e|es|ed|ing)$", r"analyz\1"),
    )
)


@lru_cache(maxsize=1 << 16)
def norm(word: str) -> str:
    """One word, without hyphens or contraction, in its norm form."""
    lowered = _POSSESSIVE.sub("", word.lower())
    if len(lowered) > 5:
        for pattern, replacement in _SPELLING:
            changed, count = pattern.subn(replacement, lowered)
            if count:
                return changed
    return lowered


def _raw_words(text: str) -> Iterator[Token]:
    for match in _WORD.finditer(text):
        lowered = match.group().lower().replace("\u2019", "'").replace("\u02bc", "'")
        parts = _CONTRACTIONS.get(lowered)
        if parts:
            for part in parts:
                yield Token(part, match.start(), match.end())
        else:
            yield Token(norm(match.group()), match.start(), match.end())


def split_words(text: str, *, offset: int = 0) -> tuple[Token, ...]:
    """The norm words of `text` in order, their offsets counted from `offset`."""
    words: list[Token] = []
    for token in _raw_words(text):
        if words:
            pair = (words[-1].norm, token.norm)
            joined = _JOINED.get(pair)
            if joined:
                between = text[words[-1].end - offset : token.start]
                if between in {"-", "\u2010", "\u2011"} or (between == " " and pair not in _KEEP_APART):
                    words[-1] = Token(joined, words[-1].start, token.end + offset)
                    continue
        words.append(Token(token.norm, token.start + offset, token.end + offset))
    return tuple(words)
