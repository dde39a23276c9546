"""Labels typed in front of paragraphs, and openings that only look like labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.readers.labels import typed_label


@pytest.mark.parametrize(
    ("label", "rest"),
    [
        ("1.", " Purpose"),
        ("12.", " Staff must log out."),
        ("1)", " staff"),
        ("1.)", " staff"),
        ("(1)", " staff"),
        ("1.1", " Purpose"),
        ("1.1.", " the unit head"),
        ("1.1", " In this rule"),
        ("2.1", " To protect visitors"),
        ("2.2", " Hours of work"),
        ("2.3", " to protect visitors"),
        ("1.09", " News Media"),
        ("4.2.1", " Posts"),
        ("4.2(a)", " Posts"),
        ("4(a)", " Posts"),
        ("1.a.", " Posts"),
        ("A.1.", " Posts"),
        ("II.B.", " Posts"),
        ("(a)", " posts"),
        ("(aa)", " posts"),
        ("(b)(1)", " posts"),
        ("(b)(1)", " Posts"),
        ("(b) (1)", " posts"),
        ("(a) (i)", " posts"),
        ("(b)(1)(i)(A)", " posts"),
        ("(1)", " (2) and (3) stay in force"),
        ("a).", " posts"),
        ("1).", " Posts"),
        ("iv).", " posts"),
        ("a).", " J. R. Miller"),
        ("k.", " S.W.A.T. calls"),
        ("K.", " S.W.A.T. calls"),
        ("k.", " U.S. mail"),
        ("A.", " U.S. mail"),
        ("a.", " posts"),
        ("A.", " Posts"),
        ("a)", " posts"),
        ("IV.", " Posts"),
        ("I.", " Purpose"),
        ("(iv)", " posts"),
        ("xii.", " posts"),
        ("Section 3.", " Posts"),
        ("SECTION III", " POSTS"),
        ("Sec. 4.2", " Posts"),
        ("Article IV", " Posts"),
        ("Appendix A:", " Forms"),
        ("§ 4", " Posts"),
        ("§4.2(a)", " Posts"),
        ("•", " posts"),
        ("•", "posts"),
        ("\uf0b7", " posts"),
        ("-", " posts"),
        ("*", " posts"),
        ("\u2013", " posts"),
        ("o", " posts"),
        ("☐", " posts"),
        ("Ø", " Posts"),
    ],
)
def test_label_is_told_from_wording(label: str, rest: str) -> None:
    assert typed_label(label + rest) == (label, len(label) + len(rest) - len(rest.lstrip()))


@pytest.mark.parametrize(
    "text",
    [
        "I agree to the rules.",
        "A policy is needed.",
        "U.S. law applies.",
        "U. S. law applies.",
        "J. R. Miller wrote this.",
        "J. R.R. Miller wrote this.",
        "e.g. photographs",
        "i.e. the unit head",
        "a.m. shifts",
        "I.T. staff",
        "2014 was the first year.",
        "2014. That was the first year.",
        "(2014) edition",
        "1.5 hours of training",
        "2.5 million followers",
        "2.5 to 3 hours",
        "1.5 GB of pictures",
        "5.00 pm is the latest",
        "12.03.2014 is the date",
        "401(k) plans",
        "501(c)(3) bodies",
        "(800) 555-0100",
        "(c) 2014 The Example Group",
        "Section 3 applies to all staff.",
        "Section 230 of that act",
        "Part of the job",
        "Article writing",
        "3 - 5 days",
        "I - the undersigned - agree.",
        "1.st place",
        "-5 degrees",
        "*Required",
        "p. 12 shows it",
        "o'clock",
        "mix. it",
        "did. it",
        "",
        "Staff",
    ],
)
def test_ordinary_opening_is_no_label(text: str) -> None:
    assert typed_label(text) == ("", 0)


def test_dash_between_label_and_title_belongs_to_neither() -> None:
    assert typed_label("Section 3 - Use") == ("Section 3", 12)
    assert typed_label("3 \u2013 Use") == ("3", 4)


def test_label_alone_ends_the_text() -> None:
    assert typed_label("(b)") == ("(b)", 3)


@given(st.text(max_size=100))
def test_label_is_always_a_prefix(text: str) -> None:
    label, end = typed_label(text)
    assert text.startswith(label)
    assert len(label) <= end <= len(text)
    assert bool(label) == bool(end)
