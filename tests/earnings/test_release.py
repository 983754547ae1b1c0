"""release: a line is paid part by part, rounded cumulatively in the order of the parts' dates.

Properties:
1. What is released by a day is what the oracle releases by it; with every date known the parts add up to the line.
"""

from datetime import date, timedelta
from fractions import Fraction

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.earnings.release import Part, releases
from tests.oracle.release import released

DAY = date(2026, 1, 10)


def parted(line: int, *parts: tuple[Fraction, date | None], entered_on: date = DAY) -> list[tuple[date, int]]:
    """The parts of one line, in order of their dates."""
    columns = {f"on_{number}": pl.Series([day], dtype=pl.Date) for number, (_, day) in enumerate(parts)}
    frame = pl.DataFrame({"line": [1], "amount": [line], "entered_on": [entered_on], **columns})
    made = releases(frame, [Part(share, f"on_{number}") for number, (share, _) in enumerate(parts)])
    return made.select("released_on", "released_amount").rows()


def test_milestones() -> None:
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    days = [DAY, date(2026, 3, 1), date(2026, 6, 1)]
    made = parted(1_200_000, (half, days[0]), (quarter, days[2]), (quarter, days[1]))
    assert made == [(days[0], 600_000), (days[1], 300_000), (days[2], 300_000)]


def test_what_has_no_date_yet_stays_held() -> None:
    assert parted(100, (Fraction(3, 4), DAY), (Fraction(1, 4), None)) == [(DAY, 75)]


def test_an_event_before_the_line_was_entered_releases_it_when_it_is() -> None:
    assert parted(100, (Fraction(1), date(2025, 1, 1))) == [(DAY, 100)]


def test_parts_are_rounded_in_the_order_of_their_dates() -> None:
    third = Fraction(1, 3)
    assert parted(100, (third, DAY), (third, DAY), (third, DAY)) == [(DAY, 33), (DAY, 34), (DAY, 33)]
    assert parted(-100, (third, DAY), (third, DAY), (third, DAY)) == [(DAY, -33), (DAY, -34), (DAY, -33)]


def test_lines_are_parted_alone() -> None:
    frame = pl.DataFrame({"line": [2, 1], "amount": [5, -3], "entered_on": [DAY, DAY], "on": [DAY, DAY]})
    made = releases(frame, [Part(Fraction(1, 2), "on"), Part(Fraction(1, 2), "on")])
    assert made.select("line", "released_amount").rows() == [(1, -2), (1, -1), (2, 3), (2, 2)]


shares = st.lists(st.tuples(st.integers(1, 5), st.one_of(st.none(), st.integers(-20, 60))), min_size=1, max_size=5)


@settings(max_examples=30)
@given(st.integers(-10_000, 10_000), shares, st.integers(-5, 70))
def test_what_is_released_is_the_oracles(line: int, written: list[tuple[int, int | None]], seen: int) -> None:
    """Property 1."""
    whole = sum(weight for weight, _ in written)
    parts = [(Fraction(w, whole), None if d is None else DAY + timedelta(days=d)) for w, d in written]
    made = parted(line, *parts)
    day = DAY + timedelta(days=seen)
    clamped = [(share, None if on is None else max(on, DAY)) for share, on in parts]
    so_far = sum(cents for on, cents in made if on < day)
    assert so_far == released(Fraction(line), clamped, before=day, unit=Fraction(1))
    assert None in {on for _, on in parts} or sum(cents for _, cents in made) == line
