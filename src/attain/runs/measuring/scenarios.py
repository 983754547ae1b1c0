"""Targets in several scenarios: resolved once, and the same in each."""

from collections.abc import Callable

import polars as pl

from attain.roster import Roster
from attain.roster.marks import plain


def in_every_scenario(found: pl.DataFrame, roster: Roster) -> pl.DataFrame:
    """Repeat the table ``TARGETS`` of one scenario's payees for every scenario of a roster."""
    if roster.copies == 1:
        return found
    copies = pl.DataFrame({"_copy": range(roster.copies)}, schema={"_copy": pl.UInt32})
    shifted = copies.join(found, how="cross", maintain_order="left_right").with_columns(
        payee_code=pl.col("payee_code") + pl.col("_copy") * len(roster.people)
    )
    return shifted.with_columns(payee=roster.decode(pl.col("payee_code"))).drop("_copy")


def of_marked_owners(owners: pl.Series, of_owners: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """Return the table ``TARGETS`` of owners with the marks of their scenarios: each has what its plain name has.

    Args:
        owners: texts with marks.
        of_owners: finds the table of plain names.
    """
    marked = pl.DataFrame({"_owner": owners, "payee": plain(owners)}).with_row_index("_code")
    found = of_owners(marked["payee"].unique().sort())
    repeated = marked.join(found.drop("payee_code"), on="payee", maintain_order="left_right")
    return repeated.with_columns(payee="_owner", payee_code="_code").select(found.columns)
