"""Measures one changed deal among a million: ``python bench/one_change.py``. The store, one process, warm.

January is closed and February was posted, and is open again. Then one deal of January changes, over and over: its row
is imported, the plans are calculated, and what it moves is posted. Beside it stands a calculation of everybody.
"""

import argparse
import datetime as dt
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TypeVar

from attain_web.setup import ready
from attain_web.store.embedded import Cluster

Found = TypeVar("Found")
JANUARY, FEBRUARY = "2026-01", "2026-02"
SETTINGS = """\
currency: USD
today: 2026-12-31
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
components:
  commission:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: quarter}
    rate: {kind: marginal_tiers, tiers: [{from: 0, pay: 5%}, {from: 500000, pay: 7%}, {from: 1500000, pay: 10%}]}
"""


def write_workspace(folder: Path, deals: int, payees: int) -> dict[str, str]:
    """Write a workspace with a year of deals, and return the first of them as its row says it."""
    dice = random.Random(7)
    for name in ("plans", "data"):
        folder.joinpath(name).mkdir(parents=True)
    first = dt.date(2026, 1, 1)
    rows = ["id,closed_on,owner,amount"]
    for number in range(deals):
        day = first + dt.timedelta(days=dice.randrange(365)) if number else first
        rows.append(f"D{number},{day},P{number % payees:04d},{dice.randrange(100_00, 9_000_00) / 100:.2f}")
    folder.joinpath("data/deals.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    people = ["payee,title", *(f"P{number:04d},AE" for number in range(payees))]
    folder.joinpath("data/roster.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
    folder.joinpath("attain.yaml").write_text(SETTINGS, encoding="utf-8")
    folder.joinpath("plans/sales.yaml").write_text(PLAN, encoding="utf-8")
    return dict(zip(rows[0].split(","), rows[1].split(","), strict=True))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deals", type=int, default=1_000_000)
    parser.add_argument("--payees", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="attain-one-change-") as name:
        workspace = Path(name)
        deal = write_workspace(workspace, given.deals, given.payees)
        ready(workspace)
        try:
            measure(workspace, deal, given.rounds)
        finally:
            Cluster(workspace).stop()


def measure(workspace: Path, deal: dict[str, str], rounds: int) -> None:
    """Take two months to where they are, then change one deal again and again."""
    from attain_web.actions.closing import periods, posting
    from attain_web.actions.importing import import_workspace
    from attain_web.actions.running import calculate_run
    from tests.store.journey import approve_plans, finish

    timed("import of all", lambda: import_workspace(workspace, acting_user="dana"))
    approve_plans(workspace)
    whole = timed("calculation of everybody", lambda: calculate_run(workspace, acting_user="dana"))
    for period in (JANUARY, FEBRUARY):
        timed(f"{period} to its close", lambda period=period: finish(workspace, period))
    for user in ("carl", "eve"):
        periods.reopen_period(FEBRUARY, acting_user=user, reason="a deal of January changes")
    seen: dict[str, list[float]] = {"import": [], "calculate": [], "post": []}
    for number in range(rounds):
        row = deal | {"amount": str(1_000 + number)}
        workspace.joinpath("data/deals.csv").write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", "utf-8")
        seen["import"].append(took(lambda: import_workspace(workspace, acting_user="dana", is_part=True))[0])
        seconds, ran = took(lambda: calculate_run(workspace, acting_user="dana"))
        assert ran.payee_count == 1, ran.why_all
        seen["calculate"].append(seconds)
        periods.calculate_period(workspace, FEBRUARY, acting_user="dana")
        periods.review_period(FEBRUARY, acting_user="dana")
        periods.approve_period(FEBRUARY, acting_user="eve")
        seconds, posted = took(lambda: posting.post_period(workspace, FEBRUARY, acting_user="eve"))
        assert posted.entry_count
        seen["post"].append(seconds)
        posting.close_period(workspace, FEBRUARY, acting_user="carl")
        for user in ("carl", "eve"):
            periods.reopen_period(FEBRUARY, acting_user=user, reason="once more")
    sums = [sum(parts) for parts in zip(*seen.values(), strict=True)]
    for title, values in {**seen, "together": sums}.items():
        print(f"{title:>10}: median {median(values) * 1000:6.0f} ms, most {max(values) * 1000:6.0f} ms")
    print(f"  together: {median(sums) / whole:.1%} of the calculation of everybody")


def timed(title: str, work: Callable[[], object]) -> float:
    """Do something, and print how long it took."""
    seconds, _ = took(work)
    print(f"{title}: {seconds:.1f} s", flush=True)
    return seconds


def took(work: Callable[[], Found]) -> tuple[float, Found]:
    """Do something and return the seconds it took, and what it gave."""
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


if __name__ == "__main__":
    main()
