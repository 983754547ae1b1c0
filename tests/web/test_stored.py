"""Kept tables: the rows of a payee and of a period are those that a filter finds."""

from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from attain_web.figures.keeping import stored
from attain_web.figures.keeping.stored import OWNERS, Stored, payments_of, stored_payments, stored_tables
from attain_web.figures.opened import newest_run
from attain_web.setup import ready


def test_rows_of_a_payee_and_of_a_period_are_those_of_a_filter(seeded: Path) -> None:
    ready(seeded)
    run = newest_run()
    assert run is not None
    tables = stored_tables(seeded, run)
    for name in ("payments", "earnings", "credits", "measures"):
        owner = OWNERS.get(name, "payee_id")
        for payee in [*tables[name][owner].unique().to_list(), "nobody"]:
            assert_frame_equal(tables.of_payee(name, payee), tables[name].filter(pl.col(owner) == payee))
    for name in ("payments", "measures"):
        for period in [*tables[name]["period_id"].unique().to_list(), "never"]:
            assert_frame_equal(tables.of_period(name, period), tables[name].filter(pl.col("period_id") == period))


def test_rows_that_do_not_stand_together_are_found_too() -> None:
    rows = pl.DataFrame({"owner_id": ["a", "b", "a"], "period_id": ["1", "1", "2"]})
    tables = Stored({"measures": rows})
    assert tables.of_payee("measures", "a")["period_id"].to_list() == ["1", "2"]


def test_what_a_run_pays_a_payee_is_the_same_read_alone(seeded: Path) -> None:
    ready(seeded)
    run = newest_run()
    assert run is not None
    known = stored_tables(seeded, run)
    for payee in known["payments"]["payee_id"].unique().to_list():
        among_all = payments_of(seeded, run, payee)
        stored._STORED.forget()
        assert_frame_equal(payments_of(seeded, run, payee), among_all)
        assert_frame_equal(stored_payments(seeded, run)["payments"], known["payments"])
        assert among_all.height
        stored_tables(seeded, run)
