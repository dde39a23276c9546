import re

from markdown_it import MarkdownIt
from msgspec.structs import replace

from policylint.outputs import job_summary
from policylint.outputs.markdown import escape
from tests.outputs.samples import SHORTFALL, compared, document, project, report, unreadable


def test_one_document_has_a_cell_for_each_requirement_and_many_have_a_bar() -> None:
    assert "| Legal | \u25a8 | 0 | 1 | 0 |" in job_summary.render(report())
    bar = next(line for line in job_summary.render(project()).splitlines() if line.startswith("| Legal |"))
    assert len(re.findall("[\u25a0\u25a8\u25a1]", bar)) == 20
    assert bar.endswith("| 0 | 4 | 2 |")


def test_every_document_has_a_row_and_what_is_open_stands_below_it() -> None:
    text = job_summary.render(project())
    assert text.count("<details>") == text.count("</details>") == 3
    assert "| old-policy.pdf | Internet use | 1 | 1 | 1 | 3 |" in text
    assert "- **Records** (`legal.records`, legacy, high, new): \u201cE-mail is kept" in text
    assert "Unreadable: The pages hold pictures" in text


def test_what_is_decided_or_does_not_apply_is_named_by_its_id() -> None:
    text = job_summary.render(report(compared()))
    assert "Decided: `legal.terms`, `rights.tone`." in text
    assert "Does not apply: `legal.filming`." in text
    assert "### Decisions to look at (1)" in job_summary.render(project())


def test_a_document_short_of_the_least_coverage_is_named_below_the_table() -> None:
    assert f"**{escape('policies/mail rules.md')}**: {escape('Short of the least coverage: ' + SHORTFALL)}\n" in (
        job_summary.render(project())
    )
    assert "least coverage" not in job_summary.render(report())


def test_the_most_severe_stands_first() -> None:
    lines = [line for line in job_summary.render(report()).splitlines() if line.startswith("- **")]
    assert [re.findall(r"high|medium|low", line)[0] for line in lines] == ["high", "medium", "medium"]


def test_how_much_is_new_is_said_where_there_is_a_baseline() -> None:
    assert "5 gaps and findings are open, 3 of them new or changed." in job_summary.render(report(compared()))
    assert "3 gaps and findings are open." in job_summary.render(report())


def test_the_summary_says_whether_the_gate_holds_and_at_which_level() -> None:
    plain = document()
    high = job_summary.render(report(replace(plain, fail_on="high")))
    assert "**The gate does not hold.** 1 of 3 open gaps and findings is at or above the fail level (high)." in high
    calm = replace(plain, findings=(), fail_on="high")
    assert "**The gate holds** (fail level high)." in job_summary.render(report(calm))
    assert "**The gate holds** (fail level never)." in job_summary.render(report(replace(plain, fail_on="never")))
    short = job_summary.render(report(replace(calm, shortfall=SHORTFALL), unreadable()))
    assert "hold.** 1 document is short of what was asked for. 1 document could not be read." in short


def test_a_name_in_the_fold_is_shown_as_it_is() -> None:
    text = job_summary.render(report(document(name="a_b*c&d@e.md")))
    assert "<details><summary>a_b*c&amp;d@<!-- -->e.md: 3 open</summary>" in text


def test_a_summary_is_never_longer_than_github_takes_and_says_where_it_ends() -> None:
    many = [replace(document(name=f"p{number}.md", quote="\u201c" * 400), title="") for number in range(4000)]
    text = job_summary.render(report(*many))
    assert len(text.encode()) <= job_summary.LIMIT
    assert "**The summary ends here: with" in text
    assert text.count("<details>") == text.count("</details>") > 100


def test_a_summary_renders_as_tables_lists_and_folds_only() -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(job_summary.render(project()))
    html = {token.content.strip() for token in tokens if token.type == "html_block"}
    assert all(re.fullmatch(r"</?details>.*", part, re.DOTALL) for part in html)
    assert sum(token.type == "table_open" for token in tokens) == 2
