"""Leads: how many leads came in during the period."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import count

METRIC = Metric(
    name="lead_count",
    title="Leads",
    unit="count",
    kind="sum",
    definition="How many leads came in during the period.",
    source="docs/pipeline.md",
    formula="number of leads",
    parts={
        "leads": count("leads"),
    },
    value=lambda p: whole(p["leads"]),
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
        expect=Fraction(4),
    ),
)
