"""Files with bytes changed, cut, doubled and mixed: explained, never half-loaded, never a traceback.

Property: whatever a file holds, loading returns; every problem has a place, a reason and a fix; and
rows in are accepted plus rejected.
"""

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.sources import load
from tests.sources.making import config_of, loaded, parquet, workbook, write

CSV = (
    b"id,closed,amount,won,owner,share\r\nD1,2026-01-31,1234.50,true,AE-1,60%\r\n"
    b'D2,2026-02-28,"1,000.00",false,AE-2,0.4\r\nD3,2026-03-15,-5,Y,"Doe, J",1\r\nD4,,,,,\r\n'
)
TABLE = [["id", "closed", "amount", "won"], ["a", "2026-01-01", 1.5, True], ["b", None, None, False]]
BASES = [
    CSV,
    gzip.compress(CSV),
    CSV.decode().encode("utf-16"),
    CSV.replace(b",", b";"),
    workbook(("Deals", TABLE)),
    parquet(id=["a", "b"], closed=[None, "2026-01-01"], amount=[1.5, None], won=[True, False]),
]
PIECES = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"31/12/2026",
    b"1e9",
    b"$",
    b"(",
    b"%",
    b"1.234",
    b"1,234",
    b"\xef\xbb\xbf",
]
SETTINGS = ["", "on_reject: report", "format: {encoding: utf-16}", "format: {date: excel}", "format: {quote: none}"]
CHANGES = st.lists(
    st.tuples(st.sampled_from(["put", "cut", "end", "byte"]), st.floats(0, 1), st.sampled_from(PIECES)), max_size=6
)


def _changed(base: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    content = bytearray(base)
    for change, where, piece in changes:
        at = int(where * len(content))
        if change == "put":
            content[at:at] = piece
        elif change == "cut":
            del content[at : at + len(piece) * 3]
        elif change == "end":
            del content[at + 1 :]
        elif at < len(content):
            content[at] = piece[0]
    return bytes(content)


@given(st.sampled_from(BASES), CHANGES, st.sampled_from(SETTINGS))
@settings(max_examples=150)
def test_a_damaged_file_is_explained(base: bytes, changes: list[tuple[str, float, bytes]], setting: str) -> None:
    with TemporaryDirectory() as folder:
        read = loaded(Path(folder), _changed(base, changes), settings=setting)
    assert all(d.where.file and d.what and d.why and d.fix for d in read.diagnostics)
    assert read.diagnostics or "deals" in read.sources
    for summary in read.reconciliation:
        assert summary.rows_in == summary.rows_accepted + summary.rows_rejected


@given(st.binary(max_size=300))
@settings(max_examples=50)
def test_any_bytes_are_explained(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        read = loaded(Path(folder), content)
    assert read.diagnostics


def test_a_link_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("id\n1\n")
    folder = write(tmp_path / "ws", config_of("id: text", file="data/link.csv"), {"data/x": ""})
    (folder / "data/link.csv").symlink_to(tmp_path / "secret.csv")
    assert [d.code for d in load(folder).diagnostics] == ["WORK102"]


@pytest.mark.parametrize("text", ["\n" * 1_200_000, '"\n' * 500_001, ("x" * 79 + "\n") * 9, "1," * 30_000])
def test_shapes_that_could_take_long(tmp_path: Path, text: str) -> None:
    read = loaded(tmp_path, "id,amount\n" + text, "id: text, amount: money")
    assert read.diagnostics
    assert len(read.diagnostics) < 20
