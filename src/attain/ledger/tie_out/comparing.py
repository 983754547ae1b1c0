"""Two lists of the same money, row by row: what is lost, doubled, unknown, or says something else.

Credited 1,000 of D1 to ana, and the list says 1,100: changed_amount, D1, 1,000, 1,100. It says bo: wrong_payee.
Source: docs/behaviours/tie_out.md. Oracle: tests/oracle/tie_out.py.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Any

import polars as pl

from attain.tables import Column, Table

# What may be wrong of a row, in the order in which rows are paired, and what it is called.
ATTRIBUTES = {
    "listed_amount": "changed_amount",
    "payee_id": "wrong_payee",
    "period_id": "wrong_period",
    "currency": "wrong_currency",
}
LISTED = ("payee_id", "period_id", "currency", "name", "transaction_id", "listed_amount")

FOUND = Table(
    name="tie_out",
    grain="one row that is not found again at one step",
    key=("step", "kind", "name", "payee_id", "period_id", "currency", "transaction_id"),
    columns=(
        Column("step", pl.String, "", "which lists: imported, credited, earned, posted, exported, paid, booked"),
        Column("kind", pl.String, "", "what is wrong, such as lost_row"),
        Column("name", pl.String, "", "what the row is about: a component, a flow, an account", nullable=True),
        Column("payee_id", pl.String, "", "whose money it is", nullable=True),
        Column("period_id", pl.String, "", "of which pay period", nullable=True),
        Column("currency", pl.String, "ISO 4217", "of the amounts", nullable=True),
        Column("transaction_id", pl.String, "", "which fact", nullable=True),
        Column("expected_amount", pl.Int64, "minor units", "what should be there; null: nothing", nullable=True),
        Column("found_amount", pl.Int64, "minor units", "what is there; null: nothing", nullable=True),
    ),
)
_Row = tuple[Any, ...]


def compared(step: str, expected: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Compare what should be listed with what is.

    Args:
        step: the name of the step.
        expected: ``payee_id, period_id, currency, name, transaction_id`` (String) and ``listed_amount`` (Int64).
        found: the same columns.

    Returns:
        FOUND: a row for every row that has no equal, paired where all but one of its columns agree. Empty when both
        lists hold the same rows, each as often.
    """
    counts = pl.concat(
        [
            expected.select(LISTED).with_columns(count=pl.lit(-1)),
            found.select(LISTED).with_columns(count=pl.lit(1)),
        ]
    )
    off = counts.group_by(LISTED).agg(pl.col("count").sum(), known=(pl.col("count") < 0).any())
    off = off.filter(pl.col("count") != 0).sort(LISTED, nulls_last=False)
    missing = _repeated(off.filter(pl.col("count") < 0))
    extra = off.filter(pl.col("count") > 0)
    doubled = _repeated(extra.filter("known"))
    strange = _repeated(extra.filter(~pl.col("known")))
    rows = [_said(step, "doubled_row", row, expected_amount=None) for row in doubled]
    for column, kind in ATTRIBUTES.items():
        missing, strange, pairs = _paired(missing, strange, LISTED.index(column))
        rows += [_said(step, kind, should, expected_amount=should[-1], found_amount=is_[-1]) for should, is_ in pairs]
    rows += [_said(step, "lost_row", row, expected_amount=row[-1], found_amount=None) for row in missing]
    rows += [_said(step, "unknown_row", row, expected_amount=None) for row in strange]
    return FOUND.checked(pl.DataFrame(rows, schema=FOUND.schema))


def _repeated(counted: pl.DataFrame) -> list[_Row]:
    return [row[: len(LISTED)] for row in counted.iter_rows() for _ in range(abs(row[len(LISTED)]))]


def _paired(
    missing: Sequence[_Row], strange: Sequence[_Row], place: int
) -> tuple[list[_Row], list[_Row], list[tuple[_Row, _Row]]]:
    """Pair rows that agree in all columns but one; what is left of both, and the pairs."""
    waiting: defaultdict[Hashable, list[_Row]] = defaultdict(list)
    for row in missing:
        waiting[row[:place] + row[place + 1 :]].append(row)
    pairs: list[tuple[_Row, _Row]] = []
    left: list[_Row] = []
    for row in strange:
        fitting = waiting[row[:place] + row[place + 1 :]]
        if fitting:
            pairs.append((fitting.pop(0), row))
        else:
            left.append(row)
    return [row for rows in waiting.values() for row in rows], left, pairs


def _said(step: str, kind: str, row: _Row, **worth: int | None) -> dict[str, object]:
    said: dict[str, object] = {"step": step, "kind": kind, **dict(zip(LISTED[:-1], row, strict=False))}
    return said | {"found_amount": row[-1]} | worth
