"""Writes the workspace of the benchmark: deals, splits, roster, targets and two plans, from a seed.

``python bench/workload.py FOLDER --deals 1000000 --seed 1``

A sales force of 5,000: account executives, their managers, the managers' directors. One executive in ten
changes team
in the middle of the year, one deal in four is split between two payees, one in fifty is a manager's own, one
in a hundred is a return. The force sells about as much whatever the number of deals, so quotas and caps bite alike.
"""

import argparse
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

YEAR = date(2026, 1, 1)
MOVING_DAY = date(2026, 7, 1)
DAY_COUNT = 365
PAYEE_COUNT, MANAGER_COUNT, DIRECTOR_COUNT = 5_000, 240, 20
MEDIAN_CENTS = 1_200_000  # at a million deals
SPREAD = 1.2  # of the logarithm: the mean is twice the median
FIRST_SHARES = (5_000, 6_000, 7_000, 8_000, 3_333)  # hundredths of a percent; the second payee has the rest

CONFIG = """\
name: A benchmark
currency: USD
calendar: {year_starts: 2026-01-01}
sources:
  deals:
    file: data/deals.parquet
    key: [deal_id]
    as_of: close_date
    columns: {deal_id: text, close_date: date, owner: payee, type: text, product: text,
              term_months: count, amount: money}
    children:
      splits: {file: data/splits.parquet, key: deal_id, columns: {payee: payee, share: percent}}
roster:
  file: data/roster.parquet
  columns: {payee: payee, from: date, before: date, title: text, manager: payee, team: text, hired: date}
targets:
  file: data/targets.parquet
  columns: {name: text, payee: payee, period: text, amount: money}
"""

PLANS = {
    "account_executive": """\
plan: account_executive
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
assign: {where: "payee.title = 'Account Executive'"}
pay_period: month

targets:
  quota: {per: quarter}

components:
  new_business:
    credit: {source: deals, where: type = 'New Business', dated: close_date, value: amount, to: split}
    measure: {sum: value, per: quarter, against: quota}
    rate:
      kind: marginal_tiers
      tiers:
        - {from: 0%, pay: 5%}
        - {from: 50%, pay: 8%}
        - {from: 100%, pay: 12%}
        - {from: 125%, pay: 15%}

  long_terms:
    credit: {source: deals, where: term_months >= 24, dated: close_date, value: amount, to: owner}
    measure: {count: transactions, per: quarter}
    rate: {kind: per_unit, pay: 25}

  renewals:
    credit: {source: deals, where: type = 'Renewal', dated: close_date, value: amount, to: split}
    measure: {sum: value, per: quarter}
    rate: 2%
    modifiers:
      - cap: {at: 7500, per: quarter}
""",
    "manager": """\
plan: manager
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
assign: {where: "payee.title in ('Sales Manager', 'Sales Director')"}
pay_period: month
alongside: [account_executive]

components:
  override:
    credit: {source: deals, dated: close_date, value: amount, to: {manager_of: split, levels: 2}}
    measure: {sum: value, per: quarter}
    rate:
      kind: flat_rate
      by: payee.title
      pay: {Sales Manager: 0.5%, Sales Director: 0.1%}
""",
}


def write_workspace(folder: Path, deal_count: int, seed: int) -> None:
    """Write attain.yaml, plans/ and data/ into a folder."""
    chance = np.random.default_rng(seed)
    roster, sellers = _people(chance)
    deals = _deals(chance, deal_count, sellers)
    tables = {
        "roster": roster,
        "deals": deals,
        "splits": _splits(chance, deals, sellers),
        "targets": _targets(chance, roster),
    }
    for name in ("data", "plans"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.write_parquet(folder / "data" / f"{name}.parquet")
    (folder / "attain.yaml").write_text(CONFIG, encoding="utf-8")
    for name, text in PLANS.items():
        (folder / "plans" / f"{name}.yaml").write_text(text, encoding="utf-8")


def _people(chance: np.random.Generator) -> tuple[pl.DataFrame, np.ndarray]:
    """Make the roster, and the ids of everybody who sells: the executives often, each manager now and then."""
    ids = np.array([f"emp-{number:05d}" for number in chance.permutation(90_000)[:PAYEE_COUNT]])
    directors, managers = ids[:DIRECTOR_COUNT], ids[DIRECTOR_COUNT : DIRECTOR_COUNT + MANAGER_COUNT]
    executives = ids[DIRECTOR_COUNT + MANAGER_COUNT :]
    teams = chance.integers(MANAGER_COUNT, size=len(executives))
    moves = chance.random(len(executives)) < 0.1
    later = (teams + chance.integers(1, MANAGER_COUNT, size=len(executives))) % MANAGER_COUNT
    above = chance.integers(DIRECTOR_COUNT, size=MANAGER_COUNT)
    rows = [(d, None, None, "Sales Director", None, None) for d in directors]
    rows += [(m, None, None, "Sales Manager", directors[above[n]], _team(n)) for n, m in enumerate(managers)]
    for payee, first, second, is_moved in zip(executives, teams, later, moves, strict=True):
        end = MOVING_DAY if is_moved else None
        rows.append((payee, None, end, "Account Executive", managers[first], _team(first)))
        if is_moved:
            rows.append((payee, MOVING_DAY, None, "Account Executive", managers[second], _team(second)))
    names = {"payee": pl.String, "from": pl.Date, "before": pl.Date, "title": pl.String, "manager": pl.String}
    roster = pl.DataFrame(rows, schema={**names, "team": pl.String}, orient="row")
    hired = np.datetime64("2020-01-01") + chance.integers(0, 2_000, size=roster.height)
    roster = roster.with_columns(pl.Series("hired", hired).cast(pl.Date)).with_columns(
        pl.col("hired").first().over("payee")
    )
    return roster, np.concatenate([executives, managers])


def _team(number: int) -> str:
    return f"team-{number:03d}"


def _deals(chance: np.random.Generator, deal_count: int, sellers: np.ndarray) -> pl.DataFrame:
    weights = np.exp(chance.normal(0, 0.5, len(sellers)))
    weights[-MANAGER_COUNT:] = weights[:-MANAGER_COUNT].sum() / MANAGER_COUNT * 0.02
    days = np.where(np.arange(DAY_COUNT) // 30 % 3 == 2, 2.0, 1.0)  # every third month closes twice as many
    median = MEDIAN_CENTS * 1_000_000 / deal_count
    cents = np.exp(chance.normal(np.log(median), SPREAD, deal_count)).clip(1, 10**12).astype(np.int64)
    cents = np.where(chance.random(deal_count) < 0.01, -cents, cents)
    return pl.DataFrame(
        {
            "deal_id": chance.permutation(deal_count),
            "close_date": np.datetime64(YEAR) + chance.choice(DAY_COUNT, deal_count, p=days / days.sum()),
            "owner": chance.choice(sellers, deal_count, p=weights / weights.sum()),
            "type": chance.choice(["New Business", "Renewal", "Expansion"], deal_count, p=[0.6, 0.25, 0.15]),
            "product": chance.choice(["Platform", "Analytics", "Services"], deal_count, p=[0.5, 0.3, 0.2]),
            "term_months": chance.choice([1, 12, 24, 36], deal_count, p=[0.15, 0.5, 0.2, 0.15]),
            "amount": cents,
        }
    ).with_columns(
        pl.format("opp-{}", pl.col("deal_id").cast(pl.String).str.zfill(8)).alias("deal_id"),
        pl.col("close_date").cast(pl.Date),
        _decimal("amount", 18, 2),
    )


def _splits(chance: np.random.Generator, deals: pl.DataFrame, sellers: np.ndarray) -> pl.DataFrame:
    """One row of 100 % per deal, or two: the owner and somebody else."""
    executives = sellers[:-MANAGER_COUNT]
    first = np.where(chance.random(deals.height) < 0.25, chance.choice(FIRST_SHARES, deals.height), 10_000)
    owners = deals["owner"].to_numpy()
    other = chance.choice(executives, deals.height)
    is_split = (first < 10_000) & (other != owners)
    first = np.where(is_split, first, 10_000)
    frame = pl.DataFrame({"deal_id": deals["deal_id"], "payee": owners, "share": first})
    second = pl.DataFrame({"deal_id": deals["deal_id"], "payee": other, "share": 10_000 - first})
    both = pl.concat([frame.with_row_index(), second.with_row_index().filter(pl.Series(is_split))])
    return both.sort("index", maintain_order=True).drop("index").with_columns(_decimal("share", 5, 4))


def _targets(chance: np.random.Generator, roster: pl.DataFrame) -> pl.DataFrame:
    """A quota per executive and quarter, around what an executive sells in new business."""
    executives = roster.filter(pl.col("title") == "Account Executive")["payee"].unique(maintain_order=True)
    mean = MEDIAN_CENTS * np.exp(SPREAD**2 / 2) * 1_000_000 * 0.6 / PAYEE_COUNT / 4
    thousands = (mean * chance.uniform(0.6, 1.6, len(executives)) / 100_000).astype(np.int64)
    quotas = pl.DataFrame({"payee": executives, "amount": thousands * 100_000}).with_columns(_decimal("amount", 18, 2))
    quarters = pl.DataFrame({"period": [f"2026-Q{number}" for number in range(1, 5)]})
    return quotas.join(quarters, how="cross").select(pl.lit("quota").alias("name"), "payee", "period", "amount")


def _decimal(column: str, precision: int, scale: int) -> pl.Expr:
    """Read integers as decimals with so many digits after the point, exactly."""
    digits = pl.col(column).abs().cast(pl.String).str.zfill(scale + 1)
    whole, rest = digits.str.head(-scale), digits.str.tail(scale)
    sign = pl.when(pl.col(column) < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.format("{}{}.{}", sign, whole, rest).cast(pl.Decimal(precision, scale)).alias(column)


def main() -> None:
    """Write the workspace that the command line asks for."""
    wanted = argparse.ArgumentParser(description="Write the workspace of the benchmark.")
    wanted.add_argument("folder", type=Path)
    wanted.add_argument("--deals", type=int, default=1_000_000)
    wanted.add_argument("--seed", type=int, default=1)
    given = wanted.parse_args()
    write_workspace(given.folder, given.deals, given.seed)


if __name__ == "__main__":
    main()
