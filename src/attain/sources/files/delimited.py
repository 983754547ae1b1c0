"""Open CSV, TSV and their relatives: delimiter, quotes and header found out or declared."""

import csv
import io
import re
from dataclasses import dataclass

import polars as pl

from attain.sources import problems
from attain.sources.config import FormatConfig
from attain.sources.files.contents import decode
from attain.sources.files.raw import RawColumn, RawTable, Unreadable
from attain.sources.files.records import Records, cut

DELIMITERS = (",", ";", "\t", "|")
_STAND_IN = "\x1f"
_NAMES = {"\t": "TAB", ",": "comma", ";": "semicolon", "|": "pipe", " ": "space"}
_MOST_COLUMNS = 16_384
_MOST_HEADER_BYTES = 1 << 18


def open_delimited(content: bytes, form: FormatConfig, wanted: list[str]) -> "DelimitedText":
    """Find delimiter and header of a delimited text.

    Args:
        content: the file's bytes, unpacked.
        form: what is declared about it.
        wanted: header names that are declared; the delimiter that yields most of them is taken.

    Raises:
        Unreadable: no text, no header, or one column where several are wanted.
    """
    text, encoding_said = decode(content, form.encoding)
    detected = [encoding_said]
    if b"\r" in text:
        ends = b"\r\n" if b"\n" in text else b"\r"
        text = text.replace(ends, b"\n")
        detected.append("lines end with CRLF" if len(ends) == 2 else "lines end with CR")
    text, skipped, declared = _skip_preamble(text, form)
    quote = "" if form.quote == "none" else form.quote or '"'
    delimiter = declared or _find_delimiter(text, quote, wanted)
    shown = _NAMES.get(delimiter, repr(delimiter))
    detected.insert(0, f"delimiter {shown}{' as declared' if declared else ''}")
    original = delimiter
    if len(delimiter) > 1 or not delimiter.isascii():
        text = text.replace(delimiter.encode(), _STAND_IN.encode())
        delimiter = _STAND_IN
    header, header_line_count, offset = _header(text, delimiter, quote)
    if quote and (quote.encode() not in text or not _has_quoted_field(text, delimiter, quote)):
        quote = ""
    if len(header) > _MOST_COLUMNS:
        what = f"the header has {len(header):,} names"
        raise Unreadable(problems.NOT_A_TABLE, what, f"keep it to {_MOST_COLUMNS:,} columns", 1)
    _refuse_one_column(header, original, wanted)
    padded = sum(name != name.strip() for name in header)
    if padded:
        detected.append(f"{padded} header name{'s' if padded > 1 else ''} trimmed")
    body = text[offset:]
    first_line = skipped + header_line_count + 1
    restore = "" if original == delimiter else original
    return DelimitedText([n.strip() for n in header], detected, body, (delimiter, quote, restore), first_line)


@dataclass
class DelimitedText:
    """A delimited text whose header is known; ``marks`` are delimiter, quote and what the delimiter stands in for."""

    header: list[str]
    detected: list[str]
    body: bytes
    marks: tuple[str, str, str]
    first_line: int

    def read(self, positions: list[int]) -> RawTable:
        """Read the columns at these positions of the header."""
        delimiter, quote, restore = self.marks
        records = cut(self.body, delimiter, quote, (len(self.header), self.first_line))
        said: list[str] = []
        if records.blank_count:
            said.append(f"{records.blank_count} empty line{'s' if records.blank_count > 1 else ''} skipped")
        frame = _parse(records, (delimiter, quote), positions, len(self.header))
        if restore:
            frame = frame.with_columns(pl.all().str.replace_all(delimiter, restore, literal=True))
        columns = {p: RawColumn(written=frame[f"column_{p}"]) for p in positions}
        return RawTable(columns, records.lines, records.broken, tuple(said))


def _skip_preamble(text: bytes, form: FormatConfig) -> tuple[bytes, int, str | None]:
    """Skip what stands above the header: empty lines, Excel's ``sep=;``, lines above a declared header line."""
    skipped = 0
    if form.header_line and form.header_line > 1:
        for _ in range(form.header_line - 1):
            _, end, text = text.partition(b"\n")
            skipped += bool(end)
    text, skipped = _skip_blank(text, skipped)
    declared: str | None = form.delimiter
    hint = re.match(rb"sep=(.)\n", text)
    if hint:
        declared = declared or hint.group(1).decode("latin-1")
        text, skipped = _skip_blank(text[hint.end() :], skipped + 1)
    if not text.strip():
        raise Unreadable(problems.EMPTY, "the file has no header", "export it again, or remove the source")
    return text, skipped, declared


def _skip_blank(text: bytes, skipped: int) -> tuple[bytes, int]:
    while b"\n" in text[:256] and not text[:256].partition(b"\n")[0].strip():
        text, skipped = text.partition(b"\n")[2], skipped + 1
    return text, skipped


def _find_delimiter(text: bytes, quote: str, wanted: list[str]) -> str:
    """Take the delimiter that finds most of the wanted names, then most fields."""

    def merit(delimiter: str) -> tuple[int, int]:
        try:
            names, _, _ = _header(text, delimiter, quote)
        except Unreadable:
            return -1, 0
        return len({n.strip() for n in names} & set(wanted)), len(names)

    return max(DELIMITERS, key=merit)


def _header(text: bytes, delimiter: str, quote: str) -> tuple[list[str], int, int]:
    """Return the header's names, how many lines it takes, and where the body starts."""
    head = text[:_MOST_HEADER_BYTES].decode("utf-8", "ignore")
    lines = head.split("\n")
    reader = csv.reader(
        (line.replace("\r", " ") + "\n" for line in lines),
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        strict=True,
    )
    try:
        names = next(reader)
    except csv.Error:
        what = "a quote in the header is not closed, or a sign stands behind it"
        raise Unreadable(problems.OPEN_QUOTE, what, "close the quote, or declare format: {quote: none}", 1) from None
    used = lines[: reader.line_num]
    offset = min(len("\n".join(used).encode()) + 1, len(text))
    return names, len(used), offset


def _has_quoted_field(text: bytes, delimiter: str, quote: str) -> bool:
    """Say whether any field starts with a quote; if none does, quotes are ordinary characters (6" pipe)."""
    start = f"(?:^|[\n{re.escape(delimiter)}]){re.escape(quote)}"
    return re.search(start.encode(), text) is not None


def _refuse_one_column(header: list[str], delimiter: str, wanted: list[str]) -> None:
    if len(header) > 1 or len(set(wanted)) < 2 or header[0].strip() in wanted:
        return
    others = [d for d in (*DELIMITERS, ":", "^", "~") if d != delimiter and d in header[0]]
    what = f"the header is the single name '{header[0][:60].strip()}'"
    fix = "declare what separates the fields, such as format: {delimiter: ';'}"
    if others:
        name = {"\t": "tab"}.get(others[0], f"'{others[0]}'")
        fix = f"the fields seem to be separated by {name}: write format: {{delimiter: {name}}}"
    raise Unreadable(problems.ONE_COLUMN, what, fix, 1)


def _parse(records: Records, marks: tuple[str, str], positions: list[int], width: int) -> pl.DataFrame:
    """Parse sound records; Polars first, Python's own reader where Polars counts the rows differently."""
    text, row_count = records.text, len(records.lines)
    names = [f"column_{p}" for p in positions]
    if not row_count or not positions:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    delimiter, quote = marks
    try:
        frame = pl.read_csv(
            io.BytesIO(text),
            has_header=False,
            separator=delimiter,
            quote_char=quote or None,
            infer_schema=False,
            columns=sorted(set(positions)),
        )
        if frame.height == row_count:
            return frame
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        pass
    rows = csv.reader(
        io.StringIO(text.decode(), newline=""),
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    sound = [row for row in rows if len(row) == width]
    assert len(sound) == row_count, "records were cut soundly"
    cells = {n: [r[p] for r in sound] for n, p in zip(names, positions, strict=True)}
    return pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String))
