"""What becomes of a document whose language the pack does not speak, or that has too few words to tell it."""

from datetime import date

import pytest

from policylint.door import open_document
from policylint.engine import CheckOptions, examine_document
from policylint.errors import UnreadableDocument
from policylint.model.report import DocumentReport

JAPANESE = "# \u65b9\u91dd\n\n" + "\u8077\u54e1\u306f\u6295\u7a3f\u3092\u4fdd\u5b58\u3059\u308b\u3002" * 6
NAMES = "\n\n".join(f"Xylo{number} Quonk Brap" for number in range(40))


def report(text: str) -> DocumentReport:
    document = open_document(text.encode(), name="policy.md")
    return examine_document(document, options=CheckOptions(as_of=date(2026, 11, 22))).report


@pytest.mark.parametrize(
    "text",
    [
        "# Social Media Policy\n\n## Records\n\nComing soon.\n",
        "# Social Media Policy\n\n## Purpose\n\n## Records\n\n## Blocking\n",
        "# Social Media Policy\n",
        "# Purpose\n",
        "# E-mail\n\n## Facebook\n\n## Monitoring\n",
        "# 2026\n\n12 34\n",
        "# Policy\n" + "".join(f"\n## Heading number {number}\n" for number in range(20)),
    ],
)
def test_a_document_with_too_few_words_to_tell_its_language_is_no_policy(text: str) -> None:
    found = report(text)
    assert (found.verdict, found.kind, found.kind_why) == (
        "not-applicable",
        "not-a-policy",
        "there is hardly any text",
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "# Richtlinie\n\nDie Beh\u00f6rde ist f\u00fcr die sozialen Medien verantwortlich und wird sie pflegen.\n",
            "de",
        ),
        (JAPANESE, "ja"),
    ],
)
def test_a_foreign_text_stays_unreadable_however_short(text: str, language: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"looks like '{language}'"):
        report(text)


def test_many_words_in_no_language_are_unreadable_and_nobody_sees_a_code() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        report(f"# List\n\n{NAMES}\n")
    assert caught.value.detail == "which one it is cannot be told, and the pack speaks 'en'"
