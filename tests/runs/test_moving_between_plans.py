"""Somebody who moves from one plan to another: what limits a payment is of the plan they are on, what they drew stays.

Worked by hand: Ana earns ten per cent, as an SDR until the end of March and as an AE from then on.
"""

from pathlib import Path

import polars as pl

from attain.questions.explain import explain_all
from attain.runs import calculate_opened, open_workspace

SETTINGS = """\
currency: USD
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, amount: money}
roster: {file: data/roster.csv}
"""
ROSTER = "payee,from,before,title\nana,,2026-04-01,SDR\nana,2026-04-01,,AE\n"
PLAN = """\
plan: TITLE
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
assign: {where: payee.title = 'TITLE'}
components:
  commission: {credit: {source: deals, value: amount, to: owner}, rate: 10%}
"""


def paid(folder: Path, deals: str, *, sdr: str = "", ae: str = "") -> dict[str, tuple[int, ...]]:
    """What is paid, forfeited and owed of a draw by pay period until June, in whole dollars."""
    for name in ("data", "plans"):
        (folder / name).mkdir(parents=True)
    (folder / "attain.yaml").write_text(SETTINGS, "utf-8")
    (folder / "data" / "roster.csv").write_text(ROSTER, "utf-8")
    (folder / "data" / "deals.csv").write_text(f"id,closed_on,owner,amount\n{deals}", "utf-8")
    for title, payment in (("SDR", sdr), ("AE", ae)):
        (folder / "plans" / f"{title}.yaml").write_text(PLAN.replace("TITLE", title) + payment, "utf-8")
    opened = open_workspace(folder)
    results = calculate_opened(opened)
    assert results.is_usable, results.diagnostics
    for explanation in explain_all(opened, results):
        assert [check.name for check in explanation.checks if not check.holds] == []
    rows = results.tables["payments"].filter(pl.col("period_id") < "2026-07")
    found = rows.select("period_id", pl.col("paid", "forfeited", "draw_balance") // 100)
    return {row[0]: row[1:] for row in found.iter_rows()}


def test_the_cap_of_the_plan_before_ends_with_it(tmp_path: Path) -> None:
    """1,000 at most as an SDR: 3,000 of March are cut; the 2,000 of April are an AE's."""
    deals = "1,2026-03-05,ana,30000\n2,2026-04-05,ana,20000\n"
    cap = "payment: {cap: {at: 1000, per: pay_period}}\n"
    assert paid(tmp_path, deals, sdr=cap) == {"2026-03": (1000, 2000, 0), "2026-04": (2000, 0, 0)}


def test_the_cap_of_the_new_plan_holds_though_a_draw_of_the_old_one_is_owed(tmp_path: Path) -> None:
    """1,000 drawn in each month; of 6,000 in April 3,000 come back, and 1,500 is the most that is paid."""
    draw = "payment: {draw: {tops_up_to: 1000, recoverable: true}}\n"
    cap = "payment: {cap: {at: 1500, per: pay_period}}\n"
    assert paid(tmp_path, "1,2026-04-05,ana,60000\n", sdr=draw, ae=cap) == {
        "2026-01": (1000, 0, 1000),
        "2026-02": (1000, 0, 2000),
        "2026-03": (1000, 0, 3000),
        "2026-04": (1500, 1500, 0),
    }


def test_who_is_on_two_plans_at_once_is_told_whose_limit_holds(tmp_path: Path) -> None:
    """A title that both plans are for: 3,000 of the one and 2,000 of the other, and 1,000 are the most that is paid."""
    both = PLAN.replace("payee.title = 'TITLE'", "\"payee.title in ('SDR', 'AE')\"")
    cap = "payment: {cap: {at: 1000, per: pay_period}}\n"
    for name in ("data", "plans"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "attain.yaml").write_text(SETTINGS, "utf-8")
    (tmp_path / "data" / "roster.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "data" / "deals.csv").write_text("id,closed_on,owner,amount\n1,2026-03-05,ana,30000\n", "utf-8")
    (tmp_path / "plans" / "ae.yaml").write_text("alongside: [SDR]\n" + both.replace("TITLE", "AE"), "utf-8")
    (tmp_path / "plans" / "sdr.yaml").write_text(both.replace("TITLE", "SDR") + cap, "utf-8")
    results = calculate_opened(open_workspace(tmp_path))
    told = [d for d in results.diagnostics if d.code == "PAYM151"]
    assert [(d.where.file, d.severity) for d in told] == [("plans/sdr.yaml", "warning")]
    assert told[0].what == "ana is on 'SDR' and 'AE' in 2026-01: the cap of 'SDR' is for both together"
    paid_in_march = results.tables["payments"].filter(pl.col("period_id") == "2026-03")["paid"]
    assert paid_in_march.to_list() == [100_000]
