"""Histories of single fields: one row per change of one field becomes one typed column per field, old and new.

Salesforce writes ``StageName, Prospecting, Closed Won``; HubSpot ``dealstage, closedwon`` without what was before.
"""

from dataclasses import replace

import polars as pl

from attain.sources.files.raw import RawColumn, RawTable
from attain.sources.names import snake
from attain.sources.pipeline.columns import FIELD_CHANGES, STATE
from attain.sources.specs import ColumnSpec

Columns = tuple[tuple[ColumnSpec, int], ...]
_STATE = {column.name: column for column in STATE}
_SALESFORCE_USER = r"^005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$"
_UNIX_MS = r"^[0-9]{12,13}$"
OLD, NEW = "old_", "new_"


def field_names() -> dict[str, str]:
    """Return the field that each name in a history stands for.

    >>> field_names()["hubspot_owner_id"], field_names()["stage_name"]
    ('owner', 'stage')
    """
    return {name: column.name for column in STATE for name in (column.name, *column.also)}


def spread(raw: RawTable, columns: Columns, time_zone: str) -> tuple[RawTable, Columns, tuple[str, ...]]:
    """Give each field its own columns of texts, ready to be typed.

    Args:
        raw: the rows as read, with the columns of ``FIELD_CHANGES``.
        columns: where each of these stands.
        time_zone: where the day of a Unix time is counted.

    Returns:
        The rows of known fields, their columns, and what was left out.
    """
    cells = {column.name: _texts(raw.columns[at]) for column, at in columns}
    known = field_names()
    spelled = cells["field"].unique().drop_nulls()
    meant = {name: known.get(snake(name)) for name in spelled.to_list()}
    field = cells["field"].replace_strict({n: m for n, m in meant.items() if m}, default=None, return_dtype=pl.String)
    frame = pl.DataFrame({**cells, "field": field, "line": raw.lines})
    kept = frame.filter(pl.col("field").is_not_null() & _is_owner_id(frame))
    left_out = sorted(name for name, field in meant.items() if field is None)
    made: dict[int, RawColumn] = {}
    listed: list[tuple[ColumnSpec, int]] = []
    for column in FIELD_CHANGES[:2]:
        made[len(made)] = RawColumn(written=kept[column.name])
        listed.append((column, len(listed)))
    for name in sorted({field for field in meant.values() if field}, key=list(_STATE).index):
        for side, source in ((OLD, "old_value"), (NEW, "new_value")):
            made[len(made)] = RawColumn(written=_values(kept, name, source, time_zone))
            listed.append((replace(_STATE[name], name=side + name, also=()), len(listed)))
    made[len(made)] = RawColumn(written=kept["field"])
    listed.append((ColumnSpec("field", "text"), len(listed)))
    said = (f"changes of {', '.join(left_out)} left out",) if left_out else ()
    return replace(raw, columns=made, lines=kept["line"]), tuple(listed), said


def _texts(column: RawColumn) -> pl.Series:
    parts = [part.cast(pl.String) for part in (column.written, column.native) if part is not None]
    return parts[0] if len(parts) == 1 else pl.select(pl.coalesce(parts)).to_series()


def _is_owner_id(frame: pl.DataFrame) -> pl.Expr:
    """Salesforce writes a change of owner twice, by name and by id: the ids are kept where there are any."""
    ids = pl.coalesce(*(pl.col(name) for name in ("new_value", "old_value") if name in frame.columns))
    is_owner, is_id = pl.col("field") == "owner", ids.str.contains(_SALESFORCE_USER).fill_null(False)
    has_ids = bool(frame.select((is_owner & is_id).any()).item())
    return ~is_owner | is_id if has_ids else pl.lit(True)


def _values(frame: pl.DataFrame, field: str, source: str, time_zone: str) -> pl.Series:
    if source not in frame.columns:
        return pl.repeat(None, frame.height, dtype=pl.String, eager=True)
    text = pl.col(source)
    if _STATE[field].kind == "date":
        text = days_of_unix(text, time_zone)
    return frame.select(pl.when(pl.col("field") == field).then(text)).to_series()


def days_of_unix(text: pl.Expr, time_zone: str) -> pl.Expr:
    """Write times in milliseconds since 1970 as days of a time zone; other texts stay.

    >>> pl.DataFrame({"t": ["1767225600000", "2026-03-01"]}).select(days_of_unix(pl.col("t"), "UTC"))["t"].to_list()
    ['2026-01-01', '2026-03-01']
    """
    milli = pl.when(text.str.contains(_UNIX_MS)).then(text).cast(pl.Int64, strict=False)
    moment = pl.from_epoch(milli, time_unit="ms").dt.replace_time_zone("UTC").dt.convert_time_zone(time_zone)
    return pl.coalesce(moment.dt.date().cast(pl.String), text)
