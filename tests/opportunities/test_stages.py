"""What a stage means."""

from pathlib import Path

from attain.opportunities import StageMap
from tests.opportunities.native import codes, read


def test_stages_are_read_by_their_names_where_none_are_declared(tmp_path: Path) -> None:
    rows = "Id,StageName,Amount,CloseDate,CreatedDate,OwnerId\n"
    rows += "A,Closed - Won,1,2026-03-10,2026-01-01,ana\nB,Legal,1,2026-05-10,2026-01-01,ana\n"
    made = read(tmp_path, "{opportunities: {file: deals.csv}}", {"deals.csv": rows})
    assert [(s.name, s.outcome) for s in made.stages.stages] == [("Legal", "open"), ("Closed - Won", "won")]
    assert codes(made) == []
    assert {"OPPO301", "OPPO302"} <= {d.code for d in made.diagnostics}


def test_a_status_counts_more_than_the_stage(tmp_path: Path) -> None:
    """A deal may be won in an early stage: the stage is how far it came, the status what became of it."""
    rows = "Id,Status,Sales Stage,Value,CloseDate,CreatedDate\nA,Won,1-Qualify,7,2026-03-10,2026-01-01\n"
    pipeline = "{opportunities: {file: deals.csv}, stages: {1-Qualify: 10%}}"
    made = read(tmp_path, pipeline, {"deals.csv": rows})
    last = made.versions().tail(1)
    assert last.select("stage", "outcome").row(0) == ("1-Qualify", "won")


def test_the_standard_closed_stages_mean_what_they_say() -> None:
    frame = StageMap.of({}, ["Closed Lost", "Negotiation/Review", "Prospecting", "Closed Won"]).frame
    assert frame["stage"].to_list() == ["Prospecting", "Negotiation/Review", "Closed Won", "Closed Lost"]
    assert frame["stage_probability"].to_list() == [100_000, 900_000, 1_000_000, 0]
