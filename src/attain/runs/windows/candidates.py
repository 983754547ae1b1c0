"""Who is a candidate for the result of a window: everybody on the plan in it, with and without credits.

A candidate is looked at from the end of every pay period from the window's first on. On each of them a candidate is who
they were on their last day on the plan in the window so far, and the row is dated the last day that counts: of the
window, of the pay period or of the plan, whichever comes first.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from attain.periods import Unit

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

MOST_WINDOWS = 2**20
NOT_YET = 2**31 - 1


def spans(run: "PlanRun", per: Unit, also: Iterable[Unit] = ()) -> pl.DataFrame:
    """Lay a window out over the pay periods in which its result may change.

    Args:
        run: the plan.
        per: the window.
        also: further windows that the result looks at: it may change until the last of them has ended.

    Returns:
        ``window`` (Int32, its number), ``starts_on``, ``ends_before`` (within the plan), ``first_cut`` and ``last_cut``
        (Int32, pay periods), and ``ended_cut``: the pay period at whose end the window has ended, or ``NOT_YET``.
    """
    timeline, effective = run.timeline, run.plan.effective
    ends_before = pl.col("ends_before")
    if effective.before is not None:
        ends_before = pl.min_horizontal(ends_before, pl.lit(effective.before))
    elif per == "plan":
        ends_before = pl.lit(date.max)  # it never ends, however far it is settled
    windows = (
        timeline.windows(per)
        .periods.with_row_index("window")
        .select(
            pl.col("window").cast(pl.Int32),
            starts_on=pl.max_horizontal("starts_on", pl.lit(effective.from_)),
            ends_before=ends_before,
        )
    )
    windows = windows.filter(pl.col("starts_on") < pl.col("ends_before"))
    windows = windows.with_columns(final_day=pl.col("ends_before").dt.offset_by("-1d"))
    last = run.timeline.period_count - 1
    ended = timeline.period_of("final_day")
    if run.facts.as_of is not None:
        ended = pl.when(pl.col("final_day") <= run.facts.as_of).then(ended)
    windows = windows.with_columns(
        first_cut=timeline.period_of("starts_on"), ended_cut=ended.fill_null(NOT_YET).cast(pl.Int32)
    )
    ends = [timeline.period_of("final_day").fill_null(last), pl.lit(run.last_taken_back, pl.Int32)]
    for unit in sorted(set(also) - {"transaction"}):
        others = timeline.windows(unit)
        ends.append(pl.lit(timeline.last_period_of(others)).gather(others.of("final_day")))
    last_cut = pl.max_horizontal(ends).clip(0, last).cast(pl.Int32)
    return windows.with_columns(last_cut=last_cut).drop("final_day").drop_nulls("first_cut")


def candidates(run: "PlanRun", per: Unit, also: Iterable[Unit] = ()) -> pl.DataFrame:
    """List everybody on the plan in each window, at the end of each pay period.

    Args:
        run: the plan.
        per: the window.
        also: further windows that the result looks at.

    Returns:
        ``payee`` (UInt32), ``roster_row`` (UInt32), ``window`` and ``cut`` (Int32), ``dated`` (Date), ``has_ended``
        (Boolean: the window, at the end of the pay period) and ``line`` (Int64, the same at every cut), in the order
        of windows, payees and cuts.
    """
    listed = spans(run, per, also)
    periods = pl.lit(run.timeline.pay_periods.periods["ends_before"])
    cuts = listed.with_columns(cut=pl.int_ranges("first_cut", pl.col("last_cut") + 1, dtype=pl.Int32))
    cuts = cuts.filter(pl.col("cut").list.len() > 0).explode("cut")
    known_before = run.timeline.known_before(pl.min_horizontal("ends_before", periods.gather("cut")))
    cuts = cuts.select(
        "window", "cut", "starts_on", has_ended=pl.col("cut") >= pl.col("ended_cut"), known_before=known_before
    ).filter(pl.col("starts_on") < pl.col("known_before"))
    roster = run.facts.roster.rows.filter(run.members.is_member)
    people = roster.select("payee_code", "roster_row", on_from="starts_on", on_before="ends_before")
    met = people.join(cuts, how="cross").filter(
        (pl.col("on_from") < pl.col("known_before")) & (pl.col("on_before") > pl.col("starts_on"))
    )
    latest = met.sort("window", "payee_code", "cut", "on_from").group_by(
        "window", "payee_code", "cut", maintain_order=True
    )
    found = latest.agg(pl.col("roster_row", "has_ended", "known_before").last())
    return found.select(
        "roster_row",
        "window",
        "cut",
        "has_ended",
        payee="payee_code",
        dated=pl.col("known_before").dt.offset_by("-1d"),
        line=pl.col("payee_code").cast(pl.Int64) * MOST_WINDOWS + pl.col("window"),
    )
