"""Month extensions: how often the open deals due in the period were put off to a later calendar month, on average."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import OPEN_DUE, count, total

METRIC = Metric(
    name="month_extensions",
    title="Month extensions",
    unit="score",
    kind="share",
    definition="How often the open deals due in the period were put off to a later calendar month, on average.",
    source="docs/pipeline.md",
    formula="month extensions / open deals due",
    parts={
        "extended": total("deals", "month_extensions", OPEN_DUE),
        "deals": count("deals", OPEN_DUE & pl.col("month_extensions").is_not_null()),
    },
    value=lambda p: ratio(p["extended"], p["deals"], "no open deal is due in the period"),
    example=Example({"deals": [{"month_extensions": 3}, {"month_extensions": 0}]}, expect=Fraction(3, 2)),
    needs=("close_date",),
)
