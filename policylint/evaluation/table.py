"""The figures of an evaluation as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_NAMES = {"all": "all labels", "sure": "sure labels", "differing": "labels on which two readers differ (either counts)"}


def evaluation_text(result: dict[str, Any]) -> str:
    """Lay out the result of `evaluate` as tables."""
    return "\n".join(_lines(result)) + "\n"


def decisions_text(rows: list[dict[str, Any]]) -> str:
    """Lay out single decisions: the requirement, the label and the verdict, and under them the words of each."""
    lines = []
    for row in rows:
        sure = "" if row["sure"] else " (unsure)"
        lines.append(f"{row['document']}  {row['requirement']}: {row['label']}{sure}, verdict {row['verdict']}")
        lines += [f"    label    {' '.join(quote.split())}" for quote in row["quotes"]]
        lines += [f"    verdict  {' '.join(quote.split())}" for quote in row["evidence"]]
    return "\n".join([*lines, f"{len(rows)} in all."]) + "\n"


def _lines(result: dict[str, Any]) -> Iterator[str]:
    ours, theirs = result["policylint"], result["baseline"]
    yield f"{result['labelled']} labelled of {result['documents']} documents, stale dates as of {result['as_of']}."
    yield "In brackets: 95 % intervals."
    for subset, name in _NAMES.items():
        n = ours[subset]["accuracy"]["n"]
        yield ""
        yield f"{name}, n = {n}"
        if not n:
            continue
        yield f"  {'':26}{'policylint':28}{'keyword baseline':28}"
        yield f"  {'three-status accuracy':26}{_cell(ours[subset]['accuracy'])}{_cell(theirs[subset]['accuracy'])}"
        yield f"  {'macro F1':26}{_cell(ours[subset]['macro_f1'])}{_cell(theirs[subset]['macro_f1'])}"
        for figure in ("gap", "covered", "addressed"):
            for measure in ("precision", "recall"):
                cells = (_cell(side[subset][figure][measure]) for side in (ours, theirs))
                yield f"  {figure + ' ' + measure:26}{''.join(cells)}"
    yield ""
    yield f"evidence overlaps a labelled quote   {_cell(ours['evidence'])} n = {ours['evidence']['n']}"
    yield f"document kind right                  {_cell(ours['kind']['accuracy'])} n = {ours['kind']['accuracy']['n']}"
    for wrong in ours["kind"]["wrong"]:
        yield f"  {wrong['document']}: {wrong['verdict']}, labelled {' or '.join(wrong['label'])}"
    listed = ours["kind"]["negatives_with_gaps"]
    yield f"negative documents with gaps listed  {len(listed)} {' '.join(listed)}"
    for entry in result["unreadable"]:
        expected = (
            "as expected"
            if entry["expected"] and entry["reason"]
            else "NOT expected"
            if entry["reason"]
            else "expected to be unreadable, was read"
        )
        yield f"unreadable: {entry['document']} ({entry['reason']}, {expected})"
    yield ""
    yield f"{'findings':30}{'precision':28}{'recall':28}by one reader only"
    for identifier, row in {**ours["findings"]["by_id"], "all": ours["findings"]["all"]}.items():
        yield f"  {identifier:28}{_cell(row['precision'], n=True)}{_cell(row['recall'], n=True)}{row['single']}"
    yield ""
    yield "worst requirements            right          found though missing, missed, wrong scope"
    for row in result["worst"]:
        yield (
            f"  {row['id']:28}{row['accuracy']['value']:.2f} of {row['accuracy']['n']:<6}"
            f"{row['found_but_missing']:>3} {row['missed']:>3} {row['wrong_scope']:>3}"
        )
    for group, figures in result.get("groups", {}).items():
        if group == next(iter(result["groups"])):
            yield ""
            yield "by group of issuer: accuracy, macro F1"
        yield f"  {group[:60]:62}{_cell(figures['accuracy'], n=True)}{_cell(figures['macro_f1'])}"


def _cell(figure: dict[str, Any], *, n: bool = False) -> str:
    value, interval = figure["value"], figure["interval"]
    if value is None:
        text = "-" + (f" (n = {figure['n']})" if n else "")
    else:
        text = f"{value:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]" + (f" n={figure['n']}" if n else "")
    return f"{text:28}"
