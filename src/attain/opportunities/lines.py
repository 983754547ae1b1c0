"""Product lines: where a deal has some, its amount is their sum."""

from dataclasses import replace

import polars as pl

from attain.money import at_scale
from attain.opportunities.histories.states import Reading
from attain.opportunities.problems import LINES_DIFFER, NO_SUCH_DEAL
from attain.opportunities.wording import listed
from attain.sources import SourceTable


def with_line_sums(deals: SourceTable, lines: SourceTable | None, reading: Reading) -> SourceTable:
    """Set the amount of every deal that has lines to their sum."""
    if lines is None:
        return deals
    scale = max(deals.columns["amount"].scale if "amount" in deals.columns else 0, lines.columns["amount"].scale)
    own = at_scale(lines.frame["amount"], lines.columns["amount"].scale, scale)
    sums = lines.frame.with_columns(amount=own).group_by("opportunity").agg(summed=pl.col("amount").sum())
    lost = lines.frame.join(deals.frame, left_on="opportunity", right_on="id", how="anti", maintain_order="left")
    what, fix = "has lines and is not among the deals", "export the deal too, or leave its lines out"
    reading.found.extend(listed(NO_SUCH_DEAL, lines.file, lost, (what, fix)))
    frame = deals.frame
    stated = pl.lit(None, dtype=pl.Int64)
    if "amount" in deals.columns:
        stated = at_scale(frame["amount"], deals.columns["amount"].scale, scale)
    frame = frame.with_columns(amount=stated).join(
        sums, left_on="id", right_on="opportunity", how="left", maintain_order="left"
    )
    odd = frame.filter(pl.col("summed").is_not_null() & (pl.col("summed") != pl.col("amount")))
    what, fix = "has an amount that is not the sum of its lines", "correct the amount or the lines"
    reading.found.extend(listed(LINES_DIFFER, deals.file, odd, (what, fix)))
    frame = frame.with_columns(amount=pl.coalesce("summed", "amount")).drop("summed")
    types = {**deals.columns, "amount": replace(lines.columns["amount"], scale=scale)}
    return replace(deals, frame=frame, columns=types)
