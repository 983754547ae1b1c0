"""Cut delimited text into records: which lines belong together, how many fields each has, which are broken.

A quoted field may hold line breaks, so a line is not a row. A line starts inside quotes when an
odd number of quote signs stands before it; that is one running sum over the whole file.
"""

import io
import re
from dataclasses import dataclass

import polars as pl

from attain.sources import problems
from attain.sources.files.raw import BrokenRow, Unreadable

_MOST_SHORT_LINES = 1_000_000
_MOST_SUSPECTS = 1_000_000


@dataclass(frozen=True)
class Records:
    """Sound records of a text, and what was left out.

    Attributes:
        text: the sound records, one after another.
        lines: the line of each sound record in the file.
        broken: records that cannot be taken apart.
        blank_count: empty records, left out.
    """

    text: bytes
    lines: pl.Series
    broken: tuple[BrokenRow, ...]
    blank_count: int


def cut(body: bytes, delimiter: str, quote: str, shape: tuple[int, int]) -> Records:
    """Cut the text below the header into records.

    Args:
        body: UTF-8 text without the header.
        delimiter: one ASCII character.
        quote: the quote sign, or nothing if quotes are ordinary characters.
        shape: number of fields in the header, and the line on which the body starts.

    Raises:
        Unreadable: a quote opens and never closes.
    """
    width, first_line = shape
    quote = quote if quote and quote.encode() in body else ""
    _refuse_empty_lines(body)
    records = physical_lines(body).with_columns(line=pl.int_range(pl.len(), dtype=pl.Int64) + first_line)
    if quote:
        records = _joined(records, quote)
        if records["is_open"].any():
            raise _open_quote(records, delimiter, quote)
    records = records.with_columns(
        is_blank=_is_blank(delimiter, quote),
        field_count=_field_count(delimiter, quote),
        is_formed=_is_well_formed(delimiter, quote) if quote else pl.lit(True),
    )
    sound = pl.col("is_formed") & (pl.col("field_count") == width) & ~pl.col("is_blank")
    kept = records.filter(sound)
    blank_count = int(records["is_blank"].sum())
    if kept.height == records.height:
        return Records(body, records["line"], (), 0)
    broken = records.filter(~sound & ~pl.col("is_blank"))
    text = kept["text"].str.join("\n").item() if kept.height else ""
    return Records((text or "").encode(), kept["line"], tuple(_broken(broken, width)), blank_count)


def _refuse_empty_lines(body: bytes) -> None:
    """Refuse millions of lines too short to hold anything; each would take more memory than it has characters."""
    line_count = body.count(b"\n")
    if line_count > _MOST_SHORT_LINES and len(body) < 3 * line_count:
        what = f"most of {line_count:,} lines are empty"
        raise Unreadable(problems.NOT_A_TABLE, what, "export the table again without empty lines")


def physical_lines(body: bytes) -> pl.DataFrame:
    """Return the lines of a text, one row each, without their line ends."""
    if not body:
        return pl.DataFrame(schema={"text": pl.String})
    unused = next(chr(c) for c in range(1, 32) if chr(c) not in "\t\n\r" and bytes([c]) not in body)
    lines = pl.read_csv(
        io.BytesIO(body), has_header=False, new_columns=["text"], separator=unused, quote_char=None, infer_schema=False
    )
    return lines.select(pl.col("text").fill_null(""))


def _joined(lines: pl.DataFrame, quote: str) -> pl.DataFrame:
    """Join lines that a quoted field continues; ``is_open`` marks a last record that never ends."""
    count = pl.col("text").str.count_matches(quote, literal=True).cast(pl.Int64)
    lines = lines.with_columns(closed=count.cum_sum() % 2 == 0, quote_count=count)
    starts = pl.col("closed").shift(1, fill_value=True)
    lines = lines.with_columns(starts=starts)
    if lines["starts"].all():
        return lines.select("text", "line", "quote_count", is_open=~pl.col("closed"))
    return (
        lines.group_by(pl.col("starts").cum_sum().alias("record"), maintain_order=True)
        .agg(
            pl.col("text").str.join("\n"),
            pl.col("line").first(),
            pl.col("quote_count").sum(),
            is_open=~pl.col("closed").last(),
        )
        .drop("record")
    )


def _is_blank(delimiter: str, quote: str) -> pl.Expr:
    """Say whether a record holds nothing: no fields, or only empty ones."""
    bare = pl.col("text").str.strip_chars(f" \t{delimiter}").fill_null("") == ""
    if not quote:
        return bare
    d, q = re.escape(delimiter), re.escape(quote)
    field = f"[ \t]*(?:{q}[ \t]*{q}[ \t]*)?"
    quoted = pl.col("text").str.contains(f"^{field}(?:{d}{field})*$")
    return pl.when(pl.col("quote_count") > 0).then(quoted).otherwise(bare)


def _field_count(delimiter: str, quote: str) -> pl.Expr:
    if not quote:
        return pl.col("text").str.count_matches(delimiter, literal=True).cast(pl.Int64) + 1
    bare = (
        pl.when(pl.col("quote_count") > 0)
        .then(pl.col("text").str.replace_all(f"{quote}[^{quote}]*{quote}", ""))
        .otherwise(pl.col("text"))
    )
    return bare.str.count_matches(delimiter, literal=True).cast(pl.Int64) + 1


def _is_well_formed(delimiter: str, quote: str) -> pl.Expr:
    """Say whether each field is bare or wholly quoted, with quote signs inside doubled."""
    d, q = re.escape(delimiter), re.escape(quote)
    field = f"(?:{q}(?:[^{q}]|{q}{q})*{q}|[^{q}{d}]*)"
    return (pl.col("quote_count") == 0) | pl.col("text").str.contains(f"(?s)^{field}(?:{d}{field})*$")


def _open_quote(records: pl.DataFrame, delimiter: str, quote: str) -> Unreadable:
    """Find the first quote that is out of place; the last record is only where its effect ends."""
    quoted = records.filter(pl.col("quote_count") > 0)
    suspects = quoted.head(_MOST_SUSPECTS).filter(pl.col("is_open") | ~_is_well_formed(delimiter, quote))
    line = int((suspects if suspects.height else quoted.tail(1))["line"][0])
    fix = "close it, double a quote sign that belongs to the text, or declare format: {quote: none}"
    return Unreadable(problems.OPEN_QUOTE, f"the quote that opens on line {line} never closes", fix, line)


def _broken(records: pl.DataFrame, width: int) -> list[BrokenRow]:
    found: list[BrokenRow] = []
    for text, line, count, is_formed in records.select("text", "line", "field_count", "is_formed").iter_rows():
        if is_formed:
            side = "few" if count < width else "many"
            reason = f"{count} field{'' if count == 1 else 's'} where the header has {width}: too {side}"
            fix = "put a value that contains the delimiter into quotes, or add the missing fields"
        else:
            last = line + text.count("\n")
            spread = f", so lines {line} to {last} run together" if last > line else ""
            reason = f"a quote sign stands inside a field{spread}"
            fix = 'put the field into quotes and double the sign inside (""), or remove it'
        found.append(BrokenRow(line, text, reason, fix))
    return found
