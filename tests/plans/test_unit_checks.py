"""Units of bounds and pays: a percent is of something, and money is for things."""

import pytest

from tests.plans.marked import check_marked

QUOTA = "{sum: value, per: quarter, against: quota}"
AMOUNT = "{sum: value, per: quarter}"
COUNT = "{count: transactions, per: quarter}"
UNITS = "{sum: units, per: quarter}"
RATIO = "{ratio: cost, over: amount, per: quarter}"
SHARE = "{last: 50%, per: quarter}"
STEPS = "{kind: step_bonus, steps: [{at: %s, pay: %s}]}"
OF_STEPS = "{kind: step_bonus, of: incentive, steps: [{at: %s, pay: %s}]}"
TIERS = "{kind: whole_tiers, tiers: [{from: %s, pay: %s}]}"
POINTS = "{kind: interpolated, points: [[0, 0], [%s, %s]]}"
CASES = {
    # bounds
    "a percent of a target": (QUOTA, TIERS % ("50%", "5%")),
    "an amount of a target": (QUOTA, TIERS % ("‹50›", "5%"), "RATE203"),
    "zero has no unit": (QUOTA, TIERS % ("0", "5%")),
    "no percent has no unit": (AMOUNT, TIERS % ("0%", "5%")),
    "a percent of nothing": (AMOUNT, TIERS % ("‹50%›", "5%"), "RATE202"),
    "a percent of a ratio": (RATIO, TIERS % ("50%", "5%")),
    "an amount of a ratio": (RATIO, TIERS % ("‹50›", "5%"), "RATE203"),
    "a percent of reported percents": (SHARE, TIERS % ("50%", "5%")),
    "an amount of reported percents": (SHARE, TIERS % ("‹50›", "5%"), "RATE203"),
    "a step of nothing": (AMOUNT, STEPS % ("‹50%›", "500"), "RATE202"),
    "a point of nothing": (AMOUNT, POINTS % ("‹50%›", "500"), "RATE202"),
    "multiples of nothing": (AMOUNT, "{kind: step_bonus, every: ‹5%›, pay: 10, above: ‹50%›}", "RATE202", "RATE202"),
    # pays of things and of money
    "a percent of money": (None, "8%"),
    "a person's percent": (None, "payee.commission"),
    "money of money": (None, "‹8›", "RATE204"),
    "money of money from a column": (None, "‹cost›", "RATE204"),
    "money for each transaction": (COUNT, "{kind: flat_rate, pay: 25}"),
    "money for each unit": (UNITS, "{kind: marginal_tiers, tiers: [{from: 0, pay: 25}]}"),
    "money of money in tiers": (AMOUNT, TIERS % ("100", "‹25›"), "RATE204"),
    "per unit of money": (AMOUNT, "{kind: per_unit, pay: ‹25›}", "RATE204"),
    "per credit": (None, "{kind: per_unit, pay: 25}"),
    "per unit a percent": (UNITS, "{kind: per_unit, pay: ‹25%›}", "RATE205"),
    "a percent of another amount": (None, "{kind: flat_rate, of: amount - cost, pay: 10%}"),
    "a percent of units": (None, "{kind: flat_rate, of: units, pay: ‹10%›}", "RATE205"),
    "percents and amounts": (UNITS, "{kind: whole_tiers, tiers: [{from: 0, pay: 5}, {from: 9, pay: ‹5%›}]}", "RATE214"),
    "0 beside percents": (AMOUNT, "{kind: whole_tiers, tiers: [{from: 0, pay: 0}, {from: 9, pay: 5%}]}"),
    "points of two units": (AMOUNT, "{kind: interpolated, points: [[1, 5%], [2, ‹500›]]}", "RATE214"),
    # payouts
    "a step that pays money": (AMOUNT, STEPS % ("100", "500")),
    "a step that pays a percent": (AMOUNT, STEPS % ("100", "‹50%›"), "RATE202"),
    "a step that pays a percent of a target": (AMOUNT, OF_STEPS % ("100", "50%")),
    "a step that pays money of a target": (AMOUNT, OF_STEPS % ("100", "‹500›"), "RATE204"),
    "points that pay money of a target": (
        AMOUNT,
        "{kind: interpolated, of: incentive, points: [[1, ‹500›], [2, 900]]}",
        "RATE204",
    ),
    "points that pay money of the value": (
        AMOUNT,
        "{kind: interpolated, of: value, points: [[1, ‹500›], [2, 900]]}",
        "RATE204",
    ),
    "points that are a rate": (AMOUNT, "{kind: interpolated, of: value, points: [[1, 5%], [2, 9%]]}"),
    "a target that flows": (QUOTA, "{kind: flat_rate, of: incentive, pay: 100%}"),
    "a target without attainment": (AMOUNT, "{kind: flat_rate, of: ‹incentive›, pay: 100%}", "RATE202"),
    "a target without a measure": (None, "{kind: flat_rate, of: ‹incentive›, pay: 100%}", "RATE202"),
    "an unknown target": (QUOTA, "{kind: flat_rate, of: ‹incentiv›, pay: 100%}", "MEAS103"),
    "part of a target": (QUOTA, "{kind: flat_rate, of: ‹incentive› * 50%, pay: 100%}", "RATE202"),
}


@pytest.mark.parametrize("case", CASES)
def test_units_are_checked(case: str) -> None:
    measure, rate, *codes = CASES[case]
    lines = ["targets:", "  quota: {amount: 100000, per: quarter}", "  incentive: {amount: 20000, per: quarter}"]
    lines += ["components:", "  commission:", "    credit: {source: deals}"]
    lines += [f"    measure: {measure}"] if measure else []
    check_marked("\n".join([*lines, f"    rate: {rate}", ""]), *codes)


def test_a_percent_of_counted_credits() -> None:
    marked = """
        components:
          commission:
            credit: {source: deals, value: units}
            rate: ‹8%›
    """
    (found,) = check_marked(marked, "RATE205")
    assert found.what == "'pay: 8%' is a percent of 'value', and that is a count"


def test_a_number_below_1_was_meant_as_a_percent() -> None:
    (found,) = check_marked("components:\n  commission: {credit: {source: deals}, rate: ‹0.08›}\n", "RATE204")
    assert found.fix == "for a rate write 8%"


def test_a_table_has_units_too() -> None:
    marked = """
        tables:
          levels: {ana: [{from: 0, pay: 2%}, {from: 100%, pay: 4%}], else: [{from: 0, pay: 1%}]}
          each: {ana: [{from: 0, pay: 20}, {from: 100, pay: 40}], else: [{from: 0, pay: 10}]}
        components:
          commission:
            credit: {source: deals}
            measure: {sum: value, per: quarter}
            rate: {kind: whole_tiers, tiers: {table: ‹levels›, by: [payee]}}
          counted:
            credit: commission
            measure: {sum: value, per: quarter}
            rate: {kind: whole_tiers, tiers: {table: ‹each›, by: [payee]}}
    """
    check_marked(marked, "RATE202", "RATE204")
