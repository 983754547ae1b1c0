"""Coverage of what remains: how many times the open deals due in the period cover what is still to be won."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, Undefined, ratio
from attain.metrics.parts import OPEN_DUE, WON, count, total

METRIC = Metric(
    name="coverage_of_remaining_quota",
    title="Coverage of what remains",
    unit="times",
    kind="other",
    definition="How many times the open deals due in the period cover what is still to be won.",
    source="docs/pipeline.md",
    formula="pipeline due / (target - won value)",
    parts={
        "won": total("deals", "amount", WON),
        "open": total("deals", "amount", OPEN_DUE),
        "target": total("targets", "target_value"),
        "target_count": count("targets"),
    },
    value=lambda p: (
        ratio(p["open"], max(0, p["target"] - p["won"]), "the target is reached")
        if p["target_count"]
        else Undefined("there is no target")
    ),
    example=Example(
        {"deals": [{"amount": 500, "outcome": "won"}, {"amount": 1_000}], "targets": [{"target_value": 1_000}]},
        expect=Fraction(2),
    ),
)
