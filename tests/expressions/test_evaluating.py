"""Evaluation: worked values, nulls, dates, and numbers at the edge of what is exact."""

from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest

from attain.expressions import (
    ColumnType,
    Operand,
    Scope,
    fractions,
    holds,
    missing_keys,
    null_rows,
    prepare,
    results,
    temporary_columns,
    zero_divisions,
)
from attain.expressions.compiling.dates import PlainCalendar
from attain.tables import ContractError
from tests.expressions.rows import DEAL, compiled, evaluated, frame_of, scope_of
from tests.oracle.expressions import Value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("amount * 8%", Fraction("98.7648")),
        ("amount * share * factor", Fraction("138.888")),
        ("amount / 7", Fraction(123_456, 700)),
        ("amount / price", Fraction("-1234.56")),
        ("amount + price", Fraction("1233.56")),
        ("round(amount)", 1235),
        ("round(-1234.5)", -1235),
        ("round(amount * share, 2)", Fraction("92.59")),
        ("round(amount, -2)", 1200),
        ("round(amount, 2)", Fraction("1234.56")),
        ("floor(price / 3)", -1),
        ("ceil(amount)", 1235),
        ("mod(amount, 100)", Fraction("34.56")),
        ("mod(- amount, 100)", Fraction("-34.56")),
        ("least(amount, 1000, 2000)", 1000),
        ("greatest(price, - amount)", -1),
        ("months_between(close_on, hired_on) + 1", 12),
        ("months_between(hired_on, close_on)", -11),
        ("days_between(close_on, '2026-01-01')", 30),
        ("close_on + 1 month", date(2026, 2, 28)),
        ("close_on + 1 year - 1 day", date(2027, 1, 30)),
        ("end_of(half, close_on)", date(2026, 6, 30)),
        ("start_of(week, close_on)", date(2026, 1, 26)),
        ("least(close_on, '2026-01-01')", date(2026, 1, 1)),
        ("case when bookings.attainment >= 90% then 'high' else 'low' end", "high"),
        ("case type when 'New' then 10% when 'Renewal' then 2% end", Fraction(1, 10)),
        ("type in ('New', 'Renewal') and term >= 24", True),
        ("close_on between '2026-01-01' and '2026-01-31'", True),
        ("owner = 'ana' and type like 'N_w%'", True),
        ("lookup('levels', type) * amount", Fraction("61.728")),
        ("lookup('levels', owner)", Fraction(1, 100)),
        ("lookup('bounties', type, term)", Fraction("900.5")),
        ("coalesce(case when is_won then null else 1 end, 2)", 2),
        ("amount > 0 = is_won", True),
    ],
)
def test_a_worked_value(text: str, value: Value) -> None:
    assert evaluated(text, [DEAL]) == [value]


@pytest.mark.parametrize(
    ("day", "hired", "months"),
    [
        (date(2026, 2, 28), date(2026, 1, 31), 1),
        (date(2026, 2, 27), date(2026, 1, 31), 0),
        (date(2026, 3, 30), date(2026, 1, 31), 1),
        (date(2026, 3, 31), date(2026, 1, 31), 2),
        (date(2026, 1, 31), date(2026, 2, 28), -1),
        (date(2025, 2, 28), date(2024, 2, 29), 12),
        (date(2024, 2, 28), date(2023, 2, 28), 12),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_a_month_is_completed_on_the_day_that_adding_it_reaches(day: date, hired: date, months: int) -> None:
    assert evaluated("months_between(close_on, hired_on)", [{"close_on": day, "hired_on": hired}]) == [months]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is_won and amount > 0", [None, False, None]),
        ("is_won or amount > 0", [True, None, None]),
        ("not is_won", [False, True, None]),
        ("amount is null", [True, True, True]),
        ("amount in (1, 2)", [None, None, None]),
        ("case when amount > 0 then 1 else 2 end", [2, 2, 2]),
        ("least(amount, 5)", [None, None, None]),
        ("coalesce(amount, 5)", [5, 5, 5]),
        ("lookup('levels', type)", [None, None, None]),
    ],
)
def test_null_is_unknown(text: str, expected: list[Value]) -> None:
    assert evaluated(text, [{"is_won": True}, {"is_won": False}, {}]) == expected


def test_a_null_condition_does_not_hold_and_is_counted_with_its_column() -> None:
    frame = frame_of([{"amount": 5, "is_won": True}, {"amount": None, "is_won": True}, {"is_won": False}])
    found, _ = compiled("is_won and amount > 0", scope_of(frame), "boolean")
    assert found
    assert holds(frame, found).to_list() == [True, False, False]
    counted = null_rows(frame, found)
    assert (counted.row_count, counted.names) == (1, {"amount": 1})


def test_rows_that_divide_by_zero_are_counted_where_it_matters() -> None:
    frame = frame_of([{"amount": 5, "term": 0}, {"amount": 5, "term": 1}, {"term": 0}])
    found, _ = compiled("amount / term", scope_of(frame))
    guarded, _ = compiled("case when term = 0 then amount else amount / term end", scope_of(frame))
    assert found
    assert guarded
    assert zero_divisions(frame, found) == 2
    assert zero_divisions(frame.head(2), guarded) == 0


def test_prepare_keeps_rows_and_adds_only_columns_it_names() -> None:
    frame = frame_of([DEAL, {"type": "Odd"}])
    found, _ = compiled("round(least(amount, price, 5) * months_between(close_on, hired_on), 1)", scope_of(frame))
    assert found
    prepared = prepare(frame, found)
    assert prepared.drop(temporary_columns(found)).equals(frame)
    assert all(column.startswith("__") for column in temporary_columns(found))


def test_large_numbers_are_exact_in_128_bits() -> None:
    frame = frame_of([{"amount": 2**60, "share": 999, "factor": 333}])
    found, _ = compiled("amount * share * factor", scope_of(frame))
    assert found
    assert found.bound >= 2**62
    assert fractions(frame, found).row(0) == (2**60 * 999 * 333, 10_000_000)


def test_what_may_exceed_128_bits_is_refused() -> None:
    frame = frame_of([{"amount": 2**60, "term": 2**40}])
    _, problems = compiled("amount * term * term", scope_of(frame))
    assert [problem.code for problem in problems] == ["EXPR301"]


def test_a_number_beyond_its_promised_size_stops() -> None:
    frame = frame_of([{"amount": 500}])
    found, _ = compiled("amount * 2", scope_of(frame_of([{"amount": 100}])))
    assert found
    with pytest.raises(ContractError, match="amount reaches 500"):
        results(frame, found)


def test_an_empty_frame_has_no_values() -> None:
    frame = frame_of([])
    for text in ("amount * 8%", "lookup('levels', type)", "is_won", "round(least(amount, price))"):
        found, problems = compiled(text, scope_of(frame))
        assert found, problems
        assert results(frame, found).to_list() == []
        assert null_rows(frame, found).row_count == 0
        assert missing_keys(frame, found) == []


class _Shifted(PlainCalendar):
    """A year that starts in February."""

    def start_of(self, unit: str, day: pl.Expr) -> pl.Expr:
        return super().start_of(unit, day.dt.offset_by("-1mo")).dt.offset_by("1mo")


def test_a_scope_brings_its_own_calendar() -> None:
    scope = Scope({"d": Operand(ColumnType("date"), "d")}, calendar=_Shifted())
    found, _ = compiled("start_of(year, d)", scope, "date")
    assert found
    frame = pl.DataFrame({"d": [date(2026, 1, 15), date(2026, 3, 1)]})
    assert results(frame, found).to_list() == [date(2025, 2, 1), date(2026, 2, 1)]


@pytest.mark.parametrize("unit", ["day", "week", "month", "quarter", "half", "year"])
def test_periods_of_the_plain_calendar_follow_each_other(unit: str) -> None:
    days = [date(2023, 12, 20) + timedelta(days=number) for number in range(800)]
    frame = pl.DataFrame({"d": days})
    scope = Scope({"d": Operand(ColumnType("date"), "d")})
    first, _ = compiled(f"start_of({unit}, d)", scope)
    following, _ = compiled(f"start_of({unit}, end_of({unit}, d) + 1 day)", scope)
    last, _ = compiled(f"end_of({unit}, d) + 1 day", scope)
    assert first
    assert following
    assert last
    assert results(frame, following).to_list() == results(frame, last).to_list()
    assert all(start <= day for start, day in zip(results(frame, first), days, strict=True))
