"""The mark of a scenario: what stands before the ids of everybody and everything in it, so that no two are the same.

Deal D7 of scenario 2 is ``00002/D7``. Only this module knows how a mark is written and read.
"""

import re
from typing import TypeVar

import polars as pl

_DIGITS = 5
_IN_A_TEXT = re.compile(rf"\b0\d{{{_DIGITS - 1}}}/")
_Ids = TypeVar("_Ids", pl.Expr, pl.Series)


def mark(scenario: int) -> str:
    """Return what stands before the ids of a scenario.

    >>> mark(7)
    '00007/'
    """
    return f"{name_of(scenario)}/"


def name_of(scenario: int) -> str:
    """Return the text that stands for a scenario: 00007."""
    return f"{scenario:0{_DIGITS}}"


def names_of(scenarios: pl.Expr) -> pl.Expr:
    """Return the text that stands for each number of a scenario."""
    return scenarios.cast(pl.String).str.zfill(_DIGITS)


def scenario_of(ids: pl.Expr) -> pl.Expr:
    """Return the number of the scenario that an id is marked with."""
    return ids.str.slice(0, _DIGITS).cast(pl.UInt32)


def plain(ids: _Ids) -> _Ids:
    """Return an id without the mark of its scenario."""
    return ids.str.slice(_DIGITS + 1)


def unmarked(text: str) -> str:
    """Take every mark out of a sentence.

    >>> unmarked("'00002/D7' of 00002/Ana is empty")
    "'D7' of Ana is empty"
    """
    return _IN_A_TEXT.sub("", text)
