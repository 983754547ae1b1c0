"""first_of: ordered rules; the first that names somebody receives the deal.

``{first_of: [partner_owner, owner]}`` credits the partner's owner where there is one, else the owner. A rule may have a
condition: ``{when: "region = 'EMEA'", to: emea_lead}``.
Source: docs/behaviours/crediting.md. Oracle: tests/oracle/first_of.py.
"""

from typing import Any

import polars as pl
from pydantic import Field, model_validator

from attain.credits.table import Recipients
from attain.documents import Expression, Model


class Rule(Model):
    """A column naming a payee, tried when the condition holds.

    Attributes:
        to: a column that names a payee.
        when: the condition; always when absent.
    """

    to: Expression
    when: Expression | None = None

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """A column may be named alone."""
        return {"anyOf": [{"type": "string"}, schema], "description": schema["description"]}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"to": value} if isinstance(value, str) else value


class FirstOf(Model):
    """Credit the payee of the first rule that holds and names somebody."""

    first_of: tuple[Rule, ...] = Field(min_length=1)


def recipients(first_of: FirstOf, rows: pl.DataFrame) -> Recipients:
    """Give each row to the payee of its first rule.

    Args:
        first_of: the rules.
        rows: with ``row``, the columns named, and ``when_0``, ``when_1``, ...: whether each rule's condition holds.
    """
    candidates = [
        pl.when(pl.col(f"when_{i}")).then(pl.col(str(rule.to))) if rule.when else pl.col(str(rule.to))
        for i, rule in enumerate(first_of.first_of)
    ]
    frame = rows.select("row", payee_id=pl.coalesce(*candidates), credit_type=pl.lit("direct"))
    return Recipients(frame.filter(pl.col("payee_id").is_not_null()))
