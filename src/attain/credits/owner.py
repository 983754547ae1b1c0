"""owner: the whole deal to the payee named in a column.

A deal of 1,000.00 owned by Ana credits Ana 1,000.00; a deal without an owner is credited to nobody.
Source: docs/behaviours/crediting.md. Oracle: tests/oracle/owner.py.
"""

from typing import Any

import polars as pl
from pydantic import model_validator

from attain.credits.table import Recipients
from attain.documents import Expression, Model


class Owner(Model):
    """Credit the payee named in ``column`` with the whole value."""

    column: Expression

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """A column is named alone."""
        return {"type": "string", "description": schema["description"]}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"column": value} if isinstance(value, str) else value


def recipients(owner: Owner, rows: pl.DataFrame) -> Recipients:
    """Give each row to its owner."""
    column = str(owner.column)
    named = rows.lazy().filter(pl.col(column).is_not_null())
    return Recipients(named.select("row", payee_id=pl.col(column), credit_type=pl.lit("direct")).collect())
