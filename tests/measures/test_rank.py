"""rank: the place of each payee, the largest value first.

Properties:
1. Places are the oracle's, whichever way ties go.
2. A larger value never has a later place.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.measures.rank import places
from tests.oracle import rank as oracle

VALUES = st.lists(st.integers(-4, 4).map(lambda n: Fraction(n, 3)), max_size=9)


def test_the_place_after_a_tie() -> None:
    values = [Fraction(n) for n in (40, 70, 90, 70)]
    assert places(values) == [4, 2, 1, 2]
    assert places(values, dense=True) == [3, 2, 1, 2]


def test_nobody_has_no_place() -> None:
    assert places([]) == []


@pytest.mark.parametrize("ties", ["min", "dense"])
@given(values=VALUES)
def test_places_are_the_oracles(ties: str, values: list[Fraction]) -> None:
    """Property 1."""
    assert places(values, dense=ties == "dense") == oracle.ranks(values, ties)


@given(values=VALUES)
def test_more_is_never_later(values: list[Fraction]) -> None:
    """Property 2."""
    found = dict(zip(values, places(values), strict=True))
    assert all(found[a] <= found[b] for a in found for b in found if a >= b)
