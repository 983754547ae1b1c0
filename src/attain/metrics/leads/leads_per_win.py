"""Leads per win: how many leads it takes for one won deal."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import count

METRIC = Metric(
    name="leads_per_win",
    title="Leads per win",
    unit="score",
    kind="share",
    definition="How many leads it takes for one won deal.",
    source="docs/pipeline.md",
    formula="leads / leads won",
    parts={
        "leads": count("leads"),
        "won": count("leads", pl.col("is_won")),
    },
    value=lambda p: ratio(p["leads"], p["won"], "no lead of the period was won"),
    example=Example({"leads": [{"is_won": True}, *[{}] * 24]}, expect=Fraction(25)),
)
