import pytest

from policylint.drafting.numbering import Numbers

ARABIC = (("1 Scope",), ("2 Conduct",), ("2 Conduct", "2.1 Tone"), ("2 Conduct", "2.2 Care"), ("3 Records",))


@pytest.mark.parametrize(
    ("section", "number"),
    [
        (("1 Scope",), "1A"),
        (("2 Conduct", "2.1 Tone"), "2.1A"),
        (("2 Conduct", "2.2 Care"), "2.3"),
        (("3 Records",), "4"),
    ],
)
def test_a_new_section_takes_a_number_that_no_section_has(section: tuple[str, ...], number: str) -> None:
    assert Numbers(ARABIC).after(section) == number


def test_several_sections_at_one_place_follow_each_other() -> None:
    numbers = Numbers(ARABIC)
    assert [numbers.after(("1 Scope",)) for _ in range(3)] == ["1A", "1B", "1C"]
    assert [numbers.after(("3 Records",)) for _ in range(2)] == ["4", "5"]


def test_roman_numerals_and_letters_go_on_as_such() -> None:
    assert Numbers((("I PURPOSE",), ("II SCOPE",))).after(("II SCOPE",)) == "III"
    assert Numbers((("I PURPOSE",), ("II SCOPE",))).after(("I PURPOSE",)) == "I-1"
    assert Numbers((("1 FIRST",), ("III LAST",), ("IV END",))).after(("III LAST",)) == "III-1"
    assert Numbers((("A Purpose",), ("B Scope",))).after(("B Scope",)) == "C"
    assert Numbers((("VIII MAIL",), ("IX END",), ("II X",))).after(("II X",)) == "III"


def test_a_number_that_the_document_has_is_passed_over() -> None:
    numbers = Numbers((("1 Scope",), ("1A Guests",), ("2 End",)))
    assert [numbers.after(("1 Scope",)) for _ in range(2)] == ["1B", "1C"]


def test_a_section_without_a_number_gives_none() -> None:
    assert Numbers((("Purpose",), ("Scope",))).after(("Scope",)) == ""


def test_the_end_is_after_the_last_numbered_section() -> None:
    assert Numbers((*ARABIC, ("Acknowledgement",))).last_at_top() == ("3 Records",)
