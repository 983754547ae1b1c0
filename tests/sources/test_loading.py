"""A workspace loaded whole: sources with children, roster, targets, rates, calendar; and real data with its dirt."""

import datetime as dt
from pathlib import Path

import pytest

from attain.expressions.types import ColumnType
from attain.sources import Loaded, load
from tests.sources.making import codes, config_of, loaded, values, write

ROOT = Path(__file__).parents[2]
REAL = Path(__file__).with_name("real")
DEMO = ROOT / "demo/adventure_works"


@pytest.mark.skipif(not DEMO.is_dir(), reason="the demo is not part of this copy")
def test_the_orders_of_adventure_works() -> None:
    orders = load(DEMO).sources["orders"]
    assert orders.frame.height == 31_465
    assert orders.frame["owner"].count() == 3_806
    assert orders.columns["amount"] == ColumnType("money", 4, 1639303943)
    summary = next(s for s in load(DEMO).reconciliation if s.name == "orders")
    assert summary.sums["amount"].read == summary.sums["amount"].accepted == "109846381.4039"
    assert {"delimiter TAB", "25 header names trimmed", "lines end with CRLF"} <= set(summary.detected)


def _real(tmp_path: Path, name: str, columns: str, settings: str = "") -> Loaded:
    return loaded(tmp_path, (REAL / name).read_bytes(), columns, settings)


def test_float_typed_ids_and_percents_of_adventure_works(tmp_path: Path) -> None:
    columns = "id: {from: BusinessEntityID, type: payee}, territory: {from: TerritoryID, type: text}, \
               rate: {from: CommissionPct, type: percent}"
    read = _real(tmp_path, "adventure_works_sales_person.csv", columns)
    assert values(read, "territory")[:3] == [None, "2", "4"]
    assert values(read, "rate")[:3] == [0, 12, 15]
    assert read.sources["deals"].columns["rate"].scale == 3


def test_american_dates_of_northwind(tmp_path: Path) -> None:
    columns = "id: {from: OrderID, type: text}, ordered: {from: OrderDate, type: date}, \
               shipped: {from: ShippedDate, type: date}, freight: {from: Freight, type: money}"
    read = _real(tmp_path, "northwind_orders.csv", columns)
    assert (min(values(read, "ordered")), max(values(read, "ordered"))) == (dt.date(1996, 7, 4), dt.date(1998, 5, 6))
    assert values(read, "shipped").count(None) == 21
    assert any(d.startswith("dates month first, as in '7/15/1996' in ordered") for d in read.reconciliation[0].detected)


def test_a_key_of_two_columns(tmp_path: Path) -> None:
    columns = "order: {from: OrderID, type: text}, product: {from: ProductID, type: text}, \
               price: {from: UnitPrice, type: money}"
    read = _real(tmp_path, "northwind_order_details.csv", columns, "key: [order, product]")
    assert not read.diagnostics
    assert read.sources["deals"].key == ("order", "product")
    assert len(codes(_real(tmp_path, "northwind_order_details.csv", columns, "key: order"))) == 1_001


def test_float_noise_of_the_regional_sales(tmp_path: Path) -> None:
    columns = "id: {from: OpportunitySeq, type: text}, discount: {from: Discount, type: percent}"
    read = _real(tmp_path, "regional_sales_opportunities.csv", columns)
    assert [d.what for d in read.diagnostics] == ["'0.17500000000000002' has more than 9 decimals"]
    rounded = columns.replace("percent}", "percent, round: 4}")
    assert not _real(tmp_path, "regional_sales_opportunities.csv", rounded).diagnostics


def test_rates_of_the_central_bank_become_rows(tmp_path: Path) -> None:
    config = "currency: USD\nfx: {file: data/rates.csv, base: EUR}\n"
    read = load(write(tmp_path, config, {"data/rates.csv": (REAL / "ecb_rates.csv").read_bytes()}))
    assert read.fx is not None
    assert read.fx.frame.columns == ["date", "from", "to", "rate", "source_line"]
    assert read.fx.frame["from"].unique().to_list() == ["EUR"]
    assert read.fx.frame["date"].is_sorted()
    assert "HRK" not in read.fx.frame["to"]
    assert read.fx.columns["rate"].kind == "decimal"


def test_rates_as_rows(tmp_path: Path) -> None:
    config = "currency: USD\nfx: {file: data/rates.csv}\n"
    read = load(write(tmp_path, config, {"data/rates.csv": "date,from,to,rate\n2026-01-02,EUR,USD,1.0821\n"}))
    assert read.fx is not None
    assert read.fx.frame["rate"].to_list() == [10821]


def test_children_belong_to_rows_of_their_source(tmp_path: Path) -> None:
    children = "children: {splits: {file: data/splits.csv, key: id, columns: {payee: payee, share: percent}}}"
    splits = "id,payee,share\nD-1,ana,60%\nD-1,ben,40%\nD-9,ana,100%\n,ben,100%\n"
    deals = "id,closed,amount,won,owner\nD-1,2026-01-31,5,true,ana\n"
    read = load(write(tmp_path, config_of(settings=children), {"data/deals.csv": deals, "data/splits.csv": splits}))
    split = read.sources["deals"].children["splits"]
    assert split.frame.select("id", "payee", "share", "source_line").rows() == [
        ("D-1", "ana", 60, 2),
        ("D-1", "ben", 40, 3),
    ]
    assert split.key == ("id",)
    assert [(d.code, d.where.line) for d in read.diagnostics] == [("FILE210", 4), ("FILE208", 5)]
    assert [s.name for s in read.reconciliation] == ["deals", "deals.splits"]


def test_a_child_names_a_key_of_two_columns(tmp_path: Path) -> None:
    children = (
        "key: [id, line]\nchildren: {splits: {file: data/splits.csv, key: [deal, row], columns: {share: percent}}}"
    )
    columns = "id: text, line: count, amount: money"
    files = {"data/deals.csv": "id,line,amount\nA,1,5\nA,2,6\n", "data/splits.csv": "deal,row,share\nA,2,100%\nA,3,1\n"}
    read = load(write(tmp_path, config_of(columns, children), files))
    assert read.sources["deals"].children["splits"].frame["row"].to_list() == [2]
    assert [d.what for d in read.diagnostics] == ["no accepted row of deals has id, line = A/3"]


def test_the_roster_keeps_what_else_its_file_knows(tmp_path: Path) -> None:
    roster = "payee,from,before,title,Level,Region Name\n279.0,2026-01-01,,AE,3,West\n"
    read = load(write(tmp_path, "currency: USD\nroster: {file: data/roster.csv}\n", {"data/roster.csv": roster}))
    assert read.roster is not None
    assert read.roster.frame.drop("source_line").rows() == [("279", dt.date(2026, 1, 1), None, "AE", "3", "West")]
    config = "currency: USD\nroster: {file: data/roster.csv, columns: {level: count}}\n"
    read = load(write(tmp_path, config, {"data/roster.csv": roster}))
    assert read.roster is not None
    assert set(read.roster.columns) == {"payee", "from", "before", "title", "level"}
    assert read.roster.frame["level"].to_list() == [3]


def test_targets(tmp_path: Path) -> None:
    targets = "name,payee,period,amount\nquota,279,2026-Q1,300000.0\n"
    read = load(write(tmp_path, "currency: USD\ntargets: {file: data/t.csv}\n", {"data/t.csv": targets}))
    assert read.targets is not None
    assert read.targets.frame.drop("source_line").rows() == [("quota", "279", "2026-Q1", 3000000)]


def test_a_file_of_periods_is_put_into_the_calendar_with_its_places(tmp_path: Path) -> None:
    config = "currency: USD\ncalendar: {year_starts: 2011-07-01, quarters: {file: data/periods.csv}}\n"
    periods = "name,starts,before\nFY2012-Q1,2011-05-31,2011-08-31\nFY2012-Q2,2011-08-31,\n"
    read = load(write(tmp_path, config, {"data/periods.csv": periods}))
    assert isinstance(read.calendar, dict)
    quarters = read.calendar["quarters"]
    assert quarters[0] == {"name": "FY2012-Q1", "starts": "2011-05-31", "before": "2011-08-31"}
    assert "before" not in quarters[1]
    assert (quarters[1].place.file, quarters[1].place.line) == ("data/periods.csv", 3)


def test_the_currency_of_a_source(tmp_path: Path) -> None:
    content = "id,amount,code\n1,€5,EUR\n2,6,USD\n"
    read = loaded(tmp_path, content, "id: text, amount: money", "currency: code")
    assert values(read, "currency") == ["EUR", "USD"]
    read = loaded(tmp_path, content, "id: text, amount: money", "currency: EUR")
    assert values(read, "currency") == ["EUR", "EUR"]
    read = loaded(tmp_path, content, "id: text, amount: money")
    assert "currency" not in read.sources["deals"].frame.columns
    assert codes(read) == ["FILE211"]
    read = loaded(tmp_path, "id,amount,code\n1,5,XX\n2,6,\n", "id: text, amount: money", "currency: code")
    assert codes(read) == ["FILE211", "FILE208"]


def test_rejects_stop_the_run_unless_they_are_only_reported(tmp_path: Path) -> None:
    content = "id,amount\n1,5\n2,x\n2,y\n"
    assert {d.severity for d in loaded(tmp_path, content, "id: text, amount: money").diagnostics} == {"error"}
    read = loaded(tmp_path, content, "id: text, amount: money", "on_reject: report")
    assert {d.severity for d in read.diagnostics} == {"warning"}
    assert values(read, "id") == ["1"]
    assert read.rejects.select("line", "column", "value", "code").rows() == [
        (3, "amount", "x", "FILE202"),
        (3, "id", "2", "FILE209"),
        (4, "amount", "y", "FILE202"),
        (4, "id", "2", "FILE209"),
    ]


def test_every_row_of_a_key_that_stands_twice_is_refused_naming_another(tmp_path: Path) -> None:
    read = loaded(tmp_path, "id,amount\nA,1\nB,2\nA,3\nA,4\n", "id: text, amount: money")
    assert values(read, "id") == ["B"]
    assert read.rejects.select("line", "reason").rows() == [
        (2, "the key A stands on line 4 too"),
        (4, "the key A stands on line 2 too"),
        (5, "the key A stands on line 2 too"),
    ]


def test_the_sums_of_refused_rows_are_counted(tmp_path: Path) -> None:
    content = "id,amount\n1,0.5\n,2.25\n3,99999999999999.125\n4,x\n"
    sums = loaded(tmp_path, content, "id: text, amount: money").reconciliation[0].sums["amount"]
    assert (sums.read, sums.accepted, sums.rejected) == ("100000000000001.875", "0.500", "100000000000001.375")


def test_many_problems_are_shown_up_to_a_limit_and_counted(tmp_path: Path) -> None:
    read = loaded(tmp_path, "id,amount\n" + "".join(f"{i},x{i}\n" for i in range(1_500)), "id: text, amount: money")
    assert len(read.diagnostics) == 1_001
    assert read.diagnostics[0].what == "and 500 more of FILE202"
    assert read.rejects.height == 1_500


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    read = loaded(
        tmp_path, (REAL / "sf_opportunity_data.csv").read_bytes(), "id: text, amount: money, close_date: date"
    )
    again = load(tmp_path)
    assert again.sources["deals"].frame.equals(read.sources["deals"].frame)
    assert again.reconciliation == read.reconciliation


@pytest.mark.parametrize("null", ["NULL", "N/A", "-"])
def test_a_text_can_stand_for_nothing(tmp_path: Path, null: str) -> None:
    content = f"id,amount,closed\n1,{null},{null}\n"
    read = loaded(tmp_path, content, "id: text, amount: money, closed: date", f"null_as: ['{null}']")
    assert (values(read, "amount"), values(read, "closed")) == ([None], [None])
    one = loaded(tmp_path, content, f"id: text, amount: {{type: money, null_as: ['{null}']}}")
    assert values(one, "amount") == [None]
