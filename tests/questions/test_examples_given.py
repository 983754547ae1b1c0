"""What an example gives becomes facts, what it leaves out takes a default, what cannot be read is said at its place."""

import pytest

from tests.questions.workshop import PLAN, run, said


def _holds(example: str, plan: str = PLAN) -> None:
    result = run(example, plan)
    assert result.holds, said(result)


def test_without_payees_there_is_one_who_is_on_the_plan() -> None:
    _holds("- title: X\n  given: {deals: [{amount: 100}]}\n  expect: {commission: {the_payee: 10}}\n")


def test_a_payee_who_is_given_is_on_the_plan_only_by_assign() -> None:
    _holds(
        "- title: X\n"
        "  given: {payees: [{payee: ana, title: Executive}, {payee: bo, title: Clerk}],"
        " deals: [{owner: ana, amount: 100}, {owner: bo, amount: 100}]}\n"
        "  expect: {commission: {ana: 10}, total: 10}\n"
    )


def test_with_two_payees_a_deal_without_owner_is_credited_to_nobody() -> None:
    _holds(
        "- title: X\n"
        "  given: {payees: [{payee: ana, title: Executive}, {payee: bo, title: Executive}], deals: [{amount: 100}]}\n"
        "  expect: {total: 0}\n"
    )


def test_rows_keep_their_order_beyond_nine() -> None:
    """A row's number is its id, and ids are texts: 10 must not come before 9."""
    deals = ", ".join(f"{{amount: {number}00}}" for number in range(1, 12))
    lines = "[10, 20, 30, 40, 100, 120, 140, 160, 180, 200, 220]"
    _holds(f"- title: X\n  given: {{deals: [{deals}]}}\n  expect: {{commission: {lines}}}\n")


def test_rows_may_be_a_block_of_csv() -> None:
    _holds(
        "- title: X\n  given:\n    deals: |\n"
        "      closed_on,amount,cash_on\n      2026-01-10,800,\n      2026-04-01,800,2026-04-02\n"
        "  expect:\n    commission: [80, 80]\n"
        "    released.commission: [[2026-01-10, 40], [2026-04-01, 40], [2026-04-02, 40]]\n"
    )


def test_child_rows_stand_inside_their_row() -> None:
    plan = PLAN.replace("to: owner", "to: split")
    _holds(
        "- title: X\n"
        "  given: {payees: [{payee: ana, title: Executive}, {payee: bo, title: Executive}],"
        " deals: [{amount: 100, splits: [{payee: ana, share: 60%}, {payee: bo, share: 40%}]}]}\n"
        "  expect: {commission: {ana: 6, bo: 4}}\n",
        plan,
    )


@pytest.mark.parametrize(
    ("targets", "attained"),
    [
        ("{quota: 400}", "25%"),
        ("{quota: {2026-Q1: 400}}", "25%"),
        ("{quota: {2026-Q2: 400}}", "10%"),
        ("{quota: {the_payee: 400}}", "25%"),
        ("{quota: {the_payee: {2026-Q1: 400}}}", "25%"),
    ],
)
def test_a_target_is_given_for_every_period_for_one_or_for_one_payee(targets: str, attained: str) -> None:
    given = f"{{targets: {targets}, deals: [{{amount: 100}}]}}"
    _holds(f"- title: X\n  given: {given}\n  expect: {{attainment.commission: {attained}}}\n")


def test_a_given_target_is_final() -> None:
    plan = PLAN.replace("{amount: 1000, per: quarter}", "{amount: 1000, per: quarter, ramp: [50%, 100%]}")
    _holds(
        "- title: X\n"
        "  given: {targets: {quota: 400}, payees: [{payee: ana, title: Executive, hired: 2026-01-01}]}\n"
        "  expect: {target.quota: {2026-Q1: 400}}\n",
        plan,
    )


def test_a_target_may_be_given_for_a_team() -> None:
    plan = PLAN.replace("against: quota}", "against: quota, owner: payee.team}")
    _holds(
        "- title: X\n"
        "  given: {targets: {quota: {north: 400}}, payees: [{payee: ana, title: Executive, team: north}],"
        " deals: [{amount: 100}]}\n"
        "  expect: {attainment.commission: {north: 25%}}\n",
        plan,
    )


def test_a_table_of_the_plan_may_be_given() -> None:
    given = "{tables: {factors: {south: 200%, else: 100%}}, deals: [{region: south, amount: 100}]}"
    _holds(f"- title: X\n  given: {given}\n  expect: {{commission: 20}}\n")


@pytest.mark.parametrize(
    ("given", "what", "fix"),
    [
        ("{orders: [{amount: 1}]}", "'orders' is no source of the workspace", "write one of"),
        ("{deal: [{amount: 1}]}", "'deal' is no source of the workspace", "did you mean 'deals'?"),
        ("{deals: [{amont: 1}]}", "'amont' is no column here", "did you mean 'amount'?"),
        ("{deals: {amount: 1}}", "a mapping where rows belong", "write a list of rows"),
        ("{deals: [5]}", "'5' where a row belongs", "write a list of rows"),
        ("{deals: [{amount: [1]}]}", "a list where a value of 'amount' belongs", "write a single value"),
        ("{targets: {quot: 1}}", "'quot' is no target of the plan", "did you mean 'quota'?"),
        ("{targets: 5}", "'targets' is no mapping", "write the targets by name"),
        ("{targets: {quota: many}}", "quota: 'many' is not a number", "write an amount"),
        ("{targets: {quota: [1]}}", "'quota' is given as a list", "write an amount"),
        ("{targets: {quota: {ana: 5}}}", "'ana' is neither a period nor a payee of the example", "write an amount"),
        ("{targets: {quota: {2026-Q1: {a: 5}}}}", "'quota' of '2026-Q1' is no amount", "write an amount"),
        ("{tables: {rates: {a: 1}}}", "'rates' is no table of the plan", "did you mean"),
        ("{tables: 5}", "'tables' is no mapping", "write the tables by name"),
        ("{payees: [{title: Executive}]}", "a payee without a name", "add 'payee: ana'"),
        ("{payees: [ana]}", "'ana' where a row belongs", "write a list of rows"),
        ("{deals: [{amount: 1, splits: [{paye: ana}]}]}", "'paye' is no column here", "did you mean 'payee'?"),
    ],
)
def test_what_cannot_be_read_is_said(given: str, what: str, fix: str) -> None:
    found = run(f"- title: X\n  given: {given}\n  expect: {{total: 0}}\n").differences
    read = [one for one in found if one.code == "PLAN108" and what in one.what]
    assert read, said(run(f"- title: X\n  given: {given}\n  expect: {{total: 0}}\n"))
    assert fix.split("?", maxsplit=1)[0] in read[0].fix or "write one of" in read[0].fix


def test_a_value_of_the_wrong_type_is_said_at_its_row() -> None:
    found = said(
        run("- title: X\n  given:\n    deals:\n      - {amount: 1}\n      - {amount: one}\n  expect: {total: 0}\n")
    )
    assert [(code, line) for code, line, _ in found] == [("FILE202", 5)]


def test_a_csv_row_with_too_many_fields_is_said_at_its_line() -> None:
    found = said(
        run("- title: X\n  given:\n    deals: |\n      amount,region\n      1,north,2\n  expect: {total: 0}\n")
    )
    assert found == [("PLAN108", 5, "3 fields below a header of 2")]


@pytest.mark.parametrize(
    ("expected", "what"),
    [
        ("{comission: 5}", "'comission' is no component or result"),
        ("{attainment.quota: 5%}", "'quota' is no name for 'attainment'"),
        ("{slices.commission: 5}", "no list of pairs"),
        ("{slices.commission: [5]}", "this is no pair"),
        ("{paid: 5}", "no period is named"),
        ("{paid: {spring: 5}}", "'spring' is no period"),
        ("{total: [5]}", "a mapping or a list where a number belongs"),
        ("{total: five}", "'five' is not a number"),
        ("{commission: {the_payee: 0, bo: 5}}", "'bo' is no payee of the example"),
    ],
)
def test_an_expectation_that_cannot_be_read_is_said(expected: str, what: str) -> None:
    found = said(run(f"- title: X\n  expect: {expected}\n"))
    assert [(code, line) for code, line, _ in found] == [("PLAN108", 2)]
    assert what in found[0][2]
