"""Share parked on the last day: of the open value due in the period, the share due on its very last day."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import OPEN_DUE, total

METRIC = Metric(
    name="parked_share",
    title="Share parked on the last day",
    unit="ratio",
    kind="share",
    definition="Of the open value due in the period, the share due on its very last day.",
    source="docs/pipeline.md",
    formula="value due on the last day / pipeline due",
    parts={
        "parked": total("deals", "amount", OPEN_DUE & pl.col("is_parked")),
        "open": total("deals", "amount", OPEN_DUE),
    },
    value=lambda p: ratio(p["parked"], p["open"], "nothing open is due in the period"),
    example=Example({"deals": [{"amount": 40, "is_parked": True}, {"amount": 60}]}, expect=Fraction(2, 5)),
)
