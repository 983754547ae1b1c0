"""floor: pay no less than an amount, per transaction or per window.

Properties:
1. Lines, and the line that a window lacks, are the oracle's, with fractions beside the floor.
"""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.earnings import Lines
from attain.earnings.modifiers import floor
from attain.money import Exact
from tests.earnings.making import Number, column, constant, lines, values
from tests.oracle import floor as oracle

ALWAYS = pl.lit(value=True)


@pytest.mark.parametrize(
    ("line", "base", "paid"),
    [
        (10_000, 40_000, 15_000),
        (-10_000, -40_000, -15_000),
        (15_000, 60_000, 15_000),
        (Fraction(29_999, 2), 1, 15_000),
        (Fraction(30_001, 2), 1, Fraction(30_001, 2)),
        (Fraction(-30_001, 2), -1, Fraction(-30_001, 2)),
        (0, 0, 15_000),
        (-20_000, 5, 20_000),
        (20_000, -5, -20_000),
    ],
)
def test_the_size_of_a_line_is_raised(line: Number, base: int, paid: Number) -> None:
    assert values(floor.apply(lines(line, base=[base]), ALWAYS, constant(15_000))) == [paid]
    assert oracle.lifted(Fraction(line), at=Fraction(15_000), base=Fraction(base)) == paid


def test_a_line_whose_condition_does_not_hold_is_left_alone() -> None:
    made = floor.apply(lines(-1, 1, base=[1, 1], holds=[False, True]), pl.col("holds"), constant(5))
    assert values(made) == [-1, 5]


def windowed(*some: Number, windows: list[int], den: int = 1, holds: list[bool] | None = None) -> Lines:
    """Lines with the columns that a floor per window reads."""
    count = range(len(some))
    made = {
        "line": [100 + n for n in count],
        "line_type": ["credit"] * len(some),
        "w": windows,
        "w_key": [w * 10 for w in windows],
        "gone": [9, *[5] * (len(some) - 1)],
    }
    return lines(*some, den=den, holds=holds or [True] * len(some), **made)


def added(made: Lines) -> list[tuple[int, int, Fraction]]:
    """Place, number and value of the lines that were added."""
    rows = zip(made.frame["line_type"], made.frame["line"], values(made), strict=True)
    return [(place, number, value) for place, (kind, number, value) in enumerate(rows) if kind == "floor"]


def test_one_line_is_added_after_the_last_of_a_window() -> None:
    made = floor.apply_per_window(windowed(100, 20, 7, windows=[1, 2, 1]), ALWAYS, constant(150), "w", number=3)
    assert added(made) == [(2, -644, 130), (4, -324, 43)]
    assert made.frame["line"].to_list() == [100, 101, -644, 102, -324]
    assert values(made) == [100, 20, 130, 7, 43]


def test_where_nothing_lacks_the_added_line_is_nothing() -> None:
    made = floor.apply_per_window(windowed(100, 50, 300, windows=[1, 1, 2]), ALWAYS, constant(150), "w")
    assert [value for *_, value in added(made)] == [0, 0]


def test_fractions_of_a_window_are_filled_up() -> None:
    some = [Fraction(1, 3), Fraction(1, 2), Fraction(29, 2), Fraction(7, 3)]
    made = floor.apply_per_window(windowed(*some, windows=[1, 1, 2, 1]), ALWAYS, constant(5), "w")
    assert [value for *_, value in added(made)] == [0, Fraction(11, 6)]
    assert values(made)[:2] == some[:2]


def test_the_line_knows_which_modifier_added_it() -> None:
    made = floor.apply_per_window(windowed(100, windows=[1]), ALWAYS, constant(150), "w", number=3)
    mine = made.frame.filter(line_type="floor")
    assert mine.select(floor.number_of(pl.col("line"))).to_series().to_list() == [3]
    assert mine["line"].to_list() == [floor.line_number(10, 3)]


def test_what_takes_a_deal_back_gives_its_floor_no_origin() -> None:
    last = windowed(3, -1, windows=[1, 1])
    last = last.with_frame(last.frame.with_columns(origin=pl.Series([None, 100], dtype=pl.Int64)))
    made = floor.apply_per_window(last, ALWAYS, constant(5), "w")
    assert made.frame["origin"].to_list() == [None, 100, None]


def test_lines_outside_the_condition_do_not_count_and_a_window_of_such_lines_is_lifted_by_nothing() -> None:
    holds = [True, False, False]
    made = floor.apply_per_window(
        windowed(3, 50, 50, windows=[1, 1, 2], holds=holds), pl.col("holds"), constant(5), "w"
    )
    assert added(made) == [(1, -321, 2), (4, -641, 0)]


def test_the_floor_is_read_on_the_last_line_of_the_window() -> None:
    made = windowed(3, 4, windows=[1, 1])
    made = made.with_frame(made.frame.with_columns(at=pl.Series([100, 20])))
    assert [value for *_, value in added(floor.apply_per_window(made, ALWAYS, column("at", [100, 20], 2), "w"))] == [3]


def test_over_another_denominator() -> None:
    made = floor.apply_per_window(windowed(1, den=3, windows=[1]), ALWAYS, constant(Fraction(5, 4)), "w")
    assert values(made) == [1, Fraction(1, 4)]


def test_the_added_line_is_gone_when_all_lines_of_its_window_are() -> None:
    made = floor.apply_per_window(windowed(1, 2, 3, windows=[1, 1, 2]), ALWAYS, constant(5), "w")
    assert made.frame.filter(line_type="floor")["gone"].to_list() == [9, 5]


def test_an_empty_component_has_no_windows() -> None:
    empty = Lines(windowed(1, windows=[1]).frame.clear(), 1, has_fractions=False, bound=0)
    assert values(floor.apply_per_window(empty, ALWAYS, constant(5), "w")) == []


def test_what_the_way_there_needed_is_gone_again() -> None:
    made = floor.apply_per_window(windowed(1, windows=[1]), ALWAYS, constant(5), "w")
    assert not {"_place", "_counts"} & set(made.frame.columns)


parts = st.one_of(st.integers(-6, 12).map(Fraction), st.fractions(-6, 11, max_denominator=6), st.just(Fraction(21, 2)))
rows = st.lists(st.tuples(st.integers(0, 2), parts, st.booleans(), st.integers(-1, 1)), min_size=1, max_size=9)


@settings(max_examples=40)
@given(rows)
def test_lines_and_windows_are_the_oracles(some: list[tuple[int, Fraction, bool, int]]) -> None:
    """Property 1."""
    least = Exact.constant(Fraction(21, 2))
    bases = {"base": [base for *_, base in some], "holds": [h for _, _, h, _ in some]}
    found = values(floor.apply(lines(*(v for _, v, _, _ in some), **bases), pl.col("holds"), least))
    lifted = [oracle.lifted(v, at=Fraction(21, 2), base=Fraction(b)) if h else v for _, v, h, b in some]
    assert found == lifted
    made = windowed(*(v for _, v, _, _ in some), windows=[w for w, *_ in some], holds=bases["holds"])
    filled = floor.apply_per_window(made, pl.col("holds"), least, "w")
    expected = {
        floor.line_number(window * 10, 0): oracle.missing(
            [v for w, v, h, _ in some if h and w == window], Fraction(21, 2)
        )
        if any(h for w, _, h, _ in some if w == window)
        else 0
        for window in {w for w, *_ in some}
    }
    assert {number: value for _, number, value in added(filled)} == expected
    assert [v for v, kind in zip(values(filled), filled.frame["line_type"], strict=True) if kind == "credit"] == [
        v for _, v, _, _ in some
    ]
