"""Refuse rows: cells that cannot be read, empty keys, two rows of one key, rows without a parent.

Every problem is one row of the table ``rejects``; a row with any problem is kept out whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from attain.diagnostics import Code
from attain.money.currency import is_currency
from attain.sources import problems
from attain.sources.files.raw import RawTable
from attain.sources.readings.reading import Reading
from attain.sources.specs import CURRENCY, TableSpec
from attain.sources.table import REJECTS, SourceTable

_LONGEST_VALUE = 80
_COUNTED_AT_ONCE = 3_000_000
_MOST_EXPLAINED = 50_000  # different texts of one column; the rest share the first reason


@dataclass(frozen=True)
class Refusals:
    """Problems of one table: their rows for ``rejects``, and the numbers inside refused cells by column."""

    rejects: pl.DataFrame
    numbers: dict[str, list[tuple[Decimal, int]]]


def find_refusals(raw: RawTable, readings: dict[str, Reading], spec: TableSpec) -> Refusals:
    """Collect every problem of every row."""
    found = [_broken(raw, spec)]
    numbers: dict[str, list[tuple[Decimal, int]]] = {}
    for name, reading in readings.items():
        cells, inside = _refused_cells(name, reading, raw.lines, spec)
        found.append(cells)
        numbers[name] = inside
    required = [c.name for c in spec.columns if c.is_required and c.name in readings]
    found += [_empty(name, readings[name], raw.lines, spec) for name in required]
    if CURRENCY in readings:
        found.append(_wrong_currency(readings[CURRENCY], raw.lines, spec))
    if spec.has_unique_key and spec.key and set(spec.key) <= set(readings):
        found.append(_duplicates({name: readings[name].values for name in spec.key}, raw.lines, spec))
    some = [rows for rows in found if rows.height]
    return Refusals(pl.concat(some).sort("line", "column", maintain_order=True) if some else REJECTS.empty(), numbers)


def find_orphans(frame: pl.DataFrame, spec: TableSpec, parent: SourceTable, pairs: dict[str, str]) -> pl.DataFrame:
    """Refuse child rows that name no accepted row of their parent."""
    known = parent.frame.select(pairs.values())
    if len(pairs) == 1 and _are_among(frame.select(pairs.keys()).to_series(), known.to_series()):
        return REJECTS.empty()
    lost = frame.join(known, left_on=list(pairs), right_on=list(pairs.values()), how="anti", maintain_order="left")
    shown = pl.concat_str([pl.col(c).cast(pl.String) for c in pairs], separator="/")
    columns = ", ".join(pairs.values())
    return _rows(
        lost.select(line="source_line", value=shown),
        spec,
        (problems.NO_PARENT, "/".join(pairs)),
        (
            pl.format(f"no accepted row of {parent.name} has {columns} = {{}}", "value"),
            f"correct the key, or add the row to {parent.name}",
        ),
    )


def _are_among(keys: pl.Series, known: pl.Series) -> bool:
    """Whether every key is a known one, counted instead of joined: that takes a tenth of the memory."""
    if keys.null_count() or keys.dtype != known.dtype:
        return False
    count = 1 + (len(keys) + len(known)) // _COUNTED_AT_ONCE
    sides = [(side, side.hash() % count) for side in (known, keys.rename(known.name))]
    for number in range(count):
        own, theirs = (side.filter(numbers == number) for side, numbers in sides)
        if pl.concat([own, theirs], rechunk=False).n_unique() != own.n_unique():
            return False
    return True


def _rows(
    frame: pl.DataFrame, spec: TableSpec, what: tuple[Code, str], say: tuple[pl.Expr | str, pl.Expr | str]
) -> pl.DataFrame:
    """Make rows of ``rejects`` out of ``line`` and ``value``; ``say`` is the reason and the fix."""
    if frame.is_empty():
        return REJECTS.empty()
    code, column = what
    reason, fix = say
    # Polars 2.1 panics where it formats columns that are cut into pieces at different places.
    frame = frame.rechunk()
    cut = pl.col("value").str.replace_all(r"[\x00-\x1f]", " ").str.slice(0, _LONGEST_VALUE)
    return REJECTS.checked(
        frame.select(
            source=pl.lit(spec.name),
            file=pl.lit(spec.file),
            line=pl.col("line").cast(pl.Int64),
            column=pl.lit(column),
            value=cut,
            reason=pl.lit(reason) if isinstance(reason, str) else reason,
            fix=pl.lit(fix) if isinstance(fix, str) else fix,
            code=pl.lit(code.name),
        )
    )


def _broken(raw: RawTable, spec: TableSpec) -> pl.DataFrame:
    if not raw.broken:
        return REJECTS.empty()
    rows = [(b.line, b.value, b.reason, b.fix) for b in raw.broken]
    schema = {"line": pl.Int64, "value": pl.String, "why": pl.String, "how": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return _rows(frame, spec, (problems.RAGGED, ""), (pl.col("why"), pl.col("how")))


def _refused_cells(
    name: str, reading: Reading, lines: pl.Series, spec: TableSpec
) -> tuple[pl.DataFrame, list[tuple[Decimal, int]]]:
    if reading.refused.null_count() == len(reading.refused):
        return REJECTS.empty(), []
    cells = pl.DataFrame({"line": lines, "value": reading.refused}).filter(pl.col("value").is_not_null())
    kinds = cells.group_by("value", maintain_order=True).len()
    known = kinds.head(_MOST_EXPLAINED)
    reasons = reading.explain(known["value"].to_list())
    explained = known.with_columns(
        why=pl.Series([r.what for r in reasons]),
        how=pl.Series([r.fix for r in reasons]),
        which=pl.Series([r.code.name for r in reasons]),
    )
    cells = cells.join(explained, on="value", how="left", maintain_order="left").with_columns(
        pl.col("why").fill_null(f"cannot be read as {reading.type.kind}, like others of this column"),
        pl.col("how").fill_null(reasons[0].fix),
        pl.col("which").fill_null(reasons[0].code.name),
    )
    rows = _rows(cells, spec, (reasons[0].code, name), (pl.col("why"), pl.col("how")))
    counts: Sequence[int] = known["len"].to_list()
    inside = [(r.number, n) for r, n in zip(reasons, counts, strict=True) if r.number is not None]
    return rows.with_columns(code=cells["which"]), inside


def _empty(name: str, reading: Reading, lines: pl.Series, spec: TableSpec) -> pl.DataFrame:
    # A refused cell is null as well, but it has a problem of its own.
    empty = reading.values.is_null() & reading.refused.is_null()
    if not empty.any():
        return REJECTS.empty()
    frame = pl.DataFrame({"line": lines.filter(empty)}).with_columns(value=pl.lit(None, dtype=pl.String))
    fix = "fill it in, or remove the row"
    return _rows(frame, spec, (problems.NO_VALUE, name), (f"{name} is empty", fix))


def _wrong_currency(reading: Reading, lines: pl.Series, spec: TableSpec) -> pl.DataFrame:
    codes = reading.values
    unknown = [code for code in codes.unique().drop_nulls().to_list() if not is_currency(code)]
    if not unknown:
        return REJECTS.empty()
    frame = pl.DataFrame({"line": lines, "value": codes}).filter(pl.col("value").is_in(unknown))
    reason = pl.format("'{}' is not a currency", pl.col("value").str.slice(0, 20))
    return _rows(frame, spec, (problems.WRONG_CURRENCY, CURRENCY), (reason, "write a code such as USD"))


def _duplicates(keys: dict[str, pl.Series], lines: pl.Series, spec: TableSpec) -> pl.DataFrame:
    """Refuse all rows of a key that stands twice: none of them is known to be the right one."""
    frame = pl.DataFrame({**keys, "line": lines})
    names = list(keys)
    whole = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
    twice = frame.filter(whole & pl.struct(names).is_duplicated()) if len(names) > 1 else _twice(frame, names[0])
    if twice.is_empty():
        return REJECTS.empty()
    first, second = pl.col("line").min().over(names), pl.col("line").bottom_k(2).max().over(names)
    other = pl.when(pl.col("line") == first).then(second).otherwise(first)
    shown = pl.concat_str([pl.col(name).cast(pl.String) for name in names], separator="/")
    twice = twice.select(line=pl.col("line"), value=shown, other=other)
    reason = pl.format("the key {} stands on line {} too", pl.col("value").str.slice(0, 40), "other")
    fix = "remove one of the rows, or add a column to the key that tells them apart"
    return _rows(twice, spec, (problems.DUPLICATE_KEY, "/".join(names)), (reason, fix))


def _twice(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    column = frame[name]
    if column.n_unique() == len(column):
        return frame.clear()
    return frame.filter(pl.col(name).is_not_null() & pl.col(name).is_duplicated())
