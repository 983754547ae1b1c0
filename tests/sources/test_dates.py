"""Dates as people and programs write them."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.sources.readings.dates import DateRule, is_date_form, read_dates


def read(*texts: str, form: str = "dmy", time_zone: str = "UTC") -> list[str]:
    reading = read_dates(pl.Series(texts, dtype=pl.String), None, DateRule(form, time_zone))
    return [str(day) for day in reading.values]


def reasons(text: str, form: str = "dmy") -> tuple[str, str]:
    reading = read_dates(pl.Series([text]), None, DateRule(form))
    (reason,) = reading.explain([t for t in reading.refused if t is not None])
    return reason.what, reason.fix


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31",
        " 2026-01-31 ",
        "2026-01-31 00:00:00",
        "2026-01-31T09:30",
        "2026-01-31 09:30:00.123456789",
        "2026/01/31",
        "20260131",
        "31.01.2026",
        "31.1.2026",
        "31/01/2026 5:30 PM",
        "31-Jan-2026",
        "31 January 2026",
        "Jan 31, 2026",
        "2026-01-31T23:30:00Z",
    ],
)
def test_a_day_in_many_forms(text: str) -> None:
    assert read(text) == ["2026-01-31"]


def test_the_month_may_come_first() -> None:
    assert read("1/31/2026", "7/4/1996 12:00:00 AM", form="mdy") == ["2026-01-31", "1996-07-04"]


def test_a_time_with_a_zone_is_moved_before_its_day_is_taken() -> None:
    texts = ("2026-03-31T23:30:00Z", "2026-03-31 23:30+02:00", "2026-03-31T01:30:00-0530", "31/03/2026 11:30 PM Z")
    assert read(*texts, time_zone="Europe/Berlin") == ["2026-04-01", "2026-03-31", "2026-03-31", "2026-04-01"]
    assert read(texts[0], time_zone="America/New_York") == ["2026-03-31"]


def test_declared_forms() -> None:
    assert read("31.12.26", form="%d.%m.%y") == ["2026-12-31"]
    assert read("31.12.2026 10:30", form="%d.%m.%Y %H:%M") == ["2026-12-31"]
    assert read("46022", "46022.75", form="excel") == ["2025-12-31", "2025-12-31"]
    assert read("1583020800", form="epoch_s") == ["2020-03-01"]
    assert read("1583020800000", form="epoch_ms", time_zone="America/New_York") == ["2020-02-29"]


def test_native_values() -> None:
    def native(values: list[object], dtype: pl.DataType | type[pl.DataType], form: str = "dmy") -> list[str]:
        column = pl.Series(values, dtype=dtype)
        return [str(day) for day in read_dates(None, column, DateRule(form, "Europe/Berlin")).values]

    assert native([dt.date(2026, 1, 31), None], pl.Date) == ["2026-01-31", "None"]
    assert native([dt.date(1066, 10, 14)], pl.Date) == ["None"]
    no_zone = dt.datetime(2026, 1, 31, 23, 30)  # noqa: DTZ001 - a time without a zone is what is read
    assert native([no_zone], pl.Datetime) == ["2026-01-31"]
    assert native([dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC)], pl.Datetime("us", "UTC")) == ["2026-02-01"]
    assert native([46022], pl.Int64, "excel") == ["2025-12-31"]
    assert native(["2026-01-31"], pl.String) == ["2026-01-31"]
    assert native([1.5], pl.Float64) == ["None"]


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        ("31.12.26", "'31.12.26' is not a date with a full year", "write the year in full"),
        ("46022", "'46022' is not a date; it looks like a day number of Excel", "declare date: excel"),
        ("1583020800000", "'1583020800000' is not a date; it looks like a Unix time", "declare date: epoch_ms"),
        ("2026-02-30", "'2026-02-30' is not a date from 1900-01-01 to 9999-12-31, read day first", "correct it"),
        ("0206-03-01", "'0206-03-01' is not a date from 1900-01-01 to 9999-12-31, read day first", "correct it"),
        ("12/31/2026", "'12/31/2026' is not a date from 1900-01-01 to 9999-12-31, read day first", "correct it"),
        ("soon", "'soon' is not a date", "write it as 2026-01-31"),
    ],
)
def test_what_is_no_date_is_refused(text: str, what: str, fix: str) -> None:
    assert read(text) == ["None"]
    assert reasons(text)[0] == what
    assert reasons(text)[1].startswith(fix)


def test_a_dropped_time_is_said() -> None:
    texts = pl.Series(["2026-01-31 00:00:00", "2026-01-31 10:00:00"])
    assert read_dates(texts, None, DateRule()).detected == ["the time of day dropped from 1 value"]


@pytest.mark.parametrize(
    ("form", "is_form"),
    [
        ("iso", True),
        ("%d.%m.%Y", True),
        ("DD.MM.YYYY", False),
        ("%", False),
        ("%d.%m", False),
        ("%Q", False),
        ("", False),
    ],
)
def test_a_declared_form_is_tried(form: str, *, is_form: bool) -> None:
    assert is_date_form(form) is is_form


DAYS = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(9999, 12, 31))


@given(st.lists(DAYS, min_size=1), st.sampled_from([("%Y-%m-%d", "dmy"), ("%d.%m.%Y", "dmy"), ("%m/%d/%Y", "mdy")]))
def test_every_day_is_read_back(days: list[dt.date], form: tuple[str, str]) -> None:
    pattern, order = form
    assert read(*(day.strftime(pattern) for day in days), form=order) == [str(day) for day in days]


@given(
    st.lists(st.text(alphabet="0123456789./-: TZ+AMPJan,", max_size=25), min_size=1),
    st.sampled_from(["dmy", "mdy", "iso"]),
)
def test_any_text_is_a_day_or_refused(texts: list[str], form: str) -> None:
    reading = read_dates(pl.Series(texts, dtype=pl.String), None, DateRule(form, "Asia/Tokyo"))
    for text, day, refused in zip(texts, reading.values, reading.refused, strict=True):
        assert (day is None) == (refused is not None or not text.strip())
