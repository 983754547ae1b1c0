"""Read dates: ISO, day first or month first, with month names, as Excel or Unix numbers, or in a declared form.

A time of day is dropped, and said so; a time with a zone is first moved to the workspace's time zone.
"""

import datetime as dt
import re
from dataclasses import dataclass

import polars as pl

from attain.expressions.types import ColumnType
from attain.sources import problems
from attain.sources.readings.reading import (
    Reading,
    Reason,
    counted,
    never_refused,
    no_refusals,
    refusals,
    short_enough,
    text_of_native,
    trimmed,
)

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(9999, 12, 31)
WORDS = ("iso", "dmy", "mdy", "excel", "epoch_s", "epoch_ms")
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_TIME = rf"(?:[T ]+({_CLOCK})? ?(Z|UTC|[+-][0-9]{{2}}:?[0-9]{{2}})?)?"
_USUAL = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?$"
_ISO = rf"^([0-9]{{4}})[-/.]?([0-9]{{2}})[-/.]?([0-9]{{2}}){_TIME}$"
_SLASHED = rf"^([0-9]{{1,2}})[./-]([0-9]{{1,2}})[./-]([0-9]{{4}}){_TIME}$"
_NAMED = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
_UNITS = ("epoch_s", "epoch_ms")


@dataclass(frozen=True)
class DateRule:
    """How the dates of one column are to be read.

    Attributes:
        form: ``iso``, ``dmy``, ``mdy``, ``excel``, ``epoch_s``, ``epoch_ms``, or a form such as ``%d.%m.%y``.
        time_zone: where days are counted; a time with a zone is moved there.
        null_as: texts that stand for an empty cell.
    """

    form: str = "dmy"
    time_zone: str = "UTC"
    null_as: tuple[str, ...] = ()


def is_date_form(form: str) -> bool:
    """Say whether dates can be read in a declared form.

    >>> is_date_form("%d.%m.%Y"), is_date_form("DD.MM.YYYY")
    (True, False)
    """
    if form in WORDS:
        return True
    sample = dt.datetime(2026, 1, 31, 10, 30)  # noqa: DTZ001 -- a day without a zone
    try:
        return _declared(pl.Series([sample.strftime(form)]), form).item() == sample.date()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError):
        return False


def read_dates(written: pl.Series | None, native: pl.Series | None, rule: DateRule) -> Reading:
    """Read one column of dates.

    >>> read = read_dates(pl.Series(["31.12.2026", "2026-01-31 10:00:00", "soon"]), None, DateRule("dmy"))
    >>> [str(day) for day in read.values], read.refused[2], read.detected
    (['2026-12-31', '2026-01-31', 'None'], 'soon', ['the time of day dropped from 1 value'])
    """
    if native is not None and written is None and _all_in_bounds(native):
        return Reading(native, ColumnType("date"), no_refusals(len(native)), never_refused)
    detected: list[str] = []
    parts: list[tuple[pl.Series, pl.Series]] = []
    if written is not None:
        texts = trimmed(written, rule.null_as)
        parts.append((texts, _written_days(short_enough(texts), rule, detected)))
    if native is not None:
        parts.append((text_of_native(native), _native_days(native, rule, detected)))
    texts = pl.select(pl.coalesce([p[0] for p in parts])).to_series()
    days = pl.select(pl.coalesce([p[1] for p in parts])).to_series()
    days = pl.select(pl.when(days.is_between(FIRST_DAY, LAST_DAY)).then(days)).to_series()
    refused = texts.is_not_null() & days.is_null()
    return Reading(
        days,
        ColumnType("date"),
        refusals(texts, refused),
        lambda texts: [explain_date(t, rule) for t in texts],
        detected,
    )


def _all_in_bounds(native: pl.Series) -> bool:
    return native.dtype == pl.Date and native.is_between(FIRST_DAY, LAST_DAY).all()


def _written_days(texts: pl.Series, rule: DateRule, detected: list[str]) -> pl.Series:
    if rule.form in {"excel", *_UNITS}:
        return _numbered(texts.cast(pl.Decimal(38, 9), strict=False).cast(pl.Int64, strict=False), rule)
    if rule.form.startswith("%"):
        return _declared(texts, rule.form)
    if texts.str.contains(_USUAL).all():
        dropped = int(texts.str.slice(10).str.contains("[1-9]").sum()) if texts.str.len_bytes().max() != 10 else 0
        _say_dropped(dropped, detected)
        return texts.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    iso = texts.str.extract_groups(_ISO).struct.rename_fields(["year", "month", "day", "time", "zone"])
    frame = pl.DataFrame({"text": texts, "parts": iso}).unnest("parts")
    if rule.form != "iso":
        frame = _with_slashed(frame, rule.form)
    frame = _in_zone(frame.with_columns(day=_day_of_parts()), rule.time_zone, detected)
    days = frame["day"]
    if rule.form != "iso" and days.null_count() > texts.null_count():
        days = pl.select(pl.coalesce(days, *(_named(texts, form) for form in _NAMED))).to_series()
    dropped = int(frame.select((pl.col("time").str.contains("[1-9]") & pl.col("zone").is_null()).sum()).item())
    _say_dropped(dropped, detected)
    return days


def _say_dropped(count: int, detected: list[str]) -> None:
    if count:
        detected.append(f"the time of day dropped from {counted(count, 'value')}")


def _with_slashed(frame: pl.DataFrame, order: str) -> pl.DataFrame:
    """Fill the parts of dates with the year last; ISO parts stay."""
    if not frame.select((pl.col("year").is_null() & pl.col("text").is_not_null()).any()).item():
        return frame
    fields = [*(("b", "c") if order == "dmy" else ("c", "b")), "a", "slashed_time", "slashed_zone"]
    slashed = pl.col("text").str.extract_groups(_SLASHED).struct.rename_fields(fields)
    frame = frame.with_columns(slashed.alias("slashed")).unnest("slashed")
    return frame.with_columns(
        year=pl.coalesce("year", "a"),
        month=pl.coalesce("month", "c"),
        day=pl.coalesce("day", "b"),
        time=pl.coalesce("time", "slashed_time"),
        zone=pl.coalesce("zone", "slashed_zone"),
    )


def _day_of_parts() -> pl.Expr:
    parts = [pl.col("year"), pl.col("month").str.zfill(2), pl.col("day").str.zfill(2)]
    return pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)


def _in_zone(frame: pl.DataFrame, time_zone: str, detected: list[str]) -> pl.DataFrame:
    """Move times with a zone to the workspace's own; 23:30 in UTC is the next day in Berlin."""
    zoned = pl.col("zone").is_not_null() & pl.col("time").is_not_null()
    count = int(frame.select(zoned.sum()).item())
    if not count:
        return frame
    offset = pl.col("zone").replace({"Z": "+0000", "UTC": "+0000"}).str.replace(":", "", literal=True)
    sign = pl.when(offset.str.starts_with("-")).then(-1).otherwise(1)
    behind = sign * (offset.str.slice(1, 2).cast(pl.Int64) * 60 + offset.str.slice(3, 2).cast(pl.Int64))
    clock = pl.col("time").str.extract_groups(r"^([0-9]{1,2}):([0-9]{2})[^AaPp]*([AaPp])?").struct
    hour, minute, half = clock[0].cast(pl.Int64), clock[1].cast(pl.Int64), clock[2].str.to_lowercase()
    hour = pl.when(half.is_null()).then(hour).otherwise(hour % 12 + pl.when(half == "p").then(12).otherwise(0))
    utc = pl.col("day").cast(pl.Datetime("us")) + pl.duration(minutes=hour * 60 + minute - behind)
    moved = utc.dt.replace_time_zone("UTC").dt.convert_time_zone(time_zone).dt.date()
    detected.append(f"{counted(count, 'time')} with a zone moved to {time_zone}, then the time dropped")
    return frame.with_columns(day=pl.when(zoned).then(moved).otherwise(pl.col("day")))


def _named(texts: pl.Series, form: str) -> pl.Series:
    """Read dates with English month names: 31-Dec-2026, Dec 31, 2026."""
    tidy = texts.str.replace_all("[-/,. ]+", " ").str.strip_chars()
    return tidy.str.to_date(form, strict=False)


def _declared(texts: pl.Series, form: str) -> pl.Series:
    if any(f"%{letter}" in form for letter in "HIMSpfTRzZ"):
        moments = texts.str.to_datetime(form, strict=False, time_unit="us")
        return moments.dt.date()
    return texts.str.to_date(form, strict=False)


def _native_days(native: pl.Series, rule: DateRule, detected: list[str]) -> pl.Series:
    if native.dtype == pl.Date:
        return native
    if isinstance(native.dtype, pl.Datetime):
        if native.dtype.time_zone:
            detected.append(f"times moved to {rule.time_zone}, then the time dropped")
            return native.dt.convert_time_zone(rule.time_zone).dt.date()
        if (native.dt.time() != dt.time()).any():
            detected.append("the time of day dropped")
        return native.dt.date()
    if native.dtype.is_numeric() and rule.form in {"excel", *_UNITS}:
        return _numbered(native.cast(pl.Int64, strict=False), rule)
    if native.dtype == pl.String:
        return _written_days(native, DateRule("iso", rule.time_zone), detected)
    return pl.repeat(None, len(native), dtype=pl.Date, eager=True)


def _numbered(numbers: pl.Series, rule: DateRule) -> pl.Series:
    """Read days since 1899-12-30 (Excel), or seconds or milliseconds since 1970 in UTC."""
    number = pl.col("number")
    if rule.form == "excel":
        kept = pl.when(number.is_between(61, 2_958_465)).then(number)
        day = (pl.lit(dt.date(1899, 12, 30)) + pl.duration(days=kept)).cast(pl.Date)
    else:
        kept = pl.when(number.abs() < 253_402_300_800_000).then(number)
        moment = pl.from_epoch(kept, time_unit="s" if rule.form == "epoch_s" else "ms")
        day = moment.dt.replace_time_zone("UTC").dt.convert_time_zone(rule.time_zone).dt.date()
    return numbers.to_frame("number").select(day).to_series()


def explain_date(text: str, rule: DateRule) -> Reason:
    """Say why a text was refused as a date.

    >>> explain_date("31.12.26", DateRule()).fix
    'write the year in full, or declare a form such as date: "%d.%m.%y"'
    """
    what = f"'{text[:60]}' is not a date"
    fix = "write it as 2026-01-31; if the text means 'nothing', declare it under null_as"
    if re.fullmatch(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}", text):
        what, fix = f"{what} with a full year", 'write the year in full, or declare a form such as date: "%d.%m.%y"'
    elif re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        what, fix = f"{what}; it looks like a day number of Excel", "declare date: excel for the column"
    elif re.fullmatch(r"[0-9]{10}|[0-9]{13}", text) and rule.form not in _UNITS:
        name = "epoch_ms" if len(text) == 13 else "epoch_s"
        what, fix = f"{what}; it looks like a Unix time", f"declare date: {name} for the column"
    elif re.match(_ISO, text) or re.match(_SLASHED, text):
        what = f"{what} from {FIRST_DAY} to {LAST_DAY}{_order_said(rule.form)}"
        fix = "correct it, or declare how dates are written with date:"
    return Reason(problems.NOT_A_DATE, what, fix)


def _order_said(form: str) -> str:
    return {"dmy": ", read day first", "mdy": ", read month first"}.get(form, f", read as {form}")
