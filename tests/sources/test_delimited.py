"""Delimited text in every dress: what is read, on which line, and what is said about it."""

import gzip
from pathlib import Path

import polars as pl
import pytest

from attain.sources import Loaded
from tests.sources.making import DEALS, codes, loaded, values

TWO = "id: text, amount: money"


def detected(read: Loaded) -> str:
    return "; ".join(read.reconciliation[0].detected)


@pytest.mark.parametrize(("delimiter", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "TAB"), ("|", "pipe")])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str, name: str) -> None:
    read = loaded(tmp_path, DEALS.replace(",", delimiter))
    assert values(read, "amount") == [123450, -1000]
    assert f"delimiter {name}" in detected(read)


@pytest.mark.parametrize("delimiter", ["~", "¦", "||", "^"])
def test_any_other_delimiter_is_declared(tmp_path: Path, delimiter: str) -> None:
    read = loaded(tmp_path, DEALS.replace(",", delimiter), settings=f"format: {{delimiter: '{delimiter}'}}")
    assert values(read, "owner") == ["AE-1", "AE-2"]


def test_a_file_says_its_delimiter_to_excel(tmp_path: Path) -> None:
    read = loaded(tmp_path, "sep=|\r\nid|amount\r\n1|2\r\n", TWO)
    assert values(read, "source_line") == [3]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "encoding UTF-8"),
        ("utf-8-sig", "encoding UTF-8 with byte order mark"),
        ("utf-16", "encoding UTF-16 with byte order mark"),
        ("utf-16-le", "encoding UTF-16 without byte order mark"),
        ("utf-16-be", "encoding UTF-16 without byte order mark"),
        ("cp1252", "encoding Latin-1 (Windows-1252), because line 2 is not UTF-8"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str, said: str) -> None:
    read = loaded(tmp_path, "id,owner\nMüller,Łukasz\n".replace("Ł", "L").encode(encoding), "id: text, owner: payee")
    assert values(read, "id") == ["Müller"]
    assert said in detected(read)


def test_a_declared_encoding_is_held_to(tmp_path: Path) -> None:
    read = loaded(tmp_path, "id,amount\nok,1\nü,2\n".encode("cp1252"), TWO, "format: {encoding: utf-8}")
    assert [(d.code, d.where.line) for d in read.diagnostics] == [("FILE105", 3)]
    read = loaded(tmp_path, "id,amount\nŁ,2\n".encode("iso8859-2"), TWO, "format: {encoding: iso8859-2}")
    assert values(read, "id") == ["Ł"]


@pytest.mark.parametrize(("line_end", "said"), [("\r\n", "lines end with CRLF"), ("\r", "lines end with CR")])
def test_line_ends(tmp_path: Path, line_end: str, said: str) -> None:
    read = loaded(tmp_path, DEALS.replace("\n", line_end))
    assert values(read, "source_line") == [2, 3]
    assert said in detected(read)


def test_gzip_is_unpacked_in_all_its_members(tmp_path: Path) -> None:
    head, tail = DEALS.encode()[:40], DEALS.encode()[40:]
    read = loaded(tmp_path, gzip.compress(head) + gzip.compress(tail))
    assert values(read, "id") == ["D-1", "D-2"]
    assert "packed with gzip" in detected(read)


def test_padded_headers_are_trimmed(tmp_path: Path) -> None:
    read = loaded(tmp_path, "id\t  amount\t owner \n1\t2\tx\n", TWO)
    assert values(read, "amount") == [2]
    assert "2 header names trimmed" in detected(read)


def test_a_name_is_found_by_its_words(tmp_path: Path) -> None:
    read = loaded(
        tmp_path, "ID,Close Date,SalesAmount\n1,2026-01-31,5\n", "id: text, close_date: date, sales_amount: money"
    )
    assert values(read, "sales_amount") == [5]
    assert "close_date read from 'Close Date'" in detected(read)


def test_quoted_fields_hold_delimiters_quotes_and_lines(tmp_path: Path) -> None:
    read = loaded(tmp_path, 'id,amount\n"a,b","1"\n"say ""hi""",2\n"two\nlines",3\n"last","4"\n', TWO)
    assert values(read, "id") == ["a,b", 'say "hi"', "two\nlines", "last"]
    assert values(read, "source_line") == [2, 3, 4, 6]


def test_quotes_are_ordinary_where_no_field_begins_with_one(tmp_path: Path) -> None:
    read = loaded(tmp_path, 'id\tamount\n6" pipe\t1\n8" pipe, 2" bend\t2\n', TWO)
    assert values(read, "id") == ['6" pipe', '8" pipe, 2" bend']
    read = loaded(tmp_path, 'id,amount\n"x,1\ny,2\n', TWO, "format: {quote: none}")
    assert values(read, "id") == ['"x', "y"]


def test_single_quotes_can_be_declared(tmp_path: Path) -> None:
    read = loaded(tmp_path, "id,amount\n'a,b',1\n", TWO, 'format: {quote: "\'"}')
    assert values(read, "id") == ["a,b"]


def test_rows_that_cannot_be_taken_apart_are_rejected_with_their_line(tmp_path: Path) -> None:
    read = loaded(tmp_path, 'id,amount\n1,2\n3\n4,5,6\n"a"b,7\n"x\ny"z,8\n9,10\n', TWO)
    assert values(read, "id") == ["1", "9"]
    assert read.rejects.select("line", "reason").rows() == [
        (3, "1 field where the header has 2: too few"),
        (4, "3 fields where the header has 2: too many"),
        (5, "a quote sign stands inside a field"),
        (6, "a quote sign stands inside a field, so lines 6 to 7 run together"),
    ]
    summary = read.reconciliation[0]
    assert (summary.rows_in, summary.rows_accepted, summary.rows_rejected) == (6, 2, 4)


def test_empty_lines_are_skipped_and_counted(tmp_path: Path) -> None:
    read = loaded(tmp_path, "\n\nid,amount\n\n1,2\n,\n  \n3,4\n\n", TWO)
    assert values(read, "source_line") == [5, 8]
    assert "4 empty lines skipped" in detected(read)


def test_a_header_further_down_is_declared(tmp_path: Path) -> None:
    read = loaded(tmp_path, "Report of March\nby region\nid,amount\n1,2\n", TWO, "format: {header_line: 3}")
    assert values(read, "source_line") == [4]


def test_only_declared_columns_are_read(tmp_path: Path) -> None:
    read = loaded(tmp_path, "id,broken,amount\n1,what,2\n", TWO)
    assert read.sources["deals"].frame.columns == ["id", "amount", "source_line"]


def test_a_name_that_stands_twice_matters_only_where_it_is_read(tmp_path: Path) -> None:
    assert not loaded(tmp_path, "id,amount,note,note\n1,2,x,y\n", TWO).diagnostics
    assert codes(loaded(tmp_path, "id,amount,amount\n1,2,3\n", TWO)) == ["FILE109"]


def test_a_file_with_a_header_only_is_a_warning(tmp_path: Path) -> None:
    read = loaded(tmp_path, "id,amount\n", TWO)
    assert [(d.code, d.severity) for d in read.diagnostics] == [("FILE103", "warning")]
    assert read.sources["deals"].frame.height == 0


def test_a_column_can_have_one_value_for_all_rows(tmp_path: Path) -> None:
    read = loaded(tmp_path, "id\n1\n2\n", "id: text, name: {value: quota, type: text}")
    assert values(read, "name") == ["quota", "quota"]


def test_rows_are_read_one_by_one_where_the_fast_reader_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = loaded(tmp_path, DEALS).sources["deals"].frame
    fast = pl.read_csv

    def gives_up(source: object, **settings: object) -> pl.DataFrame:
        if settings.get("columns"):
            raise pl.exceptions.ComputeError("out of ideas")
        return fast(source, **settings)

    monkeypatch.setattr(pl, "read_csv", gives_up)
    assert loaded(tmp_path, DEALS).sources["deals"].frame.equals(expected)
