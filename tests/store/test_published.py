"""Published draws, clawbacks, instalments and accounting, month by month through the store.

Each month what is known by then is imported, calculated, approved, posted, closed and paid; the last one is paid before
it is closed. After it payroll was asked for what the page pays, and the accounts of the ledger stand where the page and
the payments say.
"""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from attain.ledger import FLOWS
from attain_web.actions.acting import ENGINE
from attain_web.actions.closing import periods, posting
from attain_web.actions.closing.figures import PAID, calculated_step, pay_periods
from attain_web.actions.importing import import_workspace
from attain_web.actions.running import calculate_run, results_of
from attain_web.figures.costs import carried_forward
from attain_web.store.models import PayLine
from tests.store.journey import approve_plans, finish, pay
from tests.store.published import Published, examples_of

SHORT = (
    ("045b-visdum-draw-advance-short", 0),
    ("050b-final-expense-net-of-chargeback", 0),
    ("114-sparrow-draw-balance-roll", 0),
    ("116-carvd-draw-shortfall", 0),
    ("115b-prowi-draw-non-recoverable", 0),
)
SLOW = (
    ("039-siebel-recoverable-draw-6-months", 0),
    ("041-xactly-recoverable-draw-two-months", 0),
    ("042-xactly-non-recoverable-draw-two-months", 0),
    ("044a-qcommission-optional-draw-on-top", 0),
    ("044b-qcommission-non-recoverable-draw", 0),
    ("045a-visdum-draw-advance-covered", 0),
    ("050a-final-expense-advance-backend", 0),
    ("051-revival-agencies-advance", 0),
    ("051-revival-agencies-advance", 1),
    ("052-lasting-mark-as-earned-vs-advance", 0),
    ("054-rolling-reserve-10pct-6-months", 0),
    ("115a-prowi-draw-recoverable", 0),
    ("125-sparrow-deferred-50-25-25", 0),
    ("125-sparrow-deferred-50-25-25", 1),
)
CASES = [*SHORT, *(pytest.param(*one, marks=pytest.mark.slow) for one in SLOW)]
JANUARY = "2026-01"


@pytest.mark.parametrize(("case", "number"), CASES)
def test_every_month_ends_as_it_is_published(workspace: Path, case: str, number: int) -> None:
    found = examples_of(case)[number]
    for period_id, ends_before in found.periods:
        found.write(workspace, ends_before)
        import_workspace(workspace, acting_user="dana")
        approve_plans(workspace)
        finish(workspace, period_id, until="posted")
        is_last = is_last_known(period_id)
        if is_last:  # what is paid is posted in an open period, and there is no later one yet
            paid_in(found, period_id)
        finish(workspace, period_id)
        if not is_last:
            paid_in(found, period_id)
        stands_as_published(found, period_id)
    assert posting.verify_ledger(workspace).is_clean


def is_last_known(period_id: str) -> bool:
    """Whether, by the run that was posted, nothing is settled after a period."""
    _, run = calculated_step(period_id)
    return pay_periods(results_of(run, names=PAID))[-1] == period_id


def paid_in(found: Published, period_id: str) -> None:
    """Pay what is due in a period: what the page pays."""
    due = found.paid.get(period_id)
    if due is None:
        due = sum(found.results.tables["payments"].filter(period_id=period_id)["paid"].to_list())
    if due > 0:
        pay(period_id)
    asked = PayLine.objects.using(ENGINE).filter(pay_run__period_id=period_id).values_list("pay_amount", flat=True)
    assert sum(asked) == max(due, 0), period_id


def stands_as_published(found: Published, period_id: str) -> None:
    """Compare every account after a period with the page, and with the payments until then."""
    accounts = {account: total for account, _, total in posting.account_totals(posting.ledger_balances()) if total}
    until = [name for name, _ in found.periods][: [name for name, _ in found.periods].index(period_id) + 1]
    sums, last = until_then(found.results.tables["payments"], until)
    expected = {
        "commission_expense": sums["earned"] - sums["clawed_back"] - sums["forfeited"],
        "held": sums["released"] - sums["held"],
        "paid": 0 - sums["paid"],
        "draw_advance": last["draw_balance"],
        "clawback_deferred": last["clawback_balance"],
        "clawback_receivable": max(0 - last["closing_balance"], 0),
        "payable": 0 - max(last["closing_balance"], 0),
        "guarantee_expense": sums["guarantee_paid"] + sums["draw_paid"] - sums["draw_recovered"] - last["draw_balance"],
    }
    assert accounts == {account: total for account, total in expected.items() if total}, period_id
    if set(until) <= found.paid.keys():
        assert accounts.get("paid", 0) == 0 - sum(found.paid[name] for name in until)
    if period_id in found.balance:
        assert accounts.get("draw_advance", 0) == found.balance[period_id]
    if found.held_in_all is not None and "clawed_back" not in accounts and not sums["clawed_back"]:
        released = sum(amount for month, amount in found.released.items() if month <= period_id)
        assert accounts.get("held", 0) == released - found.held_in_all


def until_then(payments: pl.DataFrame, until: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Sums of the payments of some periods, and the last of them."""
    rows = payments.join(pl.DataFrame({"period_id": until, "at": range(len(until))}), on="period_id").sort("at")
    return rows.sum().row(0, named=True), rows.row(-1, named=True)


@pytest.mark.parametrize(
    ("case", "cost", "months", "carried"),
    [
        ("089-journal-entries-5400-capitalised", 540_000, 24, 270_000),
        ("126-deferred-commission-30000-over-3-years", 3_000_000, 36, 2_000_000),
    ],
)
def test_accounting_holds_as_it_is_published(workspace: Path, case: str, cost: int, months: int, carried: int) -> None:
    (found,) = examples_of(case)
    found.write(workspace, date(2026, 2, 1))
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    periods.calculate_period(workspace, JANUARY, acting_user="dana")
    periods.review_period(JANUARY, acting_user="dana")
    periods.approve_period(JANUARY, acting_user="eve")
    posting.post_period(workspace, JANUARY, acting_user="eve")
    run = calculate_run(workspace, acting_user="dana").run
    assert run is not None
    tables = results_of(run)
    rows, moves = carried_forward(tables, {"commission"}, months=months, until=date(2027, 1, 1))
    books = {account: total for account, _, total in posting.account_totals(posting.ledger_balances())}
    assert books == {"commission_expense": cost, "payable": -cost}, "posted, and not paid yet"
    first = moves.filter((pl.col("flow") == "capitalised") & (pl.col("period_id") == JANUARY))
    for flow, amount in first.select("flow", "move_amount").iter_rows():
        for account, sign in ((FLOWS[flow].debit, 1), (FLOWS[flow].credit, -1)):
            books[account] = books.get(account, 0) + sign * amount
    assert books == {"capitalised_contract_cost": cost, "payable": -cost, "commission_expense": 0}
    assert sum(row.flows["amortised"] for row in rows) == cost - carried, "a year of it"
    assert rows[-1].closing == carried
    pay(JANUARY)
    finish(workspace, JANUARY)
    paid = {account: total for account, _, total in posting.account_totals(posting.ledger_balances()) if total}
    assert paid == {"commission_expense": cost, "paid": -cost}
    assert posting.verify_ledger(workspace).is_clean
