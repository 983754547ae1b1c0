"""Completeness of input.

Properties:
1. Rows in = accepted + rejected, and sums in = accepted + rejected, whatever the file holds.
2. A file says the same in any delimiter, encoding, line end and packing.
"""

import csv
import gzip
import io
from collections import Counter
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from attain.sources import Loaded
from tests.sources.making import loaded

COLUMNS = "id: text, closed: date, amount: money, units: count, won: bool"
HEADER = ["id", "closed", "amount", "units", "won"]
AMOUNTS = st.one_of(
    st.decimals(-(10**6), 10**6, places=3).map(str),
    st.sampled_from(["", "x", "1,234.5", "(7.50)", "9" * 15, "1e5", "$3", "€3", "0.12345678901"]),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C", "D", "E", ""]),
        st.sampled_from(["2026-01-31", "31.12.2026", "soon", "", "2026-02-30"]),
        AMOUNTS,
        st.sampled_from(["1", "2.0", "2.5", "", "x"]),
        st.sampled_from(["true", "N", "", "maybe"]),
    ),
    min_size=1,
    max_size=8,
)


def _written(rows: list[tuple[str, ...]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([HEADER, *rows])
    return out.getvalue()


def _loaded(content: str | bytes, settings: str = "format: {decimal: '.'}") -> Loaded:
    with TemporaryDirectory() as folder:
        return loaded(Path(folder), content, COLUMNS, settings)


@given(ROWS)
@settings(max_examples=60)
def test_rows_and_sums_in_are_accepted_plus_rejected(rows: list[tuple[str, ...]]) -> None:
    read = _loaded(_written(rows))
    (summary,) = read.reconciliation
    filled = [row for row in rows if any(row)]
    assert summary.rows_in == len(filled) == summary.rows_accepted + summary.rows_rejected
    assert summary.rows_accepted == read.sources["deals"].frame.height
    assert summary.rows_rejected == read.rejects["line"].n_unique()
    for sums in summary.sums.values():
        assert Decimal(sums.read) == Decimal(sums.accepted) + Decimal(sums.rejected)
    kept = set(read.sources["deals"].frame["id"])
    counts = Counter(row[0] for row in filled)
    assert all(counts[key] == 1 for key in kept)


@given(
    ROWS,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
@settings(max_examples=60)
def test_a_file_says_the_same_in_every_dress(
    rows: list[tuple[str, ...]],
    delimiter: str,
    encoding: str,
    line_end: str,
    is_packed: bool,  # noqa: FBT001 - drawn
) -> None:
    plain = _loaded(_written(rows))
    text = _written(rows, delimiter).replace("\n", line_end)
    content = text.encode(encoding)
    dressed = _loaded(gzip.compress(content) if is_packed else content)
    assert dressed.sources["deals"].frame.equals(plain.sources["deals"].frame)
    assert dressed.rejects.equals(plain.rejects)
    assert dressed.reconciliation[0].sums == plain.reconciliation[0].sums


FIELDS = st.text(alphabet="ab\",;\n é'", max_size=6)


@given(st.lists(st.tuples(FIELDS, FIELDS, FIELDS), min_size=1, max_size=12), st.sampled_from([",", ";", "\t"]))
@settings(max_examples=80)
def test_what_is_written_as_text_is_read_back(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([["x", "y", "z"], *rows])
    with TemporaryDirectory() as folder:
        setting = f"format: {{delimiter: '{delimiter}'}}"
        read = loaded(Path(folder), out.getvalue(), "x: text, y: text, z: text", setting)
    expected = [tuple(cell.strip() or None for cell in row) for row in rows]
    found = read.sources["deals"].frame.drop("source_line").rows()
    assert not read.rejects.height
    assert [row for row in found if any(row)] == [row for row in expected if any(row)]
