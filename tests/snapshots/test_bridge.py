"""The bridge between two instants.

1. start + what came + what went + what was repriced = end, to the minor unit, for any scope and any two instants.
2. The start and the end are what as-at says of the same scope.
3. One deal, one change.
"""

from datetime import date, timedelta
from random import Random

import polars as pl
import pytest

from attain.snapshots import Book, Scope, bridge, bridge_of, moves
from tests.snapshots.making import STAGES, START, book_of, instant, random_changes, told


def _scope(dice: Random) -> Scope:
    values: dict[str, frozenset[str | None]] = {}
    if dice.random() < 0.5:
        values["owner_id"] = frozenset(dice.sample(["ana", "ben", "cyd", None], dice.randrange(1, 4)))
    if dice.random() < 0.3:
        values["team"] = frozenset({dice.choice(["West", "East", None])})
    if dice.random() < 0.3:
        values["stage"] = frozenset(dice.sample(STAGES, 2))
    first = date(2026, 1, 1) + timedelta(days=dice.randrange(200))
    ends = (first, first + timedelta(days=dice.randrange(1, 120)))
    closes_from, closes_before = dice.choice([(None, None), ends, (first, None), (None, first)])
    return Scope(values, closes_from, closes_before)


def _holds(book: Book, dice: Random) -> None:
    scope = _scope(dice)
    first, last = sorted(START + timedelta(hours=dice.randrange(24 * 250)) for _ in range(2))
    found = dict(bridge(book, scope, first, last).select("reason", "change").iter_rows())
    changed = sum(change for reason, change in found.items() if reason not in {"start", "end"})
    assert found["start"] + changed == found["end"]
    for reason, at in (("start", first), ("end", last)):
        assert found[reason] == book.open_at(at).filter(scope.is_inside)["amount"].sum()


def _many(count: int, seeds: range) -> None:
    for seed in seeds:
        dice = Random(seed)  # noqa: S311 - a test draws cases
        book = book_of(random_changes(dice, 60))
        for _ in range(count // len(seeds)):
            _holds(book, dice)


def test_the_bridge_adds_up_for_random_scopes_and_instants() -> None:
    _many(60, range(3))


@pytest.mark.slow
def test_the_bridge_adds_up_for_a_thousand_random_scopes_and_instants() -> None:
    _many(1_000, range(20))


OPEN = {"stage": "Prospecting", "outcome": "open", "close_date": date(2026, 3, 10), "owner_id": "ana"}
WON = {"stage": "Closed Won", "outcome": "won"}


@pytest.mark.parametrize(
    ("later", "reason", "moved", "repriced"),
    [
        ({"amount": 12_000}, "stayed", 0, 2_000),
        ({**WON, "amount": 12_000}, "won", -12_000, 2_000),
        ({"stage": "Closed Lost", "outcome": "lost"}, "lost", -10_000, 0),
        ({"close_date": date(2026, 4, 2)}, "pushed_out", -10_000, 0),
        ({"owner_id": "cyd"}, "transferred_out", -10_000, 0),
        ({"is_deleted": True, "amount": 9_000}, "deleted", -9_000, -1_000),
    ],
)
def test_a_deal_that_was_there_counts_as_one_change(
    later: dict[str, object], reason: str, moved: int, repriced: int
) -> None:
    book = book_of(told(("A", "2026-01-02", {**OPEN, "amount": 10_000}), ("A", "2026-01-20", later)))
    scope = Scope({"owner_id": frozenset({"ana"})}, date(2026, 3, 1), date(2026, 4, 1))
    found = moves(book, scope, instant("2026-01-10"), instant("2026-02-01"))
    assert found.select("reason", "moved", "repriced").rows() == [(reason, moved, repriced)]


@pytest.mark.parametrize(
    ("before", "reason", "moved", "repriced"),
    [
        (None, "new", 10_000, 0),
        ({"amount": 7_000, "close_date": date(2026, 5, 2)}, "pulled_in", 7_000, 3_000),
        ({"amount": 7_000, "owner_id": "cyd"}, "transferred_in", 7_000, 3_000),
        ({"amount": 7_000, **WON}, "reopened", 7_000, 3_000),
        ({"amount": 7_000, "is_deleted": True}, "reopened", 10_000, 0),
    ],
)
def test_a_deal_that_comes_in_counts_as_one_change(
    before: dict[str, object] | None, reason: str, moved: int, repriced: int
) -> None:
    now = {**OPEN, "amount": 10_000, "is_deleted": False}
    first = [("A", "2026-01-02", {**OPEN, **before})] if before else []
    book = book_of(told(*first, ("A", "2026-01-20", now)))
    scope = Scope({"owner_id": frozenset({"ana"})}, date(2026, 3, 1), date(2026, 4, 1))
    found = moves(book, scope, instant("2026-01-10"), instant("2026-02-01"))
    assert found.select("reason", "moved", "repriced").rows() == [(reason, moved, repriced)]


def test_every_reason_is_listed_even_with_nothing() -> None:
    book = book_of(told(("A", "2026-01-02", {**OPEN, "amount": 10_000})))
    found = bridge(book, Scope(), instant("2026-01-10"), instant("2026-02-01"))
    assert found["reason"].to_list()[0] == "start"
    assert found["reason"].to_list()[-1] == "end"
    assert found.height == 13
    empty = bridge_of(moves(book, Scope(), instant("2025-01-10"), instant("2025-02-01")))
    assert empty["change"].to_list() == [0] * 13


def test_a_bridge_as_known_does_not_see_a_later_load() -> None:
    first = told(("A", "2026-01-02", {**OPEN, "amount": 10_000}))
    late = told(("A", "2026-01-15", {"amount": 99})).with_columns(known_at=pl.lit(2, dtype=pl.Int64))
    both = book_of(pl.concat([first, late]))
    as_known = Book(both.opportunities, known_at=1)
    ends = instant("2026-01-10"), instant("2026-02-01")
    assert bridge(as_known, Scope(), *ends).equals(bridge(book_of(first), Scope(), *ends))
    assert not bridge(both, Scope(), *ends).equals(bridge(as_known, Scope(), *ends))
