"""The credits table, and what recipients look like before amounts are shared out."""

from dataclasses import dataclass

import polars as pl

from attain.tables import Column, Table

CREDIT_TYPES = ("direct", "split", "overlay", "team", "territory", "rollup", "override")

CREDITS = Table(
    name="credits",
    grain="one transaction credited to one payee by one component",
    key=("credit_id",),
    columns=(
        Column("credit_id", pl.String, "", "plan.component/transaction/payee: stable while those are"),
        Column("plan_id", pl.String, "", "the plan that credits"),
        Column("component_id", pl.String, "", "the component that credits"),
        Column("transaction_id", pl.String, "", "the key columns of the source row, joined by /"),
        Column("payee_id", pl.String, "", "the source's own id"),
        Column("credit_type", pl.String, "", "direct, split, overlay, team, territory, rollup or override"),
        Column("credited_on", pl.Date, "", "the date that decides period and order"),
        Column("credit_amount", pl.Int64, "minor units, or the value's own scale when it is no money", "pay share"),
        Column("quota_amount", pl.Int64, "as credit_amount", "what counts towards the measure: the quota share"),
        Column("currency", pl.String, "ISO 4217", "of credit_amount", nullable=True),
        Column("source", pl.String, "", "the source of the transaction"),
        Column("source_file", pl.String, "", "its file, as attain.yaml names it"),
        Column("source_line", pl.Int64, "line, header = 1", "where the transaction stands in the file"),
    ),
)


@dataclass(frozen=True)
class Recipients:
    """Who receives which share of each row.

    Attributes:
        frame: ``row`` (UInt32), ``payee_id`` (String, or the roster's UInt32 code), ``credit_type``; with shares also
            ``pay_share`` and ``quota_share`` (Int64, in units of 1 / ``whole``) and ``is_overlay``; optionally
            ``seller_id``.
        whole: what 100 % is; None when every recipient receives the whole value.
    """

    frame: pl.DataFrame
    whole: int | None = None
