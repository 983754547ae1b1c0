"""first_of: the first rule that holds and names somebody."""

import polars as pl

from attain.credits import first_of
from attain.credits.first_of import FirstOf
from tests.credits.receiving import credit, deals, received
from tests.oracle import first_of as oracle


def rule(text: str) -> FirstOf:
    """Read the rules from their YAML."""
    found = credit(text).to
    assert isinstance(found, FirstOf)
    return found


def test_the_first_column_that_names_somebody() -> None:
    rows = deals(partner=["pat", None, None], owner=["ana", "ana", None])
    found = first_of.recipients(rule("{first_of: [partner, owner]}"), rows)
    assert received(found, "credit_type") == [(0, "pat", "direct"), (1, "ana", "direct")]
    assert found.whole is None


def test_a_rule_whose_condition_does_not_hold_is_passed_over() -> None:
    text = "{first_of: [{when: region = 'EMEA', to: lead}, owner, {to: house}]}"
    rows = deals(lead=["leo", "leo", "leo", None], owner=["ana", None, None, None], house=["h", "h", "h", "h"])
    rows = rows.with_columns(when_0=pl.Series([False, True, None, True]))
    assert received(first_of.recipients(rule(text), rows)) == [(0, "ana"), (1, "leo"), (2, "h"), (3, "h")]
    holds = [False, True, None, True]
    for number, row in enumerate(rows.iter_rows(named=True)):
        tried = [("lead", holds[number]), ("owner", True), ("house", True)]
        payee = oracle.first((column, is_met, [row[column]] if row[column] else []) for column, is_met in tried)
        assert payee == [["ana"], ["leo"], ["h"], ["h"]][number]


def test_the_condition_of_a_later_rule() -> None:
    text = "{first_of: [owner, {when: region = 'EMEA', to: lead}]}"
    rows = deals(owner=[None, None, "ana"], lead=["leo", "leo", "leo"])
    rows = rows.with_columns(when_1=pl.Series([True, False, True]))
    assert received(first_of.recipients(rule(text), rows)) == [(0, "leo"), (2, "ana")]


def test_one_rule_is_enough() -> None:
    assert received(first_of.recipients(rule("{first_of: [owner]}"), deals(owner=["ana", None]))) == [(0, "ana")]
