"""A small workspace with deals, their past and what surrounds them, for stores."""

from pathlib import Path

from tests.store.small import CONFIG

PIPELINE = """\
pipeline:
  opportunities: {file: data/opportunities.csv}
  stages: {Prospecting: 10%, Negotiation: {probability: 75%, category: commit}, Closed Won: won, Closed Lost: lost}
  people: {file: data/people.csv}
  targets: {file: data/selling_targets.csv}
"""
HEAD = "Id,Name,StageName,CloseDate,Amount,OwnerId,CreatedDate"
DEALS = {
    "A": "Rollout,Prospecting,2026-03-31,1000.00,ana,2026-01-05",
    "B": "Renewal,Negotiation,2026-03-20,2000.00,bo,2026-01-10",
    "C": "Trial,Prospecting,2026-02-27,300.00,bo,2026-01-20",
    "E": "Early,Closed Won,2026-01-15,50.00,ana,2026-01-02",
}
HISTORY = {
    "A,2026-01-05": "Prospecting,900.00,2026-03-10",
    "A,2026-01-25": "Prospecting,1000.00,2026-03-31",
}


def write_selling(folder: Path, today: str, *, has_history: bool = False) -> None:
    """Add a pipeline to the small workspace, taken on a day; the files are written apart."""
    config = CONFIG.replace("2026-12-31", today) + PIPELINE
    if has_history:
        kept = "  history:\n    - {kind: salesforce_history, file: data/history.csv}\n"
        config += kept
    (folder / "attain.yaml").write_text(config, encoding="utf-8")
    (folder / "data" / "people.csv").write_text("Id,Name,Team\nana,Ana Alba,North\nbo,Bo Berg,South\n", "utf-8")
    targets = "level,owner,period,amount\nperson,ana,2026-Q1,5000\nperson,bo,2026-Q1,4000\n"
    (folder / "data" / "selling_targets.csv").write_text(targets, "utf-8")


def write_opportunities(folder: Path, deals: dict[str, str], more: str = "") -> None:
    """Write the deals as they stand; ``more`` names another column, whose cells end the rows."""
    rows = [HEAD + more, *(f"{key},{said}" for key, said in deals.items())]
    (folder / "data" / "opportunities.csv").write_text("\n".join(rows) + "\n", "utf-8")


def write_history(folder: Path, history: dict[str, str]) -> None:
    """Write the deals' past."""
    rows = ["OpportunityId,CreatedDate,StageName,Amount,CloseDate", *(f"{k},{v}" for k, v in history.items())]
    (folder / "data" / "history.csv").write_text("\n".join(rows) + "\n", "utf-8")
