"""Draws sales: for every scenario, payee and period one of the payee's own past periods, with all of its deals.

A deal of 14 February 2025 that is drawn for the second quarter of 2026 is dated 15 May: as far into the quarter as it
was. Draws depend on the seed, the scenario, the payee and the period alone, so more scenarios begin with the same ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from attain.periods import Period
from attain.roster.marks import names_of
from attain.runs import Facts
from attain.sources import SourceTable
from attain.sources.table import SCENARIO, SOURCE_LINE
from attain.transactions import Transactions, identified
from attain.transactions.identity import child_identity

# SplitMix64 (Steele, Lea and Flood, 2014): a sequence of 64-bit numbers, each found from its place alone.
_GAMMA, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_WORD = 2**64
_UNUSED_BITS = 33


@dataclass(frozen=True)
class Past:
    """What is drawn from.

    Attributes:
        source: the source.
        rows: its rows in the past, with ``_payee`` (position in the payees) and ``_drawn`` (the past period).
        payees: whose rows they are.
        periods: the past periods.
    """

    source: SourceTable
    rows: pl.DataFrame
    payees: tuple[str, ...]
    periods: tuple[Period, ...]


def past_of(source: SourceTable, payees: Sequence[str], periods: Sequence[Period]) -> Past:
    """Number the rows of a source by payee and past period; rows outside of them are left out."""
    named = [pl.col(column) for column, kind in source.columns.items() if kind.kind == "payee"]
    days = pl.col(source.as_of or "")
    codes = pl.DataFrame({"_name": payees}, schema={"_name": pl.String}).with_row_index("_payee")
    starts = pl.Series([period.starts_on for period in periods], dtype=pl.Date)
    inside = (days >= periods[0].starts_on) & (days < periods[-1].ends_before)
    rows = source.frame.filter(inside).with_columns(
        _name=pl.coalesce(named) if named else pl.lit(None, pl.String),
        _drawn=pl.lit(starts).search_sorted(days, side="right").cast(pl.Int64) - 1,
    )
    rows = rows.join(codes, on="_name", how="inner", maintain_order="left").drop("_name")
    return Past(source, rows.with_columns(pl.col("_payee").cast(pl.Int64)), tuple(payees), tuple(periods))


def draws(
    first: int, count: int, payee_count: int, period_count: int, *, choices: int, seed: int | None
) -> pl.DataFrame:
    """Draw a past period for every scenario, payee and period.

    Args:
        first: the number of the first scenario.
        count: how many scenarios.
        payee_count: how many payees.
        period_count: how many periods each.
        choices: how many past periods there are.
        seed: what the draws depend on; None takes every combination once, the scenario's number written in digits of
            as many values as there are choices.

    Returns:
        ``_scenario`` (from 0 on, within these), ``_payee``, ``_period`` and ``_drawn``, Int64.
    """
    cells = payee_count * period_count
    at = pl.int_range(count * cells, dtype=pl.Int64, eager=True).alias("_at").to_frame()
    scenario, cell = pl.col("_at") // cells, pl.col("_at") % cells
    if seed is None:
        powers = pl.Series([choices**n for n in range(cells)], dtype=pl.Int64)
        drawn = (scenario + first) // pl.lit(powers).gather(cell) % choices
    else:
        start = (seed * _FIRST + (first * cells + 1) * _GAMMA) % _WORD
        drawn = (_mixed(pl.col("_at").cast(pl.UInt64) * _word(_GAMMA) + _word(start)) // 2**_UNUSED_BITS) % choices
    return at.select(
        _scenario=scenario, _payee=cell // period_count, _period=cell % period_count, _drawn=drawn.cast(pl.Int64)
    )


def _word(number: int) -> pl.Expr:
    return pl.lit(number % _WORD, pl.UInt64)


def _mixed(number: pl.Expr) -> pl.Expr:
    """Mix the bits of 64-bit numbers; products wrap around, as they are meant to."""
    for shift, factor in ((30, _FIRST), (27, _SECOND)):
        number = (number ^ (number // 2**shift)) * _word(factor)
    return number ^ (number // 2**31)


@dataclass(frozen=True)
class Pool:
    """Every deal that may be drawn, once for each period it may be drawn for, in the order of their identities.

    Attributes:
        source: where the deals are from.
        rows: the source's columns, dated in the period, with keys of their own; and ``_old``, the key they had.
        cells: ``_payee, _period, _drawn`` of each row, and ``_place``, its number.
    """

    source: SourceTable
    rows: pl.DataFrame
    cells: pl.DataFrame

    @classmethod
    def of(cls, past: Past, periods: Sequence[Period]) -> "Pool":
        """Move every past deal into every period."""
        source, key = past.source, past.source.key[0]
        starts, ends = ([getattr(p, side) for p in periods] for side in ("starts_on", "ends_before"))
        numbers = pl.DataFrame({"_period": range(len(periods))}, schema={"_period": pl.Int64})
        rows = past.rows.join(numbers, how="cross")
        begun = pl.lit(pl.Series([p.starts_on for p in past.periods], dtype=pl.Date)).gather("_drawn")
        shift = pl.lit(pl.Series(starts, dtype=pl.Date)).gather("_period") - begun
        last = pl.lit(pl.Series(ends, dtype=pl.Date)).gather("_period").dt.offset_by("-1d")
        dates = {c: pl.col(c) + shift for c, kind in source.columns.items() if kind.kind == "date"}
        dates[source.as_of or ""] = pl.min_horizontal(dates[source.as_of or ""], last)
        new = pl.concat_str(pl.col(key), pl.lit("~"), pl.col("_period").cast(pl.String))
        rows = rows.with_columns(_old=pl.col(key), **{**dates, key: new})
        rows = rows.with_columns(_identity=child_identity(source)).sort("_identity", SOURCE_LINE)
        return cls(source, rows, rows.select("_payee", "_period", "_drawn").with_row_index("_place"))


def drawn_facts(facts: Facts, pools: Sequence[Pool], drawn: pl.DataFrame, *, count: int) -> Facts:
    """Put the deals that were drawn into their scenarios and periods.

    Args:
        facts: everything else that is known.
        pools: what is drawn from, by source.
        drawn: the draws.
        count: how many scenarios.
    """
    made = replace(facts, roster=facts.roster.copied(count), as_of=None)
    tables = {pool.source.name: _table(pool, drawn) for pool in pools}
    others = {name: source for name, source in facts.sources.items() if name not in tables}
    every: dict[str, Transactions] = {name: identified(source) for name, source in {**others, **tables}.items()}
    made.__dict__["transactions"] = every
    return made


def _table(pool: Pool, drawn: pl.DataFrame) -> SourceTable:
    """Gather the rows that were drawn, scenario by scenario, in the order of their identities."""
    source, key = pool.source, pool.source.key[0]
    height = max(1, pool.rows.height)
    found = drawn.join(pool.cells, on=["_payee", "_period", "_drawn"], how="inner")
    number = pl.col("_scenario") * height + pl.col("_place").cast(pl.Int64)
    found = found.select(number.alias("_number").sort())
    rows = pool.rows.select(pl.all().gather(found.select(pl.col("_number") % height).to_series()))
    rows = rows.with_columns(found.select(names_of(pl.col("_number") // height).alias(SCENARIO)).to_series())
    children = {name: _child(child, rows, key) for name, child in source.children.items()}
    frame = rows.select(SCENARIO, *source.frame.columns)
    return replace(source, frame=frame, key=(SCENARIO, *source.key), children=children)


def _child(child: SourceTable, rows: pl.DataFrame, key: str) -> SourceTable:
    own = child.key[0]
    named = rows.select(SCENARIO, "_old", _new=pl.col(key))
    frame = named.join(child.frame, left_on="_old", right_on=own, how="inner", maintain_order="left")
    frame = frame.rename({"_new": own}).select(SCENARIO, *child.frame.columns)
    return replace(child, frame=frame, key=(SCENARIO, *child.key))
