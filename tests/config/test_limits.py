"""What a document may cost and how scans are read: as a file and the command line say it."""

from pathlib import Path

import pytest

from policylint.choices import Ocr
from policylint.config import find_configuration
from policylint.config.amounts import amount, by_name, limits_of, said_by, said_number, widest
from policylint.config.model import LIMIT_NAMES
from policylint.config.read import options_table
from policylint.config.settings import Settings
from policylint.errors import UserMistake
from policylint.limits import Limits


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(text: str, **options: object) -> Settings:
    Path("policylint.toml").write_text(text, encoding="utf-8")
    return find_configuration(Path()).settings_for("a.md", options=options)


def mistake(text: str) -> str:
    with pytest.raises(UserMistake) as caught:
        settings(text)
    return str(caught.value)


def option_mistake(**options: object) -> str:
    with pytest.raises(UserMistake) as caught:
        options_table({key.replace("_", "-"): value for key, value in options.items()})
    return str(caught.value)


def test_every_limit_but_the_time_has_a_key() -> None:
    assert {name.replace("-", "_") for name in LIMIT_NAMES} == set(Limits.__slots__) - {"seconds"}


@pytest.mark.parametrize(
    ("written", "bytes_"),
    [
        ("500 MB", 500_000_000),
        ("500MB", 500_000_000),
        ("2 GiB", 2 << 30),
        ("1.5 kb", 1500),
        ("64 KiB", 65536),
        ("7 B", 7),
        (9, 9),
    ],
)
def test_a_size_may_have_a_unit(written: object, bytes_: int) -> None:
    assert amount(written) == bytes_


def test_a_file_says_limits_and_the_others_keep_their_defaults() -> None:
    found = settings('[limits]\nmemory-bytes = "1 GiB"\npages = 7\n').limits
    assert found == Limits(memory_bytes=1 << 30, pages=7)


def test_processor_time_is_as_long_as_the_time_unless_it_is_said() -> None:
    assert settings("timeout = 30").limits.cpu_seconds == 30
    assert settings("timeout = 0.2").limits.cpu_seconds == 1
    assert settings("timeout = 30\n[limits]\ncpu-seconds = 5").limits.cpu_seconds == 5


def test_the_command_line_wins_limit_by_limit_and_each_says_where_it_stands() -> None:
    found = settings("[limits]\npages = 7\nmembers = 9\n", limits={"pages": 8})
    assert (found.limits.pages, found.limits.members) == (8, 9)
    assert str(found.origins["limits.pages"]) == "--limit"
    assert str(found.origins["limits.members"]) == "policylint.toml:3"


def test_ocr_is_configured_as_it_is_called() -> None:
    found = settings('ocr = "tesseract"\nocr-languages = ["eng", "spa"]\nocr-confidence = 0.8\n')
    assert found.recognition == Ocr(engine="tesseract", languages=("eng", "spa"), confidence=0.8)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[limits]\npagse = 3", "2: there is no key 'pagse' in [limits]; did you mean 'pages'?"),
        (
            "[limits]\nseconds = 3",
            "2: there is no key 'seconds' in [limits]; that is the key 'timeout' above the tables.",
        ),
        ("[limits]\npages = 0", "2: 'pages' takes a whole number, more than 0; 0 does not fit."),
        ("[limits]\npages = 2.5", "2: 'pages' takes a whole number, more than 0; 2.5 does not fit."),
        ("[limits]\nratio = 0.5", "2: 'ratio' takes a number, at least 1; 0.5 does not fit."),
        (
            "[limits]\nfile-bytes = '0 MB'",
            '2: \'file-bytes\' takes a number of bytes, or a size such as "500 MB" or "2 GiB"; "0 MB" does not fit.',
        ),
        ("limits = 3", "1: 'limits' takes a table headed [limits]; 3 does not fit."),
        (
            "ocr = 'tesserac'",
            '1: \'ocr\' takes "auto", "off", "tesseract" or "rapidocr"; "tesserac" does not fit; '
            "did you mean 'tesseract'?",
        ),
        ("ocr-languages = ['-c']", "1: 'ocr-languages' takes a list of languages as tesseract names them, such as "),
        ("ocr-languages = []", "1: 'ocr-languages' takes a list of languages as tesseract names them, such as "),
        ("ocr-confidence = 60", "1: 'ocr-confidence' takes a number from 0 to 1; 60 does not fit."),
    ],
)
def test_what_cannot_be_is_a_mistake_with_its_line(text: str, says: str) -> None:
    assert mistake(text).startswith(f"policylint.toml:{says}")


def test_what_cannot_be_on_the_command_line_is_named_by_its_option() -> None:
    assert option_mistake(limits={"page": 3}) == "--limit knows no limit 'page'; did you mean 'pages'?"
    assert option_mistake(limits={"timeout": 3}) == "--limit knows no limit 'timeout'; that is --timeout."
    assert option_mistake(limits={"pages": "x"}) == '--limit pages takes a whole number, more than 0; "x" does not fit.'
    assert option_mistake(ocr="tess").startswith(
        '--ocr takes "auto", "off", "tesseract" or "rapidocr"; "tess" does not'
    )
    assert option_mistake(ocr_languages=("e s",)).startswith("--ocr-language takes a language as tesseract names it")


def test_a_value_of_the_command_line_is_a_number_where_it_is_one() -> None:
    assert [said_number(text) for text in ("20", "2.5", "20MB")] == [20, 2.5, "20MB"]


def test_limits_of_python_come_to_the_same_options_and_back() -> None:
    wanted = Limits(seconds=10, cpu_seconds=99, pages=3, memory_bytes=1 << 30)
    said = said_by(wanted)
    assert isinstance(said["limits"], dict)
    assert limits_of(said["timeout"], said["limits"]) == wanted
    assert by_name(wanted)["pages"] == 3


def test_of_several_limits_the_widest_hold() -> None:
    assert widest([Limits(pages=3, members=9), Limits(pages=5, members=7)]) == Limits(pages=5, members=9)
