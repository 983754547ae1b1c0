"""The rows that metrics add up: which columns each kind has, and how examples fill what they leave out."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from attain.metrics.model import RowsName
from attain.snapshots import DIMENSIONS

OF_DEALS = tuple(column.name for column in DIMENSIONS)
_TEXTS = dict.fromkeys(("stage", "owner_id", *OF_DEALS))
_COLUMNS: dict[RowsName, dict[str, object]] = {
    "deals": {
        "opportunity_id": "D",
        "outcome": "open",
        "close_date": date(2026, 1, 1),
        "created_on": date(2026, 1, 1),
        "created_month": "2026-01",
        "amount": 0,
        "weighted": 0,
        "days_open": 0,
        "stage_days": 0,
        "month_extensions": 0,
        "is_due": True,
        "is_created": True,
        "is_doubtful": False,
        "is_parked": False,
        "has_lead": False,
        "was_due": False,
        "start_value": 0,
        "moved_out": False,
        **_TEXTS,
    },
    "reached": {"opportunity_id": "D", "outcome": "open", "amount": 0, "went_on": False, **_TEXTS},
    "visits": {"opportunity_id": "D", "days": 0, "is_left": True, "period_days": 90, **_TEXTS},
    "leads": {
        "lead_id": "L",
        "is_contacted": False,
        "is_qualified": False,
        "is_converted": False,
        "is_won": False,
        "response_minutes": None,
        "person": None,
        "team": None,
        "campaign_id": None,
        "lead_source": None,
    },
    "campaigns": {"campaign_id": "C", "cost": None, "won_value": 0, "won_count": 0},
    "activities": {
        "kind": "call",
        "is_conversation": False,
        "outcome": None,
        "hour": 9,
        "follow_up_minutes": None,
        "person": None,
        "team": None,
    },
    "targets": {"target_value": 0, "person": None, "team": None, "territory": None, "product_family": None},
    "forecasts": {"actual": 0, "forecast": 0, "person": None, "team": None},
    "survey": {"score": None, "team": None},
    "capacity": {"quota": 0, "percent": 100, "is_ramped": True, "person": None, "team": None},
}
_INTEGERS = {"response_minutes", "follow_up_minutes", "cost", "score"}


def schema_of(rows: RowsName) -> dict[str, pl.DataType]:
    """Return the columns of a kind of rows."""
    return {name: _dtype(name, value) for name, value in {**_COLUMNS[rows], "is_row": True}.items()}


def _dtype(name: str, value: object) -> pl.DataType:
    if name in _INTEGERS:
        return pl.Int64()
    kinds: dict[type, pl.DataType] = {bool: pl.Boolean(), int: pl.Int64(), date: pl.Date()}
    return kinds.get(type(value), pl.String())


def filled(rows: RowsName, given: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Make rows of what an example gives; what it leaves out is an open deal of 0, due and created in the period.

    Raises:
        KeyError: it gives a column that these rows do not have.
    """
    columns = _COLUMNS[rows]
    for row in given:
        unknown = set(row) - set(columns)
        if unknown:
            raise KeyError(f"{rows} have no {', '.join(sorted(unknown))}")
    made = [{**columns, **row, "is_row": True} for row in given]
    return pl.DataFrame(made, schema=schema_of(rows))


def checked(rows: RowsName, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of a kind of rows, in their order and of their types."""
    return frame.with_columns(is_row=pl.lit(True)).select(
        pl.col(name).cast(dtype) for name, dtype in schema_of(rows).items()
    )
