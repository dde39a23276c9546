"""What a draft addendum says besides its clauses, the same in each format.

A check reads a draft as it reads any document, and the name of a rule or a remedy can settle what it is about. So what
is said about a clause stands where no reader looks: in a block of code in Markdown, in a comment in DOCX. What is left
in the text (the warning, places, headings) settles nothing; a test says so.
"""

from __future__ import annotations

from typing import Final

from policylint.drafting.addendum import About, Addendum, Question, Reworded
from policylint.outputs.wording import count

MARK: Final = "Draft addendum by policylint"
"""By this a program tells a draft addendum from a policy."""

DRAFT: Final = "Draft for counsel. Not adopted text."
NOT_ADVICE: Final = (
    "A program wrote it. Nothing in it is in force before it is filled in, corrected and adopted in due form."
)
AT_A_GLANCE: Final = "Amendments at a glance"
NEW: Final = "Clauses to insert"
REWORDED: Final = "Clauses to reword"
QUESTIONS: Final = "Questions for counsel"
LEFT: Final = "Left to a person"

_STATE: Final = {"missing": "was missing", "legacy": "was settled for older technology only", "finding": "finding"}
_NO_PROFILE: Final = "none. What binds public bodies only is drafted for, too; strike it, or say --profile employer."
_ADDED: Final = "No rule can reword this word by word, so a sentence is added."


def claim(addendum: Addendum) -> str:
    """What a check found that the draft closes, in a sentence."""
    gaps = addendum.gaps
    if not gaps:
        return "It closes no gap."
    return (
        f"Checked together with the document, it closes {len(addendum.closes)} of the {count(len(gaps), 'gap')} that "
        "it drafts for. To check that: policylint check DOCUMENT ADDENDUM --as-one."
    )


def how_to_read(changes: str) -> str:
    """What brackets, numbers and changes mean; `changes` says how an insertion looks."""
    return (
        "Words between square brackets are blanks: fill them in, or confirm what stands there. No existing number "
        "changes: a new section takes the next free number, or that of the section before it with a letter. In old "
        f"clauses, words to be taken out are struck through and words to be put in are {changes}. A finding goes when "
        "the old words are replaced in the document itself."
    )


def note(about: About, addendum: Addendum) -> str:
    """Beside a clause: the rule that it is for, and whether a check finds it closed."""
    closes = "" if about.state == "finding" or about.id in addendum.closes else "; not closed yet"
    return f"{about.id}, {about.title}: {_STATE[about.state]}{closes}."


def notes(reworded: Reworded, addendum: Addendum) -> str:
    """Beside a reworded clause: the rules that it is for, and why single words were replaced."""
    added = (_ADDED,) if reworded.whole else ()
    return " ".join((*(note(about, addendum) for about in reworded.about), *reworded.reasons, *added))


def question(asked: Question) -> str:
    """What counsel is asked about clauses of one kind."""
    whom = f" The law behind it covers: {asked.applies_to}" if asked.applies_to else ""
    return (
        f"{asked.about.id}, {asked.about.title}. May the clause stand, and if so, how must it be narrowed? No wording "
        f"is proposed here. {asked.remedy}{whom}"
    )


def glance(addendum: Addendum) -> tuple[tuple[str, str, str], ...]:
    """The table of amendments: what is done, where, and how many clauses it is about."""
    inserted = [
        (
            f"Insert {insertion.number} {insertion.heading}".replace("  ", " "),
            capital(insertion.where),
            count(len(insertion.clauses), "clause"),
        )
        for insertion in addendum.insertions
    ]
    changed: dict[tuple[str, str], int] = {}
    for reworded in addendum.rewordings:
        what = "Add a sentence" if reworded.whole else "Reword"
        key = (what, capital(reworded.place) or "In the document")
        changed[key] = changed.get(key, 0) + 1
    return (*inserted, *((what, where, count(number, "clause")) for (what, where), number in changed.items()))


def facts(addendum: Addendum) -> tuple[tuple[str, str], ...]:
    """What the draft was made from."""
    return (
        ("Document", addendum.name),
        ("SHA-256", addendum.sha256),
        ("Rules", ", ".join(addendum.packs)),
        ("Profile", addendum.profile or _NO_PROFILE),
        ("Written by", addendum.tool),
        ("As of", addendum.as_of),
    )


def terms(addendum: Addendum) -> str:
    """The words that the draft takes over from the document; empty where it found none."""
    taken = "; ".join(f"\u201c{word}\u201d for {what}" for what, word in addendum.terms)
    return f"Words of the document used here: {taken}." if taken else ""


def capital(words: str) -> str:
    """Words with which a line begins."""
    return words[:1].upper() + words[1:]
