"""Leads qualified: of the leads of the period, the share that was qualified."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import count

METRIC = Metric(
    name="lead_qualification_rate",
    title="Leads qualified",
    unit="ratio",
    kind="share",
    definition="Of the leads of the period, the share that was qualified.",
    source="docs/pipeline.md",
    formula="leads qualified / leads",
    parts={
        "qualified": count("leads", pl.col("is_qualified")),
        "leads": count("leads"),
    },
    value=lambda p: ratio(p["qualified"], p["leads"], "no lead came in during the period"),
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
    interval_of=("qualified", "leads"),
)
