"""What goes back is told with its age, its share and the plan's reason."""

from pathlib import Path

import pytest

from attain.questions.explain import explain_all
from attain.statements import Explanation
from attain.statements.pages import statement_page
from tests.statements.workspaces import calculated, write_workspace

PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2026-12-01}
components:
  fixed:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: quarter}
    rate: 10%
    clawback:
      when: cancelled_on is not null
      dated: cancelled_on
      decay: {points: [[90, 100%], [190, 0%]]}
      reason: account
  walked:
    credit: fixed
    measure: {sum: value, per: quarter}
    rate: 10%
    clawback:
      when: cancelled_on is not null
      dated: cancelled_on
      policy: unwind
      decay: {age: months, steps: [{before: 2, share: 50%}]}
      reason: cancelled early
"""
DEALS = [
    ("A", "Alpha", "2026-01-01", "ana", "1000", 1, "", "2026-05-21"),
    ("B", "Beta", "2026-01-05", "ana", "1000", 1, "", "2026-02-05"),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Explanation]:
    folder: Path = tmp_path_factory.mktemp("clawbacks") / "workspace"
    write_workspace(folder, PLAN, DEALS)
    return {e.period_id: e for e in explain_all(*calculated(folder))}


def test_all_of_it_adds_up(found: dict[str, Explanation]) -> None:
    assert not [(key, c.name, c.left, c.right) for key, e in found.items() for c in e.checks if not c.holds]


def test_a_decay_is_told_with_the_age_and_the_share(found: dict[str, Explanation]) -> None:
    text = found["2026-05"].to_text()
    assert "$100.00 × −50% = −$50.00" in text
    assert "cancelled on 21 May 2026, after 140 days: taken back at its original rate (Alpha)" in text


def test_a_walk_back_is_told_with_the_age_and_the_reason(found: dict[str, Explanation]) -> None:
    lines = next(c for c in found["2026-02"].components if c.component_id == "walked").lines
    assert [(line.transaction_id, line.earning_amount) for line in lines] == [("B", -50)]
    note = "cancelled on 5 Feb 2026, after 1 month: the credit walks back down the curve (cancelled early)"
    assert lines[0].note == note


def test_a_deal_that_is_too_old_stands(found: dict[str, Explanation]) -> None:
    may = found["2026-05"]
    assert [c.component_id for c in may.components] == ["fixed"]


LIMITED = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2026-05-01}
components:
  commission:
    credit: {source: deals, value: amount, to: owner}
    rate: 10%
    clawback: {when: cancelled_on is not null, dated: cancelled_on}
payment:
  clawbacks: {percent: 50%, keep: 100, at: 150}
"""
LATER = [
    ("A", "Alpha", "2026-01-10", "ana", "5000", 1, "", "2026-02-20"),
    ("B", "Beta", "2026-02-10", "ana", "3000", 1, "", ""),
    ("C", "Gamma", "2026-03-10", "ana", "9000", 1, "", ""),
]


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Explanation]:
    folder: Path = tmp_path_factory.mktemp("limited") / "workspace"
    write_workspace(folder, LIMITED, LATER)
    return {e.period_id: e for e in explain_all(*calculated(folder))}


def test_what_one_payment_gives_back_adds_up(limited: dict[str, Explanation]) -> None:
    assert not [(key, c.name, c.left, c.right) for key, e in limited.items() for c in e.checks if not c.holds]
    assert [limited[period].paid for period in ("2026-02", "2026-03", "2026-04")] == [200, 750, 0]
    assert all(statement_page(explanation) for explanation in limited.values())


def test_what_is_left_for_later_is_told_with_the_limit(limited: dict[str, Explanation]) -> None:
    february = limited["2026-02"]
    step = next(s for s in february.payment.steps if s.key == "clawback_deferred")
    assert step.adds == 400
    said = (
        "$500.00 is to be taken back; 50% of $300.00 − $100.00 is $100.00, at most $150.00; now $100.00, later $400.00"
    )
    assert step.arithmetic == said
    assert "still to be taken back from later payments: $400.00" in february.to_text()


def test_what_is_taken_for_an_earlier_period_is_told(limited: dict[str, Explanation]) -> None:
    march = limited["2026-03"]
    step = next(s for s in march.payment.steps if s.key == "clawback_recovered")
    assert (step.title, step.adds) == ("Taken back for earlier", -150)
    assert "later $250.00" in step.arithmetic
    assert str(step.place) == "plans/sales.yaml:10:3"
