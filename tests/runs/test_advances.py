"""What is paid before it is earned stands in the advance balance, and leaves it month by month."""

from pathlib import Path

import polars as pl
import pytest

from attain.questions.explain import explain_all
from attain.runs.workspace import calculate_opened, open_workspace
from attain.statements.pages import statement_page

SETTINGS = """\
currency: USD
sources:
  policies:
    file: data/policies.csv
    key: [id]
    as_of: issued_on
    columns: {id: text, issued_on: date, owner: payee, premium: money, lapsed_on: date}
roster: {file: data/roster.csv, columns: {payee: payee, pay_currency: text}}
fx: {file: data/fx.csv, holds: until_next}
"""
PLAN = """\
plan: agent
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
components:
  first_year:
    credit: {source: policies, value: premium, to: owner}
    rate: 60%
    earned: {over: 12 months, from: issued_on, until: lapsed_on}
    release:
      - {share: 75%, when: issued_on, advance: true}
      - {share: 25%, when: issued_on + 9 months, times: 3, every: month}
"""
UNEARNED = "    clawback: {when: lapsed_on is not null, dated: lapsed_on, policy: unearned}\n"
ORIGINAL = UNEARNED.replace("unearned", "original_rate")


AT_ONCE = PLAN[: PLAN.index("    release:")]
UNTIL_MAY = AT_ONCE.replace("before: 2027-01-01", "before: 2026-05-01")
FROM_MAY = AT_ONCE.replace("from: 2026-01-01", "from: 2026-05-01").replace(
    "plan: agent", "plan: next\ncontinues: agent"
)


def balances(
    folder: Path, *policies: str, clawback: str = "", currency: str = "", plan: str = PLAN, following: str = ""
) -> list[int]:
    """The advance balance at the end of each month, in whole units; 0 in months without a payment."""
    (folder / "plans").mkdir()
    (folder / "data").mkdir()
    rows = "".join(f"{number},{policy}\n" for number, policy in enumerate(policies))
    texts = {"attain.yaml": SETTINGS, "plans/agent.yaml": plan + clawback}
    texts |= {"plans/next.yaml": following} if following else {}
    texts |= {"data/policies.csv": f"id,issued_on,owner,premium,lapsed_on\n{rows}"}
    texts |= {"data/roster.csv": f"payee,pay_currency\nivo,{currency}\n"}
    texts |= {"data/fx.csv": "date,from,to,rate,kind\n2026-01-01,USD,EUR,0.5,spot\n2026-06-01,USD,EUR,0.9,spot\n"}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    opened = open_workspace(folder)
    results = calculate_opened(opened)
    assert results.is_usable, results.diagnostics
    explained = list(explain_all(opened, results))
    assert not [c for e in explained for c in e.checks if not c.holds]
    paid = results.tables["payments"].filter(pl.col("currency") == (currency or "USD"))
    known = dict(paid.select("period_id", "advance_balance").iter_rows())
    return [known.get(f"2026-{month:02}", 0) // 100 for month in range(1, 13)]


ALONE = [480, 420, 360, 300, 240, 180, 120, 60, 0, 0, 0, 0]


def test_an_advance_is_earned_month_by_month(tmp_path: Path) -> None:
    assert balances(tmp_path, "2026-01-15,ivo,1200,") == ALONE


@pytest.mark.parametrize("clawback", [UNEARNED, ORIGINAL])
def test_a_lapse_leaves_nothing_in_advance(tmp_path: Path, clawback: str) -> None:
    found = balances(tmp_path, "2026-01-15,ivo,1200,2026-04-20", clawback=clawback)
    assert found == [480, 420, 360, 0, 0, 0, 0, 0, 0, 0, 0, 0]


def test_what_stops_being_earned_stays_in_sight(tmp_path: Path) -> None:
    """Nothing goes back; in October, November and December 60 more are paid that are not earned."""
    found = balances(tmp_path, "2026-01-15,ivo,1200,2026-04-20")
    assert found == [480, 420, 360, 300, 300, 300, 300, 300, 300, 360, 420, 480]


def test_a_return_stands_the_other_way_round(tmp_path: Path) -> None:
    assert balances(tmp_path, "2026-01-15,ivo,1200,", "2026-01-15,ivo,-1200,") == [0] * 12


def test_one_advance_is_not_set_off_against_what_another_deal_holds(tmp_path: Path) -> None:
    """The first is held until October: it is earned before it is paid."""
    plan_ahead = balances(tmp_path, "2026-01-15,ivo,1200,", "2026-02-10,ivo,2400,")
    second = [0, 960, 840, 720, 600, 480, 360, 240, 120, 0, 0, 0]
    assert plan_ahead == [one + other for one, other in zip(ALONE, second, strict=True)]


def test_in_another_currency_it_is_worth_what_its_line_was(tmp_path: Path) -> None:
    assert balances(tmp_path, "2026-01-15,ivo,1200,", currency="EUR") == [amount // 2 for amount in ALONE]


def test_an_advance_goes_on_being_earned_under_the_plan_that_follows(tmp_path: Path) -> None:
    found = balances(tmp_path, "2026-01-15,ivo,1200,", "2026-07-10,ivo,100,", plan=UNTIL_MAY, following=FROM_MAY)
    assert found == [660, 600, 540, 480, 420, 360, 355, 290, 225, 160, 95, 30]


def test_no_payment_is_made_up_for_an_advance_that_is_earned_after_the_plan(tmp_path: Path) -> None:
    found = balances(tmp_path, "2026-01-15,ivo,1200,", plan=UNTIL_MAY)
    assert found == [660, 600, 540, 480, 0, 0, 0, 0, 0, 0, 0, 0]


def test_a_plan_without_an_end_pays_no_draw_because_an_advance_is_still_being_earned(tmp_path: Path) -> None:
    """Nothing is known after January: no month after it is settled."""
    draws = "payment: {draw: {tops_up_to: 5000, per: pay_period, recoverable: false}}\n"
    endless = AT_ONCE.replace(", before: 2027-01-01", "") + draws
    balances(tmp_path, "2026-01-15,ivo,1200,", plan=endless)
    assert calculate_opened(open_workspace(tmp_path)).tables["payments"]["period_id"].to_list() == ["2026-01"]


def test_the_statement_shows_it(tmp_path: Path) -> None:
    balances(tmp_path, "2026-01-15,ivo,1200,")
    opened = open_workspace(tmp_path)
    january = next(explain_all(opened, calculate_opened(opened)))
    assert "paid in advance and not yet earned, in all: $480.00" in january.to_text()
    assert "Paid in advance and not yet earned, in all: $480.00" in statement_page(january)
