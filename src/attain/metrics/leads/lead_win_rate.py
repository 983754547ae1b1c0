"""Leads won: of the leads of the period, the share whose deal is won."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import count

METRIC = Metric(
    name="lead_win_rate",
    title="Leads won",
    unit="ratio",
    kind="share",
    definition="Of the leads of the period, the share whose deal is won.",
    source="docs/pipeline.md",
    formula="leads won / leads",
    parts={
        "won": count("leads", pl.col("is_won")),
        "leads": count("leads"),
    },
    value=lambda p: ratio(p["won"], p["leads"], "no lead came in during the period"),
    example=Example({"leads": [*[{"is_won": True}] * 15, *[{}] * 985]}, expect=Fraction(3, 200)),
    interval_of=("won", "leads"),
)
