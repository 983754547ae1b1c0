"""Tie-out: every row that is off is named, at the first step where it is, and nothing else.

Properties: (1) what is compared is told as an independent comparison tells it; (2) of 100 periods with ten kinds of
error each, every error is found and named, and nothing is told where there is none.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.ledger import MOVES, PAY_LINES, Steps, compared, tie_out
from attain.ledger.tie_out.comparing import LISTED
from tests.docs.pages import ROOT
from tests.oracle.tie_out import Row, off

PAGE = (ROOT / "docs" / "behaviours" / "tie_out.md").read_text("utf-8")
SCHEMA = dict.fromkeys(LISTED[:-1], pl.String) | {LISTED[-1]: pl.Int64}


def told(expected: list[Row], found: list[Row]) -> Counter[tuple[str, str | None, int | None, int | None]]:
    frames = [pl.DataFrame(rows, schema=SCHEMA, orient="row") for rows in (expected, found)]
    rows = compared("posted", *frames).select("kind", "transaction_id", "expected_amount", "found_amount")
    return Counter(rows.iter_rows())


def rows_of(cell: str) -> list[Row]:
    texts = [part.split() for part in cell.split(";") if part.strip() != "–"]
    return [(payee, period, code, name, deal, int(worth)) for payee, period, code, name, deal, worth in texts]


def kinds_of(cell: str) -> Counter[tuple[str, str, int | None, int | None]]:
    texts = [part.split() for part in cell.split(";") if part.strip() != "–"]
    worth = {"–": None}
    return Counter((k, d, worth.get(e, e) and int(e), worth.get(f, f) and int(f)) for k, d, e, f in texts)


@pytest.mark.parametrize("case", re.findall(r"^\| (.+) \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)[1:])
def test_the_cases_of_the_page(case: tuple[str, str, str]) -> None:
    expected, found = rows_of(case[0]), rows_of(case[1])
    assert told(expected, found) == kinds_of(case[2]) == off(expected, found)


few = st.lists(
    st.tuples(
        st.sampled_from(["ana", "bo"]),
        st.sampled_from(["2026-01", "2026-02"]),
        st.sampled_from(["USD", None]),
        st.just("earned"),
        st.sampled_from(["D1", "D2", None]),
        st.integers(1, 3),
    ),
    max_size=6,
)


@given(few, few)
def test_what_is_told_is_what_an_independent_comparison_tells(expected: list[Row], found: list[Row]) -> None:
    """Property 1: as many of each kind, and the same lists are told as nothing."""
    assert Counter(kind for kind, *_ in told(expected, found).elements()) == Counter(
        kind for kind, *_ in off(expected, found).elements()
    )
    assert told(expected, expected) == Counter()


@dataclass(frozen=True)
class Period:
    """A period as it should be: every list of it."""

    facts: pl.DataFrame
    credits: pl.DataFrame
    earnings: pl.DataFrame
    moves: pl.DataFrame
    pay_lines: pl.DataFrame
    booked: pl.DataFrame


def period_of(dice: Random) -> Period:
    payees = [f"p{number}" for number in range(dice.randint(2, 5))]
    deals = [(f"D{n}", dice.choice(payees), 100 * dice.randint(10, 900)) for n in range(dice.randint(4, 12))]
    named = {"plan_id": "ae", "component_id": "base", "source": "deals", "line_type": "credit", "credit_type": "direct"}
    rows = [
        {
            **named,
            "transaction_id": deal,
            "payee_id": payee,
            "period_id": "2026-01",
            "currency": "USD",
            "credited_on": "2026-01-15",
            "credit_amount": worth,
            "earning_amount": worth // 10,
            "flow": "earned",
            "move_amount": worth // 10,
        }
        for deal, payee, worth in deals
    ]
    frame = pl.DataFrame(rows)
    by_hand = frame.head(1).with_columns(
        flow=pl.lit("adjusted"),
        source=pl.lit("adjustments"),
        transaction_id=pl.lit("ADJ-1"),
        move_amount=pl.lit(dice.randint(1, 500), pl.Int64),
        **{name: pl.lit(None, pl.String) for name in ("plan_id", "component_id", "line_type")},
    )
    moves = pl.concat([frame, by_hand], how="vertical_relaxed").select(MOVES.names)
    lines = moves.group_by("payee_id", "currency").agg(pay_amount=pl.col("move_amount").sum()).sort("payee_id")
    booked = moves.group_by("currency").agg(booked_amount=pl.col("move_amount").sum()).with_columns(account=pl.lit("x"))
    facts = pl.DataFrame({"source": ["deals"], "transaction_id": ["rows"], "listed_amount": [len(deals)]})
    return Period(facts, frame, frame, moves, lines.select(PAY_LINES.names), booked)


def steps_of(should: Period, is_: Period, *, exported: pl.DataFrame, paid: pl.DataFrame) -> Steps:
    return Steps(
        imported=(should.facts, is_.facts),
        credited=(should.credits, is_.credits),
        earned=(should.earnings, is_.earnings),
        posted=(should.moves, is_.moves.rename({"move_amount": "standing_amount"})),
        exported=(should.pay_lines, exported),
        paid=(should.pay_lines, paid),
        booked=(should.booked, is_.booked),
    )


def changed(frame: pl.DataFrame, row: int, **values: object) -> pl.DataFrame:
    number = pl.int_range(pl.len())
    return frame.with_columns(
        pl.when(number == row).then(pl.lit(value)).otherwise(name).cast(frame.schema[name]).alias(name)
        for name, value in values.items()
    )


def without(frame: pl.DataFrame, row: int) -> pl.DataFrame:
    return pl.concat([frame.head(row), frame.slice(row + 1)])


def twice(frame: pl.DataFrame, row: int) -> pl.DataFrame:
    return pl.concat([frame, frame.slice(row, 1)])


Wrong = tuple[Period, pl.DataFrame, pl.DataFrame]


def injected(kind: str, good: Period, dice: Random) -> Wrong:
    """The period with one error of a kind in it: the period, the file that left, and what payroll reports."""
    row = dice.randrange(good.credits.height)
    line = dice.randrange(good.pay_lines.height)
    more = good.credits["credit_amount"][row] + 1
    last = good.moves.height - 1
    lines = good.pay_lines
    less = changed(lines, line, pay_amount=lines["pay_amount"][line] - 1)
    makers: dict[str, Callable[[], Wrong]] = {
        "lost_row": lambda: (replace(good, credits=without(good.credits, row)), lines, lines),
        "doubled_row": lambda: (replace(good, earnings=twice(good.earnings, row)), lines, lines),
        "changed_amount": lambda: (
            replace(good, credits=changed(good.credits, row, credit_amount=more)),
            lines,
            lines,
        ),
        "wrong_payee": lambda: (replace(good, credits=changed(good.credits, row, payee_id="px")), lines, lines),
        "wrong_period": lambda: (replace(good, moves=changed(good.moves, row, period_id="2026-02")), lines, lines),
        "wrong_rate": lambda: (replace(good, earnings=changed(good.earnings, row, earning_amount=1)), lines, lines),
        "wrong_currency": lambda: (replace(good, earnings=changed(good.earnings, row, currency="EUR")), lines, lines),
        "unposted_adjustment": lambda: (replace(good, moves=without(good.moves, last)), lines, lines),
        "edited_export": lambda: (good, changed(lines, line, pay_amount=7), lines),
        "paid_less": lambda: (good, lines, less),
    }
    return makers[kind]()


KINDS = (
    "lost_row",
    "doubled_row",
    "changed_amount",
    "wrong_payee",
    "wrong_period",
    "wrong_rate",
    "wrong_currency",
    "unposted_adjustment",
    "edited_export",
    "paid_less",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("periods", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_every_error_is_found_and_named(kind: str, periods: int) -> None:
    """Property 2."""
    for seed in range(periods):
        dice = Random(seed)  # noqa: S311 -- a period, not a secret
        good = period_of(dice)
        assert tie_out(steps_of(good, good, exported=good.pay_lines, paid=good.pay_lines)).is_empty()
        wrong, exported, paid = injected(kind, good, dice)
        found = tie_out(steps_of(good, wrong, exported=exported, paid=paid))
        assert found["kind"].to_list() == [kind], (seed, found)


def test_what_is_not_given_is_left_out() -> None:
    assert tie_out(Steps()).is_empty()


def test_facts_and_books_are_counted_too() -> None:
    good = period_of(Random(1))  # noqa: S311 -- a period, not a secret
    wrong = replace(
        good,
        facts=changed(good.facts, 0, listed_amount=1),
        booked=changed(good.booked, 0, booked_amount=1),
    )
    found = tie_out(steps_of(good, wrong, exported=good.pay_lines, paid=good.pay_lines))
    assert found.select("step", "kind").rows() == [("imported", "changed_amount"), ("booked", "changed_amount")]
    assert found["expected_amount"].to_list()[0] == good.credits.height
