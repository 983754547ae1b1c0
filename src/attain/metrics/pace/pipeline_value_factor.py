"""Pipeline value factor."""

from fractions import Fraction

import polars as pl

from attain.metrics.arithmetic.formulas import pipeline_value_factor
from attain.metrics.model import Example, Metric, Part, Parts, Undefined, Value, ratio
from attain.metrics.parts import IS_LOST, IS_WON, count, total


def _value(p: Parts) -> Value:
    days = ratio(p["days"], p["left"], "no deal has left the stage")
    conversion = ratio(p["won"], p["closed"], "nothing of value that reached the stage is closed")
    if isinstance(days, Undefined):
        return days
    if isinstance(conversion, Undefined):
        return conversion
    return pipeline_value_factor(days, Fraction(p["period_days"]), conversion)


METRIC = Metric(
    name="pipeline_value_factor",
    title="Pipeline value factor",
    unit="times",
    kind="other",
    definition=(
        "How many times a period’s target must stand in a stage so that the target is reached in every "
        "period, by Little’s law."
    ),
    source="Attain’s own definition; none is published",
    formula="mean days in stage / (period days x value conversion from the stage)",
    parts={
        "days": total("visits", "days"),
        "left": count("visits", pl.col("is_left")),
        "period_days": Part("visits", pl.col("period_days").max()),
        "won": total("reached", "amount", IS_WON),
        "closed": total("reached", "amount", IS_WON | IS_LOST),
    },
    value=_value,
    example=Example(
        {
            "visits": [{"stage": "Prospecting", "days": 20, "period_days": 90}],
            "reached": [
                {"stage": "Prospecting", "outcome": "won", "amount": 15},
                {"stage": "Prospecting", "outcome": "lost", "amount": 85},
            ],
        },
        expect=Fraction(40, 27),
    ),
    always_by=("stage",),
    needs=("stage",),
)
