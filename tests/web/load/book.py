"""A workspace as large as one asks: sellers, managers and directors, opportunities with a past, all from a seed.

Each deal that was won in a posted quarter earns five lines: three of its seller, one of the manager, one of the
director; each of them is two lines of the ledger.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

TODAY = date(2026, 3, 15)
POSTED = tuple(f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4))
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
LINES_OF_A_DEAL = 10
DEALS_OF_A_SELLER, TEAM, TEAMS = 400, 10, 10
STAGES = ("Prospecting", "Investigation", "Proposal Made", "Negotiation")
QUOTA = 400_000

CONFIG = """\
name: Under load
currency: USD
time_zone: UTC
today: 2026-03-15
sources:
  deals:
    file: data/opportunities.csv
    key: [deal_id]
    as_of: close_date
    columns:
      deal_id: {from: Id, type: text}
      close_date: {from: CloseDate, type: date}
      owner: {from: OwnerId, type: payee}
      stage: {from: StageName, type: text}
      is_won: {from: IsWon, type: bool}
      is_closed: {from: IsClosed, type: bool}
      account: {from: AccountId, type: text}
      amount: {from: Amount, type: money}
roster:
  file: data/roster.csv
  columns: {payee: payee, from: date, name: text, title: text, manager: payee, hired: date}
targets:
  file: data/targets.csv
  columns: {name: text, payee: payee, period: text, amount: money}
tracker:
  source: deals
  open: not is_closed
  won: {is_won: "true", is_closed: "true", stage: Closed Won}
pipeline:
  opportunities: {file: data/opportunities.csv}
  history:
    - {kind: salesforce_history, file: data/history.csv}
  stages:
    Prospecting: 10%
    Investigation: {probability: 25%, category: best_case}
    Proposal Made: {probability: 45%, category: most_likely}
    Negotiation: {probability: 70%, category: commit}
    Closed Won: won
    Closed Lost: lost
  people: {file: data/people.csv}
"""
PLANS = {
    "seller": """\
plan: seller
title: Sellers
currency: USD
effective: {from: 2024-01-01, before: 2027-01-01}
assign: {where: "payee.title = 'Seller'"}
pay_period: quarter

targets:
  quota: {per: quarter}

components:
  commission:
    statement: Commission
    credit: {source: deals, where: is_won, dated: close_date, value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate:
      kind: marginal_tiers
      tiers:
        - {from: 0%, pay: 2%}
        - {from: 70%, pay: 3%}
        - {from: 100%, pay: 5%}

  growth:
    statement: Growth
    credit: {source: deals, where: is_won, dated: close_date, value: amount, to: owner}
    measure: {sum: value, per: year}
    rate: 0.5%

  per_deal:
    statement: For every deal
    credit: {source: deals, where: is_won, dated: close_date, value: amount, to: owner}
    measure: {count: transactions, per: quarter}
    rate: {kind: per_unit, pay: 25}
""",
    "manager": """\
plan: manager
title: Managers
currency: USD
effective: {from: 2024-01-01, before: 2027-01-01}
assign: {where: "payee.title in ('Sales Manager', 'Sales Director')"}
pay_period: quarter
alongside: [seller]

components:
  override:
    statement: Override on the team's deals
    credit: {source: deals, where: is_won, dated: close_date, value: amount, to: {manager_of: owner, levels: 2}}
    measure: {sum: value, per: quarter}
    rate: 0.25%
""",
}


@dataclass(frozen=True)
class Size:
    """How large a book is.

    Attributes:
        users: who are let loose on it.
        lines: of the ledger, at least.
        opportunities: of the pipeline; they are the deals that are paid too.
    """

    users: int
    lines: int
    opportunities: int

    @property
    def won(self) -> int:
        """How many deals the lines of the ledger need."""
        return -(-self.lines // LINES_OF_A_DEAL)

    @property
    def sellers(self) -> int:
        """How many sellers there are."""
        return max(TEAM, self.users, self.opportunities // DEALS_OF_A_SELLER)


@dataclass(frozen=True)
class People:
    """Who sells, who manages them, and who directs those, by their payee ids."""

    sellers: tuple[str, ...]
    managers: tuple[str, ...]
    directors: tuple[str, ...]

    @classmethod
    def of(cls, size: Size) -> "People":
        """Number everybody."""
        managers = -(-size.sellers // TEAM)
        return cls(
            tuple(f"S{n:04}" for n in range(size.sellers)),
            tuple(f"M{n:03}" for n in range(managers)),
            tuple(f"D{n:02}" for n in range(-(-managers // TEAMS))),
        )

    def name(self, payee: str) -> str:
        """Name somebody."""
        return f"{ {'S': 'Seller', 'M': 'Manager', 'D': 'Director'}[payee[0]] } {payee[1:]}"


def write_book(folder: Path, size: Size, seed: int = 1) -> People:
    """Write attain.yaml, plans and data.

    Raises:
        ValueError: so many lines need more won deals than there are opportunities.
    """
    if size.won > size.opportunities * 3 // 4:
        message = f"{size.lines:,} lines need {size.won:,} won deals; ask for more opportunities"
        raise ValueError(message)
    for name in ("data", "plans"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    folder.joinpath("attain.yaml").write_text(CONFIG, encoding="utf-8")
    for name, text in PLANS.items():
        folder.joinpath("plans", f"{name}.yaml").write_text(text, encoding="utf-8")
    people = People.of(size)
    deals = _deals(np.random.default_rng(seed), size, people)
    tables = {
        "opportunities": deals.drop("EndedOn"),
        "history": _history(deals),
        "roster": _roster(people),
        "people": _roster(people).select("payee", "name", "manager").rename({"payee": "id"}),
        "targets": _targets(people),
    }
    for name, table in tables.items():
        table.write_csv(folder / "data" / f"{name}.csv")
    return people


def _deals(chance: np.random.Generator, size: Size, people: People) -> pl.DataFrame:
    """Won in posted quarters, won since, open, and the rest lost; each with the day it ended or is due."""
    count, won = size.opportunities, size.won
    since, still = count // 50, count // 8
    kind = np.repeat(["won", "since", "open", "lost"], [won, since, still, count - won - since - still])
    days = (LAST - FIRST).days + 1
    offset = np.select(
        [kind == "since", kind == "open"],
        [days + chance.integers(0, 70, count), days + chance.integers(75, 165, count)],
        chance.integers(0, days, count),
    )
    length = chance.integers(20, 120, count)
    stage = np.select(
        [(kind == "won") | (kind == "since"), kind == "lost"],
        ["Closed Won", "Closed Lost"],
        np.array(STAGES)[chance.integers(0, len(STAGES), count)],
    )
    cents = np.maximum(10_000, chance.lognormal(13.6, 0.8, count)).astype(np.int64)
    frame = pl.DataFrame(
        {
            "Id": [f"O{n:06}" for n in range(count)],
            "StageName": stage,
            "offset": offset,
            "length": length,
            "Amount": [f"{c // 100}.{c % 100:02}" for c in cents.tolist()],
            "OwnerId": np.array(people.sellers)[chance.integers(0, len(people.sellers), count)],
            "AccountId": [f"A{n}" for n in chance.integers(0, max(1, count // 5), count).tolist()],
        }
    )
    first = pl.lit(FIRST)
    created = first + pl.duration(days=pl.min_horizontal(pl.col("offset"), days + 60) - pl.col("length"))
    return frame.select(
        "Id",
        "StageName",
        (first + pl.duration(days=pl.col("offset"))).alias("CloseDate"),
        "Amount",
        "OwnerId",
        created.cast(pl.Datetime("us")).dt.strftime("%Y-%m-%dT09:00:00").alias("CreatedDate"),
        pl.col("StageName").eq("Closed Won").alias("IsWon"),
        pl.col("StageName").str.starts_with("Closed").alias("IsClosed"),
        "AccountId",
        pl.when(pl.col("StageName").str.starts_with("Closed"))
        .then(first + pl.duration(days=pl.col("offset")))
        .alias("EndedOn"),
    )


def _history(deals: pl.DataFrame) -> pl.DataFrame:
    """Where each deal began, and where it ended; one that is still where it began has one row."""
    columns = ["OpportunityId", "StageName", "Amount", "CloseDate", "OwnerId", "CreatedDate"]
    named = deals.rename({"Id": "OpportunityId"})
    began = named.with_columns(
        StageName=pl.when(pl.col("EndedOn").is_null()).then("StageName").otherwise(pl.lit("Prospecting"))
    )
    ended = named.filter(pl.col("EndedOn").is_not_null()).with_columns(
        CreatedDate=pl.col("EndedOn").cast(pl.Datetime("us")).dt.strftime("%Y-%m-%dT16:00:00")
    )
    return pl.concat([began.select(columns), ended.select(columns)])


def _roster(people: People) -> pl.DataFrame:
    hired = FIRST - timedelta(days=400)
    rows = [
        *((payee, "Seller", people.managers[n // TEAM]) for n, payee in enumerate(people.sellers)),
        *((payee, "Sales Manager", people.directors[n // TEAMS]) for n, payee in enumerate(people.managers)),
        *((payee, "Sales Director", None) for payee in people.directors),
    ]
    return pl.DataFrame(
        [(payee, hired, people.name(payee), title, manager, hired) for payee, title, manager in rows],
        schema=["payee", "from", "name", "title", "manager", "hired"],
        orient="row",
    )


def _targets(people: People) -> pl.DataFrame:
    periods = [f"{year}-Q{quarter}" for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4)]
    rows = [("quota", payee, period, QUOTA) for payee in people.sellers for period in periods]
    return pl.DataFrame(rows, schema=["name", "payee", "period", "amount"], orient="row")
