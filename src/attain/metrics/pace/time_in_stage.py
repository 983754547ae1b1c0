"""Time in stage: how many days deals stay in a stage."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import count, total

METRIC = Metric(
    name="time_in_stage",
    title="Time in stage",
    unit="days",
    kind="share",
    definition=(
        "How many days deals stay in a stage: all days spent in it during the period by the times it was left, so "
        "that deals still in it count for the days they have been there."
    ),
    source="The maximum likelihood of an exponential time with censoring",
    formula="days spent in the stage / times it was left",
    parts={
        "days": total("visits", "days"),
        "left": count("visits", pl.col("is_left")),
    },
    value=lambda p: ratio(p["days"], p["left"], "no deal has left the stage"),
    example=Example(
        {
            "visits": [
                {"stage": "Negotiation", "days": 10},
                {"stage": "Negotiation", "days": 20},
                {"stage": "Negotiation", "days": 30, "is_left": False},
            ]
        },
        expect=Fraction(30),
    ),
    always_by=("stage",),
    needs=("stage",),
)
