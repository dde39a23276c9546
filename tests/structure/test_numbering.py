"""What labels count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.structure.numbering import Number, read_label, section_number


@pytest.mark.parametrize(
    ("label", "scheme", "values", "shell"),
    [
        ("1.", "1", (1,), "."),
        ("(12)", "1", (12,), "()"),
        ("3)", "1", (3,), ")"),
        ("IV.", "I", (4,), "."),
        ("b.", "a", (2,), "."),
        ("(aa)", "a", (27,), "()"),
        ("C.", "A", (3,), "."),
        ("4.2.1", "1.1", (4, 2, 1), ""),
        ("3.0", "1.1", (3,), ""),
        ("II.B.", "1.1", (2, 2), "."),
        ("4(a)", "1.1", (4, 1), ""),
        ("Section 7.4", "section 1.1", (7, 4), ""),
        ("ARTICLE IV.", "article I", (4,), ""),
        ("Section three", "section 1", (3,), ""),
        ("\u2022", "\u2022", (), ""),
    ],
)
def test_the_likeliest_reading(label: str, scheme: str, values: tuple[int, ...], shell: str) -> None:
    assert read_label(label)[0] == Number(scheme, values, shell if scheme != "1.1" else read_label(label)[0].shell)


@pytest.mark.parametrize("label", ["i.", "V.", "c)", "(x)"])
def test_a_letter_that_is_a_numeral_has_two_readings(label: str) -> None:
    assert len(read_label(label)) == 2


def test_no_label_no_reading() -> None:
    assert read_label("") == ()


@given(st.text(max_size=12))
def test_any_label_can_be_read_and_its_number_is_a_part_of_it(label: str) -> None:
    assert all(isinstance(number, Number) for number in read_label(label))
    number = section_number(label)
    assert number in label
    assert not number or any(map(str.isalnum, number))
