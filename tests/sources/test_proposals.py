"""Names recognised, types inferred, and a workspace started from the user's own files."""

from pathlib import Path

import pytest

from attain.documents import read_yaml
from attain.sources import init_workspace, load, propose
from attain.sources.proposals.recognise import recognise
from attain.sources.proposals.recognised_names import SYSTEMS
from tests.sources.making import workbook

REAL = Path(__file__).with_name("real")


def named(header: list[str]) -> dict[str, str]:
    return {r.header: r.name for r in recognise(header)}


def test_native_names_of_salesforce() -> None:
    header = ["Id", "StageName", "CloseDate", "Amount", "OwnerId", "IsWon", "AccountId", "Type", "CurrencyIsoCode"]
    assert list(named(header).values()) == [
        "id", "stage", "close_date", "amount", "owner", "is_won", "account", "type", "currency",
    ]  # fmt: skip
    assert str(recognise(header)[2]) == "CloseDate → close_date (Salesforce)"


def test_native_names_of_hubspot() -> None:
    header = ["Record ID", "Deal Name", "Deal Stage", "Close Date", "Deal owner", "Amount", "Create Date"]
    assert list(named(header).values()) == ["id", "name", "stage", "close_date", "owner", "amount", "created_on"]


def test_native_names_of_dynamics() -> None:
    header = ["opportunityid", "ownerid", "actualvalue", "actualclosedate", "statecode", "estimatedvalue", "createdon"]
    assert list(named(header).values()) == [
        "id", "owner", "amount", "close_date", "status", "expected_amount", "created_on",
    ]  # fmt: skip


def test_two_columns_never_get_one_name() -> None:
    assert list(named(["Amount", "Total", "amount"]).values()) == ["amount", "total", "amount_2"]


def test_words_of_plans_and_of_sql_are_not_used_as_names() -> None:
    assert list(named(["Group", "Order", "attainment", "%"]).values()) == [
        "group_name", "order_name", "attainment_name", "c_",
    ]  # fmt: skip


def test_every_recognised_name_is_written_as_the_tables_are_searched() -> None:
    for known in SYSTEMS.values():
        assert all(key == key.lower() and " " not in key for key in known)


@pytest.mark.parametrize(
    ("file", "key", "as_of", "types"),
    [
        (
            "sf_opportunity_data.csv",
            ("id",),
            "close_date",
            {"amount": "money", "close_date": "date", "is_won": "bool", "owner": "payee", "probability": "percent"},
        ),
        ("hubspot_deal_data.csv", ("id",), "close_date", {"amount": "money", "owner": "payee", "created_on": "date"}),
        (
            "regional_sales_opportunities.csv",
            ("id",),
            "close_date",
            {"amount": "money", "owner": "payee", "discount": "percent", "decision_maker_identified": "bool"},
        ),
        ("northwind_orders.csv", ("order_id",), "order_date", {"freight": "money", "owner": "payee"}),
        ("northwind_order_details.csv", ("order_id", "product"), None, {"unit_price": "money", "quantity": "count"}),
    ],
)
def test_real_files_are_recognised(file: str, key: tuple[str, ...], as_of: str | None, types: dict[str, str]) -> None:
    proposal, found = propose(REAL / file)
    assert proposal is not None
    assert not found
    assert (proposal.key, proposal.as_of) == (key, as_of)
    assert {c.name: c.kind for c in proposal.columns if c.name in types} == types
    assert "→" in proposal.text


def test_settings_that_values_ask_for_are_proposed() -> None:
    proposal, _ = propose(REAL / "sf_opportunity_data.csv")
    assert proposal is not None
    probability = proposal.column("probability")
    assert probability is not None
    assert probability.settings == {"percent": "of_100"}
    regional, _ = propose(REAL / "regional_sales_opportunities.csv")
    assert regional is not None
    discount = regional.column("discount")
    assert discount is not None
    assert discount.settings == {"round": "6"}


def test_what_the_values_do_not_settle_is_left_to_a_person(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text('id,closed,amount\n1,03/04/2026,"1,234"\n')
    proposal, _ = propose(path)
    assert proposal is not None
    assert set(proposal.format) == {"date", "decimal"}
    (tmp_path / "new").mkdir()
    init_workspace(tmp_path / "new", [path])
    text = (tmp_path / "new/attain.yaml").read_text()
    assert '    # format: {date: dmy, decimal: "."}  # choose dmy or mdy and "." or ","' in text
    assert [d.code for d in load(tmp_path / "new").diagnostics] == ["FILE110", "FILE111"]


def test_a_workbook_is_proposed_by_the_types_of_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "deals.xlsx"
    path.write_bytes(workbook(("Deals", [["Deal ID", "Rep", "Won", "Revenue"], ["a", 279, True, 10.5]])))
    proposal, _ = propose(path)
    assert proposal is not None
    assert {c.name: c.kind for c in proposal.columns} == {
        "id": "text",
        "owner": "payee",
        "is_won": "bool",
        "amount": "money",
    }


def test_a_file_that_cannot_be_read_is_not_proposed(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_bytes(b"")
    proposal, found = propose(tmp_path / "deals.csv")
    assert proposal is None
    assert [d.code for d in found] == ["FILE102"]


def test_a_sample_is_written_and_can_be_loaded(tmp_path: Path) -> None:
    written, text, found = init_workspace(tmp_path)
    assert not found
    assert text.startswith("a sample")
    assert sorted(p.relative_to(tmp_path).as_posix() for p in written) == [
        "attain.yaml",
        "data/deals.csv",
        "data/roster.csv",
        "data/targets.csv",
        "plans/account_executive.yaml",
    ]
    read = load(tmp_path)
    assert not read.diagnostics
    assert read.sources["deals"].frame.height == 5


@pytest.mark.parametrize(
    ("file", "where"),
    [
        ("sf_opportunity_data.csv", 'where: "is_won"'),
        ("regional_sales_opportunities.csv", "where: \"status = 'Won'\""),
        ("northwind_orders.csv", "source: northwind_orders, dated: order_date, value: freight"),
    ],
)
def test_a_workspace_from_a_file_of_deals_loads_as_it_stands(tmp_path: Path, file: str, where: str) -> None:
    written, text, found = init_workspace(tmp_path, [REAL / file])
    assert not found
    assert f"data/{file}: delimiter comma" in text
    read = load(tmp_path)
    assert not read.diagnostics
    assert read.roster is not None
    assert read.roster.frame.height > 0
    plan = (tmp_path / "plans/first_plan.yaml").read_text()
    assert where in plan
    assert read_yaml(plan, "plan")[1] == []
    assert len(written) == 5


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    init_workspace(tmp_path)
    (tmp_path / "attain.yaml").write_text("mine")
    written, _, found = init_workspace(tmp_path, [REAL / "northwind_orders.csv"])
    assert written == []
    assert [d.code for d in found] == ["WORK107"] * 3
    assert (tmp_path / "attain.yaml").read_text() == "mine"


def test_files_of_the_workspace_stay_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/deals.csv").write_text("id,amount\n1,5\n")
    written, text, found = init_workspace(tmp_path, [tmp_path / "data/deals.csv"])
    assert not found
    assert [p.name for p in written] == ["attain.yaml"]
    assert "no plan drafted" in text
    assert not load(tmp_path).diagnostics


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "deals.csv").write_text("id,amount\n1,5\n")
    written, _, found = init_workspace(tmp_path / "new", [tmp_path / "a/deals.csv", tmp_path / "b/deals.csv"])
    assert written == []
    assert [d.code for d in found] == ["WORK107"]
