import pytest

from policylint.engine import prepared_pack, understand
from policylint.model.document import Block, Document, Section, Source

SOURCE = Source("test", "0" * 64, "text/plain", 1)


def scopes(title: str, *blocks: str, heading: str = "") -> list[str]:
    sections = [Section(0, "", title, 0, None, None, 0, 0)]
    made = []
    if heading:
        sections.append(Section(1, "", heading, 1, 0, 0, 1, len(blocks) + 1))
        made.append(Block("heading", heading, level=1, section=1))
    made += [Block("paragraph", text, section=len(sections) - 1) for text in blocks]
    _, compiled = prepared_pack()
    understood = understand(Document(SOURCE, tuple(made), tuple(sections), title), compiled)
    return [clause.scope for clause in understood.clauses if clause.kind != "heading"]


def test_a_title_that_names_social_media_holds_for_every_clause() -> None:
    assert scopes("Social Media Policy", "E-mail is monitored.", "Be polite.") == ["social", "social"]


def test_an_old_clause_stays_old_where_nothing_extends_it() -> None:
    assert scopes("Internet Policy", "E-mail is monitored.", "Be polite.") == ["older", "older"]


def test_a_clause_that_names_social_media_extends_only_itself() -> None:
    assert scopes(
        "Computer Policy", "Passwords are long.", "Keep e-mail short.", "Blogs must be polite.", "Lock your computer."
    ) == [
        "older",
        "older",
        "social",
        "older",
    ]


def test_a_heading_that_names_social_media_holds_for_its_section() -> None:
    assert scopes("Staff Handbook", "Be polite.", heading="Social networking") == ["social"]


@pytest.mark.parametrize(
    "clause",
    [
        "This policy applies to all electronic communications, including social media.",
        "This policy covers e-mail, the web and blogs.",
        "\u201cElectronic communications\u201d means e-mail, instant messages and social networking sites.",
    ],
)
def test_a_stated_scope_that_takes_social_media_in_holds_for_the_document(clause: str) -> None:
    assert scopes("Electronic Communications Policy", clause, "Messages are archived.") == ["social", "social"]


def test_a_document_that_names_no_technology_has_no_scope() -> None:
    assert scopes("Travel Policy", "Trains are preferred.") == ["any"]


def test_a_term_that_is_defined_with_social_media_in_it_takes_it_along() -> None:
    before = ["Computers are locked.", "Printers are shared.", *["Keep the desk tidy."] * 14]
    defined = "Electronic messaging includes e-mail, text messages and posts on social media."
    found = scopes("IT Guide", *before, defined, "Electronic messaging is monitored.", "Laptops are encrypted.")
    assert found[-3:] == ["social", "social", "older"]


def test_a_title_that_names_both_leaves_old_clauses_where_they_are() -> None:
    assert scopes("Internet Use and Social Media", "E-mail is a record.", "Be polite.") == ["older", "social"]


def test_a_heading_that_says_what_the_rules_are_about_holds_for_the_document() -> None:
    assert scopes("Policy topics", "Be polite.", heading="All policy herein focuses on use of social media") == [
        "social"
    ]


def test_a_messenger_alone_is_no_social_media() -> None:
    assert scopes("Messaging", "WhatsApp messages are kept for a year.") == ["older"]
