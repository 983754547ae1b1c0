"""owner: the whole deal to the payee named in a column."""

import polars as pl

from attain.credits import owner
from attain.credits.owner import Owner
from tests.credits.receiving import credit, deals, received
from tests.oracle import owner as oracle
from tests.oracle.model import Deal


def test_the_payee_named_in_the_column_receives_the_whole_deal() -> None:
    rule = credit("rep").to
    assert isinstance(rule, Owner)
    found = owner.recipients(rule, deals(rep=["ana", "ben", "ana"], owner=["x", "x", "x"]))
    assert received(found, "credit_type") == [(0, "ana", "direct"), (1, "ben", "direct"), (2, "ana", "direct")]
    assert found.whole is None


def test_a_deal_without_an_owner_is_credited_to_nobody() -> None:
    rows = ["ana", None, "ben"]
    found = received(owner.recipients(Owner.model_validate("rep"), deals(rep=rows)))
    assert found == [(0, "ana"), (2, "ben")]
    by_oracle = [
        (i, r.payee) for i, name in enumerate(rows) for r in oracle.recipients("rep", Deal("d", "", {"rep": name}, {}))
    ]
    assert found == by_oracle


def test_no_deals_no_credits() -> None:
    found = owner.recipients(Owner.model_validate("rep"), deals(rep=[]))
    assert found.frame.schema == {"row": pl.UInt32, "payee_id": pl.String, "credit_type": pl.String}
    assert found.frame.is_empty()


def test_the_column_owner_is_meant_when_nothing_is_said() -> None:
    from_rule = credit("owner").to
    assert isinstance(from_rule, Owner)
    assert str(from_rule.column) == "owner"
