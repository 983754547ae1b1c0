"""Every table of the dashboard is what SQL makes of the files, on both demos; ``make report-check`` prints them all."""

import pytest

from tests.reports.checking import DEMOS, _cell, compare


@pytest.mark.parametrize("demo", DEMOS)
def test_sql_finds_the_same_in_every_table(demo: str) -> None:
    found = compare(demo)
    assert len(found) >= 10
    assert sum(one.cell_count for one in found) > 250
    assert {one.card: one.differences for one in found if one.differences} == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("43.8 %", 438),
        ("−$1,234.56", -123_456),
        ("0.52×", 52),
        ("–", None),
        ("34.2–100.0 %", [342, 1_000]),
        ("Won", "Won"),
    ],
)
def test_a_cell_is_read_in_the_units_of_its_last_digit(text: str, value: object) -> None:
    assert _cell(text) == value
