"""Workbooks, Parquet files and databases."""

import datetime as dt
import decimal
import io
import sqlite3
import zipfile
from pathlib import Path

import polars as pl
import pytest

from attain.sources import load
from attain.sources.files.raw import Unreadable
from attain.sources.files.workbooks import measure
from tests.sources.making import codes, loaded, parquet, values, workbook, write

ALL = "id: payee, closed: date, amount: money, won: bool"
HEADER = ["id", " closed", "amount", "won"]


def test_a_workbook_is_read_as_it_types_its_cells(tmp_path: Path) -> None:
    no_zone = dt.datetime(2026, 2, 1, 9)  # noqa: DTZ001 - workbooks know no zones
    rows = [[], HEADER, [279, dt.date(2026, 1, 31), 19.99, True], [], [280.0, no_zone, 1e-7, False]]
    read = loaded(tmp_path, workbook(("Deals", rows)), ALL)
    assert not read.diagnostics
    assert values(read, "id") == ["279", "280"]
    assert values(read, "closed") == [dt.date(2026, 1, 31), dt.date(2026, 2, 1)]
    assert values(read, "amount") == [199900000, 1]
    assert values(read, "won") == [True, False]
    assert values(read, "source_line") == [3, 5]
    assert "sheet Deals of 1" in read.reconciliation[0].detected


def test_text_cells_beside_typed_ones_keep_their_own_notation(tmp_path: Path) -> None:
    rows = [["id", "amount"], ["1", "1.234,56"], ["2", 1.234], ["3", "2,5"]]
    read = loaded(tmp_path, workbook(("Deals", rows)), "id: text, amount: money")
    assert values(read, "amount") == [1234560, 1234, 2500]


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    book = workbook(("Cover", [["hello"]]), ("Deals", [["id", "amount"], ["1", 5]]))
    assert values(loaded(tmp_path, book, "id: text, amount: money", "format: {sheet: Deals}"), "amount") == [5]
    read = loaded(tmp_path, book, "id: text, amount: money", "format: {sheet: Deal}")
    assert read.diagnostics[0].fix == "declare format: {sheet: ...} as one of Cover, Deals"


def test_a_failed_formula_is_no_empty_cell(tmp_path: Path) -> None:
    book = workbook(("Other", [["x"]]), ("Deals", [[], ["id", "amount"], ["1", "=1/0"]]))
    read = loaded(tmp_path, book, "id: text, amount: money", "format: {sheet: Deals}")
    assert [d.what for d in read.diagnostics] == ["'#DIV/0!' is an error of the spreadsheet"]


def _swollen(book: bytes, middle: bytes) -> bytes:
    """Put XML into the first sheet of a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            xml = before.read(name)
            after.writestr(name, xml.replace(b"</sheetData>", middle + b"</sheetData>") if "sheet1" in name else xml)
    return out.getvalue()


def test_workbooks_that_would_fill_the_memory_are_refused() -> None:
    book = workbook(("Deals", [["id"], ["1"]]))
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(Unreadable, match="spread over 1,048,576 rows"):
        measure(_swollen(book, far), 1 << 30)
    with pytest.raises(Unreadable, match="unpack to more than"):
        measure(_swollen(book, b'<row r="3"><c r="A3"><v>1</v></c></row>' * 1_000_000), 1 << 30)
    with pytest.raises(Unreadable, match="damaged"):
        measure(book[: len(book) // 2], 1 << 30)


def test_parquet_passes_typed_columns_straight_through(tmp_path: Path) -> None:
    content = parquet(
        id=pl.Series([279.0, 280.0]),
        closed=pl.Series([dt.date(2026, 1, 31), None]),
        amount=pl.Series([decimal.Decimal("19.99"), decimal.Decimal("-5.00")]),
        won=pl.Series([True, None]),
    )
    read = loaded(tmp_path, content, ALL)
    assert values(read, "id") == ["279", "280"]
    assert values(read, "amount") == [1999, -500]
    assert values(read, "won") == [True, None]
    assert read.sources["deals"].columns["amount"].max_abs == 1999


def test_floats_become_their_shortest_decimal(tmp_path: Path) -> None:
    content = parquet(id=["a", "b", "c", "d"], amount=[0.1, 20565.6206, float("nan"), 0.1 + 0.2])
    read = loaded(tmp_path, content, "id: text, amount: money")
    assert values(read, "amount") == [1000, 205656206, None]
    assert [d.code for d in read.diagnostics] == ["FILE206"]
    assert "amount: 1 NaN value read as empty" in read.reconciliation[0].detected
    rounded = loaded(tmp_path, content, "id: text, amount: {type: money, round: 2}")
    assert values(rounded, "amount") == [10, 2056562, None, 30]


def test_other_types_of_parquet(tmp_path: Path) -> None:
    content = parquet(
        id=pl.Series(["x", "y"], dtype=pl.Categorical),
        closed=pl.Series([dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC)] * 2),
        listed=pl.Series([[1], [2]]),
    )
    assert values(loaded(tmp_path, content, "id: text, closed: date"), "closed") == [dt.date(2026, 1, 31)] * 2
    read = loaded(tmp_path, content, "id: text, listed: text")
    assert codes(read) == ["FILE104"]
    assert "which is no single value" in read.diagnostics[0].what


def test_a_parquet_file_of_little_but_repetition_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    pl.select(id=pl.repeat("1", 30_000_000)).write_parquet(stream)
    assert codes(loaded(tmp_path, stream.getvalue(), "id: text")) == ["FILE106"]


def _database(folder: Path) -> Path:
    (folder / "data").mkdir(exist_ok=True)
    with sqlite3.connect(folder / "data/crm.db") as connection:
        connection.execute("create table deal(id integer, closed text, amount numeric)")
        connection.executemany("insert into deal values(?, ?, ?)", [(1, "2026-01-31", 19.99), (2, "2026-02-01", 5)])
    connection.close()
    return folder


def _query(settings: str) -> str:
    return f"currency: USD\nsources: {{deals: {{sql: {{{settings}}}, columns: {{id: text, amount: money}}}}}}\n"


def test_sqlite_answers_a_query(tmp_path: Path) -> None:
    write(tmp_path, _query("sqlite: data/crm.db, query: select * from deal order by id"), {})
    read = load(_database(tmp_path))
    assert values(read, "amount") == [1999, 500]
    assert values(read, "id") == ["1", "2"]


@pytest.mark.parametrize("query", ["select * from deals", "delete from deal", "selec"])
def test_sqlite_refuses_what_is_no_question(tmp_path: Path, query: str) -> None:
    write(tmp_path, _query(f"sqlite: data/crm.db, query: {query}"), {})
    read = load(_database(tmp_path))
    assert codes(read) == ["FILE114"]


def test_a_missing_database_is_not_created(tmp_path: Path) -> None:
    read = load(write(tmp_path, _query("sqlite: data/none.db, query: select 1"), {}))
    assert codes(read) == ["FILE101"]
    assert not (tmp_path / "data/none.db").exists()


def test_a_password_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_ADDRESS", "postgresql://reader:sesame@127.0.0.1:1/crm")
    read = load(write(tmp_path, _query("env: CRM_ADDRESS, query: select 1"), {}))
    assert codes(read) == ["FILE114"]
    assert "sesame" not in str(read.diagnostics)
    monkeypatch.setenv("CRM_ADDRESS", "mysql://elsewhere")
    assert codes(load(tmp_path)) == ["FILE114"]
