"""What somebody with every right on the database, and without the key, may do to a ledger; and where it shows.

Every tampering returns the changed ledger and the codes of which ``verify`` has to name at least one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import polars as pl

from attain.ledger import Head, chained, digest_by
from attain.ledger.posting import ENTRY_RECORD, LINE_RECORD


@dataclass(frozen=True)
class Tampered:
    """A ledger somebody changed, and what ``verify`` has to say: one of the codes, near a position."""

    entries: pl.DataFrame
    lines: pl.DataFrame
    codes: frozenset[str]
    position: int


def edit_line(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Change an amount, an account or a transaction of one line."""
    number = dice.randrange(lines.height)
    changes = {
        "line_amount": pl.col("line_amount") + dice.choice([-1, 1, 100]),
        "account": pl.lit(dice.choice(["adjustment", "impairment_loss"])),
        "transaction_id": pl.lit("another"),
        "currency": pl.lit("KWD"),
    }
    column = dice.choice(sorted(changes))
    return Tampered(entries, _changed(lines, number, column, changes[column]), _codes(101), lines["entry_no"][number])


def delete_line(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Delete one line."""
    number = dice.randrange(lines.height)
    return Tampered(entries, _without(lines, number), _codes(102), lines["entry_no"][number])


def insert_line(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Insert a copy of one line into an entry."""
    copied = lines[dice.randrange(lines.height)]
    entry_no = dice.randrange(entries.height) + 1
    copied = copied.with_columns(entry_no=pl.lit(entry_no, pl.Int64), line_no=pl.lit(99, pl.Int64))
    return Tampered(entries, pl.concat([lines, copied]), _codes(103), entry_no)


def swap_lines(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Turn the numbers of an entry's lines around."""
    entry_no = dice.randrange(entries.height) + 1
    turned = pl.when(pl.col("entry_no") == entry_no).then(pl.len().over("entry_no") + 1 - pl.col("line_no"))
    changed = lines.with_columns(line_no=turned.otherwise("line_no").cast(pl.Int64))
    return Tampered(entries, changed, _codes(101), entry_no)


def edit_entry(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Change who, when or why of one entry."""
    number = dice.randrange(entries.height)
    changes = {
        "payee_id": pl.lit("somebody"),
        "cause": pl.lit("engine"),
        "batch_no": pl.col("batch_no") + 1,
        "dated_on": pl.col("dated_on").dt.offset_by("1d"),
        "run_id": pl.lit("another"),
        "entry_hash": pl.lit("ab" * 32),
        "lines_digest": pl.lit("cd" * 32),
    }
    column = dice.choice(sorted(changes))
    return Tampered(_changed(entries, number, column, changes[column]), lines, _codes(104), number + 1)


def delete_entry(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Delete an entry that is not the last, with its lines; the others may be numbered anew."""
    number = dice.randrange(entries.height - 1)
    gone = number + 1
    entries, lines = _without(entries, number), lines.filter(pl.col("entry_no") != gone)
    if dice.random() < 0.5:
        closer = (pl.col("entry_no") - (pl.col("entry_no") > gone).cast(pl.Int64)).alias("entry_no")
        entries, lines = entries.with_columns(closer), lines.with_columns(closer)
    return Tampered(entries, lines, _codes(105), gone)


def insert_entry(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Insert an entry that hangs on the one before it and has a right hash; the later ones are numbered anew."""
    after = dice.randrange(1, entries.height)
    copied, its_lines = entries[after - 1], lines.filter(pl.col("entry_no") == after)
    forged, _ = chained(
        copied.with_columns(payee_id=pl.lit("somebody")), ENTRY_RECORD, Head(after, entries["entry_hash"][after - 1])
    )
    later = (pl.col("entry_no") + (pl.col("entry_no") > after).cast(pl.Int64)).alias("entry_no")
    forged_lines = its_lines.with_columns(entry_no=pl.lit(after + 1, pl.Int64))
    entries = pl.concat([entries.with_columns(later), forged.select(entries.columns)]).sort("entry_no")
    return Tampered(entries, pl.concat([lines.with_columns(later), forged_lines]), _codes(106), after + 1)


def move_entry(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Move an entry with its lines to another place."""
    numbers = list(range(1, entries.height + 1))
    taken, put = dice.sample(range(len(numbers)), 2)
    numbers.insert(put, numbers.pop(taken))
    places = {number: place for place, number in enumerate(numbers, 1)}
    anew = pl.col("entry_no").replace_strict(places, return_dtype=pl.Int64)
    entries, lines = entries.with_columns(anew).sort("entry_no"), lines.with_columns(anew)
    return Tampered(entries, lines, _codes(107), min(taken, put) + 1)


def swap_entries(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Let two entries change places, with their lines."""
    one, other = dice.sample(range(1, entries.height + 1), 2)
    places = {one: other, other: one}
    anew = pl.col("entry_no").replace(places)
    return Tampered(entries.with_columns(anew), lines.with_columns(anew), _codes(107), min(one, other))


def rewrite(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Change a line and hash everything after it anew, without a mistake: only the signed head can tell."""
    number = dice.randrange(lines.height)
    place = lines["entry_no"][number]
    lines = _changed(lines, number, "transaction_id", pl.lit("another"))
    entries = entries.with_columns(lines_digest=digest_by(lines, LINE_RECORD, by="entry_no")["digest"])
    entries = chained(entries, ENTRY_RECORD, Head())[0]
    return Tampered(entries, lines, _codes(108), place)


def cut(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Cut the newest entries off."""
    kept = dice.randrange(entries.height)
    return Tampered(entries.head(kept), lines.filter(pl.col("entry_no") <= kept), _codes(109), kept + 1)


def unbalance(dice: Random, entries: pl.DataFrame, lines: pl.DataFrame) -> Tampered:
    """Change one amount and hash everything anew: the entry no longer sums to zero."""
    number = dice.randrange(lines.height)
    place = lines["entry_no"][number]
    found = rewrite(dice, entries, _changed(lines, number, "line_amount", pl.col("line_amount") + 1))
    return replace(found, codes=_codes(111), position=place)


Tampering = Callable[[Random, pl.DataFrame, pl.DataFrame], Tampered]
EDITS: tuple[Tampering, ...] = (
    edit_line,
    edit_entry,
    insert_line,
    swap_lines,
    insert_entry,
    rewrite,
    unbalance,
)
DELETIONS = (delete_line, delete_entry, cut)
REORDERINGS = (move_entry, swap_entries)


def seeded(seed: int) -> Random:
    """Dice that fall the same way for the same seed."""
    return Random(seed)  # noqa: S311 - a test, not a secret


def _codes(*numbers: int) -> frozenset[str]:
    return frozenset(f"LEDG{number}" for number in numbers)


def _changed(frame: pl.DataFrame, number: int, column: str, value: pl.Expr) -> pl.DataFrame:
    row = pl.int_range(pl.len()) == number
    return frame.with_columns(pl.when(row).then(value).otherwise(pl.col(column)).alias(column))


def _without(frame: pl.DataFrame, number: int) -> pl.DataFrame:
    return frame.filter(pl.int_range(pl.len()) != number)
