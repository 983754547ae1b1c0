"""last: the latest reported value.

Properties:
1. Every move starts and ends where the oracle says; a row without a report stands where the last one does.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from attain.measures import last
from tests.measures.feeding import feed, moves, readings, way
from tests.oracle import last as oracle


def test_the_latest_report_holds() -> None:
    assert way(last.advance(moves(40, 95, 90))) == [(None, 40), (40, 95), (95, 90)]


def test_a_row_that_only_asks_for_its_place_moves_nothing() -> None:
    assert way(last.advance(moves(None, 40, None, 0, None))) == [(None, None), (None, 40), (40, 40), (40, 0), (0, 0)]


def test_every_walk_has_its_own_reports() -> None:
    rows = feed(
        {"walk": 2, "amount": 7}, {"walk": 1, "amount": None}, {"walk": 2, "amount": 9}, {"walk": 1, "amount": 3}
    )
    assert way(last.advance(rows)) == [(None, 7), (None, None), (7, 9), (None, 3)]


@settings(max_examples=20)
@given(st.lists(st.one_of(st.none(), st.integers(-100, 100)), max_size=10))
def test_the_way_is_the_oracles(reports: list[int | None]) -> None:
    """Property 1."""
    found = way(last.advance(moves(*reports)))
    reported = [place for place, report in enumerate(reports) if report is not None]
    assert [found[place] for place in reported] == readings(oracle, [(reports[place] or 0,) for place in reported])
    assert all(x0 == x1 for place, (x0, x1) in enumerate(found) if place not in reported)
