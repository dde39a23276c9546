from pathlib import Path

import pytest

from policylint.errors import UserMistake
from policylint.examine import describe_packs
from policylint.packs.files import PEERS_FILE, pack_files, rules_folder
from policylint.packs.peers import load_peers

PACK = rules_folder() / "social-media"

ONE = """\
peers:
  - about: account
    words: account management
    addressed: 12
    n: 26
    source: A survey (2010)
"""


def mistake(folder: Path, text: str) -> str:
    """What is said of figures with this text, from the file's name on."""
    (folder / PEERS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(UserMistake) as caught:
        load_peers(folder, known={"account", "access"})
    assert caught.value.code == "M101"
    return str(caught.value).removeprefix(folder.as_posix() + "/")


def test_the_figures_of_the_pack_are_those_of_the_survey_and_in_what_a_report_says_of_it() -> None:
    peers = describe_packs(["social-media"])[0].peers
    assert [(peer.about, peer.addressed, peer.n) for peer in peers] == [
        ("access", 5, 26),
        ("account", 12, 26),
        ("security", 15, 26),
    ]


def test_the_figures_bear_on_the_digest() -> None:
    assert PACK / PEERS_FILE in pack_files(PACK)


def test_a_pack_without_figures_has_none(tmp_path: Path) -> None:
    assert load_peers(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ONE.replace("about: account", "about: acount"), "2: there is no element or rule 'acount'; did you mean"),
        (ONE.replace("12", "27"), "4: 27 of 26 cannot be"),
        (ONE.replace("12", "many"), "4: addressed: expected a whole number"),
        (ONE.replace("    n: 26\n", ""), "2: the key 'n' is missing"),
        (ONE.replace("words", "word"), "3: there is no key 'word'; did you mean 'words'?"),
        (ONE.replace("A survey (2010)", "''"), "6: source: expected some words"),
        ("peers: none\n", "1: expected one key, 'peers'"),
        ("", "1: expected one key, 'peers'"),
        ("peers: [\n", "2: this is not YAML"),
        ("peers:\n  - 7\n", "2: expected keys with values"),
    ],
)
def test_a_mistake_names_its_line(tmp_path: Path, text: str, said: str) -> None:
    assert mistake(tmp_path, text).startswith(f"{PEERS_FILE}:{said}")
