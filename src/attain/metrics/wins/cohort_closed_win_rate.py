"""Win rate of the closed deals of a cohort."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import IS_CREATED, IS_LOST, IS_WON, count

METRIC = Metric(
    name="cohort_closed_win_rate",
    title="Win rate of the closed deals of a cohort",
    unit="ratio",
    kind="share",
    definition="Of the deals created in the period that are closed by now, the share that is won.",
    source="docs/pipeline.md",
    formula="won / (won + lost)",
    parts={
        "won": count("deals", IS_CREATED & IS_WON),
        "closed": count("deals", IS_CREATED & (IS_WON | IS_LOST)),
    },
    value=lambda p: ratio(p["won"], p["closed"], "no deal that was created in the period is closed"),
    example=Example(
        {"deals": [*[{"outcome": "won"}] * 3, *[{"outcome": "lost"}] * 7, *[{"outcome": "open"}] * 90]},
        expect=Fraction(3, 10),
    ),
    interval_of=("won", "closed"),
    needs=("created_at",),
)
