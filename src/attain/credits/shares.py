"""shares: fixed shares to the payees named in columns, such as {ae: 60%, sdr: {pay: 40%, quota: 0%}}.

8 % of 400,000 shared 60/25/15 pays 19,200, 8,000 and 4,800. Pay shares add up to 100 %, quota shares need not;
a share marked ``overlay: true`` stands outside the sum. Where a column names nobody, that share is credited to nobody.
Source: docs/behaviours/crediting.md. Oracle: tests/oracle/shares.py.
"""

from fractions import Fraction
from math import lcm
from typing import Annotated, Any

import polars as pl
from pydantic import Discriminator, Field, Tag, model_validator

from attain.credits.table import Recipients
from attain.documents import Model, Percent, YesNo


class Share(Model):
    """A pay share, a quota share, and whether it stands outside the 100 %.

    Attributes:
        pay: the share that is paid.
        quota: the share that counts toward measures; the same when absent.
        overlay: it stands outside the 100 %.
    """

    pay: Percent
    quota: Percent | None = None
    overlay: YesNo = False

    @property
    def quota_value(self) -> Fraction:
        """The quota share; the pay share when none is given."""
        return self.quota.value if self.quota else self.pay.value


def _share_shape(value: Any) -> str:
    return "full" if isinstance(value, dict) else "short"


class Shares(Model):
    """Credit the payee of each column with a fixed share."""

    shares: dict[
        str, Annotated[Annotated[Percent, Tag("short")] | Annotated[Share, Tag("full")], Discriminator(_share_shape)]
    ] = Field(min_length=1)

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """The columns stand directly under ``to``."""
        return {**schema["properties"]["shares"], "description": schema["description"]}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"shares": value}

    def by_column(self) -> dict[str, Share]:
        """Return the full share of each column."""
        return {c: s if isinstance(s, Share) else Share.model_construct(pay=s) for c, s in self.shares.items()}


def recipients(shares: Shares, rows: pl.DataFrame) -> Recipients:
    """Give each row to the payees its columns name, in the order of their ids."""
    by_column = shares.by_column()
    whole = lcm(*(v.denominator for s in by_column.values() for v in (s.pay.value, s.quota_value)))
    parts = [_of_column(rows, column, share, whole) for column, share in by_column.items()]
    combined = (
        pl.concat(parts)
        .group_by("row", "payee_id")
        .agg(pl.col("pay_share").sum(), pl.col("quota_share").sum(), pl.col("is_overlay").all())
    )
    kind = pl.when("is_overlay").then(pl.lit("overlay")).otherwise(pl.lit("split"))
    return Recipients(combined.sort("row", "payee_id").with_columns(credit_type=kind), whole)


def _of_column(rows: pl.DataFrame, column: str, share: Share, whole: int) -> pl.DataFrame:
    return rows.filter(pl.col(column).is_not_null()).select(
        "row",
        payee_id=pl.col(column),
        pay_share=pl.lit(int(share.pay.value * whole), dtype=pl.Int64),
        quota_share=pl.lit(int(share.quota_value * whole), dtype=pl.Int64),
        is_overlay=pl.lit(share.overlay),
    )
