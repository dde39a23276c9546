import datetime

import pytest

from policylint.decisions import DecisionEntry, parse_comments
from policylint.errors import UserMistake
from policylint.model.report import Elsewhere
from policylint.model.text import Comment
from tests.decisions.samples import known_rules

WHOLE = (
    ' rule = "legal.records", kind = "accept", reason = "Few.", owner = "Dana", date = 2026-11-27,'
    ' fingerprint = "0123456789abcdef" '
)


def parse(text: str, *, line: int = 5) -> DecisionEntry:
    (found,) = parse_comments(
        [Comment(text=text, line=line)], document="town/policy.md", shown="town/policy.md", known_rules=known_rules
    )
    return found


def mistake(text: str) -> str:
    with pytest.raises(UserMistake) as caught:
        parse(text)
    return str(caught.value)


def test_a_comment_is_a_decision_about_its_own_document() -> None:
    assert parse(WHOLE) == DecisionEntry(
        document="town/policy.md",
        rule="legal.records",
        kind="accept",
        reason="Few.",
        owner="Dana",
        date=datetime.date(2026, 11, 27),
        fingerprint="0123456789abcdef",
        place="town/policy.md:5",
        origin="comment",
    )


def test_a_comment_may_be_broken_over_lines_even_within_its_texts() -> None:
    broken = WHOLE.replace("Few.", "Few\n    records.").replace(", ", ",\n  ") + ",\n"
    assert parse(broken).reason == "Few records."


def test_a_document_in_a_comment_is_named_as_a_link_is() -> None:
    text = WHOLE.replace('"accept"', '"settled-elsewhere"') + ', settled-by = { document = "../records.pdf" }'
    assert parse(text).settled_by == Elsewhere(document="records.pdf")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("ignore", 5, "is no decision: expected '=' after a key"),
        ("", 5, "there are no keys in it"),
        (WHOLE + '} \n x = "', 5, "is no decision"),
        ("a = " + "[" * 5000, 5, "is no decision"),
        (WHOLE + ',\n document = "b.md"', 6, "leave 'document' out"),
        (WHOLE.replace("kind =", "\n\nkid ="), 7, "there is no key 'kid'; did you mean 'kind'?"),
        (WHOLE.replace("Few.", ""), 5, "'reason' is empty"),
        (WHOLE.replace("legal.records", "legal.recrds"), 5, "; did you mean 'legal.records'?"),
        (WHOLE.replace("date = 2026-11-27,", ""), 5, "lacks 'date'"),
        (WHOLE + ',\n"ru\nle" = 1', 6, "there is no key 'ru le'; did you mean 'rule'?"),
    ],
)
def test_a_comment_that_cannot_be_understood_is_a_mistake(text: str, line: int, says: str) -> None:
    said = mistake(text)
    assert said.startswith(f"town/policy.md:{line}: ")
    assert says in said


def test_without_comments_no_rules_are_asked_for() -> None:
    def never() -> tuple[str, ...]:
        raise AssertionError("asked")

    assert parse_comments([], document="a.md", shown="a.md", known_rules=never) == ()
