"""Every reason for which a deal credits nobody, and the words for it."""

from datetime import date
from pathlib import Path

import pytest

from attain.questions.uncredited import uncredited
from attain.questions.uncredited.report import to_text
from attain.runs import calculate_opened, open_workspace
from tests.questions.uncredited.workspace import ORDERS, PLAN, SETTINGS, asked, told, written

EVERY_REASON = """\
B,2026-01-20,tom,,500.00,USD,Won,
C,2025-12-31,ana,,600.00,USD,Won,
D,2026-02-15,gap,,700.00,USD,Won,
E,2026-02-15,ops,,50.00,USD,Won,
F,2026-02-15,,,60.00,USD,Won,
G,,ana,,70.00,USD,Won,
H,2026-02-15,ana,,80.00,USD,Lost,
I,2026-03-31,sue,,90.00,USD,Won,
"""


def test_every_row_has_the_reason_that_stopped_it(tmp_path: Path) -> None:
    _, _, found = asked(written(tmp_path, orders=ORDERS + EVERY_REASON))
    assert told(found) == {
        "B": ("not_on_a_plan", "tom is in the roster from 2026-02-01"),
        "C": ("outside_every_plan", "'sales' is from 2026-01-01 and before 2027-01-01"),
        "D": ("not_on_a_plan", "gap is in the roster before 2026-02-01 and again from 2026-03-01"),
        "E": ("not_on_a_plan", "ops is never on 'sales'"),
        "F": ("no_recipient", "'owner' is empty"),
        "G": ("no_date", "'closed_on' is empty"),
        "H": ("left_out_by_where", "not stage = 'Won'"),
        "I": ("not_on_a_plan", "sue is on 'sales' from 2026-04-01"),
    }
    (orders,) = found.covered
    assert (orders.source, orders.row_count, orders.credited_count) == ("orders", 9, 1)


def test_a_row_says_where_it_stands_and_what_it_is_worth(tmp_path: Path) -> None:
    _, _, found = asked(written(tmp_path, orders=ORDERS + EVERY_REASON))
    row = next(row for row in found.rows.iter_rows(named=True) if row["transaction_id"] == "B")
    assert (row["file"], row["line"], row["dated"], row["payee_id"]) == ("data/orders.csv", 3, date(2026, 1, 20), "tom")
    assert (row["deal_amount"], row["scale"], row["currency"]) == (50000, 2, "USD")
    assert found.rows.filter(found.rows["reason"] == "no_date")["dated"].to_list() == [None]


def test_without_a_value_nothing_is_paid_and_the_row_is_known(tmp_path: Path) -> None:
    """An empty value is an error of the run, so that only whoever asks for its plans meets it here."""
    opened = open_workspace(written(tmp_path, orders=ORDERS + "B,2026-01-20,ana,,,USD,Won,\n"))
    results = calculate_opened(opened)
    assert not results.is_usable
    assert told(uncredited(opened, results)) == {"B": ("no_value", "'amount' is empty")}


def test_what_is_later_than_known_is_no_fault(tmp_path: Path) -> None:
    settings = SETTINGS.replace("currency: USD\n", "currency: USD\ntoday: 2026-01-31\n", 1)
    _, _, found = asked(written(tmp_path, settings=settings, orders=f"{ORDERS}B,2026-02-20,ana,,5.00,USD,Won,\n"))
    assert told(found) == {"B": ("not_known_yet", "it is later than 2026-01-31")}
    assert found.only(is_normal=False).stopped.is_empty()


def test_a_date_of_the_rule_is_told_before_the_days_of_the_plan(tmp_path: Path) -> None:
    by_cash = PLAN.replace("value: amount", "dated: cash_on, value: amount")
    orders = f"{ORDERS}B,2026-01-20,ana,,5.00,USD,Won,\nC,2026-12-20,ana,,5.00,USD,Won,2027-01-20\n"
    _, _, found = asked(written(tmp_path, orders=orders, plans=(by_cash,)))
    assert told(found) == {
        "B": ("no_date", "'cash_on' is empty"),
        "C": ("outside_every_plan", "'sales' is from 2026-01-01 and before 2027-01-01"),
    }
    assert dict(found.rows.select("transaction_id", "dated").iter_rows()) == {
        "B": date(2026, 1, 20),
        "C": date(2027, 1, 20),
    }


TWO_PLANS = (
    PLAN.replace("plan: sales", "plan: west").replace("title = 'AE'", "team = 'west'"),
    PLAN.replace("plan: sales", "plan: east")
    .replace("title = 'AE'", "team = 'east'")
    .replace("before: 2027-01-01", "before: 2026-03-01"),
)


def test_two_plans_share_a_source(tmp_path: Path) -> None:
    orders = ORDERS + EVERY_REASON + "J,2026-03-05,gap,,90.00,USD,Won,\n"
    _, _, found = asked(written(tmp_path, orders=orders, plans=TWO_PLANS))
    assert told(found) == {
        "B": ("not_on_a_plan", "tom is in the roster from 2026-02-01"),
        "C": (
            "outside_every_plan",
            "'east' is from 2026-01-01 and before 2026-03-01, 'west' is from 2026-01-01 and before 2027-01-01",
        ),
        "D": ("not_on_a_plan", "gap is in the roster before 2026-02-01 and again from 2026-03-01"),
        "E": ("not_on_a_plan", "ops is never on any of 'east', 'west'"),
        "F": ("no_recipient", "'owner' is empty"),
        "G": ("no_date", "'closed_on' is empty"),
        "H": ("left_out_by_where", "not stage = 'Won'"),
        "I": ("not_on_a_plan", "sue is never on 'west'"),
        "J": ("not_on_a_plan", "gap is never on 'west'"),
    }


def test_the_plan_of_another_year_does_not_hide_a_condition(tmp_path: Path) -> None:
    """What last year's plan would have credited, this year's leaves out on purpose."""
    last = PLAN.replace("plan: sales", "plan: last").replace("2027-01-01", "2026-02-01")
    this = PLAN.replace("from: 2026-01-01", "from: 2026-02-01").replace(
        "stage = 'Won'", "stage = 'Won' and amount > 10"
    )
    orders = (
        ORDERS + "B,2026-02-20,ana,,5.00,USD,Won,\nC,2027-02-20,ana,,5000.00,USD,Won,\nD,2027-02-20,ana,,5,USD,Lost,\n"
    )
    _, _, found = asked(written(tmp_path, orders=orders, plans=(last, this)))
    assert {deal: reason for deal, (reason, _) in told(found).items()} == {
        "B": "left_out_by_where",
        "C": "outside_every_plan",
        "D": "left_out_by_where",
    }
    assert told(found)["B"][1] == "not stage = 'Won' and amount > 10"


MANAGERS = """\
plan: managers
currency: USD
effective: {from: 2026-01-01}
assign: {where: "payee.title = 'Manager'"}
components:
  override:
    credit: {source: orders, where: "stage = 'Won'", value: amount, to: {manager_of: owner}}
    rate: 1%
"""


def test_a_managers_rule_credits_what_the_sellers_does_not(tmp_path: Path) -> None:
    """Tom has no row on the day, so nobody is known above him; sue has a row, and nobody above her."""
    orders = ORDERS + EVERY_REASON + "J,2027-01-05,ana,,90.00,USD,Won,\nK,2026-02-03,mia,,1,USD,Won,\n"
    _, _, both = asked(written(tmp_path / "both", orders=orders, plans=(MANAGERS, PLAN)))
    assert "J" not in told(both)
    assert told(both)["K"] == ("not_on_a_plan", "mia is never on 'sales'")
    assert told(both)["B"] == ("not_on_a_plan", "tom is in the roster from 2026-02-01")
    _, _, alone = asked(written(tmp_path / "alone", orders=orders, plans=(MANAGERS,)))
    assert told(alone)["B"] == ("no_recipient", "nobody is above tom that day")
    assert told(alone)["F"] == ("no_recipient", "'owner' is empty")
    assert told(alone)["C"] == ("outside_every_plan", "'managers' is from 2026-01-01")


SPLIT = PLAN.replace("to: owner", "to: split")
SPLIT_SETTINGS = SETTINGS.replace(
    "roster:",
    "    children: {splits: {file: data/splits.csv, key: id, columns: {payee: payee, share: percent}}}\nroster:",
)


def test_a_split_deal_is_credited_when_half_of_it_is(tmp_path: Path) -> None:
    orders = "id,closed_on,owner,partner,amount,currency,stage,cash_on\n" + "".join(
        f"{deal},2026-01-20,ana,,100.00,USD,Won,\n" for deal in "ABC"
    )
    splits = "id,payee,share\nA,ana,50%\nA,tom,50%\nB,tom,60%\nB,gap,40%\nC,ops,50%\nC,tom,50%\n"
    folder = written(tmp_path, orders=orders, plans=(SPLIT,), settings=SPLIT_SETTINGS, splits=splits)
    _, _, found = asked(folder)
    assert told(found) == {"C": ("not_on_a_plan", "ops is never on 'sales'; tom is in the roster from 2026-02-01")}
    assert found.rows["payee_id"].to_list() == ["ops, tom"]


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("{owner: 60%, partner: 40%}", "'owner' and 'partner' are empty"),
        ("{first_of: [partner, owner]}", "none of 'partner' and 'owner' holds and names anybody"),
        ("{team: payee.team}", "the roster has nobody in the team 'payee.team' that day"),
    ],
)
def test_nobody_is_named_in_many_ways(tmp_path: Path, to: str, why: str) -> None:
    plan = PLAN.replace("to: owner", f"to: {to}")
    _, _, found = asked(written(tmp_path, orders=f"{ORDERS}B,2026-01-20,,,5.00,USD,Won,\n", plans=(plan,)))
    assert told(found)["B"] == ("no_recipient", why)


def test_a_condition_on_the_person_is_a_condition(tmp_path: Path) -> None:
    plan = PLAN.replace("stage = 'Won'", "payee.team = 'west'")
    _, _, found = asked(written(tmp_path, orders=f"{ORDERS}B,2026-01-20,gap,,5.00,USD,Won,\n", plans=(plan,)))
    assert told(found) == {"B": ("left_out_by_where", "not payee.team = 'west'")}


CONTEST = """\
plan: contest
currency: USD
effective: {from: 2026-01-01, before: 2026-04-01}
assign: {where: "payee.title = 'AE'"}
measures:
  won: {sum: value, per: quarter, credit: {source: orders, where: "stage = 'Won'", value: amount, to: owner}}
components:
  prize:
    measure: won
    rate: {kind: rank_prize, prizes: [300, 200], among: won.amount > 0}
"""


def test_deals_that_count_in_a_contest_are_credited(tmp_path: Path) -> None:
    _, _, found = asked(written(tmp_path, orders=ORDERS + EVERY_REASON, plans=(CONTEST,)))
    assert found.covered[0].credited_count == 1
    assert told(found)["B"] == ("not_on_a_plan", "tom is in the roster from 2026-02-01")


def test_a_measure_alone_pays_nobody(tmp_path: Path) -> None:
    """Lost deals count towards a measure; that does not pay anybody for them."""
    plan = PLAN.replace(
        "components:",
        "measures:\n  lost:\n    sum: value\n    per: quarter\n"
        "    credit: {source: orders, where: \"stage = 'Lost'\", value: amount, to: owner}\ncomponents:",
    )
    _, _, found = asked(written(tmp_path, orders=ORDERS + EVERY_REASON, plans=(plan,)))
    assert told(found)["H"] == ("left_out_by_where", "not stage = 'Won'")


def test_a_deal_in_another_currency_is_summed_by_itself(tmp_path: Path) -> None:
    orders = ORDERS + "B,2026-01-20,tom,,500.00,USD,Won,\nC,2026-01-20,tom,,30.00,GBP,Won,\n"
    settings = SETTINGS + "fx: {file: data/fx.csv}\n"
    fx = "date,from,to,rate\n2026-01-01,GBP,USD,1.25\n"
    _, _, found = asked(written(tmp_path, orders=orders, settings=settings, fx=fx))
    sums = found.totals.select("reason", "currency", "row_count", "total_amount").rows()
    assert sums == [("not_on_a_plan", "GBP", 1, 3000), ("not_on_a_plan", "USD", 1, 50000)]


def test_a_plan_without_an_end_goes_on(tmp_path: Path) -> None:
    plan = PLAN.replace(", before: 2027-01-01", "")
    orders = ORDERS + "B,2031-01-20,ana,,500.00,USD,Won,\nC,2025-01-20,ana,,500.00,USD,Won,\n"
    _, _, found = asked(written(tmp_path, orders=orders, plans=(plan,)))
    assert told(found) == {"C": ("outside_every_plan", "'sales' is from 2026-01-01")}


def test_a_source_that_no_plan_reads_is_named(tmp_path: Path) -> None:
    settings = SETTINGS.replace(
        "roster:",
        "  visits: {file: data/visits.csv, key: [id], as_of: held_on, columns: {id: text, held_on: date}}\nroster:",
    )
    _, _, found = asked(written(tmp_path, settings=settings, visits="id,held_on\nV,2026-01-05\n"))
    assert found.unread == ("visits",)
    assert found.stopped.is_empty()
    assert found.rows.is_empty()


def test_everybody_is_paid_in_the_small_workspace(tmp_path: Path) -> None:
    _, _, found = asked(written(tmp_path))
    assert found.rows.is_empty()
    assert found.covered[0].uncredited_count == 0


def test_what_a_source_holds_in_all_is_told_as_of_all_days(tmp_path: Path) -> None:
    _, _, found = asked(written(tmp_path, orders=ORDERS + EVERY_REASON))
    march = found.only(days=(date(2026, 3, 1), date(2026, 4, 1)))
    assert march.stopped.height == 1
    assert to_text(march).splitlines()[0].split("  ")[0] == "source, of all days"
    assert to_text(found).splitlines()[0].split("  ")[0] == "source"
    assert to_text(found.only(sources=["orders"])).splitlines()[0].split("  ")[0] == "source"
