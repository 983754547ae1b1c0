"""Link deals to targets: by owner, by the period that holds the close date, and by product family.

Links are found anew from how the deals stand, so that a deal whose owner or close date moves leaves one target and
joins another, and touches no third. A target of a person holds the person's deals, that of a team the deals of its
people, that of a territory its deals, the company's all.
"""

import polars as pl

from attain.questions.tracker.table import LINKS

_OWNERS = {"person": "owner_id", "team": "team", "territory": "territory"}


def link(targets: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    """Return the table ``target_links``.

    Args:
        targets: the table ``pipeline_targets``.
        deals: rows ``deals`` of metrics, as at an instant.
    """
    numbered = targets.with_row_index("target_row").with_columns(pl.col("target_row").cast(pl.Int64))
    found = [LINKS.empty()]
    for (level,), rows in numbered.group_by("level", maintain_order=True):
        column = _OWNERS.get(str(level))
        if column is None:
            joined = rows.join(deals, how="cross", suffix="_deal")
        else:
            named = deals.with_columns(linked_by=pl.col(column))
            joined = rows.join(named, left_on="owner", right_on="linked_by", how="inner", suffix="_deal")
        is_due = (pl.col("close_date") >= pl.col("starts_on")) & (pl.col("close_date") < pl.col("ends_before"))
        its_family = pl.col("product_family_deal")
        is_meant = pl.col("product_family").is_null() | (its_family == pl.col("product_family")).fill_null(False)
        found.append(LINKS.checked(joined.filter(is_due & is_meant)))
    return pl.concat(found).sort("target_row", "opportunity_id")
