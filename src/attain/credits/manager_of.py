"""manager_of: the deal rolls up to the managers above its owner, once per manager.

With levels 2 a deal of 1,000.00 by Ana, whose manager is Mia, whose manager is Olu, credits Mia and Olu 1,000.00
each. A manager over both payees of a split is credited once. The hierarchy is read on the deal's date.
``payee.levels_above`` is how many levels somebody stands above the sale: ``by: payee.levels_above`` in the rate, with
``pay: {1: 2%, 2: 1%}``, pays Mia 20.00 and Olu 10.00.
Source: docs/behaviours/crediting.md. Oracle: tests/oracle/manager_of.py.
"""

from typing import Literal

import polars as pl
from pydantic import Field

from attain.credits.table import Recipients
from attain.documents import Expression, Model, WholeNumber


class ManagerOf(Model):
    """Credit the managers of the payee named in a column (or of the payees of a split).

    Attributes:
        manager_of: the column with the payee whose managers are credited, or split.
        levels: how many levels up.
        as_of: the day on which the hierarchy is read.
    """

    manager_of: Expression
    levels: WholeNumber = Field(default=1, ge=1, le=20)
    as_of: Literal["deal", "credit"] = "deal"


def recipients(chain: pl.DataFrame) -> Recipients:
    """Give each row to each manager of its chain once.

    Args:
        chain: ``row``, ``level``, ``manager`` (an id, or the roster's code) and ``seller`` (the person one step below).
    """
    named = chain.sort("row", "manager", "level", "seller")
    is_nearest = (pl.col("row") != pl.col("row").shift(1)) | (pl.col("manager") != pl.col("manager").shift(1))
    frame = named.filter(is_nearest.fill_null(value=True)).select(
        "row",
        payee_id="manager",
        credit_type=pl.lit("rollup"),
        seller_id="seller",
        levels_above=pl.col("level").cast(pl.Int64),
    )
    return Recipients(frame)
