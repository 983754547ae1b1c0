"""split: shares from a child table.

Properties:
1. The recipients are the oracle's: payees named twice receive the sum, quota shares are the pay shares unless given.
"""

from fractions import Fraction

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.credits import split
from attain.credits.split import Split
from tests.credits.receiving import credit, received
from tests.oracle import split as oracle
from tests.oracle.model import Deal

SHARES = ("pay_share", "quota_share")
Row = tuple[int, str, int, int, bool]


def child(*rows: Row) -> pl.DataFrame:
    """The rows of a child table: deal, payee, share, quota share, overlay."""
    schema = {"row": pl.UInt32, "payee": pl.String, "share": pl.Int64, "quota_share": pl.Int64}
    return pl.DataFrame(rows, schema={**schema, "is_overlay": pl.Boolean}, orient="row")


def test_every_payee_of_the_child_table_receives_a_share() -> None:
    found = split.recipients(
        child((1, "ben", 30, 0, False), (0, "ana", 100, 100, False), (1, "ana", 70, 100, False)), 100
    )
    assert received(found, *SHARES, "credit_type") == [
        (0, "ana", 100, 100, "split"),
        (1, "ana", 70, 100, "split"),
        (1, "ben", 30, 0, "split"),
    ]
    assert found.whole == 100


def test_a_payee_named_twice_receives_the_sum() -> None:
    table = child(
        (1, "ben", 25, 20, False), (1, "ana", 50, 50, False), (1, "ben", 25, 30, False), (0, "ben", 1, 1, False)
    )
    assert received(split.recipients(table, 100), *SHARES) == [(0, "ben", 1, 1), (1, "ana", 50, 50), (1, "ben", 50, 50)]


def test_the_same_payee_of_two_deals_is_not_named_twice() -> None:
    found = split.recipients(child((0, "ana", 100, 100, False), (1, "ana", 100, 100, False)), 100)
    assert received(found, *SHARES) == [(0, "ana", 100, 100), (1, "ana", 100, 100)]


def test_an_overlay_stands_outside() -> None:
    found = split.recipients(child((0, "ana", 100, 100, False), (0, "zoe", 20, 0, True), (0, "ana", 5, 5, True)), 100)
    assert received(found, "is_overlay", "credit_type") == [(0, "ana", False, "split"), (0, "zoe", True, "overlay")]


def test_no_rows_no_credits() -> None:
    assert split.recipients(child(), 100).frame.is_empty()


def test_the_word_split_stands_for_the_table_splits() -> None:
    for text, name in (("split", "splits"), ("{split: shares_of}", "shares_of")):
        rule = credit(text).to
        assert isinstance(rule, Split)
        assert str(rule.split) == name


payees = st.sampled_from(["ana", "ben", "cy", "dee"])
parts = st.lists(st.tuples(payees, st.integers(0, 60), st.one_of(st.none(), st.integers(0, 100))), max_size=6)


@settings(max_examples=30)
@given(st.lists(parts, min_size=1, max_size=5))
def test_recipients_are_the_oracles(tables: list[list[tuple[str, int, int | None]]]) -> None:
    """Property 1."""
    rows = [(t, p, s, s if q is None else q, False) for t, mine in enumerate(tables) for p, s, q in mine]
    found = split.recipients(child(*rows), 1_000)
    expected = []
    for number, mine in enumerate(tables):
        written = [
            {"payee": p, "share": Fraction(s, 1_000), "quota_share": None if q is None else Fraction(q, 1_000)}
            for p, s, q in mine
        ]
        deal = Deal("deals", "", {}, {"splits": written})
        recipients = sorted(oracle.recipients("splits", deal), key=lambda r: r.payee)
        expected += [(number, r.payee, r.pay * 1_000, r.quota * 1_000) for r in recipients]
    assert received(found, *SHARES) == expected
