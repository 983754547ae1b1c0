"""A small table of deals with every type of column, and the same rows as the oracle reads them."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.expressions import (
    ColumnType,
    Compiled,
    FractionOperand,
    LookupTable,
    Operand,
    Scope,
    Wanted,
    compile_expression,
    fractions,
    parse,
    results,
)
from tests.oracle.expressions import Value

PLACE = Place("plans/ae.yaml", 8, 20)
Stored = int | str | date | bool | None

TYPES: dict[str, ColumnType] = {
    "amount": ColumnType("money", 2),
    "price": ColumnType("money", 4),
    "share": ColumnType("percent", 3),
    "factor": ColumnType("decimal", 2),
    "term": ColumnType("count"),
    "close_on": ColumnType("date"),
    "hired_on": ColumnType("date"),
    "type": ColumnType("text"),
    "owner": ColumnType("payee"),
    "is_won": ColumnType("bool"),
}
DTYPES = {"date": pl.Date, "text": pl.String, "payee": pl.String, "bool": pl.Boolean}
LEVELS = {"New": 50, "Renewal": 20, "Odd": 3}  # percents at scale 3
BOUNTIES = {("New", 12): 50_000, ("New", 24): 90_050, ("Renewal", 12): -1}  # money at scale 2
ATTAINMENT = "bookings.attainment"

DEAL: dict[str, Stored] = {
    "amount": 123_456,
    "price": -10_000,
    "share": 75,
    "factor": 150,
    "term": 24,
    "close_on": date(2026, 1, 31),
    "hired_on": date(2025, 2, 28),
    "type": "New",
    "owner": "ana",
    "is_won": True,
    "measured": 90,
    "target": 100,
}


def frame_of(rows: Sequence[dict[str, Stored]]) -> pl.DataFrame:
    """The frame of some rows: every column of TYPES, null where a row leaves it out, and the measure's two numbers."""
    schema = {name: DTYPES.get(kind.kind, pl.Int64) for name, kind in TYPES.items()}
    schema |= {"measured": pl.Int64, "target": pl.Int64}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def scope_of(frame: pl.DataFrame) -> Scope:
    """The names of the frame, with sizes taken from its rows."""
    names: dict[str, Operand | FractionOperand] = {
        name: Operand(ColumnType(kind.kind, kind.scale, _largest(frame, name) if kind.is_number else 0), name)
        for name, kind in TYPES.items()
    }
    names[ATTAINMENT] = FractionOperand("measured", "target", _largest(frame, "measured"), _largest(frame, "target"))
    return Scope(names, tables(), title="source 'opportunities'")


def tables() -> dict[str, LookupTable]:
    """Two tables: percents by type with an ``else`` row, and money by type and term without."""
    levels = pl.DataFrame({"key_0": list(LEVELS), "value": list(LEVELS.values())})
    bounties = pl.DataFrame(
        {
            "key_0": [kind for kind, _ in BOUNTIES],
            "key_1": [term for _, term in BOUNTIES],
            "value": list(BOUNTIES.values()),
        }
    )
    text, count = ColumnType("text"), ColumnType("count")
    return {
        "levels": LookupTable((text,), ColumnType("percent", 3), levels, default=10),
        "bounties": LookupTable((text, count), ColumnType("money", 2), bounties),
    }


def oracle_lookup(table: str, keys: tuple[Value, ...]) -> Value:
    """The same tables, as the oracle reads them."""
    if table == "levels":
        return Fraction(LEVELS.get(str(keys[0]), 10), 1000)
    found = BOUNTIES.get((str(keys[0]), keys[1]))
    return None if found is None else Fraction(found, 100)


def oracle_names(row: dict[str, Stored]) -> dict[str, Value]:
    """One row as exact values."""
    names: dict[str, Value] = {}
    for name, kind in TYPES.items():
        stored = row.get(name)
        is_number = kind.is_number and isinstance(stored, int)
        names[name] = Fraction(stored, 10**kind.scale) if is_number else stored
    measured, target = row.get("measured"), row.get("target")
    has_value = isinstance(measured, int) and isinstance(target, int) and target != 0
    names[ATTAINMENT] = Fraction(measured, target) if has_value else None
    return names


def compiled(text: str, scope: Scope, wanted: Wanted = "any") -> tuple[Compiled | None, list[Diagnostic]]:
    """Parse and compile in one step."""
    parsed, problems = parse(text, PLACE)
    return compile_expression(parsed, scope, wanted) if parsed else (None, problems)


def evaluated(text: str, rows: Sequence[dict[str, Stored]], wanted: Wanted = "any") -> list[Value]:
    """Evaluate an expression that has no problems; numbers come back as exact fractions."""
    frame = frame_of(rows)
    found, problems = compiled(text, scope_of(frame), wanted)
    assert found, problems
    return values_of(frame, found)


def values_of(frame: pl.DataFrame, found: Compiled) -> list[Value]:
    """The values of a compiled expression in every row."""
    if found.numerator is None:
        return results(frame, found).to_list()
    numbers = fractions(frame, found)
    assert numbers.schema["numerator"] == (pl.Int64 if found.bound < 2**62 else pl.Int128)
    assert all(abs(top) <= found.bound for top in numbers["numerator"] if top is not None)
    return [None if top is None else Fraction(top, bottom) for top, bottom in numbers.iter_rows()]


def _largest(frame: pl.DataFrame, column: str) -> int:
    return max((abs(number) for number in frame[column] if number is not None), default=0)
