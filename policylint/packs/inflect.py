"""Inflected forms of English words, for word lists: enough regularity for policy prose, exceptions by table."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_IRREGULAR_VERBS: Final[dict[str, str]] = {
    "be": "is are was were been being am",
    "become": "becomes became becoming",
    "begin": "begins began begun beginning",
    "bind": "binds bound binding",
    "break": "breaks broke broken breaking",
    "bring": "brings brought bringing",
    "build": "builds built building",
    "buy": "buys bought buying",
    "choose": "chooses chose chosen choosing",
    "come": "comes came coming",
    "deal": "deals dealt dealing",
    "do": "does did done doing",
    "draw": "draws drew drawn drawing",
    "drive": "drives drove driven driving",
    "find": "finds found finding",
    "forbid": "forbids forbade forbidden forbidding",
    "forget": "forgets forgot forgotten forgetting",
    "get": "gets got gotten getting",
    "give": "gives gave given giving",
    "go": "goes went gone going",
    "have": "has had having",
    "hear": "hears heard hearing",
    "hide": "hides hid hidden hiding",
    "hold": "holds held holding",
    "keep": "keeps kept keeping",
    "know": "knows knew known knowing",
    "lead": "leads led leading",
    "leave": "leaves left leaving",
    "lend": "lends lent lending",
    "let": "lets letting",
    "lose": "loses lost losing",
    "make": "makes made making",
    "mean": "means meant meaning",
    "meet": "meets met meeting",
    "mislead": "misleads misled misleading",
    "overwrite": "overwrites overwrote overwritten overwriting",
    "pay": "pays paid paying",
    "put": "puts putting",
    "read": "reads reading",
    "rebroadcast": "rebroadcasts rebroadcasting",
    "run": "runs ran running",
    "say": "says said saying",
    "see": "sees saw seen seeing",
    "seek": "seeks sought seeking",
    "sell": "sells sold selling",
    "send": "sends sent sending",
    "set": "sets setting",
    "show": "shows showed shown showing",
    "shut": "shuts shutting",
    "speak": "speaks spoke spoken speaking",
    "spend": "spends spent spending",
    "stand": "stands stood standing",
    "steal": "steals stole stolen stealing",
    "swear": "swears swore sworn swearing",
    "take": "takes took taken taking",
    "teach": "teaches taught teaching",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "undertake": "undertakes undertook undertaken undertaking",
    "wear": "wears wore worn wearing",
    "write": "writes wrote written writing",
}

_DOUBLES: Final[frozenset[str]] = frozenset(
    [
        "ban",
        "blog",
        "chat",
        "chip",
        "commit",
        "compel",
        "control",
        "cancel",
        "drop",
        "equip",
        "flag",
        "label",
        "log",
        "map",
        "model",
        "occur",
        "omit",
        "opt",
        "patrol",
        "permit",
        "plan",
        "program",
        "prefer",
        "refer",
        "scan",
        "ship",
        "spam",
        "stop",
        "submit",
        "tag",
        "tap",
        "top",
        "transfer",
        "transmit",
        "travel",
        "tip",
        "rob",
        "skip",
        "swap",
        "admit",
        "allot",
        "format",
    ]
)

_IRREGULAR_NOUNS: Final[dict[str, str]] = {
    "child": "children",
    "criterion": "criteria",
    "man": "men",
    "medium": "media",
    "person": "persons people",
    "woman": "women",
    "datum": "data",
}

_UNINFLECTED: Final[frozenset[str]] = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "each",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "might",
        "more",
        "most",
        "must",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "shall",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "under",
        "until",
        "up",
        "upon",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "within",
        "without",
        "would",
        "you",
        "your",
        "all",
        "also",
        "always",
        "never",
        "ever",
        "media",
        "news",
        "ethics",
        "data",
        "information",
        "staff",
        "personnel",
        "conduct",
        "content",
        "email",
        "internet",
    ]
)

_VOWELS: Final[frozenset[str]] = frozenset("aeiou")


@lru_cache(maxsize=8192)
def verb_forms(base: str) -> tuple[str, ...]:
    """The base form with its third person, past, participle and -ing forms, base first, without repetition."""
    if base in _IRREGULAR_VERBS:
        return (base, *_IRREGULAR_VERBS[base].split())
    forms = [base]
    if base.endswith("e"):
        stem = base if base.endswith(("ee", "oe", "ye")) else base[:-1]
        ing = base[:-2] + "ying" if base.endswith("ie") else stem + "ing"
        forms += [base + "s", base + "d", ing]
    elif base.endswith("y") and len(base) > 1 and base[-2] not in _VOWELS:
        forms += [base[:-1] + "ies", base[:-1] + "ied", base + "ing"]
    elif base in _DOUBLES:
        forms += [base + "s", base + base[-1] + "ed", base + base[-1] + "ing"]
        if base.endswith("l") or base in {"format", "program", "travel"}:
            forms += [base + "ed", base + "ing"]
    else:
        forms += [base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"), base + "ed", base + "ing"]
    return tuple(dict.fromkeys(forms))


@lru_cache(maxsize=8192)
def noun_forms(word: str) -> tuple[str, ...]:
    """The word and its regular plural; function words and words of one or two letters stay as they are."""
    if word in _IRREGULAR_NOUNS:
        return (word, *_IRREGULAR_NOUNS[word].split())
    if word in _UNINFLECTED or len(word) < 3 or not word.isalpha() or word.endswith(("ly", "ing", "ed")):
        return (word,)
    if word.endswith("s"):
        return (word, word + "es") if word.endswith("ss") else (word,)
    if word.endswith("y") and word[-2] not in _VOWELS:
        return (word, word[:-1] + "ies")
    if word.endswith(("x", "z", "ch", "sh")):
        return (word, word + "es")
    return (word, word + "s")
