"""formula: what an expression is worth in a window, to date.

1. Each pay period pays the difference to what was paid before; the sum is the window's own value, rounded once.
2. A value that is not defined is no line, and a warning once its window has ended.
3. Everybody on the plan in the window counts, also without a credit, as on their last day on it.
"""

from attain.questions.examples import ExampleResult
from tests.questions.workshop import run, said

PLAN = """\
plan: special
currency: USD
effective: {{from: 2026-01-01, before: 2026-07-01}}
assign: {{where: "payee.title = 'Executive'"}}
targets:
  quota: {{amount: 1000, per: quarter}}
measures:
  sales: {{sum: amount, per: quarter, against: quota, credit: {{source: deals, to: owner}}}}
  visited: {{last: amount, per: quarter, credit: {{source: deals, to: owner}}}}
components:
  special:
    measure: sales
    rate: {{kind: formula, pay: "{pay}"}}
{more}
examples:
"""


def formula(pay: str, example: str, more: str = "") -> ExampleResult:
    return run(f"- title: x\n{example}", PLAN.format(pay=pay, more=more))


DEALS = """\
  given:
    deals:
      - {closed_on: 2026-01-31, amount: 100}
      - {closed_on: 2026-02-01, amount: 0.10}
      - {closed_on: 2026-05-01, amount: 10}
"""


def test_each_month_pays_the_difference() -> None:
    """Property 1: a third of 100.10 is 33.37, of which 33.33 was paid."""
    expected = "  expect: {paid: {2026-01: 33.33, 2026-02: 0.04, 2026-03: 0, 2026-05: 3.33}, special: 36.70}"
    assert said(formula("sales.amount / 3", DEALS + expected)) == []


def test_an_attainment_pays_a_share_of_an_amount() -> None:
    assert said(formula("50% * quota * sales.attainment", DEALS + "  expect: {special: [50.05, 5]}")) == []


def test_the_window_before_is_known_from_the_second_on() -> None:
    pay = "10% * (sales.amount - coalesce(sales.previous, sales.amount))"
    assert said(formula(pay, DEALS + "  expect: {special: -9.01}")) == []


def test_what_is_not_known_is_no_line() -> None:
    """Property 2: nothing is divided by nothing in the first quarter, and 10 by 100.10 in the second."""
    expected = "  expect: {error: RATE244}"
    assert said(formula("100 * sales.amount / sales.previous", DEALS + "  expect: {special: [9.99]}")) == []
    assert said(formula("100 * sales.amount / sales.previous", DEALS + expected)) == []


def test_everybody_on_the_plan_counts() -> None:
    """Property 3."""
    given = """\
  given:
    payees:
      - {payee: ana, title: Executive}
      - {payee: ben, title: Executive, from: 2026-02-15, before: 2026-03-10}
      - {payee: ben, title: Manager, from: 2026-03-10}
    deals: [{owner: ana, amount: 100}]
"""
    expected = "  expect: {special: {ana: [20, 10], ben: [10]}, paid: {ben: {2026-01: 0, 2026-02: 10, 2026-04: 0}}}"
    assert said(formula("10 + 10% * sales.amount", given + expected)) == []


def test_a_cap_over_the_half_year_cuts_the_second_quarter() -> None:
    more = "    modifiers: [{cap: {at: 35, per: half}}]"
    assert said(formula("sales.amount / 3", DEALS + "  expect: {special: [33.37, 1.63]}", more)) == []


def test_a_gate_that_fails_later_takes_back() -> None:
    more = "    modifiers: [{gate: {when: sales.attainment < 10%, else: 50%}}]"
    expected = "  expect: {special: [16.68, 3.33], paid: {2026-01: 16.67}}"
    assert said(formula("sales.amount / 3", DEALS + expected, more)) == []


def test_half_is_paid_a_quarter_later() -> None:
    more = "    release: [{share: 50%, when: earned_on}, {share: 50%, when: earned_on + 3 months}]"
    expected = "  expect: {paid: {2026-01: 16.67, 2026-02: 0.02, 2026-04: 16.68, 2026-05: 1.67, 2026-08: 1.66}}"
    assert said(formula("sales.amount / 3", DEALS + expected, more)) == []
