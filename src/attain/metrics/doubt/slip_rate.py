"""Slip rate: of the value that was due in the period at its start, the share that has moved out of it."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import total

METRIC = Metric(
    name="slip_rate",
    title="Slip rate",
    unit="ratio",
    kind="share",
    definition="Of the value that was due in the period at its start, the share that has moved out of it.",
    source="docs/pipeline.md",
    formula="value moved out / value due at the start",
    parts={
        "moved": total("deals", "start_value", pl.col("was_due") & pl.col("moved_out")),
        "due": total("deals", "start_value", pl.col("was_due")),
    },
    value=lambda p: ratio(p["moved"], p["due"], "nothing was due at the start of the period"),
    example=Example(
        {
            "deals": [
                {"was_due": True, "start_value": 100},
                {"was_due": True, "start_value": 60, "moved_out": True},
                {"was_due": True, "start_value": 40},
            ]
        },
        expect=Fraction(3, 10),
    ),
    needs=("close_date", "start"),
)
