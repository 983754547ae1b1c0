"""Measures: what is added up, whose it is, and against which target."""

import pytest

from tests.plans.marked import check_marked

TARGETS = "targets:\n  quota: {amount: 100000, per: quarter}\n"
MEASURES = {
    "a sum": ("{sum: amount - cost, per: month}",),
    "the value": ("{sum: value, per: month}",),
    "transactions": ("{count: transactions, per: month}",),
    "a ratio": ("{ratio: amount - cost, over: amount, per: month}",),
    "a text": ("{sum: ‹type›, per: month}", "EXPR205"),
    "a report that is a text": ("{last: ‹type›, per: month}", "EXPR205"),
    "an unknown column over": ("{ratio: cost, over: ‹amont›, per: month}", "EXPR201"),
    "a team's": ("{sum: value, per: month, owner: payee.team}",),
    "a territory's": ("{sum: value, per: month, owner: type}",),
    "everybody's": ("{sum: value, per: month, owner: all}",),
    "a number's": ("{sum: value, per: month, owner: ‹amount›}", "EXPR205"),
    "an unknown owner's": ("{sum: value, per: month, owner: ‹territory›}", "EXPR201"),
    "of single transactions": ("{sum: value, per: transaction}",),
    "of single transactions against a target": ("{sum: value, per: transaction, against: ‹quota›}", "MEAS106"),
    "rounded": ("{sum: value, per: quarter, against: quota, round: {to: 1%}}",),
    "rounded to an amount": ("{sum: value, per: quarter, against: quota, round: {to: ‹1000›}}", "RATE203"),
    "rounded to a percent of nothing": ("{sum: value, per: quarter, round: {to: ‹1%›}}", "RATE202"),
    "of nobody's credits": ("{sum: value, per: month, credit: ‹[]›}", "YAML109"),
    "two measures in one": ("‹{sum: value, count: transactions, per: month}›", "YAML109"),
    "none": ("‹{per: month}›", "YAML109"),
    "half a ratio": ("‹{ratio: cost, per: month}›", "YAML109"),
    "a ratio against a target": ("‹{ratio: cost, over: amount, per: month, against: quota}›", "YAML109"),
    "with credits of its own": ("{sum: amount, per: month, credit: {source: deals, to: sdr}}",),
    "with wrong credits of its own": ("{sum: amount, per: month, credit: {source: deals, to: ‹sdrr›}}", "CRED108"),
}


@pytest.mark.parametrize("case", MEASURES)
def test_a_measure_is_checked(case: str) -> None:
    measure, *codes = MEASURES[case]
    component = f"components:\n  commission:\n    credit: {{source: deals}}\n    measure: {measure}\n    rate: 8%\n"
    check_marked(TARGETS + component, *codes)


def test_a_shared_measure_is_read_from_every_source_that_feeds_it() -> None:
    marked = """
        measures:
          production: {sum: amount, credit: [commission, visits_made], per: month}
        components:
          commission: {credit: {source: deals}, measure: production, rate: 8%}
          visits_made:
            credit: {source: visits, dated: visited_on, value: visitors, to: person}
            rate: {kind: per_unit, pay: 1}
    """
    marked = marked.replace("sum: amount", "sum: ‹amount›")
    (found,) = check_marked(marked, "EXPR201")
    assert "source 'visits'" in found.what


def test_money_and_counts_do_not_add_up() -> None:
    marked = """
        measures:
          production: {sum: ‹value›, credit: [commission, units_sold], per: month}
        components:
          commission: {credit: {source: deals}, measure: production, rate: 8%}
          units_sold: {credit: {source: deals, value: units}, rate: {kind: per_unit, pay: 1}}
    """
    check_marked(marked, "MEAS105")
