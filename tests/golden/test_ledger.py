"""Every golden case through the ledger: published commissions, draws, clawbacks and instalments, posted and paid.

Month after month is posted and then paid. The ledger pays what the payments say, and its accounts end where they do.
"""

from pathlib import Path

import polars as pl
import pytest

from attain.documents import YamlMap, read_yaml, validate
from attain.expressions import ColumnType
from attain.ledger import (
    MOVES,
    State,
    banked_of,
    earned_moves,
    paid_differences,
    pay_lines,
    reconcile,
    settled_moves,
    signed_head,
    verify,
)
from attain.periods import Calendar, CalendarModel, build_calendar
from attain.plans import plan_of
from attain.questions.examples.given import Setting, read_given
from attain.runs import Results, calculate
from attain.sources import WorkspaceConfig
from tests.ledger.ledgers import SIGNING_KEY, Book

CASES = sorted(Path(__file__).parent.glob("*.yaml"))


def calculated(path: Path) -> list[Results]:
    """The results of a golden case's examples, those that expect an error aside."""
    node, _ = read_yaml(path.read_text("utf-8"), path.name)
    assert isinstance(node, YamlMap)
    config, _ = validate(WorkspaceConfig, node["workspace"], path.name)
    plan, _ = plan_of(node["plan"], path.name)
    assert config is not None
    assert plan is not None
    types = {str(n): ColumnType(c.type) for n, c in config.roster.columns.items()} if config.roster is not None else {}
    setting = Setting(plan, config, _calendar(config, path), types)
    given = [read_given(setting, example)[0] for example in plan.examples if "error" not in example.expect]
    return [calculate(one.facts, [one.plan], one.targets) for one in given]


def _calendar(config: WorkspaceConfig, path: Path) -> Calendar:
    if config.calendar_node is None:
        return Calendar()
    model, _ = validate(CalendarModel, config.calendar_node, path.name)
    assert model is not None
    return build_calendar(model)[0]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_ledger_pays_what_the_payments_say(path: Path) -> None:
    for results in calculated(path):
        posted_and_paid(results)


def posted_and_paid(results: Results) -> None:
    earnings, payments, periods = (results.tables[name] for name in ("earnings", "payments", "periods"))
    named = payments.join(periods, on="period_id").sort("starts_on", "ends_before")
    months = named["period_id"].unique(maintain_order=True).to_list()
    moves = pl.concat([MOVES.empty(), earned_moves(earnings), settled_moves(payments, periods)])
    book = Book()
    for number, month in enumerate(months):
        so_far, past = months[: number + 1], months[:number]
        state = State("late_fact", moves.filter(pl.col("period_id").is_in(so_far)))
        book.post(reconcile(book.standing, [state], closed=past, open_period=month), run_id=f"post {month}")
        banked = banked_of(payments.filter(pl.col("period_id").is_in(so_far)), periods)
        paid = pay_lines(book.positions, banked)
        book.post(paid_differences(paid, period_id=month, posted_period_id=month, pay_run_id=month), run_id="pay")
        due = payments.filter((pl.col("period_id") == month) & (pl.col("paid") > 0))
        assert sorted(paid.iter_rows()) == sorted(due.select("payee_id", "currency", "paid").iter_rows())
        assert pay_lines(book.positions, banked).is_empty()
    for payee in payments["payee_id"].unique():
        _ends_where_the_payments_do(book, payee, named.filter(pl.col("payee_id") == payee))
    heads = signed_head(book.head, SIGNING_KEY, chain="ledger", purpose="close")
    assert verify(book.entries, book.lines, heads, SIGNING_KEY.public_key(), standing=book.standing).is_clean


def _ends_where_the_payments_do(book: Book, payee: str, payments: pl.DataFrame) -> None:
    last, sums = payments.row(-1, named=True), payments.sum().row(0, named=True)
    expected = {
        "commission_expense": sums["earned"] - sums["clawed_back"] - sums["forfeited"],
        "held": sums["released"] - sums["held"],
        "paid": -sums["paid"],
        "draw_advance": last["draw_balance"],
        "clawback_deferred": last["clawback_balance"],
        "clawback_receivable": max(-last["closing_balance"], 0),
        "payable": -max(last["closing_balance"], 0),
        "adjustment": sums["adjusted"],
        "exchange_difference": sums["fx_difference"],
        "guarantee_expense": sums["guarantee_paid"] + sums["draw_paid"] - sums["draw_recovered"] - last["draw_balance"],
    }
    assert book.balances_of(payee) == {account: balance for account, balance in expected.items() if balance}
