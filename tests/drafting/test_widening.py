import pytest

from policylint.drafting.widening import applied, everywhere, widenings


def widened(text: str) -> str:
    return applied(text, next(widenings(text, "social media"), ()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Use of the Internet is logged.", "Use of the Internet and social media is logged."),
        ("It shall not be sent by e-mail.", "It shall not be sent by e-mail or on social media."),
        ("E-mail messages are records.", "E-mail and social media messages are records."),
        ("E-mail is not private.", "E-mail and social media are not private."),
        ("E-mail may be read by the clerk.", "E-mail and social media may be read by the clerk."),
        ("Use of e-mail or the Internet is logged.", "Use of e-mail, the Internet or social media is logged."),
        ("E-mail and Internet use is logged.", "E-mail, Internet and social media use is logged."),
        ("E-mail, fax, and Internet use is logged.", "E-mail, fax, Internet, and social media use is logged."),
        ("Notices are put on the web site.", "Notices are put on the web site or on social media."),
        ("The e-mail system shall not be misused.", "The e-mail system and social media shall not be misused."),
    ],
)
def test_a_channel_takes_social_media_beside_it(old: str, new: str) -> None:
    assert widened(old) == new


@pytest.mark.parametrize(
    "text",
    [
        '"E-mail" means a message that goes over the Internet.',
        "Employees may e-mail the clerk.",
        "Send Form 12 (Request for Internet Account) to the clerk.",
        "An e-mail is a record.",
        "Log on the Internet at noon.",
        "The clerk keeps the keys.",
    ],
)
def test_what_fits_no_frame_is_let_be(text: str) -> None:
    assert widened(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Confidential records must be protected when they are sent over the Internet.",
        "Patient data may be sent by e-mail if it is encrypted.",
        "Keep what is not public safe when confidential files are transmitted over the Internet.",
        "The holder of an e-mail account can delegate access to it.",
    ],
)
def test_leave_to_send_secrets_or_lend_an_account_is_not_widened(text: str) -> None:
    assert widened(text) == text


def test_a_ban_on_sending_secrets_is() -> None:
    old = "Confidential records must not be sent by e-mail."
    assert widened(old) == "Confidential records must not be sent by e-mail or on social media."


@pytest.mark.parametrize(
    "text",
    [
        "A member shall be terminated for theft.",
        "Members must not do any of the following things:",
        "No member shall make false reports.",
        "No employee shall talk of it over Babbler.",
    ],
)
def test_what_follows_from_conduct_or_happens_elsewhere_is_no_duty_on_social_media(text: str) -> None:
    assert everywhere(text, "social media") == ()


def test_a_duty_of_conduct_that_names_no_channel_is_said_to_hold_on_social_media() -> None:
    text = "No employee shall insult anybody."
    assert applied(text, everywhere(text, "social media")) == (
        "On social media as elsewhere, no employee shall insult anybody."
    )


@pytest.mark.parametrize("text", ["All files shall be scanned.", "No message shall be rude.", "They shall be polite."])
def test_a_duty_about_a_thing_is_not(text: str) -> None:
    assert everywhere(text, "social media") == ()
