import pytest

from policylint.drafting.clauses import adapted
from policylint.drafting.terms import Terms, terms_of
from policylint.model.report import DocumentReport, Evidence, Requirement, SourceFile
from policylint.model.text import DocumentText


def terms(*clauses: str, owner: str = "", kind: str = "social-media-policy") -> Terms:
    requirement = Requirement(
        id="foundation.owner",
        title="Owner",
        element="foundation",
        status="covered" if owner else "missing",
        why="",
        evidence=(Evidence(quote=owner),) if owner else (),
    )
    report = DocumentReport(
        source=SourceFile(name="a.md", sha256="", media_type=""),
        verdict="checked",
        kind=kind,  # type: ignore[arg-type]
        requirements=(requirement,),
    )
    return terms_of(report, DocumentText(clauses=tuple(Evidence(quote=clause) for clause in clauses)))


def test_the_organisation_is_what_the_document_calls_it_most_often() -> None:
    found = terms("The City hires.", "Ask the City.", "The Department helps.", "It is kept by the City Clerk.")
    assert found.organisation == "the City"


def test_a_word_that_begins_a_longer_name_is_not_the_organisation() -> None:
    assert terms("Ask the City Clerk.", "Ask the City Manager.", "Ask the City Council.").organisation == ""


def test_an_organisation_without_a_capital_stays_without_one() -> None:
    assert terms("Ask the library.", "It is for the library to say.").organisation == "the library"


@pytest.mark.parametrize("kind", ["social-media-policy", "internet-use-policy"])
def test_users_are_not_those_who_work_there(kind: str) -> None:
    clauses = ("Users post.",) * 9
    assert terms(*clauses, "An employee replies.", kind=kind).staff == "employees"
    assert terms(*clauses, kind=kind).staff == "staff"


def test_members_are_those_of_a_force() -> None:
    assert (
        terms("Members of the Department wear badges.", "Members shall wait.", "An employee asks.").staff == "members"
    )
    assert terms("Members of the committee vote.", "Family members are welcome.", "Staff ask.").staff == "staff"


def test_a_company_named_twice_may_be_another() -> None:
    assert terms("The firm warns people.", "It is said that the firm called.").organisation == ""
    assert terms(*("Ask the company.",) * 3).organisation == "the company"


def test_in_a_handbook_this_policy_is_the_one_on_social_media() -> None:
    found = terms("Ask.", kind="handbook-with-section")
    clause = "A breach of this policy on social media is no joke. This policy ends."
    assert (
        adapted(clause, found) == "A breach of this policy on social media is no joke. This social media policy ends."
    )


def test_a_word_is_written_as_the_document_writes_it() -> None:
    found = terms("Email is kept.", "The website is old.", "An e-mail is a record.", "Email stays.")
    assert adapted("Its web site names an e-mail address.", found) == "Its website names an email address."


def test_the_modal_is_the_one_that_the_document_has_most_of() -> None:
    assert terms("Staff shall ask.", "Staff shall wait.", "It must end.").modal == "shall"
    assert terms("Staff will ask.", "Employees will wait.", "It must end.").modal == "will"


def test_the_office_is_taken_from_the_clause_on_the_owner_only() -> None:
    assert terms("The Parks Director mows.", owner="The Communications Director owns this policy.").role == (
        "the Communications Director"
    )
    assert terms("The Parks Director mows.").role == ""


def test_a_clause_is_put_into_the_words_of_the_document() -> None:
    found = Terms(organisation="the City", staff="employees", modal="shall", role="the City Clerk")
    clause = "Staff must ask the [role] of [organisation]. [Organisation] must not wait for [contact]."
    assert adapted(clause, found) == (
        "Employees shall ask the [City Clerk] of the City. The City shall not wait for [contact]."
    )


def test_what_the_document_has_no_word_for_stays_a_blank() -> None:
    assert adapted("[Organisation] asks the [role].", Terms()) == "[Organisation] asks the [role]."


@pytest.mark.parametrize(("american", "word"), [(True, "authorized"), (False, "authorised")])
def test_spelling_follows_the_document(american: bool, word: str) -> None:
    assert word in adapted("as authorised for duties", Terms(american=american))
