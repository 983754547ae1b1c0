"""Add up the parts of a metric by group, and make its value of each group's parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from attain.metrics.arithmetic.intervals import wilson
from attain.metrics.model import Metric, Parts, RowsName, Undefined, Value

Missing = Mapping[RowsName, str]


@dataclass(frozen=True)
class Measured:
    """A metric's value for one group.

    Attributes:
        group: the value of each dimension; None for rows without one.
        value: the number, or why there is none.
        interval: the ends of a 95 % interval, where the metric has one.
        parts: what the number is made of.
    """

    metric: Metric
    group: Mapping[str, str | None]
    value: Value
    interval: tuple[float, float] | None
    parts: Parts


def measured(
    metric: Metric, rows: Mapping[RowsName, pl.DataFrame], by: Sequence[str] = (), missing: Missing | None = None
) -> list[Measured]:
    """Measure by some dimensions.

    Args:
        metric: what is measured.
        rows: the rows of each kind that could be made.
        by: the dimensions; those that the metric always has are added.
        missing: why a kind of rows could not be made.

    Returns:
        A value per group, in order of the groups; one in all without dimensions.
    """
    by = list(dict.fromkeys((*by, *metric.always_by)))
    lacking = _lacking(metric, rows, by, missing or {})
    if lacking is not None:
        return [Measured(metric, dict.fromkeys(by), Undefined(lacking), None, {})]
    added = [_added(metric, kind, rows[kind], by) for kind in metric.rows]
    together = added[0]
    for other in added[1:]:
        if by:
            together = together.join(other, on=by, how="full", coalesce=True, nulls_equal=True)
        else:
            together = pl.concat([together, other], how="horizontal")
    together = together.sort(by, nulls_last=True) if by else together
    return [_measured(metric, row, by) for row in together.iter_rows(named=True)]


def _lacking(metric: Metric, rows: Mapping[RowsName, pl.DataFrame], by: Sequence[str], missing: Missing) -> str | None:
    for kind in metric.rows:
        if kind not in rows:
            return missing.get(kind, f"there are no {kind}")
        absent = [name for name in by if name not in rows[kind].columns]
        if absent:
            return f"{kind} have no {absent[0]}"
    return None


def _added(metric: Metric, kind: RowsName, frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    parts = {name: part.of for name, part in metric.parts.items() if part.rows == kind}
    if by:
        return frame.group_by(by).agg(expression.alias(name) for name, expression in parts.items())
    whole = frame.with_columns(all_rows=pl.lit(0)).group_by("all_rows")
    found = whole.agg(expression.alias(name) for name, expression in parts.items()).drop("all_rows")
    if found.height:
        return found
    # No rows: counts and sums are 0, lists are empty.
    return pl.DataFrame([dict.fromkeys(found.columns)], schema=found.schema)


def _measured(metric: Metric, row: Mapping[str, object], by: Sequence[str]) -> Measured:
    parts: dict[str, Any] = {}
    for name, part in metric.parts.items():
        nothing: list[int] | int = [] if part.is_list else 0
        parts[name] = nothing if row[name] is None else row[name]
    interval = None
    if metric.interval_of is not None:
        hits, tries = (parts[name] for name in metric.interval_of)
        interval = wilson(hits, tries)
    group = {name: None if row[name] is None else str(row[name]) for name in by}
    return Measured(metric, group, metric.value(parts), interval, parts)


def exact(value: Value) -> Fraction | None:
    """Return the number, None where there is none."""
    return None if isinstance(value, Undefined) else value
