"""What is hidden in a document is a finding for each way of hiding."""

from __future__ import annotations

from dataclasses import replace

from policylint.judging.hidden import hidden_text
from policylint.model.document import Document, Hidden, Mark, Source
from policylint.packs.load import load_pack

PACK = load_pack()
EMPTY = Document(source=Source(name="policy.pdf", sha256="0" * 64, media_type="application/pdf", size=1), blocks=())


def white(number: int) -> Hidden:
    return Hidden("white", f"Words number {number}.", (Mark(0, 8, page=number, box=(60.0, 90.0, 99.0, 100.0)),))


def test_nothing_hidden_is_no_finding() -> None:
    assert hidden_text(EMPTY, PACK) == ()


def test_each_way_of_hiding_is_a_finding_with_its_words_and_places() -> None:
    document = replace(EMPTY, hidden=(white(1), Hidden("vanished", "Ask the clerk.", (), 4), white(2)))
    first, second = hidden_text(document, PACK)
    assert [(each.quote, each.page, len(each.boxes)) for each in first.evidence] == [
        ("Words number 1.", 1, 1),
        ("Words number 2.", 2, 1),
    ]
    assert first.why.startswith("At 2 places words have the colour of what is behind them.")
    assert [(each.quote, each.paragraph) for each in second.evidence] == [("Ask the clerk.", 4)]
    assert {first.id, second.id} == {"text.hidden"}


def test_of_many_places_the_first_are_shown_and_all_are_counted() -> None:
    (found,) = hidden_text(replace(EMPTY, hidden=tuple(map(white, range(1, 31)))), PACK)
    assert len(found.evidence) == 10
    assert found.why.startswith("At 30 places words have the colour of what is behind them. The first 10 are shown.")


def test_other_hidden_words_are_another_finding() -> None:
    one, other = (hidden_text(replace(EMPTY, hidden=(white(n),)), PACK)[0] for n in (1, 2))
    assert one.fingerprint != other.fingerprint


def test_a_pack_without_the_rule_finds_nothing() -> None:
    pack = PACK.model_copy(update={"rules": tuple(rule for rule in PACK.rules if rule.check != "hidden-text")})
    assert hidden_text(replace(EMPTY, hidden=(white(1),)), pack) == ()
