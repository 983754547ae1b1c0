"""shares: fixed shares to the payees named in columns.

Properties:
1. The recipients are the oracle's, for columns that name nobody and payees who stand in several columns.
"""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from attain.credits import shares
from attain.credits.shares import Share, Shares
from tests.credits.receiving import credit, deals, received
from tests.oracle import shares as oracle
from tests.oracle.model import Deal

SHARES = ("pay_share", "quota_share", "is_overlay", "credit_type")


def rule(text: str) -> Shares:
    """Read shares from their YAML."""
    found = credit(text).to
    assert isinstance(found, Shares)
    return found


def test_each_column_names_a_payee_with_a_share() -> None:
    found = shares.recipients(
        rule("{sdr: {pay: 40%, quota: 0%}, ae: 60%}"), deals(ae=["ben", "ben"], sdr=["cy", "ana"])
    )
    assert found.whole == 5
    assert received(found, *SHARES) == [
        (0, "ben", 3, 3, False, "split"),
        (0, "cy", 2, 0, False, "split"),
        (1, "ana", 2, 0, False, "split"),
        (1, "ben", 3, 3, False, "split"),
    ]


def test_where_a_column_names_nobody_its_share_is_credited_to_nobody() -> None:
    found = shares.recipients(rule("{ae: 60%, sdr: 40%}"), deals(ae=["ana", None], sdr=[None, None]))
    assert received(found, "pay_share") == [(0, "ana", 3)]
    assert found.whole == 5


def test_who_stands_in_two_columns_receives_both_shares_in_one_credit() -> None:
    found = shares.recipients(rule("{ae: 60%, sdr: {pay: 40%, quota: 10%}}"), deals(ae=["ana"], sdr=["ana"]))
    assert found.whole == 10
    assert received(found, *SHARES) == [(0, "ana", 10, 7, False, "split")]


def test_an_overlay_stands_outside_the_whole() -> None:
    found = shares.recipients(rule("{ae: 100%, se: {pay: 10%, overlay: true}}"), deals(ae=["ana"], se=["zoe"]))
    assert received(found, *SHARES) == [(0, "ana", 10, 10, False, "split"), (0, "zoe", 1, 1, True, "overlay")]
    both = shares.recipients(rule("{ae: 100%, se: {pay: 10%, overlay: true}}"), deals(ae=["ana"], se=["ana"]))
    assert received(both, *SHARES) == [(0, "ana", 11, 11, False, "split")]


def test_the_quota_share_is_the_pay_share_unless_it_is_given() -> None:
    by_column = rule("{a: 25%, b: {pay: 50%}, c: {pay: 25%, quota: 0%}}").by_column()
    assert {c: (s.pay.value, s.quota_value, s.overlay) for c, s in by_column.items()} == {
        "a": (Fraction(1, 4), Fraction(1, 4), False),
        "b": (Fraction(1, 2), Fraction(1, 2), False),
        "c": (Fraction(1, 4), Fraction(0), False),
    }
    assert all(isinstance(share, Share) for share in by_column.values())


def test_no_deals_no_credits() -> None:
    assert shares.recipients(rule("{ae: 60%, sdr: 40%}"), deals(ae=[], sdr=[])).frame.is_empty()


names = st.sampled_from([None, "ana", "ben", "cy"])
percents = st.sampled_from(["0%", "12.5%", "33.33%", "50%", "100%"])
written = st.one_of(percents, st.fixed_dictionaries({"pay": percents}, optional={"quota": percents}))


@settings(max_examples=30)
@given(
    st.fixed_dictionaries({"ae": written, "sdr": written}, optional={"se": written}),
    st.lists(st.tuples(names, names, names), min_size=1, max_size=6),
)
def test_recipients_are_the_oracles(plan: dict, rows: list[tuple[str | None, ...]]) -> None:
    """Property 1."""
    columns = {name: [row[place] for row in rows] for place, name in enumerate(("ae", "sdr", "se"))}
    made = Shares.model_validate(
        {name: dict(share) if isinstance(share, dict) else share for name, share in plan.items()}
    )
    found = shares.recipients(made, deals(**columns))
    assert found.whole is not None
    expected = []
    for number in range(len(rows)):
        deal = Deal("deals", "", {name: values[number] for name, values in columns.items()}, {})
        recipients = sorted(oracle.recipients(plan, deal), key=lambda r: r.payee)
        expected += [(number, r.payee, r.pay * found.whole, r.quota * found.whole) for r in recipients]
    assert received(found, "pay_share", "quota_share") == expected
