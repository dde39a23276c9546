import pytest

from policylint.drafting.addendum import new_text
from policylint.drafting.rewording import OldClause, proposals
from policylint.drafting.terms import Terms
from policylint.engine import prepared_pack
from policylint.model.report import Evidence, Finding

RULES = {rule.id: rule for rule in prepared_pack()[0].rules}


def proposed(quote: str, *rules: str, lead: str = "") -> list[str]:
    evidence = Evidence(quote=quote, lead=lead, scope="older", fingerprint="f")
    findings = tuple(
        Finding(id=rule, title="", severity="low", evidence=(evidence,), why="", remedy="") for rule in rules
    )
    return [new_text(each.pieces) for each in proposals(OldClause(evidence, (), findings), RULES, Terms())]


def test_an_old_word_is_replaced_with_its_article() -> None:
    assert proposed("Do not post to a newsgroup.", "legacy.obsolete-term") == ["Do not post to an online group."]


def test_the_name_of_a_paper_keeps_its_words() -> None:
    assert proposed("See the Bulletin Board Rules on the Internet.", "legacy.obsolete-term") == []


def test_a_board_on_a_wall_stays_one() -> None:
    assert proposed("Notices go on the bulletin board.", "legacy.obsolete-term") == []


def test_an_old_word_within_a_longer_name_stays() -> None:
    assert proposed("Ask for a diskette drive.", "legacy.obsolete-term") == []


def test_a_ban_takes_an_exception_at_its_end() -> None:
    assert proposed("Chatting is prohibited.", "legacy.blanket-ban")[0] == (
        "Chatting is prohibited, except as authorised for official duties."
    )


def test_business_only_takes_a_sentence_instead() -> None:
    (text,) = proposed("The Internet is for business use only.", "legacy.blanket-ban")
    assert text.startswith("The Internet is for business use only. The ban above does not apply")


def test_no_personal_business_takes_a_sentence_instead() -> None:
    (text,) = proposed("Company phones must not be used for personal business.", "legacy.blanket-ban")
    assert text.startswith("Company phones must not be used for personal business. The ban above does not apply")


@pytest.mark.parametrize(
    "text",
    [
        "Employees must not send personal letters or packages.",
        "IM is only for OFFICIAL information.",
        "Members shall not use for private purposes what they learn on duty.",
    ],
)
def test_a_ban_of_paper_or_of_secrets_takes_none(text: str) -> None:
    assert proposed(text, "legacy.blanket-ban") == []


def test_a_glossary_is_not_reworded() -> None:
    assert proposed("FAT \u2013 File Allocation Table, a format for floppy disks.", "legacy.obsolete-term") == []


def test_a_law_is_replaced_with_a_dated_reason() -> None:
    evidence = Evidence(quote="We follow the Data Protection Act 1998.", fingerprint="f")
    finding = Finding(id="legacy.superseded-law", title="", severity="low", evidence=(evidence,), why="", remedy="")
    first = next(proposals(OldClause(evidence, (), (finding,)), RULES, Terms()))
    assert new_text(first.pieces) == "We follow the Data Protection Act 2018."
    assert "25 May 2018" in first.reasons[0]


def test_a_label_is_no_part_of_the_words() -> None:
    assert proposed("(b) newsgroups;", "legacy.obsolete-term", lead="Do not use:") == ["Do not use: online groups;"]


def test_a_row_of_a_table_is_not_reworded() -> None:
    assert proposed("Tool | newsgroups", "legacy.obsolete-term") == []
