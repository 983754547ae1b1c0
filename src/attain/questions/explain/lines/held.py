"""Why a line is not paid yet, until when, and the line of the plan that says so."""

from collections.abc import Sequence

import polars as pl

from attain.earnings import Hold
from attain.runs.inputs.timeline import Timeline
from attain.statements import HoldPart


def holds_of(held: pl.DataFrame, written: Sequence[Hold]) -> dict[int, list[HoldPart]]:
    """Gather the holds of each line, as ``attain.runs.earning.due.holding.held_lines`` found them."""
    found: dict[int, list[HoldPart]] = {}
    for line, until, hold, reason in held.select("line", "until", "hold", "reason").iter_rows():
        found.setdefault(line, []).append(HoldPart(reason or "no reason is given", until, written[int(hold)].place))
    return found


def holding(holds: Sequence[HoldPart], timeline: Timeline, cut: int) -> tuple[HoldPart, ...]:
    """Return the holds that have not ended with a pay period (its number)."""
    if not holds:
        return ()
    ends_before = timeline.pay_periods.periods["ends_before"][cut]
    return tuple(hold for hold in holds if hold.until is None or hold.until >= ends_before)
