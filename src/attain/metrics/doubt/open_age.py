"""Days open: how long the open deals have been open, on average."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import IS_OPEN, count, total

METRIC = Metric(
    name="open_age",
    title="Days open",
    unit="days",
    definition="How long the open deals have been open, on average.",
    source="docs/pipeline.md",
    formula="days open / open deals",
    parts={
        "days": total("deals", "days_open", IS_OPEN),
        "deals": count("deals", IS_OPEN),
    },
    value=lambda p: ratio(p["days"], p["deals"], "no deal is open"),
    example=Example({"deals": [{"days_open": 237}, {"days_open": 63}]}, expect=Fraction(150)),
)
