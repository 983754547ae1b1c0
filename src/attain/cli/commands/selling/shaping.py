"""The shape of the open pipeline as text and as JSON: by month and stage, parked on last days, by account."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from attain.periods import Calendar
    from attain.snapshots import Book

_MOST = 20


def _shapes(
    book: "Book", instant: datetime, calendar: "Calendar", dated: str
) -> "tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]":
    """Return the shape by month and stage, what is parked on the last days of quarters, and shared accounts."""
    from attain.snapshots import last_days, parked, several_in_one_account
    from attain.snapshots import shape as shaped

    rows = book.with_creation(book.open_at(instant))
    by_month = shaped(rows, "close_date" if dated == "close" else "created_on")
    return by_month, parked(rows, last_days(calendar, rows)), several_in_one_account(rows)


def shape_record(book: "Book", instant: datetime, calendar: "Calendar", dated: str) -> str:
    """Write the shape as JSON."""
    names = ("by_month", "parked", "several_in_one_account")
    found = dict(zip(names, _shapes(book, instant, calendar, dated), strict=True))
    record = {name: frame.to_dicts() for name, frame in found.items()}
    return json.dumps(record, indent=2, ensure_ascii=False, default=str)


def print_shape(book: "Book", instant: datetime, calendar: "Calendar", dated: str) -> None:
    """Print the shape."""
    from attain.cli.printing import money, print_table, say

    own = book.opportunities
    by_month, on_last_days, accounts = _shapes(book, instant, calendar, dated)
    titles = ("due" if dated == "close" else "created", "stage", "deals", own.currency)
    rows = [(m or "–", s or "–", f"{n:,}", money(v, own.digits)) for m, s, n, v in by_month.iter_rows()]
    print_table(titles, rows, text_column_count=2)
    say("")
    if on_last_days.height:
        rows = [(str(day), f"{n:,}", money(v, own.digits)) for day, n, v in on_last_days.iter_rows()]
        print_table(("parked on", "deals", own.currency), rows, text_column_count=1)
    else:
        say("no deal is due on the last day of a quarter")
    say("")
    if accounts.height:
        rows = [(account, f"{n:,}", money(v, own.digits)) for account, n, v in accounts.head(_MOST).iter_rows()]
        print_table(("account", "deals", own.currency), rows, text_column_count=1)
        say(f"{accounts.height:,} accounts have several open deals, which might be combined")
    else:
        say("no account has several open deals")
