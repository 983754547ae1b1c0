"""Notations are found out from values that can be read in one way only; nothing else is guessed."""

import polars as pl
import pytest

from attain.sources.files.raw import Unreadable
from attain.sources.readings.notation import find_day_order, find_decimal_mark, find_percent_style


def lines(texts: list[str]) -> pl.Series:
    return pl.int_range(2, len(texts) + 2, eager=True)


def mark(*texts: str) -> str:
    return find_decimal_mark({"a": pl.Series(texts)}, lines(list(texts)))[0]


def order(*texts: str) -> str:
    return find_day_order({"a": pl.Series(texts)}, lines(list(texts)))[0]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1", "-20"], "."),
        (["1.5"], "."),
        (["1.2345"], "."),
        (["0.125"], "."),
        (["1234.567"], "."),
        (["1,234.567"], "."),
        (["1,234", "1,234,567"], "."),
        (["1,5"], ","),
        (["0,125"], ","),
        (["1.234,56"], ","),
        (["1.234", "1.234.567"], ","),
        (["1.234", "5,5"], ","),
        (["1,234", "5.5"], "."),
        (["$1,234.00"], "."),
        (["1.234,00 €"], ","),
        (["1 234,567"], ","),
        (["words, and more."], "."),
    ],
)
def test_the_decimal_mark_is_settled_by_one_value(texts: list[str], expected: str) -> None:
    assert mark(*texts) == expected


@pytest.mark.parametrize(
    "texts", [["1,234"], ["1.234", "12"], ["-1,234", "999"], ["1.5", "1,5"], ["1.234,5", "1,234.5"]]
)
def test_thousands_or_thousandths_is_asked(texts: list[str]) -> None:
    with pytest.raises(Unreadable) as refused:
        mark(*texts)
    assert refused.value.code.name == "FILE110"
    assert refused.value.line >= 2


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2026-01-31"], "dmy"),
        (["03/04/2026", "31/12/2026"], "dmy"),
        (["03/04/2026", "12/31/2026"], "mdy"),
        (["03.04.2026"], "dmy"),
        (["5/5/2026"], "dmy"),
        (["03-04-2026", "13-04-2026 10:00"], "dmy"),
        (["45/45/2026"], "dmy"),
    ],
)
def test_the_order_of_days_is_settled_by_one_value(texts: list[str], expected: str) -> None:
    assert order(*texts) == expected


@pytest.mark.parametrize("texts", [["03/04/2026"], ["5/5/2026", "1/2/2026"], ["31/12/2026", "12/31/2026"]])
def test_day_or_month_is_asked(texts: list[str]) -> None:
    with pytest.raises(Unreadable) as refused:
        order(*texts)
    assert refused.value.code.name == "FILE111"


def test_a_decision_holds_for_all_columns_of_a_file() -> None:
    columns = {"a": pl.Series(["1,234", "2"]), "b": pl.Series(["1", "2.50"])}
    assert find_decimal_mark(columns, lines(["", ""]))[0] == "."


def test_a_share_beyond_one_is_asked() -> None:
    assert find_percent_style({"a": pl.Series(["0.6", "60%", "x"])}, lines(["", "", ""]), ".") == "fraction"
    with pytest.raises(Unreadable) as refused:
        find_percent_style({"a": pl.Series(["60", "40"])}, lines(["", ""]), ".")
    assert (refused.value.code.name, refused.value.line) == ("FILE112", 2)
