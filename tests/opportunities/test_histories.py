"""Every kind of history gives the same versions of the same past."""

from datetime import date
from pathlib import Path

import pytest

from tests.opportunities.native import (
    FIELD_HISTORY,
    HUBSPOT,
    OPPORTUNITY_HISTORY,
    SALESFORCE,
    STAGES,
    codes,
    read,
    snapshot,
    told,
)

ROLLOUT = [
    ("01-05", "Prospecting", "open", 1_000_000, date(2026, 3, 10)),
    ("02-01", "Proposal Made", "open", 1_000_000, date(2026, 3, 28)),
    ("03-01", "Negotiation", "open", 1_200_000, date(2026, 4, 2)),
    ("03-20", "Closed Won", "won", 1_200_000, date(2026, 3, 20)),
]
FIELDS = ("stage", "outcome", "amount", "close_date")


def _pipeline(kind: str, *, deals: bool = True) -> str:
    own = "opportunities: {file: deals.csv}, " if deals else ""
    return f"{{{own}history: [{{kind: {kind}, file: history}}], stages: {STAGES}}}"


def test_whole_states_become_versions(tmp_path: Path) -> None:
    files = {"deals.csv": SALESFORCE, "history": OPPORTUNITY_HISTORY}
    made = read(tmp_path, _pipeline("salesforce_history"), files)
    assert told(made, "006A", *FIELDS) == ROLLOUT
    assert codes(made) == []
    assert made.told == {"stage", "outcome", "amount", "close_date", "probability", "forecast_category"}


def test_changes_of_fields_become_the_same_versions(tmp_path: Path) -> None:
    made = read(tmp_path, _pipeline("salesforce_fields"), {"deals.csv": SALESFORCE, "history": FIELD_HISTORY})
    assert told(made, "006A", *FIELDS) == ROLLOUT


def test_an_owner_written_by_name_and_by_id_changes_once(tmp_path: Path) -> None:
    made = read(tmp_path, _pipeline("salesforce_fields"), {"deals.csv": SALESFORCE, "history": FIELD_HISTORY})
    owners = [row[1] for row in told(made, "006B", "owner_id")]
    assert owners[:2] == ["005000000000001AAA", "005000000000002AAA"]
    assert "Bo Hill" not in owners


def test_properties_with_history_become_the_same_versions(tmp_path: Path) -> None:
    made = read(tmp_path, "{history: [{kind: hubspot, file: history}]}", {"history": HUBSPOT})
    assert [row[2:] for row in told(made, "006A", *FIELDS)] == [row[2:] for row in ROLLOUT]
    assert [row[0] for row in told(made, "006A", "stage")] == ["01-05", "02-01", "03-01", "03-20"]
    assert codes(made) == []


def test_dated_snapshots_become_versions_and_deletions(tmp_path: Path) -> None:
    january = snapshot("A,Prospecting,100,2026-03-10,ana,2026-01-02", "B,Prospecting,50,2026-02-10,ben,2026-01-03")
    february = snapshot("A,Negotiation,120,2026-04-10,ana,2026-01-02")
    histories = (
        "[{kind: snapshots, file: jan.csv, taken: 2026-01-15}, {kind: snapshots, file: feb.csv, taken: 2026-02-15}]"
    )
    made = read(tmp_path, f"{{history: {histories}}}", {"jan.csv": january, "feb.csv": february})
    assert told(made, "A", "stage", "amount", "is_deleted") == [
        ("01-15", "Prospecting", 10_000, False),
        ("02-15", "Negotiation", 12_000, False),
    ]
    assert told(made, "B", "stage", "is_deleted") == [("01-15", "Prospecting", False), ("02-15", "Prospecting", True)]


def test_one_file_may_hold_many_snapshots(tmp_path: Path) -> None:
    text = "Snapshot Date,Id,StageName,Amount,CloseDate,OwnerId\n"
    text += "2026-01-15,A,Prospecting,100,2026-03-10,ana\n2026-02-15,A,Closed Won,100,2026-02-10,ana\n"
    made = read(tmp_path, "{history: [{kind: snapshots, file: all.csv}]}", {"all.csv": text})
    assert told(made, "A", "outcome") == [("01-15", "open"), ("02-15", "won")]


def test_a_snapshot_without_a_day_is_refused(tmp_path: Path) -> None:
    rows = snapshot("A,Prospecting,100,2026-03-10,ana,2026-01-02")
    made = read(tmp_path, "{history: [{kind: snapshots, file: jan.csv}]}", {"jan.csv": rows})
    assert codes(made) == ["OPPO104"]


def test_a_closed_deal_without_history_was_open_until_its_close_date(tmp_path: Path) -> None:
    made = read(tmp_path, f"{{opportunities: {{file: deals.csv}}, stages: {STAGES}}}", {"deals.csv": SALESFORCE})
    assert told(made, "006A", "stage", "outcome", "amount") == [
        ("01-05", None, "open", 1_200_000),
        ("03-20", "Closed Won", "won", 1_200_000),
    ]
    assert told(made, "006B", "stage", "outcome") == [("01-10", "Negotiation", "open")]
    assert made.told == frozenset()


def test_versions_end_where_the_next_begins(tmp_path: Path) -> None:
    files = {"deals.csv": SALESFORCE, "history": OPPORTUNITY_HISTORY}
    versions = read(tmp_path, _pipeline("salesforce_history"), files).versions()
    both = versions.filter(versions["opportunity_id"] == "006A")
    assert both["ends_at"].to_list() == [*both["changed_at"].to_list()[1:], None]
    assert both["version"].to_list() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-01-05T09:00:00.000+0000", "2026-01-05 09:00:00"),
        ("2026-01-05T09:00:00+02:00", "2026-01-05 07:00:00"),
        ("1/5/2026 4:05 PM", "2026-01-05 15:05:00"),
        ("2026-01-05", "2026-01-04 23:00:00"),
        ("1767603600000", "2026-01-05 09:00:00"),
        ("2026-07-05 00:30", "2026-07-04 22:30:00"),
    ],
)
def test_instants_are_read_as_people_and_machines_write_them(tmp_path: Path, text: str, instant: str) -> None:
    rows = f"Id,StageName,Amount,CloseDate,CreatedDate\nA,Prospecting,1,2026-12-31,{text}\n"
    form = "opportunities: {file: deals.csv, format: {date: mdy}}"
    made = read(tmp_path, f"{{{form}}}", {"deals.csv": rows}, settings="time_zone: Europe/Berlin\n")
    assert str(made.deals["created_at"][0])[:19] == instant
