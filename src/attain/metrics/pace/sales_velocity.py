"""Sales velocity: what the open deals bring per day."""

from fractions import Fraction

import polars as pl

from attain.metrics.arithmetic.formulas import mean, velocity
from attain.metrics.model import Example, Metric, Parts, Undefined, Value, ratio
from attain.metrics.parts import CLOSED, IS_OPEN, WON, count, total, values


def _value(p: Parts) -> Value:
    size = ratio(p["won"], p["priced"], "no deal with an amount was won in the period")
    rate = ratio(p["won_count"], p["closed"], "no deal was closed in the period")
    cycle = mean(p["days"], "no deal whose age is known was won in the period")
    for one in (size, rate, cycle):
        if isinstance(one, Undefined):
            return one
    assert isinstance(size, Fraction)
    assert isinstance(rate, Fraction)
    assert isinstance(cycle, Fraction)
    return velocity(p["deals"], size, rate, cycle)


METRIC = Metric(
    name="sales_velocity",
    title="Sales velocity",
    unit="money_per_day",
    kind="other",
    definition=(
        "What the open deals bring per day: deals x deal size x win rate / cycle length, the last three of the period."
    ),
    source="docs/pipeline.md",
    formula="N x V x W / L",
    parts={
        "deals": count("deals", IS_OPEN),
        "won": total("deals", "amount", WON),
        "priced": count("deals", WON & pl.col("amount").is_not_null()),
        "won_count": count("deals", WON),
        "closed": count("deals", CLOSED),
        "days": values("deals", "days_open", WON),
    },
    value=_value,
    example=Example(
        {
            "deals": [
                *[{"outcome": "won", "amount": 30_000, "days_open": 60}] * 25,
                *[{"outcome": "lost", "amount": 1}] * 75,
                *[{"outcome": "open"}] * 100,
            ]
        },
        expect=Fraction(12_500),
    ),
)
