"""Leads contacted: of the leads of the period, the share that was answered."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import count

METRIC = Metric(
    name="lead_contact_rate",
    title="Leads contacted",
    unit="ratio",
    kind="share",
    definition="Of the leads of the period, the share that was answered.",
    source="docs/pipeline.md",
    formula="leads answered / leads",
    parts={
        "contacted": count("leads", pl.col("is_contacted")),
        "leads": count("leads"),
    },
    value=lambda p: ratio(p["contacted"], p["leads"], "no lead came in during the period"),
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
        expect=Fraction(3, 4),
    ),
    interval_of=("contacted", "leads"),
)
