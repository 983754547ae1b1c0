"""Measures what-if: ``python bench/what_if.py``. One payee with 200 deals among 50 with 10,000, warm, in one process.

The plan has four tiers on a quarterly quota, a flat rate on new products, and a draw.
"""

import argparse
import datetime as dt
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from attain.questions.whatif import Edit, WhatIf
from attain.runs import calculate_opened, open_workspace

PAYEES, DEALS, ASKS = 50, 200, 31
SETTINGS = """\
currency: USD
calendar: {year_starts: 2026-01-01}
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, amount: money, stage: text, product: text}
roster: {file: data/roster.csv}
targets: {file: data/targets.csv, columns: {name: text, payee: payee, period: text, amount: money}}
"""
PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
pay_period: month
targets: {quota: {per: quarter}}
components:
  commission:
    credit: {source: deals, where: stage = 'Won', value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate:
      kind: marginal_tiers
      tiers: [{from: 0%, pay: 5%}, {from: 50%, pay: 7%}, {from: 100%, pay: 10%}, {from: 150%, pay: 12%}]
  new_products:
    credit: {source: deals, where: stage = 'Won' AND product = 'new', value: amount, to: owner}
    measure: {sum: value, per: month}
    rate: 2%
payment:
  draw: {tops_up_to: 3000, per: pay_period, recoverable: true}
"""


def write_workspace(folder: Path, seed: int) -> None:
    """Write a workspace with a year of deals."""
    dice = random.Random(seed)
    for name in ("plans", "data"):
        (folder / name).mkdir(parents=True)
    payees = [f"P{number:03d}" for number in range(PAYEES)]
    deals = ["id,closed_on,owner,amount,stage,product"]
    for payee in payees:
        for number in range(DEALS):
            day = dt.date(2026, 1, 1) + dt.timedelta(days=dice.randrange(360))
            cents = dice.randrange(100_000, 5_000_000)
            product = dice.choice(["new", "old"])
            deals.append(f"{payee}-{number:04d},{day},{payee},{cents // 100}.{cents % 100:02d},Won,{product}")
    targets = [f"quota,{payee},2026-Q{quarter},1000000" for payee in payees for quarter in range(1, 5)]
    texts = {
        "attain.yaml": SETTINGS,
        "plans/sales.yaml": PLAN,
        "data/deals.csv": "\n".join(deals),
        "data/roster.csv": "\n".join(["payee,title", *(f"{payee},AE" for payee in payees)]),
        "data/targets.csv": "\n".join(["name,payee,period,amount", *targets]),
    }
    for name, text in texts.items():
        (folder / name).write_text(f"{text}\n", encoding="utf-8")


def measured(asking: WhatIf, scenario_count: int, *, settles: bool) -> tuple[float, float]:
    """Ask again and again about other amounts; returns the medians of wall and processor milliseconds."""
    walls: list[float] = []
    cpus: list[float] = []
    for number in range(ASKS + 3):
        edits = [
            [Edit.change("deals", f"{asking.payee}-{(7 * n + number) % DEALS:04d}", {"amount": f"{1000 + n + number}"})]
            for n in range(scenario_count)
        ]
        wall, cpu = time.perf_counter(), time.process_time()
        answers = asking.ask(edits, settles=settles)
        if number >= 3:  # the first ones warm up
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
        assert answers.scenario_count == scenario_count + 1
    return median(walls), median(cpus)


def main() -> int:
    """Measure and print."""
    wanted = argparse.ArgumentParser(description="Measure what-if.")
    wanted.add_argument("--seed", type=int, default=1)
    given = wanted.parse_args()
    with tempfile.TemporaryDirectory(prefix="attain-bench-") as folder:
        workspace = Path(folder) / "workspace"
        write_workspace(workspace, given.seed)
        opened = open_workspace(workspace)
        asking = WhatIf.of(opened, calculate_opened(opened), "P007")
        print(f"what-if, one payee with {DEALS} deals, median of {ASKS}", flush=True)
        for count in (1, 100):
            for settles, what in ((False, "earnings"), (True, "and payments")):
                wall, cpu = measured(asking, count, settles=settles)
                print(f"  {count:>3} scenarios, {what:<12} {wall:8.1f} ms {cpu:8.1f} ms CPU", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
