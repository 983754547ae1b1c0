"""Running sums along walks.

1. They are those of a window per walk, whatever the order, the number of walks and the sizes.
2. What the whole column adds up to may be larger than 64 bits.
"""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from attain.measures.along import summed_along

ROWS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(-(2**62), 2**62) | st.integers(-9, 9) | st.none()), max_size=30
)


def by_hand(rows: list[tuple[int, int | None]]) -> list[int | None]:
    sums: dict[int, int] = {}
    found: list[int | None] = []
    for walk, step in rows:
        sums[walk] = sums.get(walk, 0) + (step or 0)
        found.append(None if step is None else sums[walk])
    return found


@given(ROWS)
def test_sums_are_those_of_each_walk(rows: list[tuple[int, int | None]]) -> None:
    """1, 2."""
    expected = by_hand(rows)
    if any(value is not None and abs(value) >= 2**63 for value in expected):
        return
    walks = pl.Series([walk for walk, _ in rows], dtype=pl.Int64)
    steps = pl.Series([step for _, step in rows], dtype=pl.Int64)
    assert summed_along(steps, walks).to_list() == expected


def test_the_whole_may_be_larger_than_a_column_holds() -> None:
    """2."""
    steps = pl.Series([2**62, 2**62, 2**62, 1, 2])
    assert summed_along(steps, pl.Series([1, 2, 3, 1, 3])).to_list() == [2**62, 2**62, 2**62, 2**62 + 1, 2**62 + 2]
