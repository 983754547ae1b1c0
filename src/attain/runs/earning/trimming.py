"""Caps and floors of a window: what one of its lines is worth depends on all the others.

A cap of 2,000 a quarter under a measure that is read per week: January earned 2,000 of it, and the week that begins on
30 March ends in April. April looks at that line again, and has to see January's beside it, or the cap would be whole.
"""

from collections.abc import Iterable

import polars as pl

from attain.earnings.model import CapItem, FloorItem, Modifier
from attain.periods import UNITS, Unit
from attain.runs.inputs.timeline import Timeline


def trimmed_windows(modifiers: Iterable[Modifier]) -> list[Unit]:
    """Return the windows of caps and floors, shortest first."""
    units = {item.floor.per for item in modifiers if isinstance(item, FloorItem)}
    units |= {item.cap.per for item in modifiers if isinstance(item, CapItem)}
    return [unit for unit in UNITS if unit in units and unit != "transaction"]


def looked_at_together(rows: pl.DataFrame, units: Iterable[Unit], timeline: Timeline) -> pl.DataFrame:
    """Let every row of such a window be looked at for as long as any of them is: ``last_cut`` of all of them."""
    for unit in units:
        rows = rows.with_columns(pl.col("last_cut").max().over("payee", timeline.windows(unit).of("dated")))
    return rows
