"""Follow-up time."""

from fractions import Fraction

from attain.metrics.arithmetic.formulas import middle
from attain.metrics.model import Example, Metric, Parts, Undefined, Value
from attain.metrics.parts import values


def _value(p: Parts) -> Value:
    found = middle(p["minutes"], "no deal had two activities in the period")
    return found if isinstance(found, Undefined) else found / 60


METRIC = Metric(
    name="follow_up_time",
    title="Follow-up time",
    unit="hours",
    kind="other",
    definition=(
        "How many hours pass between one activity about a deal and the next, for the middle one of the period."
    ),
    source="docs/pipeline.md",
    formula="median of hours to the next activity about the deal",
    parts={
        "minutes": values("activities", "follow_up_minutes"),
    },
    value=_value,
    example=Example(
        {"activities": [{"follow_up_minutes": minutes} for minutes in (60, 1_440, 2_880)]}, expect=Fraction(24)
    ),
)
