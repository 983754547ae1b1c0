"""everybody: the row to each person of the plan, on the row's date.

A result of the company (revenue, EBITDA, a store's sales) has no owner; with ``to: everybody`` everybody's bonus reads
it. Each is credited with the whole of it; a measure with ``owner: all`` counts it once.
Source: docs/behaviours/crediting.md. Oracle: tests/oracle/everybody.py.
"""

from typing import Any, Literal

import polars as pl
from pydantic import model_validator

from attain.credits.table import Recipients
from attain.documents import Model

WORD = "everybody"


class Everybody(Model):
    """Credit everybody who is on the plan on the date of the credit.

    Attributes:
        everybody: the word alone says it.
    """

    everybody: Literal["everybody"]

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """The word ``everybody`` alone."""
        return {"const": WORD, "description": schema["description"]}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {WORD: value} if value == WORD else value


def recipients(rows: pl.DataFrame, roster: pl.DataFrame) -> Recipients:
    """Give each row to everybody whose roster row is in force; who of them is on the plan is asked later.

    Args:
        rows: ``row`` and ``dated``.
        roster: ``payee``, ``from`` and ``before`` (null = open).
    """
    met = rows.select("row", "dated").join(roster.select("payee", "from", "before"), how="cross")
    in_force = pl.col("from").is_null() | (pl.col("from") <= pl.col("dated"))
    in_force = in_force & (pl.col("before").is_null() | (pl.col("dated") < pl.col("before")))
    frame = met.filter(in_force).unique(["row", "payee"]).sort("row", "payee")
    return Recipients(frame.select("row", payee_id="payee", credit_type=pl.lit("team")))
