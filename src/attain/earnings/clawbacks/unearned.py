"""unearned: a policy is cancelled before it is earned; what is not earned yet goes back.

480 earned over 12 months, 75 % released at once. Cancelled in the fourth month, 4/12 = 160 are earned: 320 go back, 200
of them in cash, and the instalments of the rest, which had not been released, stop.
Source: docs/behaviours/clawbacks.md. Oracle: tests/oracle/unearned.py.
"""

import re

import polars as pl

from attain.earnings.model import Earned
from attain.roster.tenure import tenure_months

_OVER = re.compile(r"\s*(\d{1,4})\s+months?\s*", re.IGNORECASE)


def month_count(earned: Earned) -> int | None:
    """Return over how many months a line is earned; None when ``over`` is not a number of months.

    >>> from attain.documents import Expression
    >>> month_count(Earned.model_construct(over=Expression("12 months")))
    12
    """
    found = _OVER.fullmatch(str(earned.over))
    return int(found.group(1)) if found and int(found.group(1)) > 0 else None


def months_earned(starts_on: pl.Expr, day: pl.Expr, earned: Earned, months: int) -> pl.Expr:
    """Count the months earned by a day: a month that has begun counts, unless the plan says that it does not.

    Without a start nothing is earned.
    """
    done = pl.when(day > starts_on).then(tenure_months(starts_on, day)).otherwise(0).cast(pl.Int64)
    if earned.partial == "counts":
        begins = starts_on.dt.offset_by(pl.format("{}mo", done))
        done = done + (day > begins).cast(pl.Int64)
    return done.clip(upper_bound=months).fill_null(0)
