from policylint.judging.kind import judge_kind
from policylint.model.clause import Clause, Force, Technology
from policylint.model.document import Document, Section, Source
from policylint.packs.words import split_words

RULE = "Employees must not use e-mail to harass anyone, and violations are punished."
POSTS = "Staff shall identify themselves when they post to social media for the town."


def kind(
    title: str, *texts: str, technology: Technology = "any", force: Force = "duty", sections: tuple[str, ...] = ()
) -> str:
    made = tuple(
        Clause(n, n, 0, len(text), text, 0, split_words(text), technology=technology, forces=(force,))
        for n, text in enumerate(texts)
    )
    tree = (
        Section(0, "", title, 0, None, None, 0, 0),
        *(Section(n, "", t, 1, 0, 0, 0, 0) for n, t in enumerate(sections, 1)),
    )
    document = Document(Source("d", "0" * 64, "text/plain", 1), (), tree, title)
    return judge_kind(document, made, title=title, scope="any").kind


def test_a_title_that_names_social_media_tells_the_kind() -> None:
    assert kind("Social Media Policy", *[POSTS] * 5, technology="social") == "social-media-policy"


def test_a_title_that_names_both_goes_by_what_most_clauses_name() -> None:
    title = "Internet and Social Media Agreement"
    assert kind(title, *[RULE] * 5, technology="older") == "internet-use-policy"
    assert kind(title, *[POSTS] * 5, technology="social") == "social-media-policy"


def test_a_toolkit_that_advises_is_a_guide() -> None:
    text = "Here are tips and examples: consider short posts, try pictures, and check out the resources below."
    assert kind("Social Media Toolkit", *[text] * 5, technology="social", force="statement") == "guide"


def test_guidelines_that_bind_staff_are_a_policy() -> None:
    assert kind("Social Media Guidelines", *[POSTS] * 5, technology="social") == "social-media-policy"


def test_a_handbook_needs_a_section_on_electronic_media() -> None:
    assert kind("Employee Handbook", *[RULE] * 5, sections=("Leave", "Internet and e-mail")) == "handbook-with-section"
    assert kind("Employee Handbook", *[RULE] * 5, sections=("Leave", "Pay")) == "other-policy"


def test_a_policy_on_another_matter_stays_one_even_if_it_names_computers() -> None:
    text = "Travel expenses must be claimed through the travel desk within a month."
    assert kind("Travel Policy", *[text] * 8, RULE) == "other-policy"


def test_a_plan_is_no_policy() -> None:
    text = "The strategy sets goals and milestones for projects over the next fiscal year."
    assert kind("Technology Plan", *[text] * 5, technology="older", force="statement") == "not-a-policy"


def test_hardly_any_text_is_no_policy() -> None:
    assert kind("Social Media Policy", "Draft.") == "not-a-policy"
