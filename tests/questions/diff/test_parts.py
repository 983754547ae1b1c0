"""A difference by cause.

1. The parts sum to the difference, key by key, for random pairs of states.
2. A cause alone moves only its own part.
3. A state compared with itself differs by nothing.
4. What an earlier version recorded is its own part, and so is what was added by hand.
"""

import polars as pl
import pytest

from attain.questions.diff import Difference, State, difference
from attain.questions.diff.states import KEYS
from tests.questions.diff.pairs import MOVES, Pair, pair
from tests.questions.whatif.worlds import World


def unexplained(found: Difference) -> pl.DataFrame:
    """What is left of the difference when every part is taken off."""
    signed = [
        found.after.select(*KEYS, "earning_amount"),
        found.before.select(*KEYS, earning_amount=-pl.col("earning_amount")),
        found.parts.select(*KEYS, earning_amount=-pl.col("earning_amount")),
    ]
    left = pl.concat(signed).group_by(KEYS).agg(pl.col("earning_amount").sum())
    return left.filter(pl.col("earning_amount") != 0)


def judged(one: Pair) -> Difference:
    """Compare a pair and check that the parts add up and that no other cause has one."""
    found = difference(one.before, one.after)
    if not found.is_usable:
        assert "DIFF201" in {problem.code for problem in found.diagnostics}
        return found
    assert unexplained(found).is_empty()
    named = {cause for text in found.causes for cause in text.split(" and ")}
    assert named <= one.causes or any(problem.code == "DIFF202" for problem in found.diagnostics)
    payees = found.payees
    if payees.height:
        assert (payees["difference"] == payees.select(pl.sum_horizontal(found.causes)).to_series()).all()
    return found


@pytest.mark.parametrize("seed", range(5000, 5003))
def test_parts_sum_to_the_difference(seed: int) -> None:
    """1."""
    judged(pair(seed))


@pytest.mark.parametrize("cause", MOVES)
def test_a_cause_alone_moves_only_its_own_part(cause: str) -> None:
    """2."""
    found = judged(pair(5100, frozenset({cause})))
    assert set(found.causes) <= {cause}


def test_a_state_and_itself_recorded_tables_and_adjustments() -> None:
    """3, 4."""
    world = World.random(5200)
    nothing = difference(State(world.opened), State(world.opened))
    assert nothing.parts.is_empty()
    assert nothing.totals.is_empty()
    assert nothing.payees.is_empty()
    earned = world.results.tables["earnings"]
    first = earned.filter(pl.col("earning_amount") != 0).head(1)
    other = earned.with_columns(
        earning_amount=pl.when(pl.int_range(pl.len()) == 0).then(7).otherwise(0) + pl.col("earning_amount")
    )
    by_engine = difference(State(world.opened, recorded=other), State(world.opened))
    assert dict(by_engine.totals.select("cause", "earning_amount").iter_rows()) == {"engine": -7}
    added = first.select("payee_id", "period_id", "currency", earning_amount=pl.lit(12_345, pl.Int64))
    by_hand = difference(State(world.opened), State(world.opened, adjustments=added))
    assert dict(by_hand.totals.select("cause", "earning_amount").iter_rows()) == {"adjustment": 12_345}
    assert unexplained(by_hand).is_empty()
