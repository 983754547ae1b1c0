"""Find out how numbers, dates and percents are written, from values that can be read in one way only.

1.234,56 settles the decimal mark and 31/12/2026 the order of day and month. Where no value settles
it (1,234 or 03/04/2026 alone) nothing is guessed: the file has to declare it.
"""

from dataclasses import dataclass

import polars as pl

from attain.sources import problems
from attain.sources.files.raw import Unreadable

# As written by people: only digits, dots and commas count as evidence.
_POINT = r"^[0-9]*\.(?:[0-9]{0,2}|[0-9]{4,})$|^0*\.[0-9]+$|^[0-9]{4,}\.[0-9]{3}$|,.*\.[0-9]*$|,[0-9]{3},"
_COMMA = r"^[0-9]*,(?:[0-9]{0,2}|[0-9]{4,})$|^0*,[0-9]+$|^[0-9]{4,},[0-9]{3}$|\..*,[0-9]*$|\.[0-9]{3}\."
_UNCLEAR = r"^[1-9][0-9]{0,2}[.,][0-9]{3}$"
_PLAIN = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$"
_SLASHED = r"^([0-9]{1,2})([./-])([0-9]{1,2})[./-]([0-9]{4})(?:\D|$)"
_FIRST_LOOK = 2_000


@dataclass(frozen=True)
class Cell:
    """One value, its column and line: what a decision rests on."""

    column: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"'{self.text[:40]}' in {self.column}, line {self.line}"


def find_decimal_mark(columns: dict[str, pl.Series], lines: pl.Series) -> tuple[str, Cell | None]:
    """Find the decimal mark of trimmed number texts, and the value that settles it (None if none needs one).

    >>> mark, settled_by = find_decimal_mark({"amount": pl.Series(["1.234", "1.234,56"])}, pl.Series([2, 3]))
    >>> mark, str(settled_by)
    (',', "'1.234,56' in amount, line 3")
    >>> find_decimal_mark({"amount": pl.Series(["20", "-5"])}, pl.Series([2, 3]))
    ('.', None)

    Raises:
        Unreadable: no value settles it, or two contradict each other.
    """
    point = comma = unclear = None
    with_marks = {name: _with_marks(column, lines) for name, column in columns.items()}
    for name, marked in with_marks.items():
        point = point or _first(name, marked, _POINT)
        comma = comma or _first(name, marked.filter(~pl.col("text").str.contains(_PLAIN)), _COMMA)
    if point and comma:
        what = f"{point} has a decimal point, {comma} a decimal comma"
        fix = "declare decimal: for each column, or write them one way"
        raise Unreadable(problems.DECIMAL_UNCLEAR, what, fix, comma.line)
    if not point and not comma:
        unclear = next(filter(None, (_first(name, marked, _UNCLEAR) for name, marked in with_marks.items())), None)
    if unclear:
        what = f"{unclear} can be a number of thousands or of thousandths, and no other value settles it"
        fix = 'declare format: {decimal: "."} or format: {decimal: ","}'
        raise Unreadable(problems.DECIMAL_UNCLEAR, what, fix, unclear.line)
    return ("," if comma else "."), comma or point


def _with_marks(column: pl.Series, lines: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame({"line": lines, "text": column})
    return frame.filter(pl.col("text").str.contains("[.,]"))


def _first(name: str, frame: pl.DataFrame, pattern: str) -> Cell | None:
    for part in (frame.head(_FIRST_LOOK), frame):
        digits = pl.col("text").str.replace_all(r"[^0-9.,]", "")
        hits = part.filter(digits.str.contains(pattern)).head(1)
        if hits.height:
            return Cell(name, hits["line"][0], hits["text"][0])
    return None


def find_day_order(columns: dict[str, pl.Series], lines: pl.Series) -> tuple[str, Cell | None]:
    """Find whether the day (``dmy``) or the month (``mdy``) comes first in trimmed date texts.

    Dates with dots are always day first. Texts such as 2026-01-31 do not matter here.

    >>> order, settled_by = find_day_order({"closed": pl.Series(["03/04/2026", "12/31/2026"])}, pl.Series([2, 3]))
    >>> order, str(settled_by)
    ('mdy', "'12/31/2026' in closed, line 3")

    Raises:
        Unreadable: no value settles it, or two contradict each other.
    """
    day_first = month_first = unclear = None
    for name, column in columns.items():
        parts = _day_parts(column, lines)
        if not parts.height:
            continue
        first, second, dotted = pl.col("first") > 12, pl.col("second") > 12, pl.col("mark") == "."
        day_first = day_first or _cell(name, parts.filter((first & ~second) | (dotted & ~second)))
        month_first = month_first or _cell(name, parts.filter(second & ~first & ~dotted))
        either_way = ~first & ~second & ~dotted & (pl.col("first") != pl.col("second"))
        unclear = unclear or _cell(name, parts.filter(either_way))
    if day_first and month_first:
        what = f"{day_first} has the day first, {month_first} the month"
        fix = "declare date: for each column, or write them one way"
        raise Unreadable(problems.DATE_UNCLEAR, what, fix, month_first.line)
    if not day_first and not month_first and unclear:
        what = f"{unclear} can be read day first or month first, and no other value settles it"
        fix = "declare format: {date: dmy} or format: {date: mdy}"
        raise Unreadable(problems.DATE_UNCLEAR, what, fix, unclear.line)
    return ("mdy" if month_first else "dmy"), day_first or month_first


def _day_parts(column: pl.Series, lines: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame({"line": lines, "text": column})
    frame = frame.filter(pl.col("text").str.contains(_SLASHED))
    groups = pl.col("text").str.extract_groups(_SLASHED).struct.rename_fields(["first", "mark", "second", "year"])
    return (
        frame.with_columns(groups.alias("parts")).unnest("parts").with_columns(pl.col("first", "second").cast(pl.Int64))
    )


def _cell(name: str, frame: pl.DataFrame) -> Cell | None:
    return Cell(name, frame["line"][0], frame["text"][0]) if frame.height else None


def find_percent_style(columns: dict[str, pl.Series], lines: pl.Series, decimal_mark: str) -> str:
    """Find what a number without percent sign means in trimmed percent texts: ``fraction`` or ``of_100``.

    Numbers from -1 to 1 are fractions (0.6 is 60 %). Where every number has a sign nothing is to be found.

    >>> find_percent_style({"share": pl.Series(["0.6", "0.4"])}, pl.Series([2, 3]), ".")
    'fraction'

    Raises:
        Unreadable: a number without sign is beyond 1, so that 60 could be 60 % or 6000 %.
    """
    for name, column in columns.items():
        bare = _unsigned(column, lines)
        plain = pl.col("text").str.replace(decimal_mark, ".", literal=True)
        beyond = bare.filter(plain.cast(pl.Decimal(38, 9), strict=False).abs() > 1).head(1)
        if beyond.height:
            cell = Cell(name, beyond["line"][0], beyond["text"][0])
            what = f"{cell} has no percent sign"
            fix = "declare format: {percent: of_100} if 60 means 60 %, or {percent: fraction} if 0.6 does"
            raise Unreadable(problems.PERCENT_UNCLEAR, what, fix, cell.line)
    return "fraction"


def _unsigned(column: pl.Series, lines: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame({"line": lines, "text": column})
    return frame.filter(~pl.col("text").str.contains("%", literal=True))
