"""team: the deal to every member of a team on the deal's date.

``{team: payee.team}`` credits each member of the owner's team with the whole deal; a measure owned by the team still
counts the deal once.
Source: docs/behaviours/crediting.md. Oracle: tests/oracle/team.py.
"""

import polars as pl

from attain.credits.table import Recipients
from attain.documents import Expression, Model


class Team(Model):
    """Credit everybody whose ``team`` in the roster equals the expression's value on the deal's date.

    Attributes:
        team: the team, such as payee.team.
    """

    team: Expression


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
