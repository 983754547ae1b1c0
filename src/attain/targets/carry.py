"""Carries a shortfall into the next window: a target of 100 of which 80 were reached makes the next one 20 larger.

A surplus is not carried. Oracle: ``tests/oracle/targets.py``.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import polars as pl

from attain.money import Rounding, round_fraction
from attain.targets.resolve import TargetRequest
from attain.targets.table import TARGETS

_KEY = ["payee_code", "target", "per", "period_id"]


def carry_shortfall(
    targets: pl.DataFrame,
    measured: pl.DataFrame,
    requests: Iterable[TargetRequest],
    *,
    years: Sequence[date] = (),
    finer: int = 1,
) -> pl.DataFrame:
    """Add to each target what the window before it fell short of.

    Args:
        targets: the table ``TARGETS``; windows of one payee, target and unit in order of time.
        measured: payee_code, target, per, period_id, measured_value (Int64), for closed windows and those to date;
            an absent row means 0 was reached.
        requests: the plan's targets; those with ``carry: shortfall`` are changed.
        years: the first days of years; a window that starts in another year than the one before takes nothing.
        finer: how many of the measured integers make one of the target's.

    Returns:
        The table with ``target_value`` raised and ``carried_value`` filled. A carried target is rounded
        once, after carrying. A final target takes nothing, and passes its own shortfall on; a window
        without a target ends the chain.
    """
    units = {r.name: _rounding(r) for r in requests if r.rule.carry == "shortfall"}
    if not units:
        return targets
    rows = targets.join(measured.select(*_KEY, "measured_value"), on=_KEY, how="left", maintain_order="left")
    raised: list[int] = []
    shortfall, chain, ends_before, year = Fraction(0), None, None, 0
    for row in rows.iter_rows(named=True):
        here = (row["payee_code"], row["target"], row["per"])
        began = bisect_right(years, row["starts_on"])
        if here != chain or row["starts_on"] != ends_before or row["target"] not in units or began != year:
            shortfall = Fraction(0)
        value = row["target_value"]
        if shortfall and not row["is_final"]:
            exact = Fraction(row["exact_value"]) * 10 ** row["scale"] + shortfall
            value = round_fraction(exact, units[row["target"]])
        raised.append(value)
        shortfall = max(Fraction(0), value - Fraction(row["measured_value"] or 0, finer))
        chain, ends_before, year = here, row["ends_before"], began
    value = pl.Series("target_value", raised, dtype=pl.Int64)
    return TARGETS.checked(targets.with_columns(value, (value - pl.col("target_value")).alias("carried_value")))


def _rounding(request: TargetRequest) -> Rounding:
    unit = request.rule.round_to
    return Rounding(unit=max(1, int(unit.value * 10**request.scale))) if unit else Rounding()
