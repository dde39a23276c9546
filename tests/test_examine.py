"""Many documents, each from the cache or anew; the engine is real, the trouble is made by hand."""

from datetime import date
from pathlib import Path

import pytest

from policylint import examine
from policylint.cache import Cache, CacheTrouble
from policylint.errors import UserMistake
from policylint.examine import Request, describe_packs, examine_inputs
from policylint.limits import Limits
from policylint.sources import Input, file_input

DAY = date(2026, 11, 1)
POLICY = """# Social Media Policy

This policy applies to all employees of the city who post on its social media accounts.

Employees who post on social media for the city must be respectful to its residents, and may not share passwords.
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.md"
    path.write_text(POLICY)
    return path


def request(path: Path, **more: bool) -> Request:
    return Request(file_input(path.as_posix()), **more)  # type: ignore[arg-type]


def entries(folder: Path) -> int:
    return sum(len(path.parent.name) == 2 for path in folder.rglob("*") if path.is_file())


def test_a_document_from_the_cache_has_the_name_under_which_it_was_asked_for(policy: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    other = tmp_path / "other.md"
    other.write_text(POLICY)
    for path in (policy, other):
        (found,) = examine_inputs([request(path)], as_of=DAY, limits=Limits(), cache_for=lambda _: cache)
        assert found is not None
        assert found.report.source.name == path.as_posix()
    assert entries(tmp_path / "cache") == 1


def test_a_verdict_that_another_try_may_not_come_to_is_not_kept(policy: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    hurried = Limits(seconds=0.001)
    (found,) = examine_inputs([request(policy)], as_of=DAY, limits=hurried, cache_for=lambda _: cache)
    assert found is not None
    assert found.report.reason == "timeout"
    assert entries(tmp_path / "cache") == 0


def test_a_file_over_the_limit_is_never_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.md"
    path.write_text("x" * 100)

    def read() -> bytes:
        raise AssertionError("it was read")

    item = Input("huge.md", read, path.as_posix())
    cache = Cache(tmp_path / "cache")
    (found,) = examine_inputs([Request(item)], as_of=DAY, limits=Limits(file_bytes=99), cache_for=lambda _: cache)
    assert found is not None
    assert (found.report.reason, found.report.source.size, found.report.source.sha256) == ("too-large", 100, "")


def test_a_cache_that_cannot_be_written_is_told_once(policy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    cache = Cache(tmp_path / "file" / "cache")
    told: list[CacheTrouble] = []
    requests = [request(policy), request(policy, any_kind=True)]
    found = examine_inputs(requests, as_of=DAY, limits=Limits(), cache_for=lambda _: cache, on_trouble=told.append)
    assert all(found)
    assert len(told) == 1


def test_a_file_that_cannot_be_opened_leaves_the_others(policy: Path, tmp_path: Path) -> None:
    told: list[str] = []
    requests = [request(tmp_path / "gone.md"), request(policy)]
    found = examine_inputs(requests, as_of=DAY, limits=Limits(), on_unread=lambda item, _: told.append(item.name))
    assert [one is None for one in found] == [True, False]
    assert told == [(tmp_path / "gone.md").as_posix()]
    with pytest.raises(UserMistake):
        examine_inputs(requests, as_of=DAY, limits=Limits())


def test_what_a_pack_finds_that_was_edited_meanwhile_is_not_kept(
    policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examine, "_pack_digest", lambda _: "another")
    cache = Cache(tmp_path / "cache")
    examine_inputs([request(policy)], as_of=DAY, limits=Limits(), cache_for=lambda _: cache)
    assert entries(tmp_path / "cache") == 0


def test_packs_are_described_alike_with_and_without_a_cache(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    told = [describe_packs(["social-media"], cache=with_cache) for with_cache in (None, cache, cache)]
    assert told[0] == told[1] == told[2]
    assert cache.pack(told[0][0].digest) == told[0][0]
