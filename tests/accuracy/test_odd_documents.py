"""Documents that look like a policy and are none, or are one in an odd dress."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import policylint
from policylint.model.report import DocumentReport

SAMPLE = (Path(__file__).resolve().parents[2] / "corpus" / "files" / "hollow-creek-4119.md").read_text(encoding="utf-8")

KEYWORDS = """# Social Media Policy

social media passwords phishing records retention First Amendment Facebook blog accounts official personal copyright

- confidential information, public records, accessibility, moderation, comments, blocking
- harassment, discrimination, obscenity, threats, respect, courtesy, accuracy, transparency
- disclaimer, personal views, terms of service, privacy, children, training, acknowledgement
- approval, administrators, log-ins, inventory, monitoring, discipline, code of conduct
"""

HEADINGS = """# Social Media Policy

## Purpose

## Scope

## Account Approval

## Passwords

## Records Retention

## Comment Moderation

## Blocking Users

## Discipline
"""

STATUTES = """# Statutes

- Privacy Act of 1974, 5 U.S.C. 552a
- Freedom of Information Act, 5 U.S.C. 552
- Rehabilitation Act of 1973, Section 508, 29 U.S.C. 794d
- Federal Records Act, 44 U.S.C. chapters 21, 29, 31 and 33
- Hatch Act, 5 U.S.C. 7321 to 7326
- Children's Online Privacy Protection Act, 15 U.S.C. 6501
- Copyright Act of 1976, 17 U.S.C. 101
"""

GLOSSARY = """# Glossary

Blog: a web page on which short pieces are published in order of date.

Follower: a person who has asked to see what an account publishes.

Phishing: a trick by which a person is led to give away a password.

Post: a message that is published on a social network.

Record: a document made or received in the course of business.

Troll: a person who writes in order to annoy.
"""

NEWS = """# Town argues over Facebook rules

By Hester Quillane, Staff Writer

FERNBANK, March 3 - A crowd of forty filled the town hall on Tuesday night to hear why the mayor had blocked a
bakery owner from the town's Facebook page. "I asked about the potholes," said Lorna Vey, 52, who owns the bakery.
"The next day I was gone."

The town has no social media policy. The clerk told this newspaper that one was being written, and that it would say
who may post, how comments are removed and how long records are kept. Last year the neighbouring village adopted such
a policy after a lawsuit, and a lawyer for the residents said on Wednesday that others would follow.

The council will meet again on March 17.
"""

BANS = """# Internet Policy

Staff must not use the Internet for personal purposes. Staff must not visit social networking sites, chat rooms or
news groups. Staff must not post to any public site. Staff must not send personal e-mail. Staff must not download
anything. Staff must not stream music. Staff must not speak to the press. Staff must not take photographs at work.
Everything that is not work is forbidden.
"""

TEMPLATE = """# [Insert name of agency] Social Media Policy

## Purpose

The purpose of this policy is to set out how [insert name of agency] uses social media to inform residents.

## Accounts

No social media account may be opened for [insert name of agency] without the written approval of [insert title].
[Insert title] keeps a list of all accounts and of the employees who manage each.

## Records

Everything posted on the accounts is a public record and is kept for [number] years under the retention schedule.

## Conduct

Employees must not post confidential information. Employees must be respectful when they reply to residents.

Adopted: [insert date]
"""


def checked(text: str, *, any_kind: bool = True) -> DocumentReport:
    report = policylint.check(text.encode(), name="document.md", as_of=date(2026, 11, 22), any_kind=any_kind)
    return report.documents[0]


def statuses(text: str) -> dict[str, str]:
    return {requirement.id: requirement.status for requirement in checked(text).requirements}


def addressed(text: str) -> list[str]:
    return [name for name, status in statuses(text).items() if status != "missing"]


def test_keywords_without_rules_settle_next_to_nothing() -> None:
    assert len(addressed(KEYWORDS)) <= 3, addressed(KEYWORDS)


def test_headings_alone_settle_nothing() -> None:
    assert addressed(HEADINGS) == []


@pytest.mark.parametrize("text", [STATUTES, GLOSSARY, NEWS], ids=["statutes", "glossary", "news"])
def test_what_is_no_policy_is_not_reported_as_full_of_gaps(text: str) -> None:
    document = checked(text, any_kind=False)
    assert document.verdict == "not-applicable"
    assert (document.requirements, document.findings) == ((), ())


@pytest.mark.parametrize(
    ("text", "most"), [(STATUTES, 3), (GLOSSARY, 4), (NEWS, 6)], ids=["statutes", "glossary", "news"]
)
def test_what_is_no_policy_settles_little_even_when_it_is_checked(text: str, most: int) -> None:
    assert len(addressed(text)) <= most, addressed(text)


def test_blanks_to_fill_in_do_not_hide_a_rule() -> None:
    found = statuses(TEMPLATE)
    for requirement in (
        "foundation.purpose",
        "account.approval",
        "account.inventory",
        "legal.records",
        "content.confidential",
        "conduct.tone",
    ):
        assert found[requirement] == "covered", requirement


def test_a_date_that_is_a_blank_is_no_date() -> None:
    assert statuses(TEMPLATE)["foundation.review"] == "missing"


def test_capitals_change_hardly_any_verdict() -> None:
    plain, capitals = statuses(SAMPLE), statuses(SAMPLE.upper())
    differing = [name for name in plain if plain[name] != capitals[name]]
    assert len(differing) <= 4, differing


def test_a_policy_without_punctuation_is_still_read() -> None:
    bare = "\n".join(
        line if line.startswith("#") else line.replace(".", "").replace(",", "").replace(";", "")
        for line in SAMPLE.splitlines()
    )
    plain, stripped = statuses(SAMPLE), statuses(bare)
    differing = [name for name in plain if plain[name] != stripped[name]]
    assert len(differing) <= 6, differing


def test_a_policy_that_forbids_everything_is_old_and_endangers_rights() -> None:
    found = Counter(finding.id for finding in checked(BANS).findings)
    assert found["legacy.blanket-ban"] >= 2
    assert found["rights.media-contact"] == 1
    assert found["rights.photo-recording"] == 1
    assert not [r for r in checked(BANS).requirements if r.element == "citizen" and r.status != "missing"]


def test_a_policy_that_stands_there_twice_has_the_verdicts_of_one() -> None:
    once, twice = statuses(SAMPLE), statuses(SAMPLE + "\n\n" + SAMPLE)
    assert once == twice
