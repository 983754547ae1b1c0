"""As known: what a later load says never changes how an earlier batch knew it.

1. A correction changes the view of its own batch and of later ones, and no earlier one.
2. A thousand later edits leave the views of earlier batches as they were, row by row.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import polars as pl
import pytest

from attain.opportunities import CHANGES, FIELDS, versions_of
from tests.opportunities.native import STAGES, read, told

DEALS = "Id,StageName,Amount,CloseDate,CreatedDate,OwnerId\nA,Negotiation,120,2026-04-10,2026-01-01,ana\n"
HISTORY = """\
OpportunityId,StageName,Amount,CloseDate,CreatedDate
A,Prospecting,100,2026-03-10,2026-01-01T00:00:00Z
A,Negotiation,120,2026-04-10,2026-01-05T00:00:00Z
"""
CORRECTED = "OpportunityId,StageName,Amount,CloseDate,CreatedDate\nA,Prospecting,110,2026-03-10,2026-01-01T00:00:00Z\n"


def test_a_late_correction_leaves_the_earlier_view(tmp_path: Path) -> None:
    histories = "[{kind: salesforce_history, file: h1.csv}, {kind: salesforce_history, file: h2.csv, batch: 2}]"
    pipeline = f"{{opportunities: {{file: deals.csv}}, history: {histories}, stages: {STAGES}}}"
    made = read(tmp_path, pipeline, {"deals.csv": DEALS, "h1.csv": HISTORY, "h2.csv": CORRECTED})
    assert made.last_batch == 2
    assert told(made, "A", "amount", known_at=1) == [("01-01", 10_000), ("01-05", 12_000)]
    assert told(made, "A", "amount") == [("01-01", 11_000), ("01-05", 12_000)]


def _changes(dice: Random, count: int, batches: tuple[int, int]) -> pl.DataFrame:
    """Random things that rows say of forty deals."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    rows = []
    for line in range(count):
        said = {f"says_{field}": dice.random() < 0.4 for field in FIELDS}
        rows.append(
            {
                "opportunity_id": f"D{dice.randrange(40)}",
                "changed_at": start + timedelta(hours=dice.randrange(2_000)),
                "known_at": dice.randint(*batches),
                "basis": "history",
                "file": "made.csv",
                "source_line": line,
                "stage": dice.choice(["Prospecting", "Negotiation", None]),
                "outcome": dice.choice(["open", "won", "lost"]),
                "close_date": (start + timedelta(days=dice.randrange(300))).date(),
                "amount": dice.choice([None, dice.randrange(1_000_000)]),
                "owner_id": dice.choice(["ana", "ben"]),
                "forecast_category": None,
                "probability": None,
                "is_deleted": dice.random() < 0.05,
                **said,
            }
        )
    return CHANGES.checked(pl.DataFrame(rows, schema=CHANGES.schema))


@pytest.mark.parametrize("seed", range(5))
def test_a_thousand_later_edits_change_no_earlier_view(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - a test draws cases
    first = _changes(dice, 300, (1, 3))
    views = {batch: versions_of(first, batch) for batch in (1, 2, 3)}
    edited = pl.concat([first, _changes(dice, 1_000, (4, 9))])
    for batch, view in views.items():
        assert versions_of(edited, batch).equals(view)
    assert not versions_of(edited).equals(views[3])


def test_of_one_instant_the_later_load_counts_and_of_one_load_the_later_line() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    silent = {f"says_{field}": field == "amount" for field in FIELDS}
    empty = dict.fromkeys(FIELDS)

    def row(line: int, batch: int, worth: int) -> dict[str, object]:
        start = {"opportunity_id": "A", "changed_at": at, "known_at": batch, "basis": "history", "file": "f"}
        return {**start, "source_line": line, **empty, "amount": worth, **silent}

    changes = pl.DataFrame([row(9, 1, 5), row(2, 2, 7), row(3, 2, 8)], schema=CHANGES.schema)
    assert versions_of(changes)["amount"].to_list() == [8]
    assert versions_of(changes, 1)["amount"].to_list() == [5]
