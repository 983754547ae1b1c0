"""Look into a workbook before it is read: a ZIP of XML that can be a bomb, or hide errors as empty cells."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from attain.sources import problems
from attain.sources.files.contents import FREE_BYTES, MOST_RATIO, too_large
from attain.sources.files.raw import Unreadable

_FIX = "save it again as XLSX or CSV"
# The reader fills the rectangle between a sheet's first and last cell, used or not.
_FREE_CELLS = 5_000_000
_MOST_CELLS_PER_USED = 50
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Za-z]{1,3})(\d{1,7})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["'](\d{1,10})["']""")
_FAR_CELL = re.compile(rb"""\br=["'][A-Za-z]{1,3}\d{4,}["']""")
_FAILED = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*\bt=["']e["'])[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>(.*?)</(?:\w+:)?c>""",
    re.DOTALL,
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})</")
_SHEET_REFERENCE = re.compile(rb"""<(?:\w+:)?sheet\b[^>]*\b\w+:id=["'](\w+)["']""")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


def measure(content: bytes, most_bytes: int) -> dict[str, bytes]:
    """Unpack a workbook's sheets and directory within limits.

    Returns:
        The XML of each part that matters, by its path.

    Raises:
        Unreadable: no workbook, damaged, encrypted, or unpacking to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_other_archives(entries)
            parts = _unpack(content, entries, most_bytes)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, OverflowError):
        raise Unreadable(problems.NOT_A_TABLE, "the workbook is damaged or cut short", _FIX) from None
    for path, xml in parts.items():
        if "worksheets/" in path:
            _refuse_empty_expanse(xml)
    return parts


def _refuse_other_archives(entries: list[zipfile.ZipInfo]) -> None:
    if not any(entry.filename.endswith("xl/workbook.xml") for entry in entries):
        fix = "unpack it and name the file inside"
        raise Unreadable(problems.NOT_A_TABLE, "the ZIP file holds no XLSX workbook", fix)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(problems.NOT_A_TABLE, "the workbook is encrypted", "save it without a password")


def _unpack(content: bytes, entries: list[zipfile.ZipInfo], most_bytes: int) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        name = entry.filename
        is_kept = name.endswith((".xml", ".rels")) and ("worksheets/" in name or "workbook.xml" in name)
        xml = bytearray()
        size = 0
        for piece, taken in _unpacked(content, entry):
            size += len(piece)
            total += len(piece)
            if total > most_bytes or (size > FREE_BYTES and size > MOST_RATIO * taken):
                raise too_large(f"{taken:,} bytes unpack to more than {size:,}")
            if is_kept:
                xml += piece
        if is_kept:
            parts[name] = bytes(xml)
    return parts


def failed_cells(parts: dict[str, bytes], sheet_index: int) -> dict[tuple[int, int], str]:
    """Return the cells of a sheet that hold an error such as #DIV/0!, by row and column from 0.

    The reader shows them as empty, and an empty amount is not the same as a failed one.
    """
    references = _SHEET_REFERENCE.findall(parts.get("xl/workbook.xml", b""))
    wanted = references[sheet_index] if sheet_index < len(references) else b""
    for relation in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        if re.search(rb"""\bId=["']""" + re.escape(wanted) + rb"""["']""", relation):
            target = re.search(rb"""\bTarget=["']/?(?:xl/)?([^"']+)["']""", relation)
            return _failed_in(parts.get("xl/" + target.group(1).decode("utf-8", "replace"), b"")) if target else {}
    return {}


def _failed_in(xml: bytes) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for letters, row, inside in _FAILED.findall(xml):
        value = _VALUE.search(inside)
        text = value.group(1).decode("utf-8", "replace") if value else "#ERROR"
        found[int(row) - 1, _column_number(letters) - 1] = text
    return found


def _unpacked(content: bytes, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Unpack one entry piece by piece, with the bytes taken so far, trusting no size that the archive states."""
    start = entry.header_offset
    name_size = int.from_bytes(content[start + 26 : start + 28], "little")
    extra_size = int.from_bytes(content[start + 28 : start + 30], "little")
    start += 30 + name_size + extra_size
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed, len(packed)
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(entry.filename)
    inflate = zlib.decompressobj(-15)
    for at in range(0, len(packed), 1 << 18):
        pending = packed[at : at + (1 << 18)]
        while pending and not inflate.eof:
            piece = inflate.decompress(pending, 1 << 22)
            pending = inflate.unconsumed_tail
            yield piece, min(at + (1 << 18), len(packed)) - len(pending)


def _refuse_empty_expanse(xml: bytes) -> None:
    """Refuse a sheet with a cell so far out that the rectangle up to it would fill the memory."""
    used = max(1, xml.count(b"<c ") + xml.count(b":c "))
    last_row = max((int(m.group(1)) for m in _ROW.finditer(xml)), default=0)
    if last_row * 16_384 <= _FREE_CELLS and not _FAR_CELL.search(xml):
        return
    last_column = 1
    for match in _CELL.finditer(xml):
        letters, row = match.groups()
        last_row = max(last_row, int(row))
        if len(letters) > 1 or last_column < 26:
            last_column = max(last_column, _column_number(letters.upper()))
    spanned = last_row * last_column
    if spanned > _FREE_CELLS and spanned > _MOST_CELLS_PER_USED * used:
        raise too_large(f"{used:,} cells are spread over {last_row:,} rows and {last_column:,} columns")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
