"""Conversations: how many calls of the period became a conversation."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import count

METRIC = Metric(
    name="conversations",
    title="Conversations",
    unit="count",
    kind="sum",
    definition=(
        "How many calls of the period became a conversation: their outcome says so, or without an outcome "
        "they lasted a minute or more."
    ),
    source="docs/pipeline.md",
    formula="number of conversations",
    parts={
        "talks": count("activities", (pl.col("kind") == "call") & pl.col("is_conversation")),
    },
    value=lambda p: whole(p["talks"]),
    example=Example(
        {
            "activities": [
                *[{"kind": "call"}] * 15,
                *[{"kind": "call", "is_conversation": True}] * 5,
                {"kind": "meeting"},
                {"kind": "email"},
            ]
        },
        expect=Fraction(5),
    ),
)
