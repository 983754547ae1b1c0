"""Leads converted: of the leads of the period, the share that became a deal."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import count

METRIC = Metric(
    name="lead_conversion_rate",
    title="Leads converted",
    unit="ratio",
    kind="share",
    definition="Of the leads of the period, the share that became a deal.",
    source="docs/pipeline.md",
    formula="leads converted / leads",
    parts={
        "converted": count("leads", pl.col("is_converted")),
        "leads": count("leads"),
    },
    value=lambda p: ratio(p["converted"], p["leads"], "no lead came in during the period"),
    example=Example(
        {
            "leads": [
                {
                    "is_contacted": True,
                    "is_qualified": True,
                    "is_converted": True,
                    "is_won": True,
                    "response_minutes": 30,
                },
                {"is_contacted": True, "is_qualified": True, "is_converted": True, "response_minutes": 90},
                {"is_contacted": True, "response_minutes": 60},
                {},
            ]
        },
        expect=Fraction(1, 2),
    ),
    interval_of=("converted", "leads"),
)
