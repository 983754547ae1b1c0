"""Days open: how long the open deals have been open, on average."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import IS_OPEN, count, total

METRIC = Metric(
    name="open_age",
    title="Days open",
    unit="days",
    kind="share",
    definition="How long the open deals have been open, on average; deals whose age is not known are left out.",
    source="docs/pipeline.md",
    formula="days open / open deals of known age",
    parts={
        "days": total("deals", "days_open", IS_OPEN),
        "deals": count("deals", IS_OPEN & pl.col("days_open").is_not_null()),
    },
    value=lambda p: ratio(p["days"], p["deals"], "no deal whose age is known is open"),
    example=Example({"deals": [{"days_open": 237}, {"days_open": 63}]}, expect=Fraction(150)),
)
