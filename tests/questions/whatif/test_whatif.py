"""What-if on a plan worked by hand: 5 % to 100,000 and 10 % beyond; 170,000 are won, which pay 12,000.

1. Edits, open deals, policies and orders give the numbers of the plan.
2. What cannot be answered says why.
"""

from fractions import Fraction
from pathlib import Path

import pytest

from attain.expressions import ColumnType
from attain.questions.explain import NothingToExplain
from attain.questions.whatif import (
    Edit,
    Goal,
    NoSuchAmount,
    WhatIf,
    Won,
    goal_amount,
    in_other_orders,
    in_total,
    open_deals,
    per_deal,
    seek,
    side_by_side,
)
from attain.questions.whatif.report import Told
from attain.runs import calculate_opened, open_workspace
from tests.questions.whatif.workspace import PLAN, ana, opened

WON = Won("deals", "stage = 'Offer'", {"stage": "Won"})


def codes(found: list) -> list[str]:
    return [problem.code for problem in found]


def test_deals_are_added_changed_and_taken_away(tmp_path: Path) -> None:
    """1."""
    answers = ana(tmp_path).ask(
        [
            [Edit.add("deals", {"amount": "1000.50", "closed_on": "2026-04-01", "stage": "Won"})],
            [Edit.change("deals", "C", {"amount": "20000"})],
            [Edit.remove("deals", "A"), Edit.remove("deals", "B")],
        ]
    )
    assert answers.totals() == [1_200_000, 1_210_005, 900_000, 250_000]
    assert answers.totals(frozenset({"2026-03"})) == [500_000, 500_000, 200_000, 250_000]


def test_scenarios_are_calculated_to_the_same_days(tmp_path: Path) -> None:
    """1. A plan without an end is settled to its last deal, here in March; with C in May there are five months.

    What is and what would be then hold five months each: 4,000, 3,000 and 5,000, and twice what tops up to 3,000.
    """
    payment = "payment: {draw: {tops_up_to: 3000, per: pay_period, recoverable: false}}\n"
    asking = ana(tmp_path, plan=PLAN.replace(", before: 2027-01-01", "") + payment)
    answers = asking.ask([[Edit.change("deals", "C", {"closed_on": "2026-05-12"})]])
    assert answers.payments.group_by("scenario", maintain_order=True).len()["len"].to_list() == [5, 5]
    assert answers.totals(paid=True) == [1_800_000, 1_800_000]
    assert answers.totals() == [1_200_000, 1_200_000]
    assert Told(asking, answers).differences["period_id"].to_list() == ["2026-01", "2026-02", "2026-03", "2026-05"]


def test_answers_count_their_scenarios_though_what_is_cannot_be_calculated(tmp_path: Path) -> None:
    """2."""
    asking = ana(tmp_path)
    asking.facts.sources["deals"].columns["amount"] = ColumnType("money", 2, 2**125)
    answers = asking.ask([[Edit.remove("deals", "A")], [Edit.remove("deals", "B")]])
    assert codes(answers.diagnostics) == ["MONY101"]
    assert answers.scenario_count == 3
    assert answers.totals() == [0, 0, 0]


def test_a_goal_is_an_amount_of_its_currency() -> None:
    """2. Nothing is cut off it."""
    assert (goal_amount("15,000.5", "USD"), goal_amount("-1500", "JPY")) == (1_500_050, -1500)
    for text, said in (("0.005", "2 decimals"), ("much", "no amount"), ("NaN", "no amount"), ("Infinity", "no amount")):
        with pytest.raises(NoSuchAmount, match=said):
            goal_amount(text, "USD")


def test_open_deals_alone_and_given_the_others(tmp_path: Path) -> None:
    """1. With a cap of 16,000 each deal alone pays in full, and the last one only what is left."""
    found = open_deals(ana(tmp_path, modifiers="modifiers: [{cap: {at: 16000, per: year}}]"), WON)
    assert [(one.deal, one.alone, one.marginal) for one in found.deals] == [
        ("D", 300_000, 200_000),
        ("E", 200_000, 100_000),
    ]
    assert (found.now, found.won) == (1_200_000, 1_600_000)


def test_every_clawback_policy(tmp_path: Path) -> None:
    """1. The numbers of the behaviour page of clawbacks."""
    found = side_by_side(ana(tmp_path), [Edit.change("deals", "A", {"cancelled_on": "2026-04-15"})])
    assert {one.policy: one.after - one.before for one in found if not one.diagnostics} == {
        "original_rate": -400_000,
        "rerate": -750_000,
        "unwind": -750_000,
    }
    assert [one.policy for one in found if one.is_own] == ["original_rate"]
    (rerate,) = (one for one in found if one.policy == "rerate")
    assert dict(rerate.lines.select("transaction_id", "earning_amount").iter_rows()) == {
        "A": -400_000,
        "B": -100_000,
        "C": -250_000,
    }
    assert [codes(one.diagnostics) for one in found if one.policy == "unearned"] == [["WHAT208"]]


def test_the_order_of_deals(tmp_path: Path) -> None:
    """1."""
    assert in_other_orders(ana(tmp_path)) == []


def test_a_goal_is_reached_to_the_cent(tmp_path: Path) -> None:
    """1. 3,000 more are 30,000 at 10 %; half a cent is rounded up, so five cents of credit less are enough."""
    found = per_deal(ana(tmp_path), WON, Goal(1_500_000))
    assert [(one.credit, one.pays, one.short) for one in found] == [
        (Fraction(2_999_995, 100), 1_500_000, 1_499_999)
    ] * 2
    (tmp_path / "again").mkdir()
    assert in_total(ana(tmp_path / "again"), WON, Goal(1_500_000)).credit == Fraction(2_999_995, 100)


def test_a_goal_that_is_reached_already_needs_nothing(tmp_path: Path) -> None:
    """1."""
    assert per_deal(ana(tmp_path), WON, Goal(1_000_000))[0].credit == 0


@pytest.mark.parametrize(
    ("rate", "modifiers", "reason"),
    [
        ("", "modifiers: [{cap: {at: 16000, per: year}}]", "the cap of 'commission' (plans/sales.yaml:"),
        ("rate: {kind: step_bonus, steps: [{at: 1, pay: 500}]}", "", "the ceiling of the rate of 'commission'"),
    ],
)
def test_a_goal_out_of_reach_says_what_stops_it(tmp_path: Path, rate: str, modifiers: str, reason: str) -> None:
    """2."""
    asking = ana(tmp_path, rate=rate, modifiers=modifiers) if rate else ana(tmp_path, modifiers=modifiers)
    (found, *_) = per_deal(asking, WON, Goal(99_000_000))
    assert found.credit is None
    assert codes(found.diagnostics) == ["WHAT206"]
    assert reason in found.diagnostics[0].what


def test_a_deal_of_somebody_else_pays_nothing(tmp_path: Path) -> None:
    """2."""
    found = seek(ana(tmp_path), [Edit.change("deals", "F", {"stage": "Won"})], Goal(1_500_000), title="F")
    assert "pay this payee nothing" in found.diagnostics[0].what


def test_no_open_deals_and_deals_that_are_credited(tmp_path: Path) -> None:
    """2."""
    asking = ana(tmp_path)
    assert codes(open_deals(asking, Won("deals", "stage = 'Lost'", {"stage": "Won"})).diagnostics) == ["WHAT207"]
    found = open_deals(asking, Won("deals", "amount >= 30000", {"stage": "Won"}))
    assert [one.deal for one in found.deals] == ["D"]
    assert codes(found.diagnostics) == ["WHAT204"] * 3


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Edit.change("deals", "Q", {"amount": "1"}), "WHAT201"),
        (Edit.remove("dealz", "A"), "WHAT201"),
        (Edit.change("deals", "A", {"amount": "many"}), "WHAT202"),
        (Edit.change("deals", "A", {"amuont": "1"}), "WHAT203"),
        (Edit.add("deals", {"id": "A", "amount": "1", "closed_on": "2026-04-01"}), "WHAT205"),
        (Edit.add("deals", {"amount": "1", "stage": "Won"}), "CRED102"),
    ],
)
def test_edits_that_make_no_sense_are_explained(tmp_path: Path, edit: Edit, code: str) -> None:
    """2."""
    answers = ana(tmp_path).ask([[edit]])
    assert answers.is_usable == (code == "CRED102"), "a row without a date is left out, with a warning"
    assert code in codes(answers.diagnostics)


def test_a_plan_without_a_clawback_has_no_policies(tmp_path: Path) -> None:
    """2."""
    read = opened(tmp_path)
    text = (tmp_path / "plans" / "sales.yaml").read_text("utf-8")
    (tmp_path / "plans" / "sales.yaml").write_text(text[: text.index("    clawback")], "utf-8")
    read = open_workspace(tmp_path)
    (found,) = side_by_side(WhatIf.of(read, calculate_opened(read), "Ana"), [])
    assert codes(found.diagnostics) == ["WHAT209"]


def test_an_unknown_payee_is_refused(tmp_path: Path) -> None:
    """2."""
    read = opened(tmp_path)
    with pytest.raises(NothingToExplain, match="did you mean 'Ana'"):
        WhatIf.of(read, calculate_opened(read), "Anna")
