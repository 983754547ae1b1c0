"""The measures table, and the columns of a feed and of a walk inside the kernel.

A *feed* row is one transaction for one owner in one window:

- ``walk``: UInt64, the (owner, window); ``at``: UInt32, its place in the order of events; ``period``: Int32, the
  pay period of its date; ``move``: what the rows that move together share (``at``, or a group of days);
- ``amount``: Int64, what it adds in the measure's unit; ``over``: Int64, what it adds to a ratio's denominator.

A *walk* row is one move of one (owner, window): the feed's ``walk`` and ``move`` with ``x0`` and ``x1``, and for a
ratio ``x0_of`` and ``x1_of``.
"""

import polars as pl

from attain.tables import Column, Table

MEASURES = Table(
    name="measures",
    grain="a measure of an owner in a window, as it stands at the end",
    key=("plan_id", "measure_id", "owner_id", "period_id"),
    columns=(
        Column("plan_id", pl.String, "", "the plan"),
        Column("measure_id", pl.String, "", "the measure; a component's own measure has the component's name"),
        Column("owner_id", pl.String, "", "whose it is: a payee, a team, a territory, or all"),
        Column("period_id", pl.String, "", "the window, named by the calendar"),
        Column("measure_value", pl.Int64, "unit at scale", "the value at the end of the window, as known"),
        Column("target_value", pl.Int64, "unit at scale", "what it is measured against", nullable=True),
        Column("unit", pl.String, "", "a currency, or count, percent, number"),
        Column("scale", pl.Int64, "decimal places", "value = integer / 10^scale"),
    ),
)
