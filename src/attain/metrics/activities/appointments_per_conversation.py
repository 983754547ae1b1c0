"""Appointments per conversation: how many meetings there were for each conversation of the period."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import count

METRIC = Metric(
    name="appointments_per_conversation",
    title="Appointments per conversation",
    unit="ratio",
    kind="share",
    definition="How many meetings there were for each conversation of the period.",
    source="docs/pipeline.md",
    formula="appointments / conversations",
    parts={
        "meetings": count("activities", pl.col("kind") == "meeting"),
        "talks": count("activities", (pl.col("kind") == "call") & pl.col("is_conversation")),
    },
    value=lambda p: ratio(p["meetings"], p["talks"], "there was no conversation in the period"),
    example=Example(
        {
            "activities": [
                *[{"kind": "call"}] * 15,
                *[{"kind": "call", "is_conversation": True}] * 5,
                {"kind": "meeting"},
                {"kind": "email"},
            ]
        },
        expect=Fraction(1, 5),
    ),
)
