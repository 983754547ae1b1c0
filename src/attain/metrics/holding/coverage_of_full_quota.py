"""Coverage of the whole quota: how many times the open deals due in the period cover the whole target."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import OPEN_DUE, total

METRIC = Metric(
    name="coverage_of_full_quota",
    title="Coverage of the whole quota",
    unit="times",
    kind="share",
    definition="How many times the open deals due in the period cover the whole target.",
    source="docs/pipeline.md",
    formula="pipeline due / target",
    parts={
        "open": total("deals", "amount", OPEN_DUE),
        "target": total("targets", "target_value"),
    },
    value=lambda p: ratio(p["open"], p["target"], "there is no target"),
    example=Example({"deals": [{"amount": 2_400_000}], "targets": [{"target_value": 800_000}]}, expect=Fraction(3)),
)
