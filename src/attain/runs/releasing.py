"""When lines are paid: each line's shares by the pay period of their events, to date like everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import polars as pl

from attain.earnings import Release, largest
from attain.money import Rounding, rounded
from attain.runs.evaluation import Evaluator
from attain.runs.timeline import Timeline

_OFFSETS = {"week": "w", "month": "mo", "quarter": "q", "year": "y"}
KEY = ("line", "line_type")


@dataclass(frozen=True)
class Parts:
    """The released shares of a component's lines.

    Attributes:
        frame: ``line`` and per part ``released_on`` (Date, null = not yet) and ``share`` (Int64).
        whole: what 100 % is.
    """

    frame: pl.DataFrame
    whole: int


def parts_of(rows: pl.DataFrame, releases: Sequence[Release], evaluator: Evaluator) -> Parts | None:
    """Find each line's parts; None where everything is paid when it is earned."""
    if not releases:
        return None
    whole = lcm(*((r.share.value / r.times).denominator for r in releases))
    rows = rows.with_columns(earned_on=pl.col("dated"))
    frames = []
    for number, release in enumerate(releases):
        name = f"release_{number}"
        rows = evaluator.values(rows, release.when, evaluator.vocabulary.line(), "date", name)
        share = int(release.share.value / release.times * whole)
        for step in range(release.times):
            day = pl.col(name).dt.offset_by(f"{step}{_OFFSETS[release.every]}") if step else pl.col(name)
            released_on = pl.when(day.is_not_null()).then(pl.max_horizontal(day, "dated"))
            frames.append(rows.select("line", released_on=released_on, share=pl.lit(share, pl.Int64)))
    return Parts(pl.concat(frames), whole)


def flows(entries: pl.DataFrame, parts: Parts | None, timeline: Timeline, rounding: Rounding) -> pl.DataFrame:
    """Turn a component's entries into money: what is earned, taken back, held and released per payee and pay period.

    Args:
        entries: ``line, line_type, origin, payee, cut, entry, amount`` (to date), ``dated``.
        parts: the released shares; None when everything is paid at once.
        timeline: the pay periods.
        rounding: unit of released amounts.

    Returns:
        ``payee``, ``period`` and Int64 ``earned, clawed_back, held, released``.
    """
    if parts is None:
        return _summed(entries.select("payee", period="cut", earning="entry", cash="entry"))
    return _summed(_to_date(entries, parts, timeline, rounding))


def _summed(moves: pl.DataFrame) -> pl.DataFrame:
    kept = pl.col("earning") - pl.col("cash")
    signed = moves.select(
        "payee",
        "period",
        earned=pl.col("earning").clip(lower_bound=0),
        clawed_back=-pl.col("earning").clip(upper_bound=0),
        held=kept.clip(lower_bound=0),
        released=-kept.clip(upper_bound=0),
    )
    return signed.group_by("payee", "period").agg(pl.all().sum())


def _to_date(entries: pl.DataFrame, parts: Parts, timeline: Timeline, rounding: Rounding) -> pl.DataFrame:
    del rounding
    due = _due(entries, parts, timeline)
    changed = entries.select(*KEY, "payee", period="cut", amount="amount", share=pl.lit(0, pl.Int64))
    moves = pl.concat([changed, due.select(*KEY, "payee", "period", amount=pl.lit(None, pl.Int64), share="share")])
    moves = moves.group_by(*KEY, "payee", "period").agg(pl.col("amount").drop_nulls().last(), pl.col("share").sum())
    moves = moves.sort(*KEY, "period").with_columns(
        amount=pl.col("amount").forward_fill().over(KEY).fill_null(0), share=pl.col("share").cum_sum().over(KEY)
    )
    clamped = pl.col("share").clip(0, parts.whole)
    bound = largest(moves["amount"]) * parts.whole
    to_date = rounded(pl.col("amount").cast(pl.Int128) * clamped, parts.whole, bound)
    moves = moves.with_columns(to_date=to_date)
    earning = pl.col("amount") - pl.col("amount").shift(1).over(KEY).fill_null(0)
    cash = pl.col("to_date") - pl.col("to_date").shift(1).over(KEY).fill_null(0)
    return moves.select("payee", "period", earning=earning, cash=cash)


def _due(entries: pl.DataFrame, parts: Parts, timeline: Timeline) -> pl.DataFrame:
    """The parts of each line that have a date, in the pay period they fall due; a floor is due at once."""
    first = entries.sort("cut").unique(KEY, keep="first").select(*KEY, "payee", "dated", "cut", "origin")
    own = pl.when((pl.col("line_type") == "reversal") & pl.col("origin").is_not_null()).then("origin").otherwise("line")
    asked = first.with_columns(asked=own)
    found = asked.join(parts.frame, left_on="asked", right_on="line", how="inner")
    found = found.filter(pl.col("released_on").is_not_null())
    found = found.with_columns(period=timeline.period_of(pl.max_horizontal("released_on", "dated")))
    found = found.with_columns(period=pl.max_horizontal("period", "cut"))
    whole = pl.lit(parts.whole, pl.Int64)
    floors = asked.filter(pl.col("line_type") == "floor").with_columns(share=whole, period=pl.col("cut"))
    columns = [*KEY, "payee", "period", "share"]
    return pl.concat([found.select(columns), floors.select(columns)]).filter(pl.col("period").is_not_null())


def part_share(share: Fraction, whole: int) -> int:
    """Return a share in units of 1 / ``whole``."""
    return int(share * whole)
