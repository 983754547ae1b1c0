"""An example that does not hold is shown at the value expected, with what the plan does instead."""

import pytest

from tests.questions.workshop import FIRST_LINE, run, said

TWO_DEALS = """\
- title: Two deals through the quota
  given: {deals: [{amount: 800}, {amount: 400, cash_on: 2026-02-10}]}
  expect:
"""


RELEASES = "[2026-01-01, 40.00], [2026-01-01, 30.00], [2026-02-10, 30.00]"


@pytest.mark.parametrize(
    "expected",
    [
        "{commission: [80, 60]}",
        "{commission: 140}",
        "{commission: {the_payee: [80, 60]}}",
        "{total: 140.00}",
        "{attainment.commission: 120%}",
        "{attainment.commission: {the_payee: 120%}}",
        "{slices.commission: [[800, 10%], [200, 10%], [200, 20%]]}",
        "{target.quota: {2026-Q1: 1000, 2026-Q2: 1000}}",
        "{released.commission: [[2026-01-01, 40], [2026-01-01, 30], [2026-02-10, 30]]}",
        "{paid: {2026-01: 100, 2026-02: 100, 2026-03: 100}}",
        "{balance: {2026-01: 30, 2026-02: 100, 2026-03: 200}}",
        "{balance: 1100}",
    ],
)
def test_what_holds_says_nothing(expected: str) -> None:
    result = run(f"{TWO_DEALS}    {expected}\n")
    assert result.title == "Two deals through the quota"
    assert result.holds, said(result)


@pytest.mark.parametrize(
    ("expected", "what"),
    [
        ("{commission: [80, 50]}", "the example expects 50.00; the plan pays 60.00 on line 2"),
        ("{commission: [140]}", "the example expects 1 line; the plan pays 2 lines: 80.00, 60.00"),
        ("{commission: 100}", "the example expects 100.00; the plan pays 140.00 (80.00 + 60.00)"),
        ("{commission: {the_payee: 100}}", "the example expects 100.00; the plan pays 140.00 (80.00 + 60.00)"),
        ("{total: 139.99}", "the example expects 139.99; the plan pays 140.00"),
        ("{attainment.commission: 119.99%}", "the example expects 119.99%; the measure stands at 120%"),
        ("{slices.commission: [[800, 10%]]}",
         "the example expects 1 slice; the plan pays 3 slices: [800, 10%], [200, 10%], [200, 20%]"),
        ("{slices.commission: [[800, 10%], [400, 10%], [0, 20%]]}", "the example expects 400; the slice is 200"),
        ("{slices.commission: [[800, 10%], [200, 15%], [200, 20%]]}", "the example expects 15%; the slice pays 10%"),
        ("{target.quota: {2026-Q1: 900}}", "the example expects 900; the target is 1000"),
        ("{target.quota: {2028-Q1: 900}}", "the example expects 900; there is no target then"),
        ("{released.commission: [[2026-01-01, 40]]}",
         f"the example expects other days; the plan releases {RELEASES}"),
        ("{released.commission: [[2026-01-01, 40], [2026-01-01, 20], [2026-02-10, 40]]}",
         "the example expects 20.00; the plan releases 30.00 on 2026-01-01"),
        ("{paid: {2026-01: 40}}", "the example expects 40.00; the payment is 100.00"),
        ("{balance: {2026-01: 40}}", "the example expects 40.00; 30.00 of the draw is outstanding"),
        ("{balance: 0}", "the example expects 0.00; 1100.00 of the draw is outstanding"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_said_at_the_value(expected: str, what: str) -> None:
    found = said(run(f"{TWO_DEALS}    {expected}\n"))
    assert ("PLAN107", 4, what) in found


def test_a_difference_points_at_the_value_expected() -> None:
    (difference,) = run(f"{TWO_DEALS}    {{commission: [80, 50]}}\n").differences
    assert (difference.where.line, difference.where.column) == (FIRST_LINE + 3, 25)
    assert difference.severity == "error"


def test_numbers_are_compared_after_rounding_to_the_currency() -> None:
    third = "- title: A third\n  given: {deals: [{amount: 0.33}]}\n  expect: {commission: 0.033}\n"
    assert run(third).holds


def test_all_differences_are_shown_at_once() -> None:
    found = said(run(f"{TWO_DEALS}    commission: [1, 2]\n    total: 3\n"))
    assert [line for _, line, _ in found] == [4, 4, 5]


def test_an_example_may_expect_a_problem() -> None:
    stranger = "- title: Nobody we know\n  given: {payees: [{payee: ana}], deals: [{owner: bo, amount: 1}]}\n"
    assert run(f"{stranger}  expect: {{error: CRED104}}\n").holds
    (wrong,) = said(run(f"{stranger}  expect: {{error: CRED105}}\n"))
    assert wrong == ("PLAN107", 3, "the example expects the problem CRED105; found: CRED104")
    (none,) = said(run("- title: Fine\n  expect: {error: CRED104}\n"))
    assert none == ("PLAN107", 2, "the example expects the problem CRED104; found: none")


def test_an_example_that_cannot_be_calculated_says_why() -> None:
    found = said(
        run("- title: X\n  given: {payees: [{payee: ana}], deals: [{owner: bo, amount: 1}]}\n  expect: {total: 0}\n")
    )
    assert len(found) == 1
    assert found[0][0] == "PLAN107"
    assert "CRED104 'bo' is credited" in found[0][2]


def test_an_example_whose_payees_are_on_no_plan_says_so_once() -> None:
    example = (
        "- title: X\n"
        "  given: {payees: [{payee: ana, title: Clerk}], deals: [{amount: 10000}]}\n"
        "  expect: {commission: [1, 2], total: 3}\n"
    )
    ((code, _, what),) = said(run(example))
    assert code == "PLAN107"
    assert what == "nobody of the example's payees is on the plan: \"payee.title = 'Executive'\" holds for none of them"


def test_a_stranger_is_added_to_the_examples_payees_not_to_a_file() -> None:
    stranger = "- title: X\n  given: {payees: [{payee: ana}], deals: [{owner: bo, amount: 1}]}\n  expect: {total: 0}\n"
    ((_, _, what),) = said(run(stranger))
    assert "add 'bo' to the example's payees" in what
