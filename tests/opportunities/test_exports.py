"""Exports as CRMs write them, and nothing else: from the file to deals in the two steps that a leader takes.

Each has one open deal of 1,234.50 that is due on 5 April 2026, and one that was won on 3 March at 900.00.
"""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from attain.runs.pipeline import open_pipeline
from attain.sources import init_workspace

EXPORTS = {
    "salesforce": """\
Id,Name,StageName,CloseDate,Amount,OwnerId,CreatedDate
006A,Rollout,Negotiation/Review,2026-04-05,1234.50,005A,2026-01-05T09:00:00.000+0000
006B,Renewal,Closed Won,2026-03-03,900.00,005B,2026-01-10T10:00:00.000+0000
""",
    "a report of Salesforce, by its labels": """\
Opportunity ID,Opportunity Name,Stage,Close Date,Amount,Opportunity Owner,Created Date
006A,Rollout,Negotiation/Review,05/04/2026,1234.50,Ana,13/01/2026
006B,Renewal,Closed Won,03/03/2026,900.00,Bo,20/01/2026
""",
    "hubspot in the company's currency": """\
Record ID,Deal Name,Deal Stage,Close Date,Amount in company currency,Deal owner,Create Date,Pipeline
91,Rollout,Contract Sent (Sales Pipeline),2026-04-05 00:00,1234.5,Ana,2026-01-05 09:12,Sales Pipeline
92,Renewal,Closed Won (Sales Pipeline),2026-03-03 00:00,900,Bo,2026-01-10 09:12,Sales Pipeline
""",
    "hubspot's properties": """\
hs_object_id,dealname,dealstage,closedate,amount,hubspot_owner_id,createdate,hs_is_closed_won,hs_is_closed
91,Rollout,contractsent,1775347200000,1234.5,77,1767603600000,false,false
92,Renewal,closedwon,1772496000000,900,78,1768035600000,true,true
""",
    "dynamics": """\
opportunityid,name,stepname,estimatedclosedate,actualclosedate,estimatedvalue,actualvalue,ownerid,createdon,statecode
0d-1,Rollout,4-Close,2026-04-05,,1234.50,,u1,2026-01-05T09:00:00Z,0
0d-2,Renewal,4-Close,2026-03-31,2026-03-03,1000.00,900.00,u2,2026-01-10T09:00:00Z,1
""",
    "dynamics, by its labels": """\
(Do Not Modify) Opportunity,Topic,Potential Customer,Est. Close Date,Est. Revenue,Owner,Created On,Status,Pipeline Phase
0d-1,Rollout,Acme,4/5/2026,"$1,234.50",Ana,1/15/2026 9:12 AM,Open,Close
0d-2,Renewal,Acme,3/3/2026,$900.00,Bo,1/20/2026 9:12 AM,Won,Close
""",
    "a spreadsheet of Europe": """\
Id;Name;Stage;Close Date;Amount;Owner;Created Date
1;Geschäft Müller €;Prospecting;05/04/2026;1.234,50;José;13/01/2026
2;Übernahme;Closed Won;03/03/2026;900,00;Zoë;20/01/2026
""",
}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_and_nothing_else_is_read(tmp_path: Path, name: str) -> None:
    file = tmp_path / "deals.csv"
    file.write_bytes(EXPORTS[name].encode("cp1252"))
    init_workspace(tmp_path / "acme", [file])
    opened = open_pipeline(tmp_path / "acme")
    deals = opened.opportunities
    assert deals is not None, opened.diagnostics
    last = deals.versions().filter(pl.col("ends_at").is_null()).sort("close_date")
    assert last.select("outcome", "close_date", "amount").rows() == [
        ("won", date(2026, 3, 3), 90_000), ("open", date(2026, 4, 5), 123_450)
    ]  # fmt: skip
    assert last["owner_id"].null_count() == 0
    assert last["stage"].null_count() == 0


def test_a_deal_that_stands_twice_is_named(tmp_path: Path) -> None:
    twice = EXPORTS["a report of Salesforce, by its labels"].replace("006B", "006A")
    (tmp_path / "deals.csv").write_text(twice, "utf-8")
    init_workspace(tmp_path / "acme", [tmp_path / "deals.csv"])
    found = open_pipeline(tmp_path / "acme").diagnostics
    assert [(one.code, one.where.line) for one in found if one.severity == "error"] == [("FILE209", 2), ("FILE209", 3)]


def test_stages_are_in_the_order_of_the_system_that_names_them(tmp_path: Path) -> None:
    rows = ["Record ID,Deal Name,Deal Stage,Close Date,Amount,Create Date"]
    named = ("Contract Sent", "Appointment Scheduled", "Qualified To Buy")
    rows += [f"{at},Deal {at},{stage} (Sales Pipeline),2026-04-05,10,2026-01-05" for at, stage in enumerate(named)]
    (tmp_path / "deals.csv").write_text("\n".join(rows), "utf-8")
    init_workspace(tmp_path / "acme", [tmp_path / "deals.csv"])
    deals = open_pipeline(tmp_path / "acme").opportunities
    assert deals is not None
    names = [name.split(" (")[0] for name in deals.stages.open_names]
    assert names == ["Appointment Scheduled", "Qualified To Buy", "Contract Sent"]
