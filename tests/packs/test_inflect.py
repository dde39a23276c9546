import pytest

from policylint.packs.inflect import noun_forms, verb_forms


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("post", "post posts posted posting"),
        ("disclose", "disclose discloses disclosed disclosing"),
        ("reply", "reply replies replied replying"),
        ("ban", "ban bans banned banning"),
        ("publish", "publish publishes published publishing"),
        ("speak", "speak speaks spoke spoken speaking"),
        ("delay", "delay delays delayed delaying"),
        ("agree", "agree agrees agreed agreeing"),
    ],
)
def test_verbs_take_all_their_forms(base: str, forms: str) -> None:
    assert verb_forms(base) == tuple(forms.split())


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("record", "record records"),
        ("policy", "policy policies"),
        ("tax", "tax taxes"),
        ("child", "child children"),
        ("the", "the"),
        ("posting", "posting"),
    ],
)
def test_nouns_take_their_plural_and_function_words_none(word: str, forms: str) -> None:
    assert noun_forms(word) == tuple(forms.split())
