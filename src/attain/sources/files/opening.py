"""Open a file by what it is, whatever its name says."""

from pathlib import Path

from attain.sources import problems
from attain.sources.config import FormatConfig
from attain.sources.files.contents import read_bytes
from attain.sources.files.delimited import open_delimited
from attain.sources.files.parquet import PARQUET_MAGIC, open_parquet
from attain.sources.files.raw import OpenTable, Unreadable
from attain.sources.files.spreadsheets import open_workbook

_ZIP_MAGIC = b"PK\x03\x04"
_OTHER_KINDS = {
    b"\xd0\xcf\x11\xe0": ("an old Excel file (XLS)", "save it as XLSX or CSV"),
    b"%PDF": ("a PDF", "export the table as CSV or XLSX"),
    b"SQLite format 3": ("a SQLite database", "read it with sql: {sqlite: ..., query: ...}"),
    b"7z\xbc\xaf": ("a 7z archive", "unpack it"),
    b"BZh": ("packed with bzip2", "unpack it, or pack it with gzip"),
    b"\xfd7zXZ": ("packed with xz", "unpack it, or pack it with gzip"),
    b"\x28\xb5\x2f\xfd": ("packed with zstd", "unpack it, or pack it with gzip"),
}


def open_table(path: Path, form: FormatConfig, wanted: list[str], most_bytes: int) -> OpenTable:
    """Open a file and find its header.

    Args:
        path: the file.
        form: what is declared about it.
        wanted: header names that are declared.
        most_bytes: how much it may unpack to.

    Raises:
        Unreadable: the file as a whole cannot be read.
    """
    content, was_packed = read_bytes(path, most_bytes)
    for magic, (kind, fix) in _OTHER_KINDS.items():
        if content.startswith(magic):
            raise Unreadable(problems.NOT_A_TABLE, f"the file is {kind}", fix)
    if content.startswith(PARQUET_MAGIC):
        return open_parquet(content, most_bytes)
    if content.startswith(_ZIP_MAGIC):
        return open_workbook(content, form.sheet, form.header_line, most_bytes)
    opened = open_delimited(content, form, wanted)
    if was_packed:
        opened.detected.append("packed with gzip")
    return opened
