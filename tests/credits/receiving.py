"""Deals and their recipients, written short."""

import polars as pl

from attain.credits import Recipients
from attain.credits.model import Credit
from attain.documents import read_yaml, validate


def deals(**columns: list[str | None]) -> pl.DataFrame:
    """Deals numbered from 0, with columns that name payees."""
    row_count = max((len(values) for values in columns.values()), default=0)
    frame = pl.DataFrame({name: pl.Series(values, dtype=pl.String) for name, values in columns.items()})
    return frame.with_columns(row=pl.int_range(row_count, dtype=pl.UInt32))


def received(found: Recipients, *columns: str) -> list[tuple[object, ...]]:
    """The rows of what was received: deal and payee, then the columns asked for."""
    return found.frame.select("row", "payee_id", *columns).rows()


def credit(to: str) -> Credit:
    """Read a crediting rule from how it names its recipients."""
    node, problems = read_yaml(f"source: deals\nto: {to}", "plan.yaml")
    assert node is not None, problems
    made, problems = validate(Credit, node, "plan.yaml")
    assert made is not None, problems
    return made
