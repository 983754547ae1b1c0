"""Contract costs: the cases of the page, published examples, and the oracle day by day."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.earnings import EARNINGS
from attain.ledger.contract_costs import CONTRACT_COSTS, COST_REDUCTIONS, CostPolicy, allocated, cost_moves, costs_of
from attain.periods import PERIODS
from tests.docs.pages import ROOT
from tests.ledger.ledgers import Book, differences, move
from tests.oracle.contract_costs import Contract, flows

PAGE = (ROOT / "docs" / "behaviours" / "contract_costs.md").read_text("utf-8")
CASE = r"^\| (\d+) \| (\d{4}-\d\d) to (\d{4}-\d\d) \| (.+?) \| (\d{4}: .+?) \| (\d+) \|$"
CASES = re.findall(CASE, PAGE, re.MULTILINE)
OF_CONTRACT = {
    "payee_id": "ana",
    "currency": "USD",
    "plan_id": "ae",
    "component_id": None,
    "source": "contracts",
    "transaction_id": "C1",
}
MONTHLY = CostPolicy(per="month", expenses_one_year=False)
FIRST, LAST = date(2025, 12, 1), date(2028, 1, 1)


def periods(first: date, last: date, months: int = 1) -> list[tuple[str, date, date]]:
    """Periods of some months each."""
    made, start = [], first
    while start < last:
        number = start.year * 12 + start.month - 1 + months
        end = date(number // 12, number % 12 + 1, 1)
        made.append((start.isoformat()[:7], start, end))
        start = end
    return made


def frame(contracts: Sequence[Contract]) -> pl.DataFrame:
    rows = [
        {
            **OF_CONTRACT,
            "transaction_id": f"C{number}",
            "cost_amount": contract.cost,
            "capitalised_on": contract.capitalised_on,
            "starts_on": contract.starts_on,
            "ends_before": contract.ends_before,
            "churned_on": contract.churned_on,
        }
        for number, contract in enumerate(contracts)
    ]
    return pl.DataFrame(rows, schema=CONTRACT_COSTS.schema)


def reductions(contracts: Sequence[Contract]) -> pl.DataFrame:
    rows = [
        {**OF_CONTRACT, "transaction_id": f"C{number}", "reduced_on": day, "reduced_amount": taken}
        for number, contract in enumerate(contracts)
        for day, taken in (contract.reductions or {}).items()
    ]
    return pl.DataFrame(rows, schema=COST_REDUCTIONS.schema)


def moved(contracts: Sequence[Contract], wanted: list[tuple[str, date, date]], policy: CostPolicy) -> pl.DataFrame:
    calendar = pl.DataFrame(wanted, schema=PERIODS.schema, orient="row")
    return cost_moves(frame(contracts), reductions(contracts), calendar, policy)


def by_flow(found: pl.DataFrame) -> dict[tuple[str, str], int]:
    return {(period, flow): at for period, flow, at in found.select("period_id", "flow", "move_amount").iter_rows()}


def month(text: str) -> date:
    return date(int(text[:4]), int(text[5:]), 1)


def contract_of(cost: str, starts: str, ends: str, events: str) -> Contract:
    """A case of the page."""
    clawed = {month(on): int(taken) * 100 for on, taken in re.findall(r"(\d{4}-\d\d) clawed back (\d+)", events)}
    ended = re.search(r"(\d{4}-\d\d) ended", events)
    start = month(starts)
    return Contract(int(cost) * 100, start, start, month(ends), month(ended[1]) if ended else None, clawed)


def test_the_page_has_cases() -> None:
    assert len(CASES) == 6


@pytest.mark.parametrize(("cost", "starts", "ends", "events", "amortised", "left"), CASES)
def test_a_case_of_the_page(cost: str, starts: str, ends: str, events: str, amortised: str, left: str) -> None:
    contract = contract_of(cost, starts, ends, events)
    found = by_flow(moved([contract], periods(date(2026, 1, 1), date(2029, 1, 1), 12), MONTHLY))
    yearly = {name[:4]: at // 100 for (name, flow), at in found.items() if flow == "amortised"}
    assert yearly == {year: int(at) for year, at in (part.split(": ") for part in amortised.split(", "))}
    signs = {"capitalised": 1, "amortised": -1, "reduced": -1, "impaired": -1}
    assert sum(signs[flow] * at for (_, flow), at in found.items()) == int(left) * 100


def test_published_089_an_asset_and_a_payable_of_5400() -> None:
    contract = Contract(540_000, date(2026, 1, 15), date(2026, 1, 15), date(2029, 1, 15))
    found = moved([contract], periods(date(2026, 1, 1), date(2026, 2, 1)), CostPolicy())
    capitalised = by_flow(found)["2026-01", "capitalised"]
    book = Book()
    book.post(differences(move("earned", 540_000), move("capitalised", capitalised)))
    assert book.balances_of("ana") == {"capitalised_contract_cost": 540_000, "payable": -540_000}


def test_published_126_a_commission_of_30000_costs_10000_a_year() -> None:
    contract = Contract(3_000_000, date(2026, 1, 1), date(2026, 1, 1), date(2029, 1, 1))
    years = periods(date(2026, 1, 1), date(2029, 1, 1), 12)
    by_month = by_flow(moved([contract], years, CostPolicy(per="month")))
    assert [by_month[year, "amortised"] for year, *_ in years] == [1_000_000] * 3
    by_day = by_flow(moved([contract], years, CostPolicy()))  # the last of the three has a day more
    assert [by_day[year, "amortised"] for year, *_ in years] == [999_088, 999_087, 1_001_825]


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    days = st.integers(0, 700).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
    start = draw(st.one_of(st.just(date(2026, 1, 1)), st.just(date(2026, 2, 28)), days))
    benefit = draw(st.sampled_from([0, 1, 31, 364, 365, 366, 730, 1_096]))
    return Contract(
        cost=draw(st.one_of(st.integers(1, 50), st.integers(1, 10**7))),
        capitalised_on=draw(st.one_of(st.just(start), days)),
        starts_on=start,
        ends_before=start + timedelta(days=benefit),
        churned_on=draw(st.one_of(st.none(), days)),
        reductions=draw(st.dictionaries(days, st.integers(1, 5_000_000), max_size=3)),
    )


@given(
    held=st.lists(contracts(), min_size=1, max_size=2),
    months=st.sampled_from([1, 3, 12]),
    per=st.sampled_from(["day", "month"]),
    expedient=st.booleans(),
)
def test_contract_costs_are_those_of_the_oracle(
    held: list[Contract], months: int, per: str, *, expedient: bool
) -> None:
    wanted = periods(FIRST, LAST, months)
    found = moved(held, wanted, CostPolicy(per="day" if per == "day" else "month", expenses_one_year=expedient))
    for number, contract in enumerate(held):
        mine = by_flow(found.filter(pl.col("transaction_id") == f"C{number}"))
        assert mine == flows(contract, wanted, per=per, expedient=expedient)


def test_a_benefit_within_one_month_is_amortised_in_it() -> None:
    contract = Contract(50_000, date(2026, 7, 7), date(2026, 7, 7), date(2026, 7, 9))
    found = by_flow(moved([contract], periods(FIRST, LAST), MONTHLY))
    assert found == {("2026-07", "capitalised"): 50_000, ("2026-07", "amortised"): 50_000}
    assert flows(contract, periods(FIRST, LAST), per="month", expedient=False) == found


def test_a_clawback_on_the_day_the_contract_ends_comes_first() -> None:
    day, start = date(2027, 1, 1), date(2026, 1, 1)
    contract = Contract(3_600_000, start, start, date(2029, 1, 1), day, {day: 600_000})
    found = by_flow(moved([contract], periods(FIRST, LAST, 12), MONTHLY))
    assert found["2026-12", "reduced"] == 600_000
    assert found["2026-12", "impaired"] == 1_800_000


def test_only_the_periods_that_are_asked_for_are_made() -> None:
    contract = Contract(36_000_00, date(2026, 1, 1), date(2026, 1, 1), date(2029, 1, 1), None, {date(2026, 5, 1): 500})
    whole = by_flow(moved([contract], periods(FIRST, LAST), MONTHLY))
    two = by_flow(moved([contract], periods(date(2026, 4, 1), date(2026, 6, 1))[::-1], MONTHLY))
    assert two == {key: at for key, at in whole.items() if key[0] in {"2026-04", "2026-05"}}
    assert set(two) == {("2026-04", "amortised"), ("2026-05", "amortised"), ("2026-05", "reduced")}


def test_the_moves_keep_the_contract() -> None:
    contract = Contract(36_000_00, date(2026, 1, 1), date(2026, 1, 1), date(2029, 1, 1))
    row = moved([contract], periods(date(2026, 1, 1), date(2026, 2, 1)), MONTHLY).sort("flow").row(0, named=True)
    assert {name: row[name] for name in OF_CONTRACT} == {**OF_CONTRACT, "transaction_id": "C0"}
    assert (row["flow"], row["period_id"], row["line_type"], row["move_amount"]) == (
        "amortised",
        "2026-01",
        None,
        100_000,
    )
    assert moved([], periods(FIRST, LAST), MONTHLY).is_empty()


def test_earnings_are_costs_and_what_was_taken_back_reduces_them() -> None:
    line = {"payee_id": "ana", "plan_id": "ae", "component_id": "c", "period_id": "2026-01", "credit_id": "k"}
    line |= {"source": "contracts", "currency": "USD", "line_type": "credit"}
    rows = [
        ("C1", 500, 5),
        ("C1", 70, 9),
        ("C1", -200, 20),
        ("C1", -30, 20),
        ("C2", -10, 3),
        ("C9", 800, 1),
        ("C3", 0, 1),
    ]
    earnings = pl.DataFrame(
        [
            {**line, "transaction_id": fact, "earning_amount": earned, "earned_on": date(2026, 1, day)}
            for fact, earned, day in rows
        ],
        schema=EARNINGS.schema,
    )
    dates = {"starts_on": date(2026, 2, 1), "ends_before": date(2029, 2, 1), "churned_on": None}
    known = pl.DataFrame(
        [{"source": "contracts", "transaction_id": fact, **dates} for fact in ("C1", "C2", "C3")],
        schema_overrides={"churned_on": pl.Date},
    )
    costs, taken = costs_of(earnings, known)
    (row,) = costs.iter_rows(named=True)
    assert (row["transaction_id"], row["cost_amount"], row["capitalised_on"]) == ("C1", 570, date(2026, 1, 5))
    assert (row["starts_on"], row["ends_before"], row["churned_on"]) == (date(2026, 2, 1), date(2029, 2, 1), None)
    assert sorted(taken.select("transaction_id", "reduced_on", "reduced_amount").iter_rows()) == [
        ("C1", date(2026, 1, 20), 230),
        ("C2", date(2026, 1, 3), 10),
    ]


def test_a_bonus_is_shared_out_by_credit() -> None:
    bonuses = pl.DataFrame({"bonus": [1, 2, 3], "bonus_amount": [100, 1_000, 5]})
    given_credits = pl.DataFrame(
        [(1, "A", 10), (2, "A", 300), (1, "B", 10), (1, "C", 10), (2, "D", 100), (2, "E", -50), (3, "F", 0)],
        schema=["bonus", "transaction_id", "credit_amount"],
        orient="row",
    ).with_columns(source=pl.lit("contracts"))
    found = allocated(bonuses, given_credits)
    assert found.columns == ["bonus", "source", "transaction_id", "cost_amount"]
    assert sorted(found.drop("source").iter_rows()) == [
        (1, "A", 34),
        (1, "B", 33),
        (1, "C", 33),
        (2, "A", 750),
        (2, "D", 250),
    ]
