"""Appointments: how many meetings there were in the period."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import count

METRIC = Metric(
    name="appointments",
    title="Appointments",
    unit="count",
    kind="sum",
    definition="How many meetings there were in the period.",
    source="docs/pipeline.md",
    formula="number of meetings",
    parts={
        "meetings": count("activities", pl.col("kind") == "meeting"),
    },
    value=lambda p: whole(p["meetings"]),
    example=Example(
        {
            "activities": [
                *[{"kind": "call"}] * 15,
                *[{"kind": "call", "is_conversation": True}] * 5,
                {"kind": "meeting"},
                {"kind": "email"},
            ]
        },
        expect=Fraction(1),
    ),
)
