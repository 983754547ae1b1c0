"""The mark of a scenario: what stands before the ids of everybody and everything in it, so that no two are the same.

Deal D7 of scenario 2 is ``0000002/D7`` behind a sign that no id of a source begins with. Only this module knows how a
mark is written and read.
"""

import re
from dataclasses import replace
from typing import TypeVar

import polars as pl

from attain.diagnostics import Diagnostic

_SIGN = "\x1f"  # the unit separator: a key of two columns, 0000002/D7, is no marked id
_DIGITS = 7
_WIDTH = len(_SIGN) + _DIGITS
_IN_A_TEXT = re.compile(rf"{_SIGN}\d{{{_DIGITS}}}/")
_Ids = TypeVar("_Ids", pl.Expr, pl.Series)


def mark(scenario: int) -> str:
    r"""Return what stands before the ids of a scenario.

    >>> mark(7)
    '\x1f0000007/'
    """
    return f"{name_of(scenario)}/"


def name_of(scenario: int) -> str:
    """Return the text that stands for a scenario: its number, behind the sign.

    Raises:
        ValueError: there are more scenarios than a mark can number.
    """
    if scenario >= 10**_DIGITS:
        raise ValueError(f"scenario {scenario:,} is beyond the {10**_DIGITS:,} that one calculation can hold")
    return f"{_SIGN}{scenario:0{_DIGITS}}"


def names_of(scenarios: pl.Expr) -> pl.Expr:
    """Return the text that stands for each number of a scenario."""
    return pl.concat_str(pl.lit(_SIGN), scenarios.cast(pl.String).str.zfill(_DIGITS))


def scenario_of(ids: _Ids) -> _Ids:
    """Return the number (UInt32) of the scenario that an id is marked with, or that a text stands for."""
    return ids.str.slice(len(_SIGN), _DIGITS).cast(pl.UInt32)


def plain(ids: _Ids) -> _Ids:
    """Return an id without the mark of its scenario."""
    return ids.str.slice(_WIDTH + 1)


def unmarked(text: str) -> str:
    """Take every mark out of a sentence.

    >>> unmarked(f"'{mark(2)}0000001/D7' of {mark(12345)}Ana is empty")
    "'0000001/D7' of Ana is empty"
    """
    return _IN_A_TEXT.sub("", text)


def unmarked_problem(problem: Diagnostic) -> Diagnostic:
    """Take every mark out of a problem's texts."""
    where = replace(problem.where, detail=unmarked(problem.where.detail))
    return replace(problem, what=unmarked(problem.what), fix=unmarked(problem.fix), where=where)
