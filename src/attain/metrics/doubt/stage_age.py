"""Days since the stage changed: how long the open deals due in the period have been in their stage, on average."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import OPEN_DUE, count, total

METRIC = Metric(
    name="stage_age",
    title="Days since the stage changed",
    unit="days",
    kind="share",
    definition="How long the open deals due in the period have been in their stage, on average.",
    source="docs/pipeline.md",
    formula="days since the stage changed / open deals due",
    parts={
        "still": total("deals", "stage_days", OPEN_DUE),
        "deals": count("deals", OPEN_DUE & pl.col("stage_days").is_not_null()),
    },
    value=lambda p: ratio(p["still"], p["deals"], "no open deal with a history of stages is due in the period"),
    example=Example({"deals": [{"stage_days": 100}, {"stage_days": 20}]}, expect=Fraction(60)),
    needs=("stage",),
)
