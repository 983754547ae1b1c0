"""Win rate of other deals: of the closed deals of the period that did not begin as a lead, the share that was won."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import CLOSED, WON, count

METRIC = Metric(
    name="other_deal_win_rate",
    title="Win rate of other deals",
    unit="ratio",
    kind="share",
    definition="Of the closed deals of the period that did not begin as a lead, the share that was won.",
    source="docs/pipeline.md",
    formula="won without a lead / closed without a lead",
    parts={
        "won": count("deals", WON & ~pl.col("has_lead")),
        "closed": count("deals", CLOSED & ~pl.col("has_lead")),
    },
    value=lambda p: ratio(p["won"], p["closed"], "no deal without a lead was closed in the period"),
    example=Example(
        {"deals": [{"outcome": "won"}, {"outcome": "lost"}, {"has_lead": True, "outcome": "won"}]},
        expect=Fraction(1, 2),
    ),
    interval_of=("won", "closed"),
    needs=("leads",),
)
