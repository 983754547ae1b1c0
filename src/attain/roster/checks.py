"""Checks across the rows of a roster: shared days and unknown managers."""

from collections.abc import Iterator

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.roster import problems


def overlaps(rows: pl.DataFrame, file: str) -> Iterator[Diagnostic]:
    """Find rows of one payee that share days; rows stand in order of payee and first day.

    The line reported is the later one; the earlier is named with it.
    """
    latest_end = pl.col("ends_before").cum_max().shift(1).over("payee_code")
    codes = rows.filter(pl.col("starts_on") < latest_end)["payee_code"].unique()
    affected = rows.filter(pl.col("payee_code").is_in(codes.implode()))
    columns = ["payee", "starts_on", "ends_before", "source_line"]
    widest: tuple[str, object, object, int] | None = None
    for row in affected.select(columns).iter_rows():
        if widest is None or widest[0] != row[0]:
            widest = row
            continue
        if row[1] < widest[2]:
            what = f"{row[0]}: line {row[3]} is in force from {row[1]}, line {widest[3]} until {widest[2]}"
            fix = f"let line {widest[3]} end before {row[1]}, or let this row start on {widest[2]}"
            yield Diagnostic.of(problems.OVERLAP, Place(file, row[3], 0, "from"), what, fix)
        if row[2] > widest[2]:
            widest = row


def unknown_managers(rows: pl.DataFrame, file: str) -> Iterator[Diagnostic]:
    """Find managers without a row of their own."""
    unknown = rows.filter(pl.col("manager").is_not_null() & pl.col("manager_code").is_null())
    for payee, manager, line in unknown.select("payee", "manager", "source_line").iter_rows():
        what = f"the manager of {payee} is '{manager}', who has no row"
        fix = f"add a row for {manager}, correct the id, or leave the cell empty"
        yield Diagnostic.of(problems.NO_MANAGER, Place(file, line, 0, "manager"), what, fix)
