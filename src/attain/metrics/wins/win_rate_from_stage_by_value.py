"""Win rate from a stage, by value."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import IS_LOST, IS_WON, total

METRIC = Metric(
    name="win_rate_from_stage_by_value",
    title="Win rate from a stage, by value",
    unit="ratio",
    kind="share",
    definition="Of the value closed in the period that ever reached a stage or a later one, the share that was won.",
    source="docs/pipeline.md",
    formula="won value that reached it / closed value that reached it",
    parts={
        "won": total("reached", "amount", IS_WON),
        "closed": total("reached", "amount", IS_WON | IS_LOST),
    },
    value=lambda p: ratio(p["won"], p["closed"], "nothing of value that reached the stage is closed"),
    example=Example(
        {
            "reached": [
                {"stage": "Proposal Made", "outcome": "won", "amount": 100},
                {"stage": "Proposal Made", "outcome": "lost", "amount": 300},
            ]
        },
        expect=Fraction(1, 4),
    ),
    always_by=("stage",),
    needs=("stage",),
)
