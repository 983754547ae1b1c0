"""Lead response time."""

from fractions import Fraction

from attain.metrics.arithmetic.formulas import middle
from attain.metrics.model import Example, Metric, Parts, Undefined, Value
from attain.metrics.parts import values


def _value(p: Parts) -> Value:
    found = middle(p["minutes"], "no lead of the period was answered")
    return found if isinstance(found, Undefined) else found / 60


METRIC = Metric(
    name="lead_response_time",
    title="Lead response time",
    unit="hours",
    kind="other",
    definition="How many hours passed before the middle one of the answered leads of the period was answered.",
    source="docs/pipeline.md",
    formula="median of hours to the first answer",
    parts={
        "minutes": values("leads", "response_minutes"),
    },
    value=_value,
    example=Example(
        {
            "leads": [
                {
                    "is_contacted": True,
                    "is_qualified": True,
                    "is_converted": True,
                    "is_won": True,
                    "response_minutes": 30,
                },
                {"is_contacted": True, "is_qualified": True, "is_converted": True, "response_minutes": 90},
                {"is_contacted": True, "response_minutes": 60},
                {},
            ]
        },
        expect=Fraction(1),
    ),
)
