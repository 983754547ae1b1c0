"""Share won within 90 days: the share of deals created in the period that is won within 90 days of being open."""

from fractions import Fraction

from attain.metrics.arithmetic.incidence import Ending, incidence_by
from attain.metrics.model import Example, Metric, Parts, Undefined, Value
from attain.metrics.parts import IS_CREATED, IS_LOST, IS_OPEN, IS_WON, values


def _value(p: Parts) -> Value:
    named: dict[str, Ending] = {"won": "won", "lost": "lost", "still_open": "open"}
    lives: list[tuple[int, Ending]] = [(int(days), ending) for name, ending in named.items() for days in p[name]]
    found = incidence_by(lives, 90)
    return Undefined("no deal was created in the period") if found is None else found.won


METRIC = Metric(
    name="incidence_win_90_days",
    title="Share won within 90 days",
    unit="ratio",
    kind="other",
    definition=(
        "The share of deals created in the period that is won within 90 days of being open; won and lost "
        "compete, open deals are censored."
    ),
    source="O. Aalen and S. Johansen (1978)",
    formula="Aalen and Johansen’s cumulative incidence at 90 days",
    parts={
        "won": values("deals", "days_open", IS_CREATED & IS_WON),
        "lost": values("deals", "days_open", IS_CREATED & IS_LOST),
        "still_open": values("deals", "days_open", IS_CREATED & IS_OPEN),
    },
    value=_value,
    example=Example(
        {
            "deals": [
                {"days_open": 10, "outcome": "won"},
                {"days_open": 20, "outcome": "lost"},
                {"days_open": 25, "outcome": "open"},
                {"days_open": 30, "outcome": "won"},
            ]
        },
        expect=Fraction(3, 4),
    ),
    needs=("created_at",),
)
