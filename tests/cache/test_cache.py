from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from policylint.cache import Cache, CacheTrouble, cache_key
from policylint.cache.store import is_cache
from policylint.choices import Ocr
from policylint.limits import Limits
from policylint.model.examined import Examined, pack_text
from policylint.model.report import PackInfo
from policylint.model.text import DocumentText
from tests.outputs.samples import document

KEY = "ab" * 32


def examined(name: str = "policy.md", since: str = "2020-01-01", until: str = "2026-12-31") -> Examined:
    text = DocumentText(sections=(("1 Scope",),))
    return Examined(report=document(name), since=since, until=until, packed_text=pack_text(text))


def key(**changes: object) -> str:
    said: dict[str, object] = {
        "sha256": "0" * 64,
        "name": "policy.md",
        "packs": ("d1",),
        "any_kind": False,
        "limits": Limits(),
        "ocr": Ocr(),
        "programs": "",
    }
    return cache_key(**{**said, **changes})  # type: ignore[arg-type]


def test_what_was_put_comes_back_text_and_all(tmp_path: Path) -> None:
    Cache(tmp_path / "c").put(KEY, examined())
    found = Cache(tmp_path / "c").get(KEY, as_of="2024-01-01")
    assert found is not None
    assert (found.report, found.text.sections) == (document("policy.md"), (("1 Scope",),))


def test_an_entry_holds_only_for_days_on_which_it_says_the_same(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, examined(since="2024-01-01", until="2024-12-31"))
    assert cache.get(KEY, as_of="2024-12-31")
    assert cache.get(KEY, as_of="2025-01-01") is None
    assert cache.get(KEY, as_of="2023-12-31") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "1" * 64},
        {"name": "policy.html"},
        {"packs": ("d2",)},
        {"packs": ("d1", "d2")},
        {"any_kind": True},
        {"limits": Limits(pages=11)},
        {"limits": Limits(file_bytes=101)},
        {"limits": Limits(ocr_pages=5)},
        {"limits": Limits(pixels=5)},
        {"limits": Limits(stream_bytes=5)},
        {"limits": Limits(members=5)},
        {"limits": Limits(unpacked_bytes=5)},
        {"limits": Limits(ratio=5)},
        {"limits": Limits(characters=5)},
        {"ocr": Ocr(engine="off")},
        {"ocr": Ocr(languages=("spa", "eng"))},
        {"ocr": Ocr(confidence=0.9)},
        {"programs": "/usr/bin/tesseract 1 2"},
    ],
    ids=str,
)
def test_the_key_changes_with_whatever_bears_on_the_verdict(changes: dict[str, object]) -> None:
    assert key(**changes) != key()


def test_more_time_does_not_bear_on_a_verdict_that_is_kept() -> None:
    assert key(limits=Limits(seconds=1, cpu_seconds=1)) == key()


def test_the_name_of_a_file_does_not_bear_on_the_verdict() -> None:
    assert key(name="elsewhere/other.MD") == key()


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda _: b"", lambda _: b"\x00" * 50])
def test_a_damaged_entry_counts_as_none(tmp_path: Path, damage: object) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, examined())
    (entry,) = [path for path in tmp_path.rglob(KEY[2:]) if path.is_file()]
    entry.write_bytes(damage(entry.read_bytes()))  # type: ignore[operator]
    assert cache.get(KEY, as_of="2024-01-01") is None


def test_the_folder_says_what_it_is_and_keeps_itself_out_of_git(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    assert not is_cache(folder)
    Cache(folder).put(KEY, examined())
    assert is_cache(folder)
    assert (folder / ".gitignore").read_text() == "*\n"


def test_packs_are_remembered_by_their_digest(tmp_path: Path) -> None:
    pack = PackInfo(id="p", title="P", version="1", digest="d")
    Cache(tmp_path).put_pack(pack)
    assert Cache(tmp_path).pack("d") == pack
    assert Cache(tmp_path).pack("e") is None


def test_a_folder_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CacheTrouble, match="cannot be written"):
        Cache(tmp_path / "file" / "c").put(KEY, examined())


def test_a_damaged_byte_anywhere_is_noticed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, examined())
    (entry,) = [path for path in tmp_path.rglob(KEY[2:]) if path.is_file()]
    whole = entry.read_bytes()
    for place in range(0, len(whole), 97):
        entry.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert cache.get(KEY, as_of="2024-01-01") is None


def test_many_writers_at_once_leave_whole_entries(tmp_path: Path) -> None:
    def write(number: int) -> None:
        Cache(tmp_path).put(KEY, examined(name=f"{number}.md"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(64)))
    found = Cache(tmp_path).get(KEY, as_of="2024-01-01")
    assert found is not None
    assert found.report.source.name.endswith(".md")
    assert list(tmp_path.rglob("*.part")) == []
