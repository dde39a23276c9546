import pytest

from policylint.packs.patterns import FAR_GAP, NEAR_GAP, PatternError, Slot, expand_term, parse_pattern


def test_neighbouring_words_are_looked_up_as_one() -> None:
    assert parse_pattern("is subject to").sequences == ((Slot((), ("is subject to",)),),)


def test_gaps_bind_to_what_follows() -> None:
    (slots,) = parse_pattern("{a} .. b ..9 c ... d").sequences
    assert [slot.gap for slot in slots] == [0, NEAR_GAP, 9, FAR_GAP]


def test_brackets_hold_alternatives_of_words_and_concepts() -> None:
    ((slot,),) = parse_pattern("(must not|{ban}|never)").sequences
    assert slot == Slot(("ban",), ("must not", "never"))


def test_square_brackets_make_a_place_optional() -> None:
    (slots,) = parse_pattern("the [public] record").sequences
    assert [slot.optional for slot in slots] == [False, True, False]


def test_an_ampersand_parts_what_may_stand_in_any_order() -> None:
    assert len(parse_pattern("{a} & b .. c").sequences) == 2


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("", "no words"),
        ("a ..", "gap must stand between"),
        ("(a", "ends too early|expected|either"),
        ("[a]", "no words"),
        ("(a .. b)", "either words or one concept"),
        ("a $ b", "column 3"),
        ("a )", "has no place"),
        ("()", "empty"),
    ],
)
def test_what_cannot_be_read_is_named(source: str, says: str) -> None:
    with pytest.raises(PatternError, match=says):
        parse_pattern(source)


def test_a_term_stands_for_each_choice_and_form() -> None:
    sequences = expand_term("(public|open) record~ [act]")
    assert len(sequences) == 4
    assert all({"record", "records", "recorded", "recording"} == set(sequence[1]) for sequence in sequences)


def test_an_equals_sign_takes_the_word_as_it_is() -> None:
    assert expand_term("=media") == ((frozenset({"media"}),),)


def test_a_term_of_nothing_is_refused() -> None:
    with pytest.raises(PatternError):
        expand_term("..")
