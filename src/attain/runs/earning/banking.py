"""Which windows have begun when a line is looked at: what a cap cut off is paid in the windows after it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from attain.earnings import Modifier
from attain.earnings.model import CapItem
from attain.periods import Unit
from attain.runs.measuring.measured import MOST_PERIODS

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

_ONE_DAY = timedelta(days=1)


def is_banked(modifiers: Iterable[Modifier]) -> bool:
    """Whether a cap banks what it cuts off, so that its lines change until the plan ends."""
    return any(isinstance(item, CapItem) and item.cap.excess == "banked" for item in modifiers)


def with_begun_windows(run: "PlanRun", frame: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    """Add ``bank_window`` of each row, ``bank_last``, the last begun at its cut, and ``bank_group``: payee and cut."""
    timeline = run.timeline
    windows = timeline.windows(unit)
    last = [day - _ONE_DAY for day in timeline.pay_periods.periods["ends_before"]]
    ends = [run.plan.effective.before, *([run.facts.as_of + _ONE_DAY] if run.facts.as_of else [])]
    days = [min([day, *(end - _ONE_DAY for end in ends if end is not None)]) for day in last]
    begun = pl.DataFrame({"day": days}, schema={"day": pl.Date}).select(windows.of("day")).to_series()
    return frame.with_columns(
        bank_window=windows.of("dated").cast(pl.Int64),
        bank_last=pl.lit(begun).gather(pl.col("cut")).cast(pl.Int64),
        bank_group=pl.col("payee").cast(pl.Int64) * MOST_PERIODS + pl.col("cut"),
    )
