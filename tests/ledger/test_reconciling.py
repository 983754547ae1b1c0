"""Reconciling: the difference between what should stand and what stands, by cause.

1. Reconciling again after posting gives nothing.
2. What stands afterwards is the last state, whatever the causes.
3. The difference of each key is the oracle's.
"""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.ledger import KEY, MOVES, PAY_FLOWS, STANDING, State, reconcile
from attain.money import TooLarge
from tests.ledger.ledgers import Book, differences, move, moves, rows_of, standing
from tests.oracle.ledger import difference

CLOSED = ("2026-01",)


@st.composite
def states(draw: st.DrawFn) -> pl.DataFrame:
    keys = st.tuples(
        st.sampled_from(["ana", "bo"]),
        st.sampled_from(["2026-01", "2026-02"]),
        st.sampled_from(PAY_FLOWS),
        st.sampled_from([None, "SO1", "SO2"]),
    )
    chosen = draw(st.lists(keys, unique=True, max_size=8))
    sizes = st.integers(-3, 3).filter(bool)
    return moves(
        *(
            move(flow, draw(sizes) * 100, payee_id=payee, period_id=period, source="orders", transaction_id=fact)
            for payee, period, flow, fact in chosen
        )
    )


def keyed(frame: pl.DataFrame, last: str) -> dict[tuple[str | None, ...], int]:
    return {row[:-1]: row[-1] for row in frame.select(*KEY, last).iter_rows()}


@given(states(), st.lists(states(), min_size=1, max_size=3))
def test_posting_the_difference_makes_the_last_state_stand(first: pl.DataFrame, later: list[pl.DataFrame]) -> None:
    book = Book()
    book.post(reconcile(book.standing, [State("late_fact", first)], closed=(), open_period="2026-01"))
    causes = ["late_fact", "plan", "engine"]
    changes = [State(cause, state) for cause, state in zip(causes, later, strict=False)]
    found = reconcile(book.standing, changes, closed=CLOSED, open_period="2026-02")
    before = keyed(first, "move_amount")
    for state in changes:
        after = keyed(state.moves, "move_amount")
        closed = {key: changed for key, changed in difference(before, after).items() if key[1] in CLOSED}
        of_cause = found.filter((pl.col("cause") == state.cause) & pl.col("period_id").is_in(CLOSED))
        assert keyed(of_cause, "move_amount") == closed
        before = after
    assert set(found["posted_period_id"]) <= {"2026-02"}
    book.post(found)
    assert keyed(book.standing.filter(pl.col("flow") != "owed"), "standing_amount") == before
    assert reconcile(book.standing, changes[-1:], closed=CLOSED, open_period="2026-02").is_empty()


def test_each_cause_of_a_closed_period_is_its_own_difference() -> None:
    posted = standing(move("earned", 100_000, source="orders", transaction_id="A"))
    late = moves(
        move("earned", 100_000, source="orders", transaction_id="A"),
        move("earned", 15_000, source="orders", transaction_id="B"),
    )
    retold = moves(
        move("earned", 98_000, source="orders", transaction_id="A"),
        move("earned", 14_000, source="orders", transaction_id="B"),
    )
    found = reconcile(posted, [State("late_fact", late), State("plan", retold)], closed=CLOSED, open_period="2026-02")
    assert rows_of(found, ["cause", "transaction_id", "period_id", "posted_period_id", "move_amount"]) == [
        ("late_fact", "B", "2026-01", "2026-02", 15_000),
        ("plan", "A", "2026-01", "2026-02", -2_000),
        ("plan", "B", "2026-01", "2026-02", -1_000),
    ]


def test_a_fact_may_have_a_cause_of_its_own() -> None:
    named = pl.DataFrame({"source": ["orders"], "transaction_id": ["B"], "cause": ["changed_fact"]})
    after = moves(
        move("earned", 100, source="orders", transaction_id="A"),
        move("earned", 200, source="orders", transaction_id="B"),
        move("earned", 300, source="returns", transaction_id="B"),
        move("draw_paid", 400),
    )
    found = reconcile(STANDING.empty(), [State("late_fact", after, named)], closed=CLOSED, open_period="2026-02")
    assert rows_of(found, ["cause", "move_amount"]) == [
        ("changed_fact", 200),
        ("late_fact", 100),
        ("late_fact", 300),
        ("late_fact", 400),
    ]


def test_an_open_period_is_calculated_and_a_decision_is_an_adjustment() -> None:
    after = moves(
        move("earned", 100, period_id="2026-02", source="orders", transaction_id="A"),
        move("adjusted", 50, period_id="2026-02", source="adjustments", transaction_id="7"),
        move("held", 60, source="holds", transaction_id="8"),
        move("earned", 70, period_id="2026-03", source="orders", transaction_id="C"),
    )
    found = reconcile(STANDING.empty(), [State("late_fact", after)], closed=CLOSED, open_period="2026-02")
    assert rows_of(found, ["cause", "posted_period_id", "move_amount"]) == [
        ("adjustment", "2026-02", 50),
        ("adjustment", "2026-02", 60),
        ("calculation", "2026-02", 100),
        ("calculation", "2026-03", 70),
    ]


def test_what_is_no_longer_calculated_goes_back() -> None:
    posted = standing(move("earned", 100, transaction_id="A"), move("draw_paid", 40))
    found = reconcile(posted, [State("correction", MOVES.empty())], closed=CLOSED, open_period="2026-02")
    assert rows_of(found, ["flow", "move_amount"]) == [("draw_paid", -40), ("earned", -100)]


def test_other_flows_are_left_alone() -> None:
    posted = standing(move("paid", 100), move("owed", 5), move("amortised", 7))
    assert reconcile(posted, [State("plan", MOVES.empty())], closed=(), open_period="2026-01").is_empty()
    found = reconcile(
        posted, [State("accounting", MOVES.empty())], closed=(), open_period="2026-01", flows=("amortised",)
    )
    assert rows_of(found, ["flow", "move_amount"]) == [("amortised", -7)]


def test_two_states_that_cancel_out_post_nothing_in_an_open_period() -> None:
    up = State("late_fact", moves(move("earned", 100)))
    down = State("plan", MOVES.empty())
    assert reconcile(STANDING.empty(), [up, down], closed=(), open_period="2026-01").is_empty()
    both = reconcile(STANDING.empty(), [up, down], closed=CLOSED, open_period="2026-02")
    assert rows_of(both, ["cause", "move_amount"]) == [("late_fact", 100), ("plan", -100)]


def test_differences_come_in_the_order_in_which_they_are_posted() -> None:
    after = moves(
        move("held", 1, payee_id="bo"),
        move("earned", 2, payee_id="bo", transaction_id="B"),
        move("earned", 3, payee_id="bo", transaction_id="A"),
        move("earned", 4, period_id="2026-02"),
        move("earned", 5),
    )
    found = reconcile(STANDING.empty(), [State("plan", after)], closed=CLOSED, open_period="2026-02")
    assert found["move_amount"].to_list() == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("state", "options", "what"),
    [
        (State("weather", MOVES.empty()), {}, "unknown cause: weather"),
        (
            State("plan", MOVES.empty(), pl.DataFrame({"source": ["a"], "transaction_id": ["b"], "cause": ["rain"]})),
            {},
            "unknown cause: rain",
        ),
        (State("plan", MOVES.empty()), {"open_period": "2026-01"}, "2026-01 is closed"),
        (State("plan", MOVES.empty()), {"flows": ("paid",)}, "a pay run posts what is paid"),
        (State("plan", MOVES.empty()), {"flows": ("earned", "owed")}, "a pay run posts what is paid"),
        (State("plan", moves(move("paid", 1))), {}, "'paid' is not among the flows"),
    ],
)
def test_what_cannot_be_meant_is_refused(state: State, options: dict[str, object], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        reconcile(STANDING.empty(), [state], **{"closed": CLOSED, "open_period": "2026-02", **options})


def test_amounts_that_could_wrap_are_refused() -> None:
    huge = moves(move("earned", 2**62), move("held", 2**62))
    with pytest.raises(TooLarge):
        reconcile(STANDING.empty(), [State("plan", huge)], closed=(), open_period="2026-01")


def test_one_fact_with_two_causes_is_refused() -> None:
    twice = pl.DataFrame({"source": ["a", "a"], "transaction_id": ["b", "b"], "cause": ["plan", "engine"]})
    after = moves(move("earned", 1, source="a", transaction_id="b"))
    with pytest.raises(pl.exceptions.ComputeError):
        reconcile(STANDING.empty(), [State("plan", after, twice)], closed=CLOSED, open_period="2026-02")


def test_differences_of_one_key_and_cause_are_one() -> None:
    first = State("plan", moves(move("earned", 100)))
    second = State("plan", moves(move("earned", 130)))
    found = reconcile(STANDING.empty(), [first, second], closed=CLOSED, open_period="2026-02")
    assert found.equals(differences(move("earned", 130) | {"cause": "plan", "posted_period_id": "2026-02"}))
