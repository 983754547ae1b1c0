"""The tables of the terminal show what was calculated, with sums, and take no markup from names."""

from io import StringIO

import polars as pl
import pytest
from rich.console import Console

from attain.reports import calculation_table, review_table
from attain.runs.calculate import Results
from attain.sources import REVIEWS
from tests.statements.workspaces import DEALS, HOSTILE, calculated, write_workspace


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return calculated(write_workspace(tmp_path_factory.mktemp("tables") / "workspace", deals=DEALS))[1]


def printed(table: object) -> list[str]:
    written = StringIO()
    Console(file=written, width=200, color_system=None).print(table)
    return written.getvalue().splitlines()


def test_the_table_has_a_row_per_payment_and_the_sums(results: Results) -> None:
    lines = printed(calculation_table(results))
    january = next(line for line in lines if "ana Ana Lindqvist" in line)
    assert january.split()[3:] == ["2026-01", "–", "$7,703.33", "$4,603.33"]
    total = next(line for line in lines if "Total USD" in line)
    paid = int(results.tables["payments"]["paid"].sum())
    assert f"${paid // 100:,}.{paid % 100:02d}" in total
    assert any(HOSTILE in line for line in lines)


def test_the_draw_is_shown_with_its_balance(results: Results) -> None:
    lines = printed(calculation_table(results))
    february = next(line for line in lines if "2026-02" in line)
    assert february.split()[-3:] == ["$3,000.00", "$3,000.00", "$5,815.00"]


def test_many_rows_are_counted_and_still_summed(results: Results) -> None:
    lines = printed(calculation_table(results, most=2))
    assert any(f"and {results.tables['payments'].height - 2} more" in line for line in lines)
    assert printed(calculation_table(results))[-2:] == lines[-2:]


def reviews(rows: list[tuple]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=REVIEWS.schema, orient="row")


def test_reviews_are_listed_with_place_and_amount() -> None:
    row = ("orders", "Outside [bold]territory[/bold]", "data/orders.csv", 13, "43670", 61220820, 4)
    lines = printed(review_table(reviews([row, row])))
    assert "Outside [bold]territory[/bold]" in lines[3]
    assert "data/orders.csv:13" in lines[3]
    assert "6,122.082" in lines[3]
    assert "Outside" not in lines[4], "a reason stands once"


def test_further_columns_are_shown_where_they_are_given() -> None:
    row = ("orders", "Late", "data/orders.csv", 13, "43670", None, 4)
    lines = printed(review_table(reviews([row]).with_columns(payee_id=pl.lit("276")), most=0))
    assert "Payee" in lines[1]
    assert "and 1 more" in lines[3]
    assert "–" in printed(review_table(reviews([row])))[3]
