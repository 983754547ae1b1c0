"""What is held is told with its reason, until when, and the plan's line; also what a window pays."""

from datetime import date
from pathlib import Path

import pytest

from attain.questions.explain import explain_all
from attain.statements import Explanation
from attain.statements.pages import statement_page
from tests.statements.workspaces import calculated, write_workspace

PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2026-07-01}
holds:
  - {when: payee.title <> 'Account Executive', until: date '2026-05-02', reason: not confirmed}
measures:
  sold: {sum: amount, per: month, credit: {source: deals, to: owner}}
components:
  commission:
    credit: {source: deals, value: amount, to: owner}
    rate: 10%
    holds: [{when: amount > 1000, until: paid_on, reason: account}]
  prize:
    measure: sold
    rate: {kind: formula, pay: 1% * sold.amount}
"""
DEALS = [
    ("A", "Awaiting <proof>", "2026-01-10", "ana", "2000", 1, "2026-03-03", ""),
    ("B", "Checked by hand", "2026-01-11", "ana", "3000", 1, "", ""),
    ("C", "Gamma", "2026-01-12", "<eve>", "400", 1, "", ""),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Explanation]:
    folder: Path = tmp_path_factory.mktemp("holds") / "workspace"
    write_workspace(folder, PLAN, DEALS)
    return {(e.person.payee_id, e.period_id): e for e in explain_all(*calculated(folder))}


def test_all_of_it_adds_up(found: dict[tuple[str, str], Explanation]) -> None:
    assert not [(key, c.name, c.left, c.right) for key, e in found.items() for c in e.checks if not c.holds]
    assert all(statement_page(explanation) for explanation in found.values())


def test_a_held_line_says_why_and_until_when(found: dict[tuple[str, str], Explanation]) -> None:
    text = found["ana", "2026-01"].to_text()
    assert "held until 3 Mar 2026: Awaiting <proof>  (plans/sales.yaml:12)" in text
    assert "held until further notice: Checked by hand" in text
    page = statement_page(found["ana", "2026-01"])
    assert "held until 3 Mar 2026: Awaiting &lt;proof&gt;" in page
    assert "<proof>" not in page


def test_what_was_held_is_released_by_the_hold(found: dict[tuple[str, str], Explanation]) -> None:
    march = found["ana", "2026-03"]
    released = [(one.transaction_id, one.released_now) for c in march.components for one in c.released]
    assert released == [("A", 200)]
    assert "released now from A: $200.00  (data/deals.csv:2; plans/sales.yaml:12)" in march.to_text()
    assert march.paid == 200


def test_a_hold_of_the_plan_is_about_every_component(found: dict[tuple[str, str], Explanation]) -> None:
    january = found["<eve>", "2026-01"]
    assert january.paid == 0
    assert {(h.reason, h.until) for line in january.lines for h in line.holds} == {("not confirmed", date(2026, 5, 2))}
    assert len(list(january.lines)) == 2
    assert found["<eve>", "2026-05"].paid == 44
