"""Required win rate: which share of the open value due in the period must be won to reach the target."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, Undefined, ratio
from attain.metrics.parts import OPEN_DUE, WON, count, total

METRIC = Metric(
    name="required_win_rate",
    title="Required win rate",
    unit="ratio",
    kind="other",
    definition=(
        "Which share of the open value due in the period must be won to reach the target; above 100 % it cannot be."
    ),
    source="docs/pipeline.md",
    formula="max(0, target - won value) / open value due",
    parts={
        "won": total("deals", "amount", WON),
        "open": total("deals", "amount", OPEN_DUE),
        "target": total("targets", "target_value"),
        "target_count": count("targets"),
    },
    value=lambda p: (
        ratio(max(0, p["target"] - p["won"]), p["open"], "nothing open is due in the period")
        if p["target_count"]
        else Undefined("there is no target")
    ),
    example=Example(
        {"deals": [{"amount": 70, "outcome": "won"}, {"amount": 100}], "targets": [{"target_value": 100}]},
        expect=Fraction(3, 10),
    ),
)
