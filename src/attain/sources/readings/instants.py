"""Read instants: ISO with or without a zone, day first or month first with a time, or Unix times; all become UTC.

A time without a zone is one of the workspace's time zone, and a day alone is its midnight there.

>>> from attain.sources.readings.dates import DateRule
>>> read = read_instants(pl.Series(["2026-03-01T09:30:00.000+0100", "2026-03-01"]), None, DateRule(time_zone="UTC"))
>>> [str(instant) for instant in read.values]
['2026-03-01 08:30:00+00:00', '2026-03-01 00:00:00+00:00']
"""

import datetime as dt

import polars as pl

from attain.expressions.types import ColumnType
from attain.sources import problems
from attain.sources.readings.dates import DateRule
from attain.sources.readings.reading import Reading, Reason, refusals, short_enough, text_of_native, trimmed

INSTANT = pl.Datetime("us", "UTC")
_CLOCK = r"(?:[T, ]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?: ?([AaPp])\.?[Mm]\.?)?)?"
_ZONE = r" ?(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?$"
_ISO = rf"^([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_CLOCK}{_ZONE}"
_SLASHED = rf"^([0-9]{{1,2}})[./-]([0-9]{{1,2}})[./-]([0-9]{{4}}){_CLOCK}{_ZONE}"
_UNIX = r"^[0-9]{10}(?:[0-9]{3})?$"
_FIRST, _LAST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, tzinfo=dt.UTC)


def read_instants(written: pl.Series | None, native: pl.Series | None, rule: DateRule) -> Reading:
    """Read one column of instants; values are in UTC, to the microsecond."""
    parts: list[tuple[pl.Series, pl.Series]] = []
    if written is not None:
        texts = trimmed(written, rule.null_as)
        parts.append((texts, _of_texts(short_enough(texts), rule)))
    if native is not None:
        parts.append((text_of_native(native), _of_native(native, rule)))
    texts = pl.select(pl.coalesce([part[0] for part in parts])).to_series()
    values = pl.select(pl.coalesce([part[1] for part in parts])).to_series()
    values = pl.select(pl.when(values.is_between(_FIRST, _LAST)).then(values)).to_series()
    refused = texts.is_not_null() & values.is_null()
    return Reading(values, ColumnType("instant"), refusals(texts, refused), lambda found: [_reason(t) for t in found])


def _reason(text: str) -> Reason:
    what = f"'{text[:60]}' is not an instant"
    return Reason(problems.NOT_A_DATE, what, "write it as 2026-01-31T09:30:00Z, or as 2026-01-31")


def _of_native(native: pl.Series, rule: DateRule) -> pl.Series:
    if native.dtype == pl.Date:
        return _in_utc(native.cast(pl.Datetime("us")), rule.time_zone)
    if isinstance(native.dtype, pl.Datetime):
        if native.dtype.time_zone:
            return native.cast(pl.Datetime("us", native.dtype.time_zone)).dt.convert_time_zone("UTC")
        return _in_utc(native.cast(pl.Datetime("us")), rule.time_zone)
    return _of_texts(text_of_native(native), rule)


def _of_texts(texts: pl.Series, rule: DateRule) -> pl.Series:
    names = ["hour", "minute", "second", "fraction", "half", "zone"]
    first, second = ("day", "month") if rule.form == "dmy" else ("month", "day")
    iso = pl.col("text").str.extract_groups(_ISO).struct.rename_fields(["year", "month", "day", *names])
    slashed = pl.col("text").str.extract_groups(_SLASHED).struct.rename_fields([first, second, "year", *names])
    frame = texts.to_frame("text").select("text", iso=iso, slashed=slashed)

    def part(name: str) -> pl.Expr:
        return pl.coalesce(pl.col("iso").struct.field(name), pl.col("slashed").struct.field(name))

    frame = frame.select("text", **{name: part(name) for name in ("year", "month", "day", *names)})
    local = _local(frame)
    zoned = frame["zone"].is_not_null()
    moved = frame.with_columns(local=local).select(pl.col("local") - pl.duration(minutes=_ahead_of_utc()))
    in_utc = moved.to_series().dt.replace_time_zone("UTC")
    unix = frame.select(_of_unix(pl.col("text"))).to_series()
    chosen = pl.when(zoned).then(in_utc).otherwise(_in_utc(local, rule.time_zone))
    return pl.select(pl.coalesce(unix, chosen).cast(INSTANT)).to_series()


def _local(frame: pl.DataFrame) -> pl.Series:
    """Return the wall clock's time of each row, null where it is none."""
    hour = pl.col("hour").cast(pl.Int64)
    half = pl.when(pl.col("half").str.to_lowercase() == "p").then(12).otherwise(0)
    hour = pl.when(pl.col("half").is_null()).then(hour).otherwise(hour % 12 + half).fill_null(0)
    micro = pl.col("fraction").str.slice(0, 6).str.pad_end(6, "0").cast(pl.Int64).fill_null(0)
    minute, second = (pl.col(name).cast(pl.Int64).fill_null(0) for name in ("minute", "second"))
    day = pl.concat_str(pl.col("year"), pl.col("month").str.zfill(2), pl.col("day").str.zfill(2), separator="-")
    midnight = day.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us"))
    is_clock = (hour < 24) & (minute < 60) & (second < 60)
    passed = pl.duration(hours=hour, minutes=minute, seconds=second, microseconds=micro)
    return frame.select(pl.when(is_clock).then(midnight + passed)).to_series()


def _ahead_of_utc() -> pl.Expr:
    """Return the minutes that the zone is ahead of UTC."""
    zone = pl.col("zone").replace({"Z": "+0000", "UTC": "+0000", "GMT": "+0000"}).str.replace(":", "", literal=True)
    minutes = zone.str.slice(1, 2).cast(pl.Int64) * 60 + zone.str.slice(3, 2).cast(pl.Int64)
    return pl.when(zone.str.starts_with("-")).then(0 - minutes).otherwise(minutes)


def _in_utc(local: pl.Series, time_zone: str) -> pl.Series:
    """Move local times to UTC: of a doubled hour the first, and an hour later where the clock leaps over it."""
    first, leapt = (
        moment.dt.replace_time_zone(time_zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")
        for moment in (local, local.dt.offset_by("1h"))
    )
    return pl.select(pl.coalesce(first, leapt)).to_series()


def _of_unix(text: pl.Expr) -> pl.Expr:
    number = pl.when(text.str.contains(_UNIX)).then(text).cast(pl.Int64, strict=False)
    milli = pl.when(text.str.len_bytes() == 13).then(number).otherwise(number * 1000)
    return pl.from_epoch(milli, time_unit="ms").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
