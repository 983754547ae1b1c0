"""When lines are paid: each line's shares by the pay period of their events, to date like everything else."""

from dataclasses import dataclass, replace
from math import lcm
from typing import TYPE_CHECKING

import polars as pl

from attain.earnings import Earned, ReleaseByChild, Releases, largest
from attain.earnings.clawbacks.unearned import month_count, months_earned
from attain.money import rounded
from attain.runs.earning.due.receipts import child_rows
from attain.runs.inputs.evaluation import Evaluator
from attain.runs.inputs.timeline import Timeline

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

_OFFSETS = {"week": "w", "month": "mo", "quarter": "q", "year": "y"}
KEY = ("line", "line_type")


@dataclass(frozen=True)
class Parts:
    """The released shares of a component's lines.

    Attributes:
        frame: ``line`` and per part ``released_on`` (Date, null = not yet), ``share`` (Int128) and ``whole`` (Int128),
            what 100 % is for the line.
        back: the same for the reversals of cancelled lines, where they do not simply follow the line's own parts.
    """

    frame: pl.DataFrame
    back: pl.DataFrame | None = None


def at_once(rows: pl.DataFrame) -> Parts:
    """Everything is released when it is earned."""
    one = pl.lit(1, pl.Int128)
    return Parts(rows.select("line", released_on="dated", share=one, whole=one))


def stopped(parts: Parts, cancelled: pl.DataFrame, months: int) -> Parts:
    """Let a cancelled line be released no further than it was earned: its reversal takes back what goes beyond.

    Args:
        parts: the parts of every line.
        cancelled: ``line``, ``cancelled_on`` and ``months_earned``, out of ``months``.
        months: over how many months a line is earned.
    """
    known = cancelled.select("line", "cancelled_on", "months_earned").filter(pl.col("months_earned") < months)
    own = parts.frame.join(known, on="line").filter(pl.col("released_on").is_not_null()).sort("line", "released_on")
    own = own.with_columns(so_far=pl.col("share").cum_sum().over("line"))
    earned = pl.col("months_earned").cast(pl.Int128) * pl.col("whole")
    beyond = pl.max_horizontal(pl.col("so_far") * months - earned, pl.lit(0, pl.Int128))
    own = own.with_columns(beyond=beyond)
    share = pl.col("beyond") - pl.col("beyond").shift(1).over("line").fill_null(0)
    whole = pl.col("whole") * (months - pl.col("months_earned").cast(pl.Int128))
    back = own.select("line", released_on=pl.max_horizontal("released_on", "cancelled_on"), share=share, whole=whole)
    return replace(parts, back=back)


def parts_of(rows: pl.DataFrame, releases: Releases, evaluator: Evaluator) -> Parts | None:
    """Find each line's parts; None where everything is paid when it is earned."""
    if isinstance(releases, ReleaseByChild):
        found = child_rows(rows, releases, evaluator)
        found.report()
        return Parts(found.shares().select("line", "released_on", "share", "whole"))
    if not releases:
        return None
    whole = lcm(*((r.share.value / r.times).denominator for r in releases))
    rows = rows.with_columns(earned_on=pl.col("dated"))
    frames: list[pl.DataFrame] = []
    for number, release in enumerate(releases):
        name = f"release_{number}"
        rows = evaluator.values(rows, release.when, evaluator.vocabulary.line(), "date", name=name)
        share = pl.lit(int(release.share.value / release.times * whole), pl.Int128)
        for step in range(release.times):
            day = pl.col(name).dt.offset_by(f"{step}{_OFFSETS[release.every]}") if step else pl.col(name)
            released_on = pl.when(day.is_not_null()).then(pl.max_horizontal(day, "dated"))
            frames.append(rows.select("line", released_on=released_on, share=share, whole=pl.lit(whole, pl.Int128)))
    return Parts(pl.concat(frames))


def with_months_earned(run: "PlanRun", rows: pl.DataFrame, name: str, earned: Earned) -> pl.DataFrame:
    """Add ``months_earned``: how many of the months of a component's lines are earned when they are cancelled."""
    months = month_count(earned) or 1
    evaluator = run.evaluator(name)
    rows = rows.with_columns(earned_on=pl.col("dated"), starts_on=pl.col("dated"), until=pl.col("cancelled_on"))
    if earned.from_ is not None:
        rows = evaluator.values(rows, earned.from_, evaluator.vocabulary.line(), "date", name="starts_on")
    if earned.until is not None:
        rows = evaluator.values(rows, earned.until, evaluator.vocabulary.line(), "date", name="until")
    day = pl.min_horizontal("until", "cancelled_on")
    return rows.with_columns(months_earned=months_earned(pl.col("starts_on"), day, earned, months))


def flows(entries: pl.DataFrame, parts: Parts | None, timeline: Timeline) -> pl.DataFrame:
    """Turn a component's entries into money: what is earned, taken back, held and released per payee and pay period.

    Args:
        entries: ``line, line_type, origin, payee, cut, entry, amount`` (to date), ``dated``.
        parts: the released shares; None when everything is paid at once.
        timeline: the pay periods.

    Returns:
        ``payee``, ``period`` and Int64 ``earned, clawed_back, held, released``.
    """
    return _summed(moves(entries, parts, timeline), timeline.period_count)


def moves(entries: pl.DataFrame, parts: Parts | None, timeline: Timeline) -> pl.DataFrame:
    """Return what every line earns and pays in each pay period: the key of the line, ``earning`` and ``cash``."""
    if parts is None:
        return entries.select(*KEY, "payee", period="cut", earning="entry", cash="entry")
    return _to_date(entries, parts, timeline)


def _summed(moved: pl.DataFrame, period_count: int) -> pl.DataFrame:
    kept = pl.col("earning") - pl.col("cash")
    one_key = pl.col("payee").cast(pl.Int64) * period_count + pl.col("period")  # half the time of two
    signed = moved.select(
        key=one_key,
        earned=pl.col("earning").clip(lower_bound=0),
        clawed_back=-pl.col("earning").clip(upper_bound=0),
        held=kept.clip(lower_bound=0),
        released=-kept.clip(upper_bound=0),
    )
    sums = signed.group_by("key").agg(pl.all().sum())
    payee = (pl.col("key") // period_count).cast(moved.schema["payee"]).alias("payee")
    period = (pl.col("key") % period_count).cast(moved.schema["period"]).alias("period")
    return sums.select(payee, period, pl.exclude("key"))


def _to_date(entries: pl.DataFrame, parts: Parts, timeline: Timeline) -> pl.DataFrame:
    due = _due(entries, parts, timeline)
    none = {"share": pl.lit(0, pl.Int128), "whole": pl.lit(1, pl.Int128)}
    changed = entries.select(*KEY, "payee", period="cut", amount="amount", **none)
    every = pl.concat(
        [changed, due.select(*KEY, "payee", "period", pl.lit(None, pl.Int64).alias("amount"), "share", "whole")]
    )
    every = every.group_by(*KEY, "payee", "period").agg(
        pl.col("amount").drop_nulls().last(), pl.col("share").sum(), pl.col("whole").max()
    )
    every = every.sort(*KEY, "period").with_columns(
        amount=pl.col("amount").forward_fill().over(KEY).fill_null(0),
        share=pl.col("share").cum_sum().over(KEY),
        whole=pl.col("whole").max().over(KEY),
    )
    clamped = pl.min_horizontal(pl.max_horizontal("share", pl.lit(0, pl.Int128)), "whole")
    most = largest(every["whole"])
    to_date = rounded(
        pl.col("amount").cast(pl.Int128) * clamped, pl.col("whole"), largest(every["amount"]) * most, most
    )
    every = every.with_columns(to_date=to_date)
    earning = pl.col("amount") - pl.col("amount").shift(1).over(KEY).fill_null(0)
    cash = pl.col("to_date") - pl.col("to_date").shift(1).over(KEY).fill_null(0)
    return every.select(*KEY, "payee", "period", earning=earning, cash=cash)


def _due(entries: pl.DataFrame, parts: Parts, timeline: Timeline) -> pl.DataFrame:
    """The parts of each line that have a date, in the pay period they fall due; a floor is due at once."""
    first = entries.sort("cut").unique(KEY, keep="first").select(*KEY, "payee", "dated", "cut", "origin")
    own = pl.when((pl.col("line_type") == "reversal") & pl.col("origin").is_not_null()).then("origin").otherwise("line")
    asked = first.with_columns(asked=own)
    is_back = pl.col("line_type") == "reversal"
    if parts.back is None:
        found = asked.join(parts.frame, left_on="asked", right_on="line", how="inner")
    else:
        kept = asked.filter(~is_back).join(parts.frame, left_on="asked", right_on="line", how="inner")
        backs = asked.filter(is_back).join(parts.back, left_on="asked", right_on="line", how="inner")
        found = pl.concat([kept, backs.select(kept.columns)])
    found = found.filter(pl.col("released_on").is_not_null())
    found = found.with_columns(period=timeline.period_of(pl.max_horizontal("released_on", "dated")))
    found = found.filter(pl.col("period").is_not_null())  # due after the last period that is settled: held until then
    found = found.with_columns(period=pl.max_horizontal("period", "cut"))
    one = pl.lit(1, pl.Int128)
    floors = asked.filter(pl.col("line_type") == "floor").with_columns(share=one, whole=one, period=pl.col("cut"))
    columns = [*KEY, "payee", "period", "share", "whole"]
    return pl.concat([found.select(columns), floors.select(columns)]).filter(pl.col("period").is_not_null())
