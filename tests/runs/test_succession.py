"""A plan that continues another: the same deals pay the same, in one plan or in two that follow each other."""

from pathlib import Path

import polars as pl
import pytest

from attain.diagnostics import render_text
from attain.plans import check_together, read_plan
from attain.questions.explain import explain_all
from attain.runs.calculate import Results
from attain.runs.workspace import calculate_opened, open_workspace

SETTINGS = """\
currency: USD
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, amount: money, cancelled_on: date}
roster: {file: data/roster.csv, columns: {payee: payee, from: date, before: date, title: text, team: text}}
"""
DEALS = """\
id,closed_on,owner,amount,cancelled_on
A1,2026-01-15,ana,50000,
A2,2026-02-10,ana,30000,2026-03-12
A3,2026-02-10,bo,20000,
B1,2026-03-05,ana,40000,
B2,2026-03-20,ana,45000,
B3,2026-03-25,bo,70000,
C1,2026-04-05,ana,10000,
"""
ROSTER = "payee,from,before,title,team\nana,,,Rep,west\nbo,,,Rep,west\n"
PLAN = """\
plan: {name}
currency: USD
effective: {{from: {starts}, before: {before}}}
{continues}
targets: {{quota: {{amount: 100000, per: quarter}}}}
components:
  commission:
    credit: {{source: deals, value: amount}}
    measure: {{sum: value, per: quarter, against: quota, owner: {owner}}}
    rate: {rate}
    clawback: {{when: cancelled_on is not null, dated: cancelled_on, policy: {policy}}}
"""
TIERS = "{kind: marginal_tiers, tiers: [{from: 0%, pay: 5%}, {from: 100%, pay: 10%}]}"
STEPS = "{kind: step_bonus, steps: [{at: 50%, pay: 100}]}"


def plan(name: str, starts: str, before: str, last: str = "", **said: str) -> str:
    continues = f"continues: {last}" if last else ""
    said = {"owner": "payee", "policy": "original_rate", "rate": TIERS} | said
    return PLAN.format(name=name, starts=starts, before=before, continues=continues, **said)


def calculated(folder: Path, *plans: str, deals: str = DEALS) -> Results:
    (folder / "plans").mkdir(parents=True)
    (folder / "data").mkdir()
    texts = {"attain.yaml": SETTINGS, "data/deals.csv": deals, "data/roster.csv": ROSTER}
    texts |= {f"plans/{number}.yaml": text for number, text in enumerate(plans)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return calculate_opened(open_workspace(folder))


def entries(results: Results) -> list[tuple[str, str, str, int]]:
    assert results.is_usable, render_text(results.diagnostics)
    columns = ["period_id", "payee_id", "transaction_id", "earning_amount"]
    rows = results.tables["earnings"].filter(pl.col("earning_amount") != 0)
    return sorted(rows.select(columns).iter_rows())


@pytest.mark.parametrize("owner", ["payee", "payee.team", "all"])
@pytest.mark.parametrize("policy", ["original_rate", "rerate"])
def test_a_plan_in_two_parts_pays_what_the_whole_pays(tmp_path: Path, owner: str, policy: str) -> None:
    said = {"owner": owner, "policy": policy}
    whole = calculated(tmp_path / "whole", plan("all_year", "2026-01-01", "2027-01-01", **said))
    first, second = (
        plan("old", "2026-01-01", "2026-03-01", **said),
        plan("a_new", "2026-03-01", "2027-01-01", "old", **said),
    )
    assert entries(calculated(tmp_path / "parts", first, second)) == entries(whole)


def test_the_first_deal_of_the_next_plan_walks_from_where_the_last_one_stood(tmp_path: Path) -> None:
    """80,000 of 100,000 are reached; of 40,000 in March 20,000 pay 5 % and 20,000 pay 10 %."""
    results = calculated(
        tmp_path, plan("old", "2026-01-01", "2026-03-01"), plan("new", "2026-03-01", "2027-01-01", "old")
    )
    row = results.tables["earnings"].filter(pl.col("transaction_id") == "B1").row(0, named=True)
    assert (row["measure_before"], row["measure_after"], row["earning_amount"]) == (8_000_000, 12_000_000, 300_000)


def test_without_continues_the_measure_starts_again(tmp_path: Path) -> None:
    results = calculated(tmp_path, plan("old", "2026-01-01", "2026-03-01"), plan("new", "2026-03-01", "2027-01-01"))
    row = results.tables["earnings"].filter(pl.col("transaction_id") == "B1").row(0, named=True)
    assert row["measure_before"] == 0


def test_a_payout_curve_is_not_taken_over_in_mid_window(tmp_path: Path) -> None:
    parts = plan("old", "2026-01-01", "2026-03-01"), plan("new", "2026-03-01", "2027-01-01", "old", rate=STEPS)
    assert {d.code for d in calculated(tmp_path / "mid", *parts).diagnostics} == {"MEAS132"}
    parts = plan("old", "2026-01-01", "2026-04-01"), plan("new", "2026-04-01", "2027-01-01", "old", rate=STEPS)
    assert calculated(tmp_path / "edge", *parts).is_usable


@pytest.mark.parametrize(
    ("before", "changed", "code"),
    [
        ("2026-02-15", {}, "PLAN122"),
        ("2026-03-15", {}, "PLAN122"),
        ("2026-03-01", {"owner": "payee.team"}, "MEAS131"),
        ("2026-03-01", {}, ""),
    ],
)
def test_what_would_restart_or_double_a_measure_is_a_problem(before: str, changed: dict[str, str], code: str) -> None:
    texts = plan("old", "2026-01-01", before), plan("new", "2026-03-01", "2027-01-01", "old", **changed)
    plans = [read for read, _ in (read_plan(text, "plan.yaml") for text in texts) if read is not None]
    assert [d.code for d in check_together(plans)] == ([code] if code else [])


def test_plans_that_continue_each_other_are_a_problem() -> None:
    texts = plan("old", "2026-01-01", "2026-03-01", "new"), plan("new", "2026-03-01", "2027-01-01", "old")
    plans = [read for read, _ in (read_plan(text, "plan.yaml") for text in texts) if read is not None]
    assert {d.code for d in check_together(plans)} == {"PLAN122"}


# what would restart or double

FIRST, SECOND = ("old", "2026-01-01", "2026-03-01"), ("new", "2026-03-01", "2027-01-01", "old")


def changed(*pairs: tuple[str, str]) -> tuple[str, str]:
    """Both plans, the second with some words replaced."""
    second = plan(*SECOND)
    for before, after in pairs:
        assert before in second
        second = second.replace(before, after)
    return plan(*FIRST), second


def codes(results: Results) -> set[str]:
    return {d.code for d in results.diagnostics}


@pytest.mark.parametrize(
    "rate",
    [
        STEPS,
        "{kind: matrix, pays: payout, dimensions: [{measure: commission, from: [0%, 100%]}], pay: [10, 20]}",
        "{kind: pool, pot: 1000, share: equal}",
    ],
)
def test_what_pays_for_all_of_a_window_is_not_taken_over_in_its_middle(tmp_path: Path, rate: str) -> None:
    parts = plan(*FIRST), plan(*SECOND, rate=rate)
    if "pool" in rate:
        measures = "measures: {commission: {sum: amount, per: quarter, against: quota, credit: {source: deals}}}\n"
        second = parts[1].partition("components:")[0] + measures
        parts = parts[0], f"{second}components: {{shared: {{measure: commission, rate: {rate}}}}}\n"
    assert "MEAS132" in codes(calculated(tmp_path, *parts))


def test_a_measure_of_another_name_that_starts_again_is_told(tmp_path: Path) -> None:
    results = calculated(tmp_path, *changed(("  commission:", "  sales:")))
    told = [d for d in results.diagnostics if d.code == "MEAS141"]
    assert [d.severity for d in told] == ["warning"]
    assert "'commission' of 'old' ends within its quarter, and 'sales' starts at 0" in told[0].what


def test_a_measure_that_starts_with_a_window_may_have_another_name(tmp_path: Path) -> None:
    parts = plan("old", "2026-01-01", "2026-04-01"), plan("new", "2026-04-01", "2027-01-01", "old")
    assert codes(calculated(tmp_path, parts[0], parts[1].replace("  commission:", "  sales:"))) == set()


@pytest.mark.parametrize("word", ["cap", "floor"])
def test_a_limit_that_starts_again_in_mid_window_is_told(tmp_path: Path, word: str) -> None:
    limit = f"modifiers: [{{{word}: {{at: 4000, per: quarter}}}}]"
    results = calculated(tmp_path, *changed(("    rate:", f"    {limit}\n    rate:")))
    told = [d for d in results.diagnostics if d.code == "EARN140"]
    assert results.is_usable
    assert f"the {word} per quarter of 'commission' starts again on 2026-03-01" in told[0].what


def test_a_deal_that_both_plans_count_is_refused(tmp_path: Path) -> None:
    """B1 was cancelled, which is what the second plan dates it by: it is a deal of both."""
    deals = DEALS.replace("B1,2026-03-05,ana,40000,", "B1,2026-02-05,ana,40000,2026-03-07")
    parts = changed(("value: amount}", "value: amount, dated: cancelled_on}"), ("new\n", "new\nalongside: [old]\n"))
    results = calculated(tmp_path, *parts, deals=deals)
    told = [d for d in results.diagnostics if d.code == "MEAS140"]
    assert [(d.where.file, d.where.line) for d in told] == [("data/deals.csv", 3)]
    assert "deals A2 moves 'commission' of ana in 'old' and here, and 1 more" in told[0].what


def test_what_a_team_loses_in_one_day_is_counted_deal_by_deal(tmp_path: Path) -> None:
    """50,000 and 30,000 go back on one day: the next deal walks from 20,000."""
    deals = DEALS.replace("A1,2026-01-15,ana,50000,", "A1,2026-01-15,ana,50000,2026-03-12")
    said = {"owner": "payee.team"}
    results = calculated(tmp_path, plan(*FIRST, **said), plan(*SECOND, **said), deals=deals)
    row = results.tables["earnings"].filter(pl.col("transaction_id") == "B2").row(0, named=True)
    assert (row["measure_before"], row["measure_after"]) == (6_000_000, 10_500_000)


@pytest.mark.parametrize("policy", ["original_rate", "rerate", "unwind"])
@pytest.mark.parametrize("owner", ["payee", "payee.team"])
def test_a_line_of_the_next_plan_is_explained(tmp_path: Path, policy: str, owner: str) -> None:
    said = {"policy": policy, "owner": owner}
    calculated(tmp_path, plan(*FIRST, **said), plan(*SECOND, **said))
    opened = open_workspace(tmp_path)
    found = list(explain_all(opened, calculate_opened(opened)))
    assert not [(e.period_id, c.name, c.left, c.right) for e in found for c in e.checks if not c.holds]
    march = next(e for e in found if (e.person.payee_id, e.period_id) == ("ana", "2026-03"))
    taken_over = {"original_rate": 50_000, "rerate": 50_000, "unwind": 50_000}[policy]
    if owner == "payee":
        assert f"${taken_over:,}.00 of it under plan 'old'" in march.to_text()


def test_the_limit_of_a_payment_goes_on(tmp_path: Path) -> None:
    """4,000 a quarter: 2,500 are paid in January, 1,500 in February, nothing in March; it starts again in April."""
    limit = "payment: {cap: {at: 4000, per: quarter}}\n"
    results = calculated(tmp_path, plan(*FIRST) + limit, plan(*SECOND) + limit)
    paid = results.tables["payments"].filter(pl.col("payee_id") == "ana").sort("period_id")["paid"].to_list()
    assert paid[:4] == [250_000, 150_000, 0, 50_000]
