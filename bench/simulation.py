"""Measures simulation: ``python bench/simulation.py --scenarios 10000``. 500 payees, four quarters drawn from four.

Three tiers on a quarterly quota; each payee has three deals in each past quarter.
"""

import argparse
import datetime as dt
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from attain.periods import Calendar
from attain.questions.simulate import Asked, simulate
from attain.runs import open_workspace

PAYEES, DEALS = 500, 3
SETTINGS = """\
currency: USD
calendar: {year_starts: 2026-01-01}
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, amount: money}
roster: {file: data/roster.csv}
"""
PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
pay_period: quarter
targets: {quota: {amount: 100000, per: quarter}}
components:
  commission:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate: {kind: marginal_tiers, tiers: [{from: 0%, pay: 5%}, {from: 80%, pay: 8%}, {from: 100%, pay: 12%}]}
"""


def write_workspace(folder: Path, seed: int) -> None:
    """Write a workspace with a past year of deals."""
    dice = random.Random(seed)
    for name in ("plans", "data"):
        (folder / name).mkdir(parents=True)
    payees = [f"P{number:03d}" for number in range(PAYEES)]
    deals = ["id,closed_on,owner,amount"]
    for payee in payees:
        for quarter in range(4):
            for number in range(DEALS):
                day = dt.date(2025, 3 * quarter + 1, 1) + dt.timedelta(days=dice.randrange(89))
                deals.append(f"{payee}-{quarter}-{number},{day},{payee},{dice.randrange(5_000, 80_000)}")
    texts = {
        "attain.yaml": SETTINGS,
        "plans/sales.yaml": PLAN,
        "data/deals.csv": "\n".join(deals),
        "data/roster.csv": "\n".join(["payee,title", *(f"{payee},AE" for payee in payees)]),
    }
    for name, text in texts.items():
        (folder / name).write_text(f"{text}\n", encoding="utf-8")


def main() -> int:
    """Simulate and print what it took."""
    wanted = argparse.ArgumentParser(description="Measure simulation.")
    wanted.add_argument("--scenarios", type=int, default=10_000)
    wanted.add_argument("--seed", type=int, default=1)
    given = wanted.parse_args()
    calendar = Calendar()
    periods, past = (calendar.between("quarter", dt.date(y, 1, 1), dt.date(y + 1, 1, 1)) for y in (2026, 2025))
    with tempfile.TemporaryDirectory(prefix="attain-bench-") as folder:
        workspace = Path(folder) / "workspace"
        write_workspace(workspace, given.seed)
        opened = open_workspace(workspace)
        wall, cpu = time.perf_counter(), time.process_time()
        found = simulate(opened, Asked(tuple(opened.plans), tuple(periods), tuple(past), given.scenarios, given.seed))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert found.is_usable, found.diagnostics
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))
    p10, p50, p90 = (found.percentile(percent, "USD") for percent in (10, 50, 90))
    print(f"{given.scenarios:,} scenarios x {PAYEES} payees x 4 quarters")
    print(f"  {wall:.1f} s, {cpu:.1f} s CPU, {peak:,.0f} MiB")
    print(f"  P10 {p10 / 100:,.2f}, P50 {p50 / 100:,.2f}, P90 {p90 / 100:,.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
