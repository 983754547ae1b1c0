"""Rates: the order of bounds, the measure they are read on, tables of tiers, and pays by value."""

import pytest

from tests.plans.marked import check_marked

TABLES = """
tables:
  levels:
    ana: {New: [{from: 0, pay: 2%}, {from: 50000, pay: 4%}], else: [{from: 0, pay: 2%}]}
    else: {else: [{from: 0, pay: 1%}]}
  uplift: {New: 2%, else: 1%}
  listed: {source: tiers, keys: [payee], value: pay}
"""
QUOTA = "{sum: value, per: quarter, against: quota}"
AMOUNT = "{sum: value, per: quarter}"
RATES = {
    "tiers": (AMOUNT, "{kind: whole_tiers, tiers: [{from: 0, pay: 5%}, {from: 1000, pay: 8%}]}"),
    "tiers that fall": (
        AMOUNT,
        "{kind: whole_tiers, tiers: [{from: 500, pay: 5%}, {from: ‹0›, pay: 8%}]}",
        "RATE201",
    ),
    "tiers that are equal": (
        AMOUNT,
        "{kind: whole_tiers, tiers: [{from: 0, pay: 5%}, {from: ‹0›, pay: 8%}]}",
        "RATE201",
    ),
    "steps that are equal": (
        AMOUNT,
        "{kind: step_bonus, steps: [{at: 10, pay: 5}, {at: ‹10›, pay: 8}]}",
        "RATE201",
    ),
    "points that jump": (AMOUNT, "{kind: interpolated, points: [[0, 0], [10, 5], [10, 8], [20, 9]]}"),
    "points that fall": (AMOUNT, "{kind: interpolated, points: [[10, 5], [‹0›, 8]]}", "RATE201"),
    "three points at one x": (
        AMOUNT,
        "{kind: interpolated, points: [[10, 5], [10, 6], [‹10›, 8]]}",
        "RATE201",
    ),
    "one point": (AMOUNT, "{kind: interpolated, points: ‹[[10, 5]]›}", "YAML109"),
    "no tiers": (AMOUNT, "{kind: whole_tiers, tiers: ‹[]›}", "YAML109"),
    "multiples of nothing": (AMOUNT, "{kind: step_bonus, every: ‹0›, pay: 5}", "YAML109"),
    "tiers that start late": (AMOUNT, "{kind: marginal_tiers, tiers: [{from: ‹100›, pay: 5%}]}", "RATE208"),
    "whole tiers that start late": (AMOUNT, "{kind: whole_tiers, tiers: [{from: 100, pay: 5%}]}"),
    "tiers without a measure": (None, "{kind: ‹marginal_tiers›, tiers: [{from: 0, pay: 5%}]}", "RATE207"),
    "steps without a measure": (None, "{kind: ‹step_bonus›, every: 100, pay: 5}", "RATE207"),
    "slices of reports": (
        "{last: amount, per: quarter}",
        "{kind: ‹marginal_tiers›, tiers: [{from: 0, pay: 5%}]}",
        "RATE206",
    ),
    "units of a ratio": (
        "{ratio: cost, over: amount, per: quarter}",
        "{kind: ‹per_unit›, pay: 5}",
        "RATE206",
    ),
    "a table": (AMOUNT, "{kind: whole_tiers, tiers: {table: levels, by: [payee, type]}}"),
    "a table by period": (AMOUNT, "{kind: whole_tiers, tiers: {table: levels, by: [month, payee.title]}}"),
    "a table with a key too few": (
        AMOUNT,
        "{kind: whole_tiers, tiers: {table: levels, by: ‹[payee]›}}",
        "RATE209",
    ),
    "a table by an unknown column": (
        AMOUNT,
        "{kind: whole_tiers, tiers: {table: levels, by: [payee, ‹family›]}}",
        "EXPR201",
    ),
    "an unknown table": (AMOUNT, "{kind: whole_tiers, tiers: {table: ‹level›, by: [payee]}}", "RATE210"),
    "a table of single values": (AMOUNT, "{kind: whole_tiers, tiers: {table: ‹uplift›, by: [type]}}", "RATE210"),
    "a source that holds no tiers": (AMOUNT, "{kind: whole_tiers, tiers: {table: ‹deals›, by: [owner]}}", "RATE210"),
    "pays by value": (AMOUNT, "{kind: flat_rate, by: type, pay: {New: 5%, else: 3%}}"),
    "pays by a number": (AMOUNT, "{kind: flat_rate, by: term_months, pay: {12: 5%, else: 3%}}"),
    "by without values": (AMOUNT, "{kind: flat_rate, by: ‹type›, pay: 5%}", "RATE209"),
    "values without by": (AMOUNT, "{kind: flat_rate, pay: {New: ‹5%›, else: 3%}}", "RATE209"),
    "by an unknown column": (AMOUNT, "{kind: flat_rate, by: ‹family›, pay: {New: 5%, else: 3%}}", "EXPR201"),
    "a pay from a table": (AMOUNT, "{kind: flat_rate, pay: 'lookup(''uplift'', type)'}"),
    "a pay from an unknown table": (AMOUNT, "{kind: flat_rate, pay: \"‹lookup('uplifts', type)›\"}", "EXPR202"),
    "a pay from a table of tiers": (AMOUNT, "{kind: flat_rate, pay: \"‹lookup('levels', type, type)›\"}", "EXPR202"),
    "a pay that is a text": (AMOUNT, "{kind: flat_rate, pay: ‹type›}", "EXPR205"),
    "a pay that reads attainment": (QUOTA, "{kind: flat_rate, pay: ‹attainment› * 5%}", "EXPR201"),
    "a pay that divides by a column": (AMOUNT, "{kind: flat_rate, pay: ‹cost / amount›}", "RATE213"),
}


@pytest.mark.parametrize("case", RATES)
def test_a_rate_is_checked(case: str) -> None:
    measure, rate, *codes = RATES[case]
    lines = ["targets:", "  quota: {amount: 100000, per: quarter}", TABLES.strip().rpartition("\n")[0]]
    lines += ["components:", "  commission:", "    credit: {source: deals}"]
    lines += [f"    measure: {measure}"] if measure else []
    check_marked("\n".join([*lines, f"    rate: {rate}", ""]), *codes)


TABLE_CASES = {
    "values": ("{New: 2%, else: 1%}",),
    "values by two keys": ("{New: {hardware: 2%, else: 1%}, else: {else: 0}}",),
    "texts": ("{New: north, else: south}",),
    "0 beside percents": ("{New: 2%, else: 0}",),
    "nothing": ("{}", "PLAN109"),
    "an empty level": ("{New: ‹{}›, else: 1%}", "PLAN109"),
    "an empty list": ("{New: ‹[]›, else: [{from: 0, pay: 1%}]}", "PLAN109"),
    "uneven levels": ("{New: {hardware: 2%, else: 1%}, else: ‹0%›}", "PLAN109"),
    "percents and amounts": ("{New: 2%, else: ‹100›}", "PLAN109"),
    "numbers and texts": ("{New: 2%, else: ‹high›}", "PLAN109"),
    "a tier that lacks its pay": ("{New: [‹{from: 0}›], else: [{from: 0, pay: 1%}]}", "PLAN109"),
    "a tier that is no number": ("{New: [‹{from: 0, pay: x}›], else: [{from: 0, pay: 1%}]}", "PLAN109"),
    "tiers out of order": ("{else: [{from: 10, pay: 1%}, {from: ‹5›, pay: 2%}]}", "RATE201"),
    "tiers of two units": ("{else: [{from: 0, pay: 1%}, {from: 50%, pay: ‹20›}]}", "PLAN109"),
    "bounds of two units": ("{else: [{from: 5%, pay: 1%}, {from: ‹50›, pay: 2%}]}", "PLAN109"),
    "a source": ("{source: deals, keys: [owner, type], value: amount, else: 0}",),
    "an unknown source": ("{source: ‹deal›, keys: [owner], value: amount}", "CRED101"),
    "an unknown key": ("{source: deals, keys: [‹ownr›], value: amount}", "PLAN109"),
    "an unknown value": ("{source: deals, keys: [owner], value: ‹amont›}", "PLAN109"),
    "a default of another unit": ("{source: deals, keys: [owner], value: amount, else: ‹5%›}", "PLAN109"),
    "a default of another type": ("{source: deals, keys: [owner], value: amount, else: ‹none›}", "PLAN109"),
    "tiers without their columns": (
        "{source: deals, keys: [owner], tiers: {from: amount, pay: ‹percent›}}",
        "PLAN109",
    ),
}


@pytest.mark.parametrize("case", TABLE_CASES)
def test_a_table_is_checked(case: str) -> None:
    table, *codes = TABLE_CASES[case]
    body = "components:\n  commission: {credit: {source: deals}, rate: 8%}\n"
    label = "  ‹levels›" if table.count("‹") < len(codes) else "  levels"
    check_marked(f"tables:\n{label}: {table}\n{body}", *codes)
