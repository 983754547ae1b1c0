"""split: shares from a child table (payee, share, quota_share).

80,000 split 70/30 credits 56,000 and 24,000; thirds of 100.00 credit 33.34, 33.33 and 33.33 (largest remainder,
ties to the payee first in the alphabet). The pay shares of a deal add up to 100 %; rows marked as overlay stand
outside that sum. Without ``quota_share`` the share counts for both.
Source: docs/behaviours/crediting.md. Oracle: tests/oracle/split.py.
"""

from typing import Any

import polars as pl
from pydantic import model_validator

from attain.credits.table import Recipients
from attain.documents import Model, Name, Text, place_of


class Split(Model):
    """Credit the payees of a child table by their shares.

    Attributes:
        split: the child table with payee, share and quota_share.
    """

    split: Name

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """The word ``split`` alone stands for the child table ``splits``."""
        return {"anyOf": [{"const": "split"}, schema], "description": schema["description"]}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"split": Text.at("splits", place_of(value))} if value == "split" else value


def recipients(child: pl.DataFrame, whole: int) -> Recipients:
    """Give each row to the payees of its child rows.

    Args:
        child: with ``row``, ``payee``, ``share``, ``quota_share`` (in units of 1 / ``whole``) and ``is_overlay``. A
            payee named twice for one row receives the sum.
        whole: what 100 % is.

    Returns:
        One row per (row, payee), payees in the order of their ids.
    """
    parts = child.select("row", "payee", "share", "quota_share", "is_overlay").sort("row", "payee")
    is_again = (pl.col("row") == pl.col("row").shift(1)) & pl.col("payee").eq_missing(pl.col("payee").shift(1))
    if parts.select(is_again.any()).item():
        summed = [pl.col("share").sum(), pl.col("quota_share").sum(), pl.col("is_overlay").all()]
        parts = parts.group_by("row", "payee", maintain_order=True).agg(summed)
    kind = pl.when("is_overlay").then(pl.lit("overlay")).otherwise(pl.lit("split"))
    frame = parts.select(
        "row", payee_id="payee", pay_share="share", quota_share="quota_share", is_overlay="is_overlay", credit_type=kind
    )
    return Recipients(frame, whole)
