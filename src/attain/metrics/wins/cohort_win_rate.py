"""Win rate of a cohort: of all deals created in the period, the share that is won by now."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import IS_CREATED, IS_WON, count

METRIC = Metric(
    name="cohort_win_rate",
    title="Win rate of a cohort",
    unit="ratio",
    kind="share",
    definition="Of all deals created in the period, the share that is won by now.",
    source="docs/pipeline.md",
    formula="won / created",
    parts={
        "won": count("deals", IS_CREATED & IS_WON),
        "created": count("deals", IS_CREATED),
    },
    value=lambda p: ratio(p["won"], p["created"], "no deal was created in the period"),
    example=Example(
        {"deals": [*[{"outcome": "won"}] * 3, *[{"outcome": "lost"}] * 7, *[{"outcome": "open"}] * 90]},
        expect=Fraction(3, 100),
    ),
    interval_of=("won", "created"),
    needs=("created_at",),
)
