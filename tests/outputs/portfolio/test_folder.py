from pathlib import Path

import pytest

from policylint.errors import UserMistake
from policylint.outputs.portfolio.folder import LIST, PortfolioFolder, report_names


def written(path: Path, *names: str) -> PortfolioFolder:
    """The folder after a run that wrote files of these names."""
    folder = PortfolioFolder(path)
    with folder:
        for name in names:
            folder.write(name, name)
    return folder


def refused(path: Path, *names: str) -> str:
    with pytest.raises(UserMistake) as caught:
        PortfolioFolder(path).require_free(names)
    assert caught.value.code == "M004"
    return str(caught.value)


def broken_off(folder: PortfolioFolder) -> None:
    with folder:
        folder.write("portfolio.csv", "other")
        raise KeyboardInterrupt


def test_what_is_listed_and_unchanged_may_be_replaced(tmp_path: Path) -> None:
    written(tmp_path / "out", "portfolio.csv", "reports/a.docx")
    again = PortfolioFolder(tmp_path / "out")
    again.require_free(("portfolio.csv", "reports/a.docx"))
    with again:
        again.write("portfolio.csv", "new")
    assert (tmp_path / "out" / "portfolio.csv").read_text(encoding="utf-8") == "new"


def test_a_report_that_somebody_changed_is_kept(tmp_path: Path) -> None:
    written(tmp_path, "reports/a.docx")
    (tmp_path / "reports/a.docx").write_text("signed", encoding="utf-8")
    assert "it was changed since policylint wrote it" in refused(tmp_path, "reports/a.docx")


def test_a_file_that_is_not_listed_is_kept(tmp_path: Path) -> None:
    written(tmp_path, "portfolio.csv")
    (tmp_path / "portfolio.html").write_text("mine", encoding="utf-8")
    assert "policylint did not write it" in refused(tmp_path, "portfolio.html")


def test_a_folder_with_other_things_is_no_place_for_a_portfolio(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear", encoding="utf-8")
    assert "holds other things" in refused(tmp_path)


def test_a_missing_folder_is_made_and_a_missing_parent_is_not(tmp_path: Path) -> None:
    written(tmp_path / "new", "portfolio.csv")
    assert (tmp_path / "new" / "portfolio.csv").is_file()
    assert "there is no folder" in refused(tmp_path / "no" / "where")


def test_a_file_in_the_place_of_the_folder_is_kept(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    assert "it is a file" in refused(tmp_path / "out")


def test_the_list_is_written_where_a_run_breaks_off_and_knows_old_and_new(tmp_path: Path) -> None:
    written(tmp_path, "portfolio.csv", "portfolio.html")
    with pytest.raises(KeyboardInterrupt):
        broken_off(PortfolioFolder(tmp_path))
    PortfolioFolder(tmp_path).require_free(("portfolio.csv", "portfolio.html"))


def test_reports_on_documents_that_are_gone_are_removed_unless_somebody_changed_them(tmp_path: Path) -> None:
    written(tmp_path, "reports/a.docx", "reports/b.docx", "portfolio.csv")
    (tmp_path / "reports/b.docx").write_text("signed", encoding="utf-8")
    folder = PortfolioFolder(tmp_path)
    with folder:
        folder.write("portfolio.csv", "new")
        assert folder.remove_old() == ("reports/a.docx",)
    assert (tmp_path / "reports/b.docx").is_file()


def test_a_list_that_leads_out_of_the_folder_leads_nowhere(tmp_path: Path) -> None:
    outside = tmp_path / "precious.txt"
    outside.write_text("x", encoding="utf-8")
    written(tmp_path / "out", "portfolio.csv")
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    (tmp_path / "out" / LIST).write_text(f"{digest}  ../precious.txt\n", encoding="utf-8")
    folder = PortfolioFolder(tmp_path / "out")
    with folder:
        assert folder.remove_old() == ()
    assert outside.is_file()


def test_names_are_safe_and_say_which_document_it_is() -> None:
    assert report_names(["policies/HR/Social Media (2019).pdf", "./a.md", "Pol\u00edtica.docx"]) == (
        "policies-hr-social-media-2019-pdf",
        "a-md",
        "politica-docx",
    )


def test_names_that_would_be_alike_are_told_apart_whatever_their_order() -> None:
    names = report_names(["a/b.md", "a-b.md", "A-B.md"])
    assert len(set(names)) == 3
    assert report_names(["A-B.md", "a/b.md", "a-b.md"]) == (names[2], *names[:2])


def test_a_name_in_another_script_a_very_long_one_and_a_device_are_names_all_the_same() -> None:
    names = report_names(["\u653f\u7b56.pdf", "x" * 300, "con", "..", "stdin", "stdin"])
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name and len(name) < 100 and name != "con" for name in names)
