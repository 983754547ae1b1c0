"""What stands for a component: its credits, the credits that cancellations take back, and when each is released.

A cancelled credit stays. By policy it is joined by a negative credit on the day of the cancellation (``unwind``), by a
silent one that only moves the measure (``original_rate`` and ``unearned``, attainment reversed), or it stops counting
from the pay period of the cancellation on (``rerate``).
"""

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from attain.earnings import Clawback, largest
from attain.earnings.clawbacks.unwind import negative_part
from attain.runs.crediting.credited import EXACT_KINDS, Credited
from attain.runs.crediting.decaying import AGE, decayed
from attain.runs.crediting.units import Unit, split_step
from attain.runs.inputs.evaluation import Evaluator

CREDIT, UNWOUND, SILENT = 0, 1, 2


@dataclass(frozen=True)
class Standing:
    """The rows of a component.

    Attributes:
        rows: the credits' columns and ``line`` (Int64, unique), ``kind`` (0 credit, 1 unwound, 2 silent), ``origin``
            (the line it takes back), ``is_back``, ``cancelled_on`` (Date, null = stands) and ``back_share`` (Int64);
            ``deal_on`` where something is taken back: the day of the deal, on which its people are read; ``back_age``
            where what goes back depends on it.
        credited: the credits they come from.
        share_whole: what 100 % is in ``back_share``.
    """

    rows: pl.DataFrame
    credited: Credited
    share_whole: int = 1

    def with_rows(self, rows: pl.DataFrame) -> "Standing":
        """Return the same with other rows."""
        return replace(self, rows=rows)


def standing(
    credited: Credited, clawback: Clawback | None, evaluator: Evaluator, *, as_of: date | None, digits: int
) -> Standing:
    """Put a component's credits and what takes them back together, in no particular order."""
    rows = credited.frame.with_row_index("line").with_columns(
        pl.col("line").cast(pl.Int64),
        kind=pl.lit(CREDIT, pl.Int8),
        origin=pl.lit(None, pl.Int64),
        is_back=pl.lit(value=False),
    )
    nothing = pl.lit(None, pl.Date).alias("cancelled_on"), pl.lit(0, pl.Int64).alias("back_share")
    if clawback is None:
        return Standing(rows.with_columns(nothing), credited)
    rows, whole = _cancelled(rows, clawback, evaluator, as_of)
    taken = _taken_back(rows, clawback, credited, whole=whole, digits=digits)
    if taken is not None:
        rows = rows.with_columns(deal_on="dated")
        rows = pl.concat([rows, taken.select(rows.columns)])
    return Standing(rows, credited, whole)


def tier_day(frame: pl.DataFrame) -> pl.Expr:
    """Return the day by which a row finds its tiers: a reversal at the original rate leaves the tiers it came by."""
    if "deal_on" not in frame.columns:
        return pl.col("dated")
    return pl.when(pl.col("kind") == SILENT).then("deal_on").otherwise("dated")


def _cancelled(
    rows: pl.DataFrame, clawback: Clawback, evaluator: Evaluator, as_of: date | None
) -> tuple[pl.DataFrame, int]:
    columns = [*rows.columns, "cancelled_on", "back_share"]
    scope = evaluator.vocabulary.credit()
    rows = evaluator.condition(rows, clawback.when, scope, "is_cancelled")
    rows = evaluator.values(rows, clawback.dated, scope, "date", name="cancelled")
    rows, share = evaluator.exact(rows, clawback.share, scope, "percent", name="share")
    day = pl.max_horizontal("cancelled", "dated")
    known = pl.col("is_cancelled") & pl.col("cancelled").is_not_null()
    if as_of is not None:
        known &= day <= as_of
    rows = rows.with_columns(cancelled_on=pl.when(known).then(day), back_share=share.exact.numerator.cast(pl.Int64))
    if clawback.decay is None:
        return rows.select(columns), share.exact.denominator
    rows, whole = decayed(rows, clawback.decay, evaluator, whole=share.exact.denominator)
    return rows.select(*columns, AGE), whole


def _taken_back(
    rows: pl.DataFrame, clawback: Clawback, credited: Credited, *, whole: int, digits: int
) -> pl.DataFrame | None:
    """Make the negative credits of the cancelled ones; None where the policy needs none."""
    unwinds = clawback.policy == "unwind"
    is_silent = clawback.policy in {"original_rate", "unearned"} and clawback.attainment == "reversed"
    if not unwinds and not is_silent:
        return None
    shared = {f"{name}.{side}": unit for name, unit in credited.units.items() for side in ("pay", "quota", "full")}
    gone = rows.filter(pl.col("cancelled_on").is_not_null())
    parts = {
        name: _part(name, gone, unit, whole=whole, digits=digits) if unwinds else -pl.col(name)
        for name, unit in shared.items()
    }
    return gone.with_columns(
        **parts,
        origin=pl.col("line"),
        line=pl.col("line") + rows.height,
        kind=pl.lit(UNWOUND if unwinds else SILENT, pl.Int8),
        is_back=pl.lit(value=True),
        deal_on="dated",
        dated=pl.col("cancelled_on"),
        cancelled_on=pl.lit(None, pl.Date),
    )


def _part(name: str, rows: pl.DataFrame, unit: Unit, *, whole: int, digits: int) -> pl.Expr:
    """A share of an amount, rounded to the minor unit or to the amount's own last decimal."""
    if unit.kind in EXACT_KINDS or whole == 1:
        return -(pl.col(name) * pl.col("back_share") // whole)
    side = name.rpartition(".")[2]
    step = split_step(unit.finer(side, digits), pl.col(name))
    bound = largest(rows[name]) * largest(rows["back_share"])
    return negative_part(
        pl.col(name), pl.col("back_share"), whole=whole, step=step, bound=bound, step_bound=whole * unit.of(side)
    )
