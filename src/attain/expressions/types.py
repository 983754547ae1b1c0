"""The types of columns and results: what a number counts, and at which decimal scale it is stored.

A number is never a float. A column of kind ``percent`` and scale 3 stores 7.5 % as the integer 75 (75 / 1000 = 0.075).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# An instant is no column of a plan: only the history of deals has some.
Kind = Literal["money", "decimal", "percent", "count", "date", "text", "bool", "payee", "instant"]


@dataclass(frozen=True)
class ColumnType:
    """Says what a stored column means.

    Attributes:
        kind: what the values are.
        scale: decimal places of the stored integers; value = integer / 10**scale. 0 for anything that is no number.
        max_abs: the largest absolute stored integer in the column; the proof that arithmetic cannot overflow starts
            here. For money already in minor units the scale is the currency's number of minor digits.

    Example:
        >>> ColumnType("percent", scale=3, max_abs=75).is_number
        True
        >>> ColumnType("payee").is_text
        True
    """

    kind: Kind
    scale: int = 0
    max_abs: int = 0

    @property
    def is_number(self) -> bool:
        """Whether values are stored as integers at a scale."""
        return self.kind in ("money", "decimal", "percent", "count")

    @property
    def is_text(self) -> bool:
        """Whether values are text; a payee is named by a text id."""
        return self.kind in ("text", "payee")
