"""Walks: what moves together, in which order, where a measure stands at the end of a period, and what a team counts.

Properties:
1. However a feed is cut into groups that move together, the walk ends where it ends without groups.
2. The state at the end of a period is where the walk of everything up to it ends.
3. A team never counts more of a transaction than the whole of it, in either direction.
"""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.documents import read_yaml, validate
from attain.measures import KINDS, Measure, once_per_team, states, walked
from tests.measures.feeding import feed, moves, way


def test_the_kinds() -> None:
    assert list(KINDS) == ["sum", "count", "ratio", "last", "formula", "rank"]


def test_rows_that_move_together_are_added_up_first() -> None:
    rows = feed(
        {"at": 0, "move": 7, "amount": 100}, {"at": 1, "move": 8, "amount": 5}, {"at": 2, "move": 7, "amount": -40}
    )
    found = walked("sum", rows)
    assert found.select("move", "at").rows() == [(7, 0), (8, 1)]
    assert way(found) == [(0, 60), (60, 65)]


def test_a_group_that_nets_to_nothing_does_not_move() -> None:
    found = walked("sum", feed({"move": 1, "amount": 9}, {"move": 1, "amount": -9}))
    assert way(found) == [(0, 0)]


def test_of_reports_that_move_together_the_latest_counts() -> None:
    found = walked("last", feed({"move": 1, "amount": 40}, {"move": 1, "amount": 95}, {"move": 2, "amount": 90}))
    assert way(found) == [(None, 95), (95, 90)]


def test_both_parts_of_a_ratio_move_together() -> None:
    rows = feed(
        {"move": 1, "amount": 3, "over": 10}, {"move": 1, "amount": 4, "over": 20}, {"move": 2, "amount": 1, "over": 1}
    )
    found = walked("ratio", rows)
    assert found.select("x0", "x0_of", "x1", "x1_of").rows() == [(None, None, 7, 30), (7, 30, 8, 31)]


def test_moves_stand_in_the_order_of_their_first_row() -> None:
    rows = feed(
        {"at": 5, "move": 2, "amount": 1}, {"at": 6, "move": 1, "amount": 10}, {"at": 4, "move": 3, "amount": 100}
    )
    assert way(walked("sum", rows)) == [(0, 100), (100, 101), (101, 111)]


def test_the_same_group_of_another_walk_is_another_group() -> None:
    found = walked("count", feed({"walk": 1, "move": 3, "amount": 1}, {"walk": 2, "move": 3, "amount": 1}))
    assert found.select("walk", "x1").rows() == [(1, 1), (2, 1)]


def test_states_at_the_end_of_each_period_in_which_something_moved() -> None:
    rows = feed(
        {"walk": 2, "period": 0, "amount": 5},
        {"walk": 1, "period": 3, "amount": 1},
        {"walk": 1, "period": 0, "amount": 10},
        {"walk": 1, "period": 0, "amount": -3},
        {"walk": 1, "period": 3, "amount": 2},
    )
    assert states("sum", rows).rows() == [(1, 0, 7), (1, 3, 10), (2, 0, 5)]
    assert states("sum", rows).columns == ["walk", "period", "x"]


def test_states_of_reports_and_ratios() -> None:
    rows = feed(
        {"period": 1, "amount": 40, "over": 50}, {"period": 1, "amount": 95, "over": -50}, {"period": 2, "amount": 5}
    )
    assert states("last", rows).rows() == [(0, 1, 95), (0, 2, 5)]
    found = states("ratio", rows)
    assert found.columns == ["walk", "period", "x", "x_of"]
    assert found.rows() == [(0, 1, None, None), (0, 2, None, None)]
    whole = feed({"period": 1, "amount": 40, "over": 50}, {"period": 1, "amount": 5, "over": 10})
    assert states("ratio", whole).rows() == [(0, 1, 45, 60)]


def shared(*rows: tuple[int, int, int], rule: str = "new") -> pl.DataFrame:
    """Feed rows of one team: place, share of the transaction, and the whole of it."""
    made = feed(*({"at": at, "amount": amount, "period": at} for at, amount, _ in rows)).drop("over")
    return made.with_columns(pl.Series("whole", [whole for _, _, whole in rows]), rule=pl.lit(rule))


@pytest.mark.parametrize(
    ("parts", "whole", "counted"),
    [
        ([60, 40], 100, 100),
        ([60, 30], 100, 90),
        ([100, 100], 100, 100),
        ([-60, -40], -100, -100),
        ([-100, -100], -100, -100),
        ([0, 0], 100, 0),
        ([150, -100], 100, 50),
    ],
)
def test_a_team_counts_a_transaction_once(parts: list[int], whole: int, counted: int) -> None:
    found = once_per_team(shared(*((3, part, whole) for part in parts)))
    assert found.select("at", "amount", "period", "move").rows() == [(3, counted, 3, 3)]
    assert "whole" not in found.columns


def test_transactions_and_rules_are_counted_apart() -> None:
    both = pl.concat([shared((1, 60, 100), (1, 60, 100), (2, 10, 100)), shared((1, 30, 100), rule="old")])
    found = once_per_team(both)
    assert found.select("at", "amount").rows() == [(1, 100), (2, 10), (1, 30)]


def test_both_parts_of_a_ratio_are_counted_once() -> None:
    """A deal of 100.00 with a margin of 20.00, shared in halves and in wholes: 20 % each time."""
    rows = [(1, 10, 20, 50, 100), (1, 10, 20, 50, 100), (2, 20, 20, 100, 100), (2, 20, 20, 100, 100)]
    made = feed(*({"at": at, "amount": amount, "over": over} for at, amount, _, over, _ in rows))
    made = made.with_columns(
        pl.Series("whole", [row[2] for row in rows]),
        pl.Series("over_whole", [row[4] for row in rows]),
        rule=pl.lit("c"),
    )
    assert once_per_team(made).select("amount", "over").rows() == [(20, 100), (20, 100)]
    assert "over_whole" not in once_per_team(made).columns


def test_a_measure_says_one_thing() -> None:
    for text, words in {
        "{sum: value, count: transactions, per: month}": "exactly one",
        "{per: month}": "exactly one",
        "{ratio: margin, per: month}": "over",
        "{sum: value, over: value, per: month}": "over",
        "{ratio: margin, over: value, per: month, against: quota}": "against",
    }.items():
        node, _ = read_yaml(text, "plan.yaml")
        assert node is not None
        made, problems = validate(Measure, node, "plan.yaml")
        assert made is None
        assert any(words in problem.what + problem.fix for problem in problems), text


@pytest.mark.parametrize("kind", ["sum: value", "count: transactions", "ratio: margin, over: value", "last: score"])
def test_a_measure_knows_its_kind(kind: str) -> None:
    node, _ = read_yaml(f"{{{kind}, per: month}}", "plan.yaml")
    assert node is not None
    made, _ = validate(Measure, node, "plan.yaml")
    assert made is not None
    assert made.kind == kind.partition(":")[0]
    assert (made.group, str(made.owner)) == ("transaction", "payee")


amounts = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(-50, 50)), min_size=1, max_size=12)


@settings(max_examples=30)
@given(amounts)
def test_groups_and_periods_agree_with_the_plain_walk(rows: list[tuple[int, int, int]]) -> None:
    """Properties 1 and 2."""
    together = feed(
        *({"move": move, "period": period, "amount": n} for move, period, n in sorted(rows, key=lambda r: r[1]))
    )
    everything = sum(n for _, _, n in rows)
    assert walked("sum", together)["x1"].to_list()[-1] == everything
    assert walked("sum", moves(*(n for _, _, n in rows)))["x1"].to_list()[-1] == everything
    for _, period, x in states("sum", together).rows():
        assert x == sum(n for _, mine, n in rows if mine <= period)


@settings(max_examples=30)
@given(st.lists(st.integers(-300, 300), min_size=1, max_size=5), st.integers(-200, 200))
def test_a_team_never_counts_more_than_the_whole(parts: list[int], whole: int) -> None:
    """Property 3."""
    counted = once_per_team(shared(*((1, part, whole) for part in parts)))["amount"].item()
    assert counted == max(-abs(whole), min(abs(whole), sum(parts)))
