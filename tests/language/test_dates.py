from datetime import date

import pytest

from policylint.language.dates import own_dates
from policylint.model.clause import Clause
from policylint.packs.words import split_words


def dates(text: str) -> list[date]:
    clause = Clause(0, 0, 0, len(text), text, 0, split_words(text))
    return [own.day for own in own_dates([clause])]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Effective: March 3, 1998", date(1998, 3, 3)),
        ("Adopted 14th of June 2011", date(2011, 6, 14)),
        ("Revised 2004-11-30", date(2004, 11, 30)),
        ("Rev. 10/19/2020", date(2020, 10, 19)),
        ("Rev. 19/10/2020", date(2020, 10, 19)),
        ("Last reviewed: May 2015", date(2015, 5, 28)),
        ("Issued 06/05/00", date(2000, 6, 5)),
        ("This policy was approved in 1999.", date(1999, 12, 31)),
    ],
)
def test_dates_of_issue_and_revision_are_read(text: str, day: date) -> None:
    assert dates(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "The fair takes place on March 3, 1998.",
        "The next review is due by May 2031.",
        "Issued under the Records Act of 1974.",
        "Revised 31/31/2004",
    ],
)
def test_other_dates_are_left_out(text: str) -> None:
    assert dates(text) == []
