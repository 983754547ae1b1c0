"""How far each target is reached: won, open, weighted, expected, shortfall, achieved, required win rate.

Target 100,000, won 55,000, open 40,000 at 50 % and 30,000 at 20 %: weighted 26,000, expected 81,000, shortfall 19,000,
achieved 55 %; of the open 70,000 must be won 45,000 / 70,000 = 64.3 %.
"""

import polars as pl

from attain.questions.tracker.linking import link
from attain.questions.tracker.table import TRACKED

RED, AMBER, GREEN = "red", "amber", "green"


def track(targets: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    """Return the table ``tracked_targets``.

    Args:
        targets: the table ``pipeline_targets``.
        deals: rows ``deals`` of metrics, as at an instant.
    """
    is_won, is_open = pl.col("outcome") == "won", pl.col("outcome") == "open"
    linked = link(targets, deals)
    sums = linked.group_by("target_row").agg(
        won=pl.col("amount").filter(is_won).sum(),
        open=pl.col("amount").filter(is_open).sum(),
        weighted=pl.col("weighted").filter(is_open).sum(),
    )
    rows = targets.with_row_index("target_row").with_columns(pl.col("target_row").cast(pl.Int64))
    rows = rows.join(sums, on="target_row", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("won", "open", "weighted").fill_null(0))
    target = pl.col("target_value")
    rows = rows.with_columns(expected=pl.col("won") + pl.col("weighted"))
    missing = pl.max_horizontal(target - pl.col("won"), pl.lit(0))
    return TRACKED.checked(
        rows.with_columns(
            shortfall=pl.max_horizontal(target - pl.col("expected"), pl.lit(0)),
            expected_variance=pl.col("expected") - target,
            achieved=pl.when(target > 0).then(pl.col("won") / target),
            required_win_rate=pl.when(pl.col("open") > 0).then(missing / pl.col("open")),
            gauge=gauge(pl.col("won"), target),
        )
    )


def gauge(won: pl.Expr, target: pl.Expr) -> pl.Expr:
    """Judge what was won: red below 80 % of the target, amber from there, green from 100 %; null without a target.

    >>> found = pl.DataFrame({"won": [7_999, 8_000, 10_000, 5], "target": [10_000, 10_000, 10_000, 0]})
    >>> found.select(gauge(pl.col("won"), pl.col("target"))).to_series().to_list()
    ['red', 'amber', 'green', None]
    """
    judged = pl.when(won >= target).then(pl.lit(GREEN)).when(won * 5 >= target * 4).then(pl.lit(AMBER))
    return pl.when(target > 0).then(judged.otherwise(pl.lit(RED)))
