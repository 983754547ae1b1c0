"""Win rate of converted leads: of the closed deals of the period that began as a lead, the share that was won."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import CLOSED, WON, count

METRIC = Metric(
    name="converted_lead_deal_win_rate",
    title="Win rate of converted leads",
    unit="ratio",
    kind="share",
    definition="Of the closed deals of the period that began as a lead, the share that was won.",
    source="docs/pipeline.md",
    formula="won that began as a lead / closed that began as a lead",
    parts={
        "won": count("deals", WON & pl.col("has_lead")),
        "closed": count("deals", CLOSED & pl.col("has_lead")),
    },
    value=lambda p: ratio(p["won"], p["closed"], "no deal that began as a lead was closed in the period"),
    example=Example(
        {
            "deals": [
                {"has_lead": True, "outcome": "won"},
                *[{"has_lead": True, "outcome": "lost"}] * 3,
                {"outcome": "won"},
            ],
        },
        expect=Fraction(1, 4),
    ),
    interval_of=("won", "closed"),
    needs=("leads",),
)
