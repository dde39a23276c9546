import datetime
from collections.abc import Collection
from pathlib import Path

import pytest

from policylint.decisions import DecisionEntry, load_decisions, require_agreement
from policylint.errors import UserMistake
from policylint.model.report import Elsewhere
from tests.decisions.samples import block, entry, known_rules


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def load(text: str | bytes) -> tuple[DecisionEntry, ...]:
    path = Path("decisions.toml")
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_decisions(path, known_rules=known_rules)


def mistake(text: str | bytes) -> str:
    with pytest.raises(UserMistake) as caught:
        load(text)
    return str(caught.value)


def test_a_decision_is_read_with_its_place() -> None:
    (first, second) = load(
        "# ours\n\n" + block(expires="2027-06-30", clause='"E-mail"') + "\n" + block(document='"b/../a/old.pdf"'),
    )
    assert first == DecisionEntry(
        document="policy.md",
        rule="legal.records",
        kind="accept",
        reason="Few records.",
        owner="Dana Lee",
        date=datetime.date(2026, 11, 27),
        expires=datetime.date(2027, 6, 30),
        fingerprint="0123456789abcdef",
        clause="E-mail",
        place="decisions.toml:3",
        origin="file",
    )
    assert (second.document, second.place) == ("a/old.pdf", "decisions.toml:14")


def test_documents_are_named_relative_to_the_folder_of_the_file() -> None:
    text = block(kind='"settled-elsewhere"', settled_by='{ document = "a/../../records.pdf", section = "4 Retention" }')
    (found,) = load(text)
    assert found.document == "policy.md"
    assert found.settled_by == Elsewhere(document="../records.pdf", section="4 Retention")


def test_decisions_may_be_written_as_one_array() -> None:
    item = ", ".join(block().splitlines()[1:])
    found = load(f"decision = [\n  {{ {item} }},\n\n  {{ {item} }} ]\n")
    assert [one.place for one in found] == ["decisions.toml:2", "decisions.toml:4"]
    assert mistake(f"decision = [\n  {{ {item} }},\n  {{ {item}, x = 1 }} ]\n").startswith("decisions.toml:3: ")


def test_a_file_without_decisions_asks_for_no_rules() -> None:
    def never() -> Collection[str]:
        raise AssertionError("asked")

    path = Path("d.toml")
    path.write_text("# none yet\n")
    assert load_decisions(path, known_rules=never) == ()


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    (found,) = load(b"\xef\xbb\xbf\r\n" + block().replace("\n", "\r\n").encode())
    assert found.place == "decisions.toml:2"


@pytest.mark.parametrize("key", ["document", "rule", "kind", "reason", "owner", "date", "fingerprint"])
def test_a_decision_without_one_of_its_keys_is_a_mistake(key: str) -> None:
    assert mistake("\n" + block(**{key: ""})) == f"decisions.toml:2: the decision lacks {key!r}. Add what is lacking."


@pytest.mark.parametrize(
    ("key", "value", "line", "says"),
    [
        ("reasn", '"x"', 9, "there is no key 'reasn'; did you mean 'reason'?"),
        ("colour", '"x"', 9, "there is no key 'colour'; the keys are rule, kind"),
        ("kind", '"acept"', 4, "did you mean 'accept'?"),
        (
            "kind",
            "3",
            4,
            "'kind' must be one of accept, not-applicable, false-positive, settled-elsewhere, confirm, correct.",
        ),
        ("reason", "3", 5, "'reason' must be text"),
        ("reason", '" \\t"', 5, "'reason' is empty"),
        ("owner", '""', 6, "'owner' is empty"),
        ("date", '"27.11.2026"', 7, "'date' must be a date such as 2026-11-27"),
        ("date", "2026-11-27T10:00:00", 7, "'date' must be a date"),
        ("expires", "true", 9, "'expires' must be a date"),
        ("expires", "2026-11-26", 9, "'expires' (2026-11-26) lies before the day of the decision (2026-11-27)"),
        ("fingerprint", '"9F3C2A"', 8, "'fingerprint' must be 16 digits"),
        ("fingerprint", '"0123456789abcdef\\n"', 8, "'fingerprint' must be 16 digits"),
        ("rule", '"legal.record"', 3, "no rule named 'legal.record'; did you mean 'legal.records'?"),
        ("rule", '"zzz"', 3, "no rule named 'zzz'; 'policylint rules list' shows them all."),
        ("document", '"/etc/policy.md"', 2, "write a relative path"),
        ("document", '"a\\\\policy.md"', 2, "forward slashes"),
        ("document", '" "', 2, "'document' is empty"),
        ("settled-by", '{ document = "x.pdf" }', 9, "'settled-by' belongs to settled-elsewhere decisions"),
        ("settled-by", '"x.pdf"', 9, "'settled-by' must be a table"),
        ("settled-by", "{ document = 3 }", 9, "'settled-by.document' must be text"),
        ("settled-by", '{ documnt = "x.pdf" }', 9, "'settled-by.documnt'; did you mean 'settled-by.document'?"),
        ("settled-by", '{ section = "4" }', 9, "lacks 'settled-by.document'"),
    ],
)
def test_a_mistake_names_file_and_line(key: str, value: str, line: int, says: str) -> None:
    said = mistake(block(**{key: value}) + "\n" + block(document='"other.md"'))
    assert said.startswith(f"decisions.toml:{line}: ")
    assert says in said


def test_settled_elsewhere_must_say_where() -> None:
    said = mistake(block(kind='"settled-elsewhere"'))
    assert said.startswith("decisions.toml:1: 'settled-by' is missing")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (b"[[decision]]\nrule = legal\n", 2, "not TOML: invalid value"),
        (b"[[decision]]\nrule = [\n", 2, "not TOML"),
        (block(date="2026-02-30").encode(), 7, "invalid date"),
        (b"a = 1\n\nb = '\xff'\n", 3, "UTF-8"),
        (b"a = " + b"[" * 5000, 1, "nested too deeply"),
        (b"a = " + b"9" * 5000, 1, "not TOML"),
        (b"\n[[decisions]]\n", 2, "there is no key 'decisions'; did you mean 'decision'?"),
        (b"\n[decision]\nrule = 'x'\n", 2, "two brackets"),
    ],
)
def test_a_file_that_is_no_list_of_decisions_is_a_mistake(text: bytes, line: int, says: str) -> None:
    said = mistake(text)
    assert said.startswith(f"decisions.toml:{line}: ")
    assert says in said


def test_a_file_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(UserMistake, match=r"gone\.toml: no such file"):
        load_decisions(Path("gone.toml"), known_rules=known_rules)


def test_two_decisions_that_disagree_are_named_both() -> None:
    with pytest.raises(UserMistake, match=r"^c:9: .*\(false-positive\).* d:1 \(accept\) disagree") as caught:
        require_agreement([entry(place="d:1"), entry(place="c:9", kind="false-positive", origin="comment")])
    assert caught.value.code == "M437"


def test_a_decision_given_twice_is_named_both_times() -> None:
    with pytest.raises(UserMistake, match=r"^d:20: .*given twice, here and at d:1") as caught:
        require_agreement([entry(place="d:1"), entry(place="d:20", reason="Other words.")])
    assert caught.value.code == "M438"


@pytest.mark.parametrize("other", [{"document": "b.md"}, {"rule": "legal.accessibility"}, {"fingerprint": "0" * 16}])
def test_decisions_on_other_documents_rules_or_clauses_agree(other: dict[str, str]) -> None:
    disagreeing = [entry(), entry(kind="false-positive")]
    with pytest.raises(UserMistake, match="disagree"):
        require_agreement(disagreeing)
    agreeing = [entry(), entry(kind="false-positive", **other)]
    require_agreement(agreeing)
