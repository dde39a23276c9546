import os
import socket
from pathlib import Path

import pytest

from policylint.config import ConfigurationLookup
from policylint.errors import UserMistake
from policylint.sources import Input, find_inputs


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(name, encoding="utf-8")


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def found(*paths: str) -> list[str]:
    return [item.name for item in find_inputs(paths)]


def configured(*paths: str) -> list[str]:
    return [item.name for item in find_inputs(paths, configuration_for=ConfigurationLookup())]


def test_a_folder_gives_documents_in_order_and_each_once() -> None:
    make("b.md", "a.PDF", "sub/c.txt", "sheet.xlsx", ".hidden.md", "~$lock.docx")
    assert found(".") == ["a.PDF", "b.md", "sub/c.txt"]
    assert found(".", "sub", "sub/c.txt", "./b.md") == ["a.PDF", "b.md", "sub/c.txt"]


@pytest.mark.parametrize("folder", [".git", ".cache", "__pycache__", "node_modules", "venv"])
def test_folders_of_tools_are_not_entered(folder: str) -> None:
    make(f"{folder}/a.md", "b.md")
    assert found(".") == ["b.md"]


def test_the_folder_of_the_cache_is_not_entered() -> None:
    make("kept/a.md", "b.md")
    write("policylint.toml", "cache-dir = 'kept'")
    assert configured(".") == ["b.md"]


@pytest.mark.parametrize(
    ("glob", "names"),
    [
        ("*.md", ["a.md"]),
        ("./*.md", ["a.md"]),
        ("**/*.md", ["a.md", "x/b.md", "x/y/c.md"]),
        ("x/*", ["x/b.md", "x/d.txt"]),
        ("x/**", ["x/b.md", "x/d.txt", "x/y/c.md"]),
        ("*/y/*.md", ["x/y/c.md"]),
        ("x/[bd].*", ["x/b.md", "x/d.txt"]),
        ("?.md", ["a.md"]),
    ],
)
def test_a_glob_gives_the_documents_that_it_fits(glob: str, names: list[str]) -> None:
    make("a.md", "x/b.md", "x/d.txt", "x/y/c.md", "x/e.xlsx")
    assert found(glob) == names


def test_a_file_whose_name_looks_like_a_glob_is_that_file() -> None:
    make("law [2].md", "law 2.md")
    assert found("law [2].md") == ["law [2].md"]


@pytest.mark.parametrize(
    ("path", "says"), [("gone.md", "no such file"), ("*.md", "no policy"), ("no/*.md", "no policy")]
)
def test_what_is_not_there_is_a_mistake(path: str, says: str) -> None:
    with pytest.raises(UserMistake, match=says):
        find_inputs([path])


def test_a_file_named_outright_is_taken_whatever_its_name() -> None:
    make("policy.xyz")
    assert found("policy.xyz") == ["policy.xyz"]


def test_excluded_files_are_not_picked_up_but_taken_when_named() -> None:
    make("a.md", "drafts/b.md", "c.tmp.md")
    write("policylint.toml", "exclude = ['drafts/', '*.tmp.md']")
    assert configured(".") == ["a.md"]
    assert configured("**/*.md") == ["a.md"]
    assert configured("drafts/b.md", "c.tmp.md") == ["drafts/b.md", "c.tmp.md"]


def test_an_excluded_folder_named_outright_is_searched_and_other_patterns_hold_in_it() -> None:
    make("drafts/b.md", "drafts/c.tmp.md")
    write("policylint.toml", "exclude = ['drafts/', '*.tmp.md']")
    assert configured("drafts") == ["drafts/b.md"]
    assert configured("drafts/*.md") == ["drafts/b.md"]


def test_force_exclude_leaves_out_what_is_named_outright_too() -> None:
    make("a.md", "drafts/b.md")
    write("policylint.toml", "exclude = ['drafts/']\nforce-exclude = true")
    assert configured("a.md", "drafts/b.md", "drafts") == ["a.md"]
    assert configured("drafts/b.md") == []


def test_include_says_what_is_picked_up() -> None:
    make("a.md", "b.rst", "sub/c.rst")
    write("policylint.toml", "include = ['*.rst']")
    assert configured(".") == ["b.rst", "sub/c.rst"]
    assert configured("*") == ["b.rst"]


def test_where_everything_is_left_out_the_mistake_says_so() -> None:
    make("drafts/a.md")
    write("policylint.toml", "exclude = ['*.md']")
    with pytest.raises(UserMistake, match="every document here is left out"):
        configured(".")


def test_each_folder_is_governed_by_its_own_configuration() -> None:
    make("a.md", "a.txt", "police/b.md", "police/b.txt")
    write("policylint.toml", "exclude = ['*.txt']")
    write("police/policylint.toml", "exclude = ['*.md']")
    assert configured(".") == ["a.md", "police/b.txt"]


def test_a_configuration_in_an_excluded_folder_does_not_bring_it_back() -> None:
    make("a.md", "drafts/b.md")
    write("policylint.toml", "exclude = ['drafts/']")
    write("drafts/policylint.toml", "")
    assert configured(".") == ["a.md"]


def test_what_gitignore_files_leave_out_is_not_picked_up() -> None:
    make("a.md", "build/b.md", "x/c.md", "x/keep.md", "x/y/c.md")
    write(".gitignore", "build/\nc.md\n")
    write("x/y/.gitignore", "!c.md\n")
    assert configured(".") == ["a.md", "x/keep.md", "x/y/c.md"]
    assert configured("build/b.md") == ["build/b.md"]
    assert found(".") == ["a.md", "build/b.md", "x/c.md", "x/keep.md", "x/y/c.md"]


def test_gitignore_files_above_count_within_a_repository() -> None:
    make("x/a.md", "x/b.md")
    write(".gitignore", "b.md\n/x/\n")
    assert configured("x") == ["x/a.md", "x/b.md"]
    Path(".git").mkdir()
    assert configured("x") == ["x/a.md"]


def test_gitignore_files_may_be_disregarded() -> None:
    make("a.md", "b.md")
    write(".gitignore", "b.md")
    write("policylint.toml", "respect-gitignore = false")
    assert configured(".") == ["a.md", "b.md"]


def test_a_wrong_line_or_bytes_in_a_gitignore_are_no_mistake() -> None:
    make("a.md", "b.md")
    Path(".gitignore").write_bytes(b"!\n\xff\xfe\nb.md\r\n")
    assert configured(".") == ["a.md"]


def test_links_to_folders_are_not_followed_and_loops_end() -> None:
    make("x/a.md")
    Path("x/up").symlink_to("..")
    Path("other").symlink_to("x")
    Path("x/self.md").symlink_to("self.md")
    assert found(".") == ["x/a.md", "x/self.md"]
    assert found("**/*.md") == ["x/a.md", "x/self.md"]
    assert found("other") == ["other/a.md", "other/self.md"]


def test_a_link_to_a_file_is_that_file() -> None:
    make("x/real.md")
    Path("link.md").symlink_to("x/real.md")
    assert find_inputs(["."])[0].read() == b"x/real.md"


@pytest.mark.parametrize("path", ["policy.md", "."])
def test_a_link_that_leads_nowhere_is_a_mistake_that_names_it(path: str) -> None:
    Path("policy.md").symlink_to("gone.md")
    (item,) = find_inputs([path])
    with pytest.raises(UserMistake, match=r"policy\.md: this is a link to gone\.md, which is not there"):
        item.read()


def test_a_link_that_leads_to_itself_is_a_mistake() -> None:
    Path("policy.md").symlink_to("policy.md")
    with pytest.raises(UserMistake, match="a link that leads back to itself"):
        find_inputs(["policy.md"])[0].read()


def test_a_pipe_is_never_opened() -> None:
    make("a.md")
    os.mkfifo("pipe.md")
    Path("link.md").symlink_to("pipe.md")
    assert found(".") == ["a.md"]
    for name in ("pipe.md", "link.md"):
        (item,) = find_inputs([name])
        with pytest.raises(UserMistake, match=rf"{name}: cannot be read \(it is a pipe"):
            item.read()
        with pytest.raises(UserMistake, match="it is a pipe"):
            item.size()


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    make("a.md")
    (item,) = find_inputs(["a.md"])
    before = os.stat("a.md")
    os.unlink("a.md")
    os.mkfifo("a.md")
    monkeypatch.setattr(os, "stat", lambda name: before)
    with pytest.raises(UserMistake, match="it is a pipe"):
        item.read()


def test_a_device_and_a_socket_are_never_opened() -> None:
    with pytest.raises(UserMistake, match="it is a device"):
        find_inputs([os.devnull])[0].read()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.md")
        with pytest.raises(UserMistake, match="it is a socket"):
            find_inputs(["s.md"])[0].read()


def test_a_folder_that_cannot_be_looked_into_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    make("a.md", "shut/b.md")
    scan = os.scandir

    def refused(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    first, second = find_inputs(["."])
    assert (first.name, second.name) == ("a.md", "shut")
    with pytest.raises(UserMistake, match="a folder that cannot be looked into"):
        second.read()


def test_an_input_knows_its_file_and_size_before_it_is_read() -> None:
    make("a.md")
    (item,) = find_inputs(["a.md"])
    assert (item.path, item.size(), item.read()) == ("a.md", 4, b"a.md")


def test_bytes_and_standard_input_have_no_file() -> None:
    assert Input("bytes", lambda: b"abc").size() is None
    (item,) = find_inputs(["-"])
    assert (item.name, item.path, item.size()) == ("-", None, None)


def test_nothing_is_opened_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    make("a.md")

    def refused(*_: object) -> int:
        raise AssertionError("opened")

    monkeypatch.setattr(os, "open", refused)
    (item,) = find_inputs(["."])
    with pytest.raises(AssertionError, match="opened"):
        item.read()
