"""What of everybody's facts one payee's pay depends on."""

from pathlib import Path

import polars as pl

from attain.questions.whatif import Edit, WhatIf
from attain.runs import calculate_opened, open_workspace
from attain.runs.again import ground_of
from tests.questions.whatif.workspace import PLAN, TIERS, opened

ROSTER = "payee,title,manager\nAna,Executive,Mia\nBo,Executive,Mia\nMia,Manager,\n"
PER_HEAD = """\
  heads:
    credit: {source: periods, value: 1, to: {manager_of: payee}, dated: ends_on}
    rate: {kind: per_unit, pay: 25}
"""

SALARY = """\
  salary:
    credit: {source: periods, value: 1, to: payee, dated: ends_on}
    rate: {kind: per_unit, pay: 1000}
"""
LATER = "release: [{share: 50%, when: earned_on}, {share: 50%, when: earned_on + 180 days}]"


def test_a_manager_paid_for_others_being_on_the_plan_is_asked_about_with_all_of_them(tmp_path: Path) -> None:
    """Mia earns 25 for each month of each of two people: nobody's deals, and not her own periods."""
    plan = PLAN.replace("RATE", TIERS).replace("MODIFIERS", "") + PER_HEAD
    opened(tmp_path, plan=plan)
    tmp_path.joinpath("data/roster.csv").write_text(ROSTER, "utf-8")
    config = tmp_path.joinpath("attain.yaml")
    columns = "{file: data/roster.csv, columns: {payee: payee, title: text, manager: payee}}"
    config.write_text(config.read_text("utf-8").replace("{file: data/roster.csv}", columns), "utf-8")
    read = open_workspace(tmp_path)
    results = calculate_opened(read)
    earnings = results.tables["earnings"].filter(pl.col("payee_id") == "Mia")
    assert earnings["earning_amount"].sum() == 2 * 12 * 25_00
    now, then = WhatIf.of(read, results, "Mia").ask([[Edit.change("deals", "A", {"amount": "1"})]]).totals()
    assert (now, then) == (2 * 12 * 25_00, 2 * 12 * 25_00)
    assert "several payees" in ground_of(results).together


def test_a_plan_without_an_end_pays_for_the_pay_periods_that_are_known_and_no_more(tmp_path: Path) -> None:
    """The last deal is of June; half of what is earned in June is released in December, which makes no salary due."""
    plan = PLAN.replace(", before: 2027-01-01", "").replace("RATE", TIERS).replace("MODIFIERS", LATER) + SALARY
    read = opened(tmp_path, plan=plan)
    results = calculate_opened(read)
    salaries = results.tables["earnings"].filter((pl.col("payee_id") == "Ana") & (pl.col("component_id") == "salary"))
    assert salaries["period_id"].to_list() == [f"2026-0{month}" for month in range(1, 7)]
    answers = WhatIf.of(read, results, "Ana").ask([[Edit.change("deals", "A", {"amount": "1"})]])
    told = answers.earnings.filter(pl.col("component_id") == "salary")
    sums = told.group_by("scenario").agg(pl.col("earning_amount").sum()).sort("scenario")
    assert sums["earning_amount"].to_list() == [6 * 1000_00, 6 * 1000_00]
