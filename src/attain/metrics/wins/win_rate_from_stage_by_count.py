"""Win rate from a stage, by count."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import IS_LOST, IS_WON, count

METRIC = Metric(
    name="win_rate_from_stage_by_count",
    title="Win rate from a stage, by count",
    unit="ratio",
    kind="share",
    definition=("Of the deals closed in the period that ever reached a stage or a later one, the share that was won."),
    source="docs/pipeline.md",
    formula="won that reached it / closed that reached it",
    parts={
        "won": count("reached", IS_WON),
        "closed": count("reached", IS_WON | IS_LOST),
    },
    value=lambda p: ratio(p["won"], p["closed"], "no deal that reached the stage is closed"),
    example=Example(
        {
            "reached": [
                {"stage": "Proposal Made", "outcome": "won"},
                *[{"stage": "Proposal Made", "outcome": "lost"}] * 3,
            ]
        },
        expect=Fraction(1, 4),
    ),
    interval_of=("won", "closed"),
    always_by=("stage",),
    needs=("stage",),
)
