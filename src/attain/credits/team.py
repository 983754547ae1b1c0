"""team: the deal to every member of a team on the deal's date.

``{team: payee.team}`` credits each member of the owner's team with the whole deal; a measure owned by the team still
counts the deal once. The owner stands in the column ``owner``, or in the only one that names a payee.
Source: docs/behaviours/crediting.md. Oracle: tests/oracle/team.py.
"""

from collections.abc import Mapping

import polars as pl

from attain.credits.table import Recipients
from attain.documents import Expression, Model
from attain.expressions import ColumnType


class Team(Model):
    """Credit everybody whose ``team`` in the roster equals the expression's value on the deal's date.

    Attributes:
        team: the team, such as payee.team.
    """

    team: Expression


def seller_column(columns: Mapping[str, ColumnType]) -> str | None:
    """Name the column of the person whose team is meant by payee.team: 'owner', or the only one of the type payee.

    >>> seller_column({"rep": ColumnType("payee"), "amount": ColumnType("money")})
    'rep'
    """
    if "owner" in columns:
        return "owner"
    people = [name for name, kind in columns.items() if kind.kind == "payee"]
    return people[0] if len(people) == 1 else None


def recipients(rows: pl.DataFrame, roster: pl.DataFrame) -> Recipients:
    """Give each row to the members of its team.

    Args:
        rows: ``row``, ``dated`` and ``team`` (the expression's value).
        roster: ``payee``, ``team``, ``from`` and ``before`` (null = open).
    """
    members = rows.join(roster.filter(pl.col("team").is_not_null()), on="team")
    in_force = pl.col("from").is_null() | (pl.col("from") <= pl.col("dated"))
    in_force = in_force & (pl.col("before").is_null() | (pl.col("dated") < pl.col("before")))
    frame = members.filter(in_force).unique(["row", "payee"]).sort("row", "payee")
    return Recipients(frame.select("row", payee_id="payee", credit_type=pl.lit("team")))
