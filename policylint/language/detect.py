"""Which language a document is in.

A document in English is recognised by its small words ("the", "shall", "which") in a few milliseconds, with no model
loaded; so are two dozen other languages and, by their scripts, some more. What remains goes to py3langid.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

_SMALL_WORDS: Final[Mapping[str, str]] = {
    "en": "the and of to for with this that these those shall must should will may not are be been by from any "
    "which who their they have has it its our your you when where while if than such other would can cannot "
    "but whether about",
    "fr": "le la les des du et est une un dans pour que qui par sur ne pas aux ou avec ce cette sont être leur ses "
    "au il elle vous nous doit doivent peut lors tout toute ainsi",
    "es": "el la los las de y en que un una por para con se del al es su sus o como más debe deben este esta lo son "
    "ser cuando sobre sin entre",
    "pt": "o os de e em que um uma por para com não se da dos das na nos nas ao é seu sua ou como mais deve devem "
    "este esta são ser pelo pela",
    "it": "il lo la gli le di e che un una per con non si del della dei delle nel nella sono è al alla o come più "
    "deve devono questo questa essere dal dalla",
    "ca": "el la els les de en que un una per amb es del dels al és seu seva o com més ha han aquest aquesta són",
    "ro": "și în de la cu pe care nu este sau pentru un o din sunt să prin ale se al ca trebuie acest",
    "de": "der die das und ist nicht ein eine einer eines zu den dem des mit für auf von im sich werden wird oder "
    "bei als auch sind durch dürfen müssen soll sollen ihre wenn",
    "nl": "de het een en van dat op te zijn voor met niet aan door worden wordt of ook als bij naar uit moet mogen "
    "moeten deze dit hun wij u over",
    "af": "die en van 'n nie het wat vir om te met sal moet word aan op dat of wees hulle ons deur hierdie mag kan "
    "enige",
    "da": "og det en den til er som på de med af for ikke der et skal kan eller har fra vi om må bliver",
    "sv": "och att det en den till är som på de med av för inte ett ska kan eller har från vi om får detta",
    "no": "og å det en den til er som på de med av for ikke et skal kan eller har fra vi om må ved",
    "fi": "ja ei tai se että ole sekä myös kun ovat mukaan voi joka ne hän",
    "pl": "w na z nie się jest oraz lub przez że od po dla są o za jak być może należy",
    "cs": "v na je se s nebo pro jsou při že to jako o z být musí které",
    "hu": "az és hogy nem vagy egy ha meg kell lehet minden csak ezt",
    "tr": "ve bir bu için ile olarak veya da de olan gibi her ya tüm kendi daha değil olması",
    "id": "dan yang di untuk dengan tidak ini dari dalam pada atau adalah oleh akan harus kepada mereka setiap "
    "dapat juga bagi para serta sebagai",
    "ms": "dan yang di untuk dengan tidak ini dari dalam pada atau adalah oleh akan hendaklah kepada mereka setiap "
    "boleh juga bagi para serta sebagai daripada ialah perlu",
    "tl": "ang ng mga sa na ay para hindi ito kung o dapat iyong siya kanilang kanyang sila ni mo nang kapag bawat "
    "may upang lahat",
    "sw": "na ya wa kwa ni katika za la kama au cha hii kila lazima wote yao vya hiyo watu",
    "vi": "và của các không được cho là trong với người có những phải này khi trên để một về",
    "cy": "y yr yn o ar gan mae bod neu ac eich ein nid fel rhaid dylai hyn wedi gyfer i'r o'r a'r sy'n na bydd "
    "unrhyw eu",
    "ga": "agus na ar le ag go bhfuil ní nó tá sé don nach gach",
    "ht": "ki nan yo pou ak se pa li ou nou yon gen sou oswa dwe tout",
    "so": "iyo oo ka ku waa la u soo kale ama",
    "hi": "ka ki ke hai hain aur mein se ko nahi nahin kar ho koi par yeh jo ya liye apne karna chahiye hoga aap unke",
    "la": "et non ad ut est cum quod sed per ex ac sunt qui",
}
"""Frequent function words, without those that are English words too (a, in, is, on, at, as, or, an, no, we, so, do)."""

_MATTERS: Final = frozenset(
    [
        "act",
        "acts",
        "law",
        "laws",
        "federal",
        "records",
        "freedom",
        "rights",
        "section",
        "chapter",
        "children",
        "code",
        "rules",
        "policy",
        "accounts",
        "staff",
        "use",
        "employees",
        "statute",
        "statutes",
        "public",
        "meetings",
        "protection",
        "copyright",
    ]
)
"""Words of a list of laws or of names for rules, which has hardly any small words: three of these decide a tie."""

_LANGUAGES: Final[dict[str, tuple[str, ...]]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _word in dict.fromkeys(_words.split()):
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _language)

_SCRIPTS: Final = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u3400", "\u9fff"),
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
    ("th", "\u0e00", "\u0e7f"),
    ("ka", "\u10a0", "\u10ff"),
    ("hy", "\u0530", "\u058f"),
    ("ta", "\u0b80", "\u0bff"),
    ("bn", "\u0980", "\u09ff"),
    ("am", "\u1200", "\u137f"),
)
"""First and last character of scripts in which one language is written above all."""

_KANA_SHARE: Final = 0.05
"""Share of kana among the letters from which a text with Chinese characters is Japanese."""

_FOREIGN = re.compile("[^\\W\\d_\x00-\u024f\u1e00-\u1eff]")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|'n\b")
_ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*|\b(?:\w\.){2,}")
"""Addresses and abbreviations ("U.S.C."), whose letters look like small words."""

_WINDOW: Final = 2000
_WINDOWS: Final = 12
"""A long text is judged by a dozen stretches of two thousand characters, spread evenly."""

_TELLING: Final = 0.1
"""Share of small words in a paragraph from which it counts; running text of any of the languages has 0.25 and more."""

_ENOUGH: Final = 0.25
"""Share of the words that must stand in telling paragraphs for these to decide."""

_TRACE: Final = 0.04
"""Share of English small words without which nothing is called English: even lists of names and numbers have more."""


def detect_language(text: str) -> tuple[str, float]:
    """Tell the language of a document.

    Args:
        text: Its text, a paragraph a line.

    Returns:
        The ISO 639-1 code of the language in which most of it is written ("und" where that cannot be told), and the
        share of the words, from 0 to 1, in the paragraphs written in it. Sampled when the text is long; the same text
        always gives the same answer. Scots and Nigerian Pidgin count as English, Hindi in Latin letters as Hindi.
    """
    paragraphs = [_ADDRESS.sub(" ", line).lower().replace("\u2019", "'") for line in _sample(text).split("\n")]
    weights: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    total = 0
    for paragraph in paragraphs:
        language, weight = _by_script(paragraph)
        if not language:
            words = _WORD.findall(paragraph)
            weight = len(words)
            found = _small_words(words)
            hits.update(found)
            language = _first(found, at_least=max(2.0, _TELLING * weight))
        total += weight
        if language:
            weights[language] += weight
    if not total:
        return "und", 0.0
    decided = weights.total()
    if decided >= _ENOUGH * total:
        language, weight = min(weights.items(), key=lambda item: (-item[1], item[0]))
        return language, weight / decided
    trace = max(2.0, _TRACE * total)
    if hits["en"] >= trace and _first(hits, at_least=trace, lead=1.5) == "en":
        return "en", 1.0
    if hits["en"] >= trace and hits["en"] == max(hits.values()) and _english_matters("\n".join(paragraphs)):
        return "en", 1.0
    language = _by_model("\n".join(paragraphs), hits, at_least=trace)
    return language, float(language != "und")


def _sample(text: str) -> str:
    if len(text) <= _WINDOW * _WINDOWS:
        return text
    step = (len(text) - _WINDOW) / (_WINDOWS - 1)
    return "\n".join(text[round(place * step) :][:_WINDOW] for place in range(_WINDOWS))


def _small_words(words: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for language in _LANGUAGES.get(word, ()):
            found[language] += count
    return found


def _first(found: Counter[str], *, at_least: float, lead: float = 1.0) -> str:
    """The language with the most small words, if it has `at_least` so many and English is not on a par with it.

    Of Indonesian and Malay, and other pairs that share their small words, the first by name is taken. `lead` is how
    many times as many small words the first must have as the second where one of the two is English.
    """
    ranking = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:2]
    if not ranking or ranking[0][1] < at_least:
        return ""
    if len(ranking) == 2 and "en" in dict(ranking) and ranking[0][1] <= lead * ranking[1][1]:
        return ""
    return ranking[0][0]


def _english_matters(text: str) -> bool:
    return len(_MATTERS.intersection(_WORD.findall(text))) >= 3


def _by_script(paragraph: str) -> tuple[str, int]:
    """The language of a paragraph that is not in Latin letters, and its weight in words.

    No language where the script leaves it open; such a text finds no small words and ends up with the model.
    """
    foreign = _FOREIGN.findall(paragraph)
    if not foreign or 2 * len(foreign) < sum(map(str.isalpha, paragraph)):
        return "", 0
    counts = {language: sum(first <= letter <= last for letter in foreign) for language, first, last in _SCRIPTS}
    if counts["ja"] > _KANA_SHARE * len(foreign):
        counts["ja"] += counts["zh"]
    language, count = max(counts.items(), key=lambda item: item[1])
    if 2 * count <= len(foreign):
        return "", 0
    return language, max(len(foreign) // (2 if language in ("ja", "zh") else 5), 1)


def _by_model(text: str, hits: Mapping[str, int], *, at_least: float) -> str:
    """The guess of py3langid, which takes a list of names for Norwegian if there is nothing else.

    So a language in Latin letters whose small words are known must show some of them.
    """
    from py3langid import classify  # brings numpy and a model, for what nothing else knew

    language = str(classify(text)[0])
    in_latin_letters = 2 * len(_FOREIGN.findall(text)) < sum(map(str.isalpha, text))
    return "und" if in_latin_letters and language in _SMALL_WORDS and hits.get(language, 0) < at_least else language
