"""How much of a cancelled deal goes back by its age.

1. Every age has the oracle's share, in days and in months.
2. Beyond the last step or point nothing goes back.
"""

from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.documents import read_yaml, validate
from attain.earnings.clawbacks.decay import Decay, age_of, share_at
from attain.money import TooLarge
from tests.oracle import decay as oracle

BEGINS = date(2026, 1, 31)
WRITTEN = (
    {"points": [["90", "100%"], ["365", "0%"]]},
    {"points": [["30", "100%"], ["30", "50%"], ["61", "33.3%"]]},
    {"points": [["0", "80%"]]},
    {"steps": [{"before": "90", "share": "100%"}, {"before": "180", "share": "12.5%"}]},
    {"age": "months", "points": [["0", "90%"], ["7", "20%"]]},
    {"age": "months", "steps": [{"before": "1", "share": "100%"}, {"before": "3", "share": "50%"}]},
)


def _decay(written: dict) -> Decay:
    node, _ = read_yaml(str(written), "plan.yaml")
    assert node is not None
    made, problems = validate(Decay, node, "plan.yaml")
    assert made is not None, problems
    return made


@given(st.sampled_from(WRITTEN), st.integers(-5, 900))
def test_every_age_has_its_share(written: dict, days: int) -> None:
    """Properties 1 and 2."""
    model, day = _decay(written), BEGINS + timedelta(days)
    age = pl.select(age_of(model, pl.lit(BEGINS), pl.lit(day))).item()
    assert age == oracle.age_on(written, BEGINS, day)
    expression, whole = share_at(model, pl.lit(age))
    found = pl.select(expression).item()
    assert (None if found is None else Fraction(found, whole)) == oracle.share_at(written, age)


def test_an_age_that_is_not_known_is_none() -> None:
    model = _decay({"steps": [{"before": "90", "share": "100%"}]})
    assert pl.select(age_of(model, pl.lit(None, pl.Date), pl.lit(BEGINS))).item() == 0


def test_shares_that_no_denominator_holds_are_refused() -> None:
    ages = [0, 997, 997 + 991, 997 + 991 + 983, 997 + 991 + 983 + 977, 997 + 991 + 983 + 977 + 971]
    points = [[str(age), f"{100 - number}%"] for number, age in enumerate(ages)]
    with pytest.raises(TooLarge, match="no common denominator"):
        share_at(_decay({"points": points}), pl.lit(1))
