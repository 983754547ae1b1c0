"""Concentration: which share of the open value due in the period is in the three largest deals."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import OPEN_DUE, largest, total

METRIC = Metric(
    name="concentration",
    title="Concentration",
    unit="ratio",
    kind="share",
    definition="Which share of the open value due in the period is in the three largest deals.",
    source="docs/pipeline.md",
    formula="the three largest / pipeline due",
    parts={
        "top": largest("deals", "amount", 3, OPEN_DUE),
        "open": total("deals", "amount", OPEN_DUE),
    },
    value=lambda p: ratio(p["top"], p["open"], "nothing open is due in the period"),
    example=Example({"deals": [{"amount": worth} for worth in (50, 20, 10, 10, 10)]}, expect=Fraction(4, 5)),
)
