"""Share of doubtful deals."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import OPEN_DUE, total

METRIC = Metric(
    name="doubtful_share",
    title="Share of doubtful deals",
    unit="ratio",
    kind="share",
    definition=(
        "Of the open value due in the period, the share in deals that show all three signs of slipping; deals whose "
        "signs are not known are left out."
    ),
    source="docs/pipeline.md",
    formula="doubtful value / pipeline due",
    parts={
        "doubtful": total("deals", "amount", OPEN_DUE & pl.col("is_doubtful")),
        "open": total("deals", "amount", OPEN_DUE & pl.col("is_doubtful").is_not_null()),
    },
    value=lambda p: ratio(p["doubtful"], p["open"], "nothing open whose signs are known is due in the period"),
    example=Example({"deals": [{"amount": 25, "is_doubtful": True}, {"amount": 75}]}, expect=Fraction(1, 4)),
    needs=("stage", "close_date"),
)
