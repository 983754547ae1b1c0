"""Advances: what of a component's lines is paid before its schedule says that it is earned.

720 of a policy are earned over 12 months; 540 are paid at once. In January 60 are earned: 480 are paid in advance, and
60 less each month, until nothing is. A lapse settles it: what is not earned goes back, and no advance is left.
Source: docs/behaviours/advances.md. Oracle: tests/oracle/advances.py.
"""

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from attain.earnings import largest
from attain.earnings.clawbacks.unearned import month_count
from attain.money import rounded
from attain.plans.reading import CENTURY
from attain.runs.earning.releasing import KEY, Parts, moves, with_months_earned
from attain.runs.measuring.measured import NEVER

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

_LINE = ("payee", "line")


def advances(run: "PlanRun", name: str, entries: pl.DataFrame, parts: Parts | None) -> pl.DataFrame:
    """Find by how much a component's advances grow, or are earned, per payee and pay period.

    Args:
        run: the plan.
        name: a component with ``earned``.
        entries: ``line, line_type, origin, payee, cut, entry, amount``, in the currency they are paid in.
        parts: the released shares; None when everything is paid at once.

    Returns:
        ``payee``, ``period`` and Int64 ``advance``, below 0 where more is earned than paid.
    """
    earned = run.components[name].earned
    months = None if earned is None else month_count(earned)
    if earned is None or months is None or entries.is_empty():
        return pl.DataFrame(schema={"payee": pl.UInt32, "period": pl.Int32, "advance": pl.Int64})
    moved = _by_deal(entries, moves(entries, parts, run.timeline))
    last = run.timeline.period_count - 1
    first = moved.group_by(_LINE).agg(pl.col("period").min())
    periods = pl.int_ranges(pl.col("period"), last + 1, dtype=pl.Int32)
    every = first.with_columns(period=periods).explode("period")
    every = every.join(moved, on=[*_LINE, "period"], how="left").sort(*_LINE, "period")
    every = every.with_columns(pl.col("earning", "cash").fill_null(0).cum_sum().over(_LINE))
    every = _with_months(run, name, every, months)
    most = largest(every["earning"])
    share = rounded(pl.col("earning").cast(pl.Int128) * pl.col("months_earned"), months, most * months, months)
    worth = pl.when(pl.col("period") >= pl.col("settled")).then("earning").otherwise(share)
    beyond = pl.col("cash") - worth
    every = every.with_columns(ahead=pl.when(beyond.sign() == pl.col("earning").sign()).then(beyond).otherwise(0))
    every = every.with_columns(advance=pl.col("ahead") - pl.col("ahead").shift(1).over(_LINE).fill_null(0))
    grown = every.filter(pl.col("advance") != 0)
    return grown.select(pl.col("payee").cast(pl.UInt32), "period", pl.col("advance").cast(pl.Int64))


def schedule_ends(run: "PlanRun") -> list[date]:
    """Return the day by which the last line of each component with a schedule is earned whole.

    None for a plan without an end: it would be settled, draws and all, in months of which nothing is known.
    """
    if run.plan.effective.before is None:
        return []
    found: list[date] = []
    for name, component in run.components.items():
        months = month_count(component.earned) if component.earned is not None else None
        if component.earned is None or months is None or name not in run.standing:
            continue
        rows, evaluator = run.standing[name].rows.with_columns(earned_on=pl.col("dated")), run.evaluator(name)
        if component.earned.from_ is not None:
            rows = evaluator.values(rows, component.earned.from_, evaluator.vocabulary.line(), "date", name="earned_on")
        day = rows["earned_on"].max()
        if isinstance(day, date):
            last = pl.select(pl.lit(day).dt.offset_by(f"{months}mo")).item()
            found.append(min(last, run.plan.effective.from_ + CENTURY))
    return found


def _by_deal(entries: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """Add up what lines earn and pay by deal: a line and what takes it back are one. Floors have no schedule."""
    moved = moved.filter(pl.col("line_type") != "floor")
    if "origin" in entries.columns:
        origins = entries.select(*KEY, "origin").unique()
        moved = moved.join(origins, on=list(KEY), how="left").with_columns(line=pl.coalesce("origin", "line"))
    return moved.group_by(*_LINE, "period").agg(pl.col("earning", "cash").sum())


def _with_months(run: "PlanRun", name: str, every: pl.DataFrame, months: int) -> pl.DataFrame:
    """Add ``months_earned`` before the end of each period, and ``settled``, the period in which a deal is cancelled."""
    earned = run.components[name].earned
    assert earned is not None
    standing = run.standing[name].rows
    settled = run.timeline.period_of("cancelled_on").fill_null(NEVER)
    standing = standing.filter(~pl.col("is_back")).with_columns(settled=settled).drop("cancelled_on", "period")
    ends = run.timeline.known_before(pl.lit(run.timeline.pay_periods.periods["ends_before"]).gather(pl.col("period")))
    dated = every.with_columns(cancelled_on=ends)
    rows = dated.join(standing, on="line", how="left", suffix="_credit", maintain_order="left")
    rows = with_months_earned(run, rows, name, earned)
    return every.with_columns(rows.select(pl.col("months_earned").clip(0, months), pl.col("settled")))
