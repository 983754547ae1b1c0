"""An explanation walks back to source lines and plan lines, and every step adds up."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from attain.questions.explain import NothingToExplain, explain, explain_all
from attain.runs.calculate import Results
from attain.runs.workspace import Opened
from attain.statements import Explanation, Line
from tests.statements.workspaces import PLAN, calculated, write_workspace
from tests.tidy.tree import ROOT

Made = tuple[Opened, Results]
DEMO = ROOT / "demo" / "adventure_works"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return calculated(write_workspace(tmp_path_factory.mktemp("explain") / "workspace"))


@pytest.fixture(scope="module")
def everything(made: Made) -> list[Explanation]:
    return list(explain_all(*made))


def line_of(explanation: Explanation, component: str, deal: str) -> Line:
    part = next(c for c in explanation.components if c.component_id == component)
    return next(line for line in part.lines if line.transaction_id == deal)


def test_every_payment_is_explained_and_every_check_holds(made: Made, everything: list[Explanation]) -> None:
    assert len(everything) == made[1].tables["payments"].height
    wrong = [(e.person.payee_id, e.period_id, c.name) for e in everything for c in e.checks if not c.holds]
    assert not wrong


def test_the_sums_equal_the_payment_at_every_step(everything: list[Explanation]) -> None:
    for explanation in everything:
        for line in explanation.lines:
            after = [change.after for change in line.changes]
            assert (after[-1] if after else line.rated_amount) == line.exact_amount
            assert line.rounded_amount - line.stood_before == line.earning_amount
        earned = explanation.payment["earned"] - explanation.payment["clawed_back"]
        assert sum(line.earning_amount for line in explanation.lines) == earned
        assert sum(step.adds for step in explanation.payment.steps) == explanation.paid


def test_leaves_are_source_lines_and_plan_lines(made: Made, everything: list[Explanation]) -> None:
    folder = made[0].folder
    deals = list(csv.reader((folder / "data" / "deals.csv").read_text(encoding="utf-8").splitlines()))
    plan = (folder / "plans" / "sales.yaml").read_text(encoding="utf-8").splitlines()
    for explanation in everything:
        for line in explanation.lines:
            if line.transaction_id is not None:
                assert deals[line.source_place.line - 1][0] == line.transaction_id
            for place in [one.place for one in line.slices] + [change.place for change in line.changes]:
                assert place.file == "plans/sales.yaml"
                assert 1 <= place.line <= len(plan)


def test_a_straddling_deal_is_cut_where_it_crosses(made: Made) -> None:
    line = line_of(explain(*made, "ana", "2026-02"), "commission", "D3")
    below, beyond = line.slices
    assert (below.ends, beyond.starts) == (90000, 90000)
    assert below.pays == Fraction("12499.995") * Fraction(8, 100)
    assert beyond.pays == Fraction("2000.34") * Fraction(12, 100)
    assert [one.place.line for one in line.slices] == [17, 18]
    assert below.reads[0].name == "payee.commission"
    assert str(below.reads[0].place).startswith("data/roster.csv:2")


def test_a_true_up_of_whole_tiers_is_a_slice_of_its_own(made: Made) -> None:
    line = line_of(explain(*made, "<eve>", "2026-01"), "everything", "E1")
    assert [one.pays for one in line.slices] == [20]
    first = line_of(explain(*made, "ana", "2026-01"), "everything", "D1")
    assert [change.what.partition(":")[0] for change in first.changes] == ["gate", "cap"]
    assert first.earning_amount == 900


def test_a_reversal_names_what_it_takes_back(made: Made) -> None:
    explanation = explain(*made, "ana", "2026-03")
    back = next(line for line in explanation.lines if line.line_type == "reversal")
    assert (back.transaction_id, back.earning_amount) == ("D6", -108)
    assert "cancelled on 20 Mar 2026" in back.note
    assert back.slices[0].rate == -1


def test_what_is_held_and_released_is_told_by_line(made: Made) -> None:
    january, march = explain(*made, "ana", "2026-01"), explain(*made, "ana", "2026-03")
    held = line_of(january, "commission", "D1")
    assert (held.released_now, held.kept) == (1852, 1852)
    released = [(one.transaction_id, one.released_now) for c in march.components for one in c.released]
    assert released == [("D4", 3480)]


def test_the_draw_is_told_with_its_arithmetic(made: Made) -> None:
    explanation = explain(*made, "<eve>", "2026-02")
    draw = explanation.payment.draw
    assert draw is not None
    assert draw.balance_before + draw.paid == draw.balance_after
    step = next(s for s in explanation.payment.steps if s.key == "draw_paid")
    assert "tops up to $3,000.00" in step.arithmetic
    assert step.place is not None
    assert step.place.file == "plans/sales.yaml"


def test_the_target_says_where_it_stands(made: Made) -> None:
    target = explain(*made, "ana", "2026-01").targets[0]
    assert (target.target_id, target.value, target.written_at) == ("quota", 90000, "data/targets.csv:2")


@pytest.mark.parametrize(
    ("payee", "period", "message"),
    [
        ("anna", "2026-01", "did you mean 'ana'?"),
        ("nobody-at-all", "2026-01", "there are <eve>, ana"),
        ("ana", "2026-1", "did you mean '2026-01'?"),
        ("ana", "2026-Q1", "'2026-Q1' is not a pay period"),
    ],
)
def test_unknown_names_are_answered_with_the_nearest(made: Made, payee: str, period: str, message: str) -> None:
    with pytest.raises(NothingToExplain, match=r"payee|period") as refused:
        explain(*made, payee, period)
    assert message in str(refused.value)


def test_a_currency_nobody_is_paid_in_is_refused(made: Made) -> None:
    with pytest.raises(NothingToExplain, match="not paid in EUR"):
        explain(*made, "ana", "2026-01", currency="EUR")


def test_a_payee_without_a_payment_is_told_so(made: Made) -> None:
    explanation = explain(*made, "ana", "2026-11")
    assert explanation.paid == 0
    assert not explanation.components
    assert explanation.holds


def test_json_is_exact_and_complete(made: Made) -> None:
    found = json.loads(json.dumps(explain(*made, "ana", "2026-03").to_json()))
    assert found["payment"]["paid"] == "3546.27"
    assert found["payment"]["identity"].startswith("closing_balance 0 = opening_balance 0 + earned 355.33")
    lines = [line for component in found["components"] for line in component["lines"]]
    assert sum(Fraction(line["earning_amount"]) for line in lines) == Fraction("66.27")
    for line in lines:
        at = line["modifiers"][-1]["after"] if line["modifiers"] else str(_sum(line["slices"], "pays"))
        assert Fraction(at) == Fraction(line["exact_amount"])
        assert line["transaction"] is None or (line["source_file"], line["source_line"] > 1) == ("data/deals.csv", True)
    assert all(check["holds"] for check in found["checks"])


def _sum(rows: list[dict], key: str) -> Fraction:
    return sum((Fraction(row[key]) for row in rows), Fraction(0))


def test_text_holds_every_line_and_no_control_characters(made: Made) -> None:
    text = explain(*made, "<eve>", "2026-01").to_text()
    assert "data/deals.csv:9" in text
    assert "plans/sales.yaml:17" in text
    assert not [c for c in text if ord(c) < 32 and c != "\n"]


def test_the_shipped_example_of_one_quarter() -> None:
    opened, results = calculated(DEMO)
    explanation = explain(opened, results, "276", "FY2013-Q1")
    measure = explanation.components[0].measures[0]
    assert measure.target is not None
    assert (measure.listed_value, measure.target.value) == (Fraction("1169425.96"), 1355000)
    assert sum(measure.credits) == Fraction("1169425.96")
    assert explanation.holds
    assert all(line.source_place.file == "data/SalesOrderHeader.csv.gz" for line in explanation.lines)
    assert {one.place.file for line in explanation.lines for one in line.slices} == {"plans/sales_representative.yaml"}


TABLES = """
components:
  levels:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: month}
    rate: {kind: marginal_tiers, tiers: {table: levels, by: [account]}}
  named:
    credit: {source: deals, value: amount, to: owner}
    rate: {kind: flat_rate, by: account, pay: {Halden: 3%, else: 1%}}
  share:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate: {kind: marginal_tiers, of: bonus, tiers: [{from: 0%, pay: 100%}, {from: 80%, pay: 150%}]}
    clawback: {when: cancelled_on is not null, dated: cancelled_on, policy: unwind}
  points:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate: {kind: interpolated, points: [[0%, 1%], [100%, 2%]], beyond: extend}
    modifiers:
      - multiplier: {by: 110%, when: attainment >= 100%}
  stepped:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate: {kind: step_bonus, of: bonus, steps: [{at: 50%, pay: 20%}, {at: 100%, pay: 50%}]}
    clawback: {when: cancelled_on is not null, dated: cancelled_on}
tables:
  levels:
    Marlow Steel: [{from: 0, pay: 4%}, {from: 40000, pay: 6%}]
    else: [{from: 0, pay: 1%}]
"""


def test_tables_mappings_and_payouts_lead_to_their_own_lines(tmp_path: Path) -> None:
    head = PLAN[: PLAN.index("\ncomponents:")] + "  bonus: {amount: 6000, per: quarter}\n"
    opened, results = calculated(write_workspace(tmp_path / "workspace", plan=head + TABLES))
    found = list(explain_all(opened, results))
    assert not [(e.period_id, c.name) for e in found for c in e.checks if not c.holds]
    january = next(e for e in found if (e.person.payee_id, e.period_id) == ("ana", "2026-01"))
    plan = opened.texts["plans/sales.yaml"].splitlines()
    line = line_of(january, "levels", "D1")
    assert [plan[one.reads[0].place.line - 1].strip()[:13] for one in line.slices] == ["Marlow Steel:"] * 2
    assert line_of(january, "named", "D1").slices[0].rate == Fraction(1, 100)
    assert {t.target_id for t in january.targets} == {"quota", "bonus"}
