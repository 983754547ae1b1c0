"""The table of deals: what does not change with their versions, and who is known by a history alone."""

from collections.abc import Mapping

import polars as pl

from attain.opportunities.table import OPPORTUNITIES
from attain.sources import SourceTable

_NAMES = {"opportunity_id": "id", "account_id": "account", "campaign_id": "campaign"}


def deals_of(record: SourceTable | None, around: Mapping[str, SourceTable], changes: pl.DataFrame) -> pl.DataFrame:
    """Return the table ``opportunities``: every deal of the records, and those that only a history knows."""
    made = _records(record)
    first = changes.group_by("opportunity_id").agg(first_at=pl.col("changed_at").min())
    made = made.join(first, on="opportunity_id", how="full", coalesce=True)
    # A first change is a creation where somebody recorded changes; the state of an export is none.
    told = (
        changes.filter(pl.col("basis") == "history").group_by("opportunity_id").agg(told_at=pl.col("changed_at").min())
    )
    made = made.join(told, on="opportunity_id", how="left")
    made = made.with_columns(created_at=pl.min_horizontal("created_at", "told_at"))
    made = _with_account(made, around.get("accounts"))
    made = _with_product(made, around.get("products"))
    return OPPORTUNITIES.checked(made.sort("opportunity_id"))


def _records(record: SourceTable | None) -> pl.DataFrame:
    columns = {c.name: c.dtype for c in OPPORTUNITIES.columns}
    if record is None:
        return OPPORTUNITIES.empty()
    made: dict[str, pl.Expr] = {}
    for name, dtype in columns.items():
        source = _NAMES.get(name, name)
        held = source in record.columns or source == "source_line"
        made[name] = pl.col(source).cast(dtype) if held else pl.lit(None, dtype=dtype)
    return record.frame.select(**made)


def _with_account(deals: pl.DataFrame, accounts: SourceTable | None) -> pl.DataFrame:
    if accounts is None:
        return deals
    held = [name for name in ("type", "territory") if name in accounts.columns]
    own = accounts.frame.select(account_id="id", **{f"its_{name}": pl.col(name) for name in held})
    deals = deals.join(own, on="account_id", how="left")
    if "type" in held:
        deals = deals.with_columns(account_type=pl.coalesce("account_type", "its_type"))
    return deals.with_columns(territory=pl.coalesce("territory", "its_territory")) if "territory" in held else deals


def _with_product(deals: pl.DataFrame, products: SourceTable | None) -> pl.DataFrame:
    if products is None:
        return deals
    held = {
        name: pl.col(name) if name in products.columns else pl.lit(None, dtype=pl.String) for name in ("name", "family")
    }
    own = products.frame.select(product="id", its_name=held["name"], its_family=held["family"])
    deals = deals.join(own, on="product", how="left")
    return deals.with_columns(
        product=pl.coalesce("its_name", "product"), product_family=pl.coalesce("product_family", "its_family")
    )
