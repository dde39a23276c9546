"""What the words of a line alone tell: a title or a sentence, finished or not, a lead to a list, a name with its value.

Every test looks at a bounded stretch of text, so that a paragraph of megabytes costs no more than a long one.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

_WINDOW: Final = 400
"""Characters looked at, at the beginning or at the end."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]")
_SMALL = re.compile(
    r"an?|and|as|at|by|for|from|in|into|nor|of|on|or|our|per|the|to|via|vs|with|within|your", re.IGNORECASE
)
"""Words that stay in lower case within a title."""

_FINITE = re.compile(
    r"\b(?:must|shall|should|may|might|can|cannot|could|will|would|is|are|was|were|has|have|had|do|does|did"
    r"|isn['\u2019]t|aren['\u2019]t|don['\u2019]t|doesn['\u2019]t|won['\u2019]t|can['\u2019]t|applies|apply|contains?|covers"
    r"|describes?|establishes|governs?|includes?|means|provides?|refers?|remains?|requires?)\b"
)
"""Finite verbs that policies are made of; in lower case only, for "May" is also a month and "Will" a name."""

_FINITE_CAPITALS = re.compile(r"\b(?:MUST|SHALL|SHOULD|MAY NOT|WILL|ARE|IS|REMAINS?|HAS|HAVE)\b")
_MODAL = re.compile(r"\b(?:must|shall|should|may|can|cannot|will|would|do|does|don['\u2019]t)\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|etc|Inc|Ltd|Co|Corp|No|Nos|Sec|Art|Dept|Jr|Sr|St|vs|Rev)\.$")
_CLOSING: Final = "\"'\u201d\u2019)]}* \t"

_OPEN_WORD = re.compile(
    r"an?|about|against|all|and|any|are|as|at|be|by|can|cannot|do|does|example|following|for|from|if|in|includ(?:es?|ing)"
    r"|is|like|may|means|must|nor|not|of|on|only|or|shall|should|such|that|the|these|this|through|to|unless|until|upon"
    r"|via|was|were|when|where|which|while|who|whose|will|with|without"
)
"""Words that no finished sentence and no title ends with, or hardly any."""

_FORWARD = re.compile(
    r"\bfollowing\b|\bfollows\b|\bbelow\b|\bhere\s+are\b|\b(?:these|such)\s+(?:\w+\s+){0,3}(?:are|include)\b",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:not\s+limited\s+to|such\s+as|for\s+example|for\s+instance|e\.g\.|namely)[\s,:;.]*$", re.IGNORECASE
)
_NOUN_CLAUSE = re.compile(r"(?:who|what|when|where|why|how|which)\b", re.IGNORECASE)
_SENTENCE_STOP = re.compile(r"[.!?][\"'\u201d\u2019)]*\s+(?=[A-Z\u201c\"(])")
_KEY_VALUE = re.compile(r"[^\W\d_][\w /.#()&'\u2019-]{0,40}?\s?[:=]\s*\S")
_PLACE_LINE = re.compile(
    r"https?://|www\.|@\w|\b\d{5}(?:-\d{4})?$|\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b"
    r"|^\d+\s+\w+.*\b(?:street|avenue|road|drive|boulevard|lane|suite|floor|st\.|ave\.|rd\.|blvd\.)",
    re.IGNORECASE,
)
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DATE_LINE = re.compile(
    rf"(?:(?:updated|revised|adopted|effective|issued|approved|published|last\s+\w+|rev\.?|date[d]?|version|as\s+of|on"
    rf"|from|draft)[\s:,]*)*(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\.?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?,?)?\s*(?:\d{{4}})?"
    rf"|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|(?:19|20)\d\d(?:\s*[-\u2013/]\s*(?:19|20)?\d\d)?|v?\d+(?:\.\d+)+)\W*",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"(?:(?:originally|first|last|date)\s+)?(?:adopted|approved|revised|reviewed|effective|updated|issued|amended|adoption|approval"
    r"|revision)\b.{0,80}\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"[A-Za-z][\w-]*[._][\w.-]*\d[:.]?")
_REMARK = re.compile(
    r"(?:n\.?b\.?|notes?|examples?|warning|caution|important|reminder|exceptions?|disclaimer|tip)\s*[:.\u2014-]",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:[.\u2026\u00b7]\s?){4,}|_{4,}")


def count_words(text: str) -> int:
    """Words in the first 400 characters; a text that is longer than that counts 100 at least."""
    count = sum(1 for _ in _WORD.finditer(text[:_WINDOW]))
    return count if len(text) <= _WINDOW else max(count, 100)


def letters_key(text: str) -> str:
    """The letters and digits alone, case folded: what two prints of one title have in common."""
    return "".join(filter(str.isalnum, text[:_WINDOW])).casefold()


def is_capitals(text: str) -> bool:
    """Whether a line is set in capitals, single short words and abbreviations not counted."""
    upper = sum(map(str.isupper, text[:_WINDOW]))
    lower = sum(map(str.islower, text[:_WINDOW]))
    return upper >= 4 and upper >= 0.92 * (upper + lower)


def is_title_case(text: str) -> bool:
    """Whether the words that a title capitalises are capitalised. A single word needs a capital."""
    words = [found[0] for found in _WORD.finditer(text[:_WINDOW])]
    main = [word for word in words if not _SMALL.fullmatch(word) and not word[0].isdigit()]
    if not main or words[0][:1].islower():
        return False
    return sum(word[0].isupper() for word in main) >= 0.8 * len(main)


def has_finite_verb(text: str) -> bool:
    """Whether one of the commonest finite verbs stands in the line."""
    head = text[:_WINDOW]
    return bool(_FINITE.search(head) or (is_capitals(head) and _FINITE_CAPITALS.search(head)))


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a full stop or an exclamation mark, abbreviations apart."""
    tail = text[-_WINDOW:].rstrip(_CLOSING)
    return tail.endswith((".", "!")) and not _ABBREVIATION.search(tail) and not tail.endswith("..")


def is_sentence(text: str) -> bool:
    """Whether a line is a whole statement: a full stop behind a verb, or a verb among more words than a title has."""
    words = count_words(text)
    if ends_sentence(text) and (words > 8 or has_finite_verb(text)):
        return True
    return words > 12 and has_finite_verb(text) and not text.rstrip().endswith("?")


def last_word(text: str) -> str:
    """The last word in lower case, closing punctuation aside."""
    words = _WORD.findall(text[-60:])
    return words[-1].lower() if words else ""


def is_unfinished(text: str) -> bool:
    """Whether the words break off: "Employees may not", "in order to;", "This includes:"."""
    tail = text[-_WINDOW:].rstrip(_CLOSING + ":;,-\u2013\u2014")
    return not tail.endswith((".", "!", "?")) and bool(_OPEN_WORD.fullmatch(last_word(tail)))


def introduces(text: str) -> bool:
    """Whether a paragraph or item introduces the list behind it."""
    tail = text[-_WINDOW:].rstrip(_CLOSING)
    if not tail:
        return False
    if tail.endswith((":", ":-", "\u2014", "\u2013", "-")) or is_unfinished(tail) or _LIMITED.search(tail):
        return True
    sentence = _SENTENCE_STOP.split(tail)[-1]
    if tail.endswith((".", ";", "!", "?")):
        return bool(_FORWARD.search(sentence))
    return count_words(sentence) >= 4 and (has_finite_verb(sentence) or not is_title_case(sentence))


def heading_introduces(text: str) -> bool:
    """Whether a heading is the beginning of a sentence that its list goes on with: "Employees may not:", "Do not"."""
    tail = text[-_WINDOW:].rstrip()
    if is_unfinished(tail):
        return not tail.endswith("?") and not _NOUN_CLAUSE.match(text)
    return tail.endswith((":", "\u2014", "\u2013")) and bool(_MODAL.search(tail)) and has_finite_verb(tail)


def is_key_and_value(text: str) -> bool:
    """Whether a line gives a name and its value: "Effective date: May 2019", "Number: 12"; not "Rule 12: Orders"."""
    found = _KEY_VALUE.match(text[:_WINDOW])
    return found is not None and not found[0][:-1].rstrip(" :=")[-1:].isdigit()


def is_date(text: str) -> bool:
    """Whether a line holds a date or a version and nothing else but the word for it."""
    return len(text) < 80 and bool(_DATE_LINE.fullmatch(text.strip()))


def is_history(text: str) -> bool:
    """Whether a line says when the document was adopted, approved or revised."""
    return len(text) < 150 and bool(_HISTORY.match(text))


def is_identifier(text: str) -> bool:
    """Whether a line is a mere code: "STD.12.004"."""
    return bool(_IDENTIFIER.fullmatch(text.strip()))


def is_address(text: str) -> bool:
    """Whether a line is, or ends with, an address: street, town with postal code, telephone, e-mail or web."""
    return bool(_PLACE_LINE.search(text[:_WINDOW]))


def is_remark(text: str) -> bool:
    """Whether a paragraph calls itself a note, an example, a warning and so on."""
    return bool(_REMARK.match(text[:40]))


def leader_of(text: str) -> re.Match[str] | None:
    """The dots or underscores that lead from a title to its page number, or stand for words to fill in."""
    return _LEADER.search(text[:_WINDOW])


def starts_lower(text: str) -> bool:
    """Whether the first letter is a small one."""
    return text[:1].islower()


def has_letters(text: str, least: int = 2) -> bool:
    """Whether a line holds at least `least` letters."""
    return sum(1 for _ in islice(_LETTER.finditer(text[:_WINDOW]), least)) >= least
