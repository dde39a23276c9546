"""How much of the clause bank each rule finds, and how often it is fooled: the half it was written with, the half not.

python -m benchmarks.clauses [corpus/clauses]
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import get_args

from policylint.evaluation.clauses import BankVerdict, Half, read_banks, run_bank
from policylint.evaluation.statistics import Share

HALVES: tuple[Half, ...] = get_args(Half)


def main(folder: Path) -> None:
    """Print, for each rule and over all, the share found and the share of false alarms in each half."""
    verdicts = [verdict for bank in read_banks(folder) for verdict in run_bank(bank)]
    by_rule: dict[str, list[BankVerdict]] = defaultdict(list)
    for verdict in verdicts:
        by_rule[verdict.rule].append(verdict)
    print(
        f"{len(verdicts)} clauses of {len(by_rule)} rules; found / of those that settle, false / of those that do not"
    )
    for half in HALVES:
        print(f"  {half:5}  found {_cell(verdicts, half, True)}   false {_cell(verdicts, half, False)}")
    print(f"{'':28}{'tuned: found':14}{'false':10}{'held: found':14}{'false':10}")
    for rule, chosen in by_rule.items():
        cells = "".join(
            f"{_count(chosen, half, settles):{width}}"
            for half in HALVES
            for settles, width in ((True, 14), (False, 10))
        )
        print(f"{rule:28}{cells}")


def _share(verdicts: list[BankVerdict], half: Half, settles: bool) -> Share:
    chosen = [verdict for verdict in verdicts if verdict.half == half and verdict.settles == settles]
    return Share(sum(verdict.found for verdict in chosen), len(chosen))


def _cell(verdicts: list[BankVerdict], half: Half, settles: bool) -> str:
    share = _share(verdicts, half, settles)
    low, high = share.interval or (0.0, 1.0)
    return f"{share.value or 0:.3f} [{low:.3f}, {high:.3f}] n = {share.n}"


def _count(verdicts: list[BankVerdict], half: Half, settles: bool) -> str:
    share = _share(verdicts, half, settles)
    return f"{share.right}/{share.n}"


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "corpus/clauses"))
