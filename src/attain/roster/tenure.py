"""Whole months completed since a hire date.

A month is completed on the day that adding it to the hire date reaches; a month too short for that day
completes on its last: hired on 31 January, one month is completed on 28 February.
"""

import polars as pl


def tenure_months(hired: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Return the whole months completed from ``hired`` to ``day`` as Int32: 0 before the hire date, null when unknown.

    >>> from datetime import date
    >>> days = pl.DataFrame({"on": [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 30), date(2026, 3, 31)]})
    >>> days.select(tenure_months(pl.lit(date(2026, 1, 31)), pl.col("on"))).to_series().to_list()
    [0, 1, 1, 2]
    """
    months = (day.dt.year() - hired.dt.year()) * 12 + day.dt.month().cast(pl.Int32) - hired.dt.month().cast(pl.Int32)
    is_short = (day.dt.day() < hired.dt.day()) & (day != day.dt.month_end())
    return (months - is_short.cast(pl.Int32)).clip(lower_bound=0).cast(pl.Int32)
