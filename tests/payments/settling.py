"""Settlements written short: months of flows and the terms a plan would give."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from attain.payments import identity_breaks, settle

AMOUNTS = ("earned", "held", "released", "clawed_back", "fx_difference")
FLAGS = (
    "limits_clawbacks",
    "tops_up",
    "recoverable",
    "same_period",
    "recovers",
    "banks",
    "forgives_negative",
    "forgives_draw",
)


@dataclass(frozen=True)
class Terms:
    """What a plan says about one payee's month, in cents; no draw, no cap, and a negative rest is carried."""

    payee: int = 0
    draw_amount: int | None = None
    draw_limit: int | None = None
    tops_up: bool = False
    recoverable: bool = False
    same_period: bool = False
    recovers: bool = True
    percent: int = 1
    percent_whole: int = 1
    keep: int | None = None
    cap: int | None = None
    cap_window: int | None = None
    banks: bool = False
    forgives_negative: bool = False
    forgives_draw: bool = False
    limits_clawbacks: bool = False
    clawback_percent: int = 1
    clawback_whole: int = 1
    clawback_keep: int = 0
    clawback_most: int | None = None


@dataclass(frozen=True)
class Month:
    """What a month brings, in cents."""

    earned: int = 0
    held: int = 0
    released: int = 0
    clawed_back: int = 0
    fx_difference: int = 0
    payee: int = 0


TOP_UP = Terms(draw_amount=150_000, tops_up=True, recoverable=True)
GUARANTEE = Terms(draw_amount=150_000, tops_up=True)
ADVANCE = Terms(draw_amount=150_000, recoverable=True)
ALLOWANCE = Terms(draw_amount=150_000)
STOPPED = {"draw_amount": None}


def settled(months: Sequence[Month | int], terms: Sequence[Terms] | Terms) -> pl.DataFrame:
    """Settle months in order; a number is what a month earns. The identity is checked on every row."""
    flows = [month if isinstance(month, Month) else Month(month) for month in months]
    each = [terms] * len(flows) if isinstance(terms, Terms) else list(terms)
    made = settle(_flows(flows), _terms(each), len(flows))
    assert identity_breaks(made).is_empty()
    return made


def amounts(months: Sequence[Month | int], terms: Sequence[Terms] | Terms, *columns: str) -> list[tuple[int, ...]]:
    """The columns asked for, a tuple for each month."""
    return settled(months, terms).select(columns).rows()


def changed(terms: Terms, *changes: dict[str, object]) -> list[Terms]:
    """The terms of each month: the same, changed."""
    return [replace(terms, **change) for change in changes]


def _flows(months: Sequence[Month]) -> pl.DataFrame:
    rows = [(m.payee, n, m.earned, m.held, m.released, m.clawed_back, m.fx_difference) for n, m in enumerate(months)]
    schema = {"payee": pl.UInt32, "period": pl.Int32, **dict.fromkeys(AMOUNTS, pl.Int64)}
    made = pl.DataFrame(rows, schema=schema, orient="row")
    made = made.with_columns(advance=pl.lit(0, pl.Int64))
    return made.filter(pl.any_horizontal(pl.col(AMOUNTS) != 0))  # a month without flows has no row


def _terms(terms: Sequence[Terms]) -> pl.DataFrame:
    rows = [
        {"period": n, **vars(t), "cap_window": n + 1 if t.cap_window is None else t.cap_window}
        for n, t in enumerate(terms)
    ]
    schema = {
        "payee": pl.UInt32,
        "period": pl.Int32,
        "draw_amount": pl.Int64,
        "draw_limit": pl.Int64,
        "percent": pl.Int64,
        "percent_whole": pl.Int64,
    }
    schema |= dict.fromkeys(("clawback_percent", "clawback_whole", "clawback_keep", "clawback_most"), pl.Int64)
    schema |= {"keep": pl.Int64, "cap": pl.Int64, "cap_window": pl.Int64, **dict.fromkeys(FLAGS, pl.Boolean)}
    return pl.DataFrame(rows, schema=schema)
