"""Roll-forward, accrual and journals: the cases of the page, and the oracle line by line."""

from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.ledger import FLOWS
from attain.ledger.journals import ACCOUNT_MAP, JOURNAL, accrual, journal, journal_breaks, turned_around
from attain.ledger.roll_forward import ROLL_FORWARD, roll_forward, roll_forward_breaks
from tests.ledger.ledgers import Book, differences, move
from tests.oracle import accounting

PEOPLE = {"ana": ("DE", "410"), "bo": ("US", "410"), "cy": ("DE", None)}
NUMBERS = {
    (None, None, account): f"9{number:02d}"
    for number, account in enumerate(sorted({a for flow in FLOWS.values() for a in (flow.debit, flow.credit)}))
}
NUMBERS |= {
    (None, None, "payable"): "2200",
    ("DE", "410", "commission_expense"): "6100",
    ("DE", None, "commission_expense"): "6000",
    (None, "410", "commission_expense"): "6200",
    (None, "410", "payable"): "2210",
    ("US", "999", "payable"): "2299",
}
EVERY_FLOW = sorted(flow for flow in FLOWS if flow != "owed")


def people(of: Mapping[str, tuple[str | None, str | None]]) -> pl.DataFrame:
    rows = [(payee, *placed) for payee, placed in of.items()]
    return pl.DataFrame(
        rows, schema={"payee_id": pl.String, "entity": pl.String, "cost_centre": pl.String}, orient="row"
    )


def account_map(numbers: Mapping[tuple[str | None, str | None, str], str]) -> pl.DataFrame:
    return pl.DataFrame([(*key, number) for key, number in numbers.items()], schema=ACCOUNT_MAP.schema, orient="row")


def oracle_lines(book: Book) -> list[dict[str, object]]:
    whose = book.entries.select("entry_no", "payee_id", "period_id")
    return list(book.lines.join(whose, on="entry_no").iter_rows(named=True))


@st.composite
def books(draw: st.DrawFn) -> Book:
    book = Book()
    for _ in range(draw(st.integers(1, 3))):
        keys = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(sorted(PEOPLE)),
                    st.sampled_from(["2026-01", "2026-02", "2026-03"]),
                    st.sampled_from(["USD", "EUR"]),
                    st.sampled_from(EVERY_FLOW),
                ),
                unique=True,
                max_size=8,
            )
        )
        sizes = st.integers(-900, 900).filter(bool)
        rows = [move(f, draw(sizes), payee_id=p, period_id=m, currency=c) for p, m, c, f in keys]
        book.post(differences(*rows))
    return book


def test_nothing_posted_rolls_nothing_forward() -> None:
    found = roll_forward(Book().entries, Book().lines, [])
    assert found.columns == list(ROLL_FORWARD.schema)
    assert found.is_empty()


@given(books())
def test_a_roll_forward_is_the_oracles(book: Book) -> None:
    months = ["2026-01", "2026-02", "2026-03", "2026-04"]
    found = roll_forward(book.entries, book.lines, months)
    assert roll_forward_breaks(found).is_empty()
    expected = accounting.roll_forward(oracle_lines(book), months)
    assert list(found.iter_rows(named=True)) == expected


@given(books())
def test_a_journal_is_the_oracles_and_balances(book: Book) -> None:
    made = journal(book.entries, book.lines, people(PEOPLE), account_map(NUMBERS))
    assert not made.problems
    assert journal_breaks(made.rows).is_empty()
    signed = {row[:5]: row[5] - row[6] for row in made.rows.select(JOURNAL.names).iter_rows()}
    assert signed == accounting.journal(oracle_lines(book), PEOPLE, NUMBERS)
    assert not made.rows.filter((pl.col("debit_amount") < 0) | (pl.col("credit_amount") < 0)).height
    assert not made.rows.filter((pl.col("debit_amount") > 0) & (pl.col("credit_amount") > 0)).height


def test_the_roll_forward_of_the_page() -> None:
    book = Book()
    book.post(differences(move("earned", 120_000), move("clawed_back", 10_000), move("paid", 90_000)))
    february = {"period_id": "2026-02"}
    book.post(differences(move("earned", 50_000, **february), move("paid", 70_000, **february)))
    found = roll_forward(book.entries, book.lines, ["2026-01", "2026-02"])
    columns = ("opening", "earned", "clawed_back", "paid", "closing")
    assert found.select(columns).rows() == [(0, 120_000, 10_000, 90_000, 20_000), (20_000, 50_000, 0, 70_000, 0)]


def test_a_roll_forward_that_does_not_close_is_found() -> None:
    row = dict.fromkeys(ROLL_FORWARD.names, 0) | {"currency": "USD", "period_id": "2026-01"}
    good = {**row, "opening": 5, "earned": 10, "guaranteed": 1, "drawn": 2, "adjusted": 3, "closing": 7}
    good |= {"clawed_back": 4, "draw_recovered": 1, "forfeited": 2, "paid": 7}
    rows = pl.DataFrame([good, {**good, "paid": 8}], schema=ROLL_FORWARD.schema)
    assert roll_forward_breaks(rows)["paid"].to_list() == [8]


def test_a_period_that_is_not_listed_is_refused() -> None:
    book = Book()
    book.post(differences(move("earned", 1)))
    with pytest.raises(ValueError, match="posted in 2026-01, which is not listed"):
        roll_forward(book.entries, book.lines, ["2026-02"])


def test_the_journal_of_the_page() -> None:
    book = Book()
    book.post(differences(move("earned", 100_000)))
    numbers = {("DE", "410", "commission_expense"): "6100", (None, None, "payable"): "2200"}
    made = journal(book.entries, book.lines, people(PEOPLE), account_map(numbers))
    assert made.rows.rows() == [
        ("2026-01", "DE", "410", "2200", "USD", 0, 100_000),
        ("2026-01", "DE", "410", "6100", "USD", 100_000, 0),
    ]


def test_an_account_without_a_number_stops_the_journal() -> None:
    book = Book()
    book.post(differences(move("earned", 100), move("held", 60), move("earned", 5, payee_id="unknown")))
    numbers = {
        ("DE", None, "commission_expense"): "6100",
        ("US", None, "held"): "2300",
        (None, None, "payable"): "2200",
    }
    made = journal(book.entries, book.lines, people(PEOPLE), account_map(numbers))
    assert made.rows.is_empty()
    assert [(one.code, one.what) for one in made.problems] == [
        ("LEDG121", "'commission_expense' has no account number for entity unknown, cost centre unknown"),
        ("LEDG121", "'held' has no account number for entity DE, cost centre 410"),
    ]
    assert made.problems[1].fix == "add a row for 'held' to the account map"


def test_an_account_whose_lines_cancel_out_needs_no_number() -> None:
    book = Book()
    book.post(differences(move("earned", 100)))
    book.post(differences(move("paid", 100)))
    numbers = {(None, None, "commission_expense"): "6100", (None, None, "paid"): "1000"}
    made = journal(book.entries, book.lines, people(PEOPLE), account_map(numbers))
    assert not made.problems
    assert made.rows["account_number"].to_list() == ["1000", "6100"]


def test_only_the_entries_asked_for_are_in_the_journal() -> None:
    book = Book()
    book.post(differences(move("earned", 100), move("earned", 7, period_id="2026-02")))
    february = book.entries.filter(pl.col("period_id") == "2026-02")
    made = journal(february, book.lines, people(PEOPLE), account_map(NUMBERS))
    assert made.rows.select("period_id", "debit_amount", "credit_amount").rows() == [
        ("2026-02", 0, 7),
        ("2026-02", 7, 0),
    ]


def test_an_accrual_is_the_journal_of_what_would_be_posted_and_is_turned_around() -> None:
    found = differences(move("earned", 300), move("clawed_back", 100), move("held", 50, payee_id="bo"))
    made = accrual(found, people(PEOPLE), account_map(NUMBERS), period_id="2026-03")
    assert not made.problems
    book = Book()
    book.post(found)
    posted = journal(book.entries, book.lines, people(PEOPLE), account_map(NUMBERS))
    ana = pl.col("entity") == "DE"  # bo would owe, which only a posting carries over
    assert made.rows.filter(ana).drop("period_id").equals(posted.rows.filter(ana).drop("period_id"))
    assert set(made.rows["period_id"]) == {"2026-03"}
    back = turned_around(made.rows, period_id="2026-04")
    assert set(back["period_id"]) == {"2026-04"}
    assert back["debit_amount"].to_list() == made.rows["credit_amount"].to_list()
    assert back["credit_amount"].to_list() == made.rows["debit_amount"].to_list()


def test_a_journal_that_does_not_balance_is_found() -> None:
    rows = [("2026-01", "DE", None, "1", "USD", 5, 0), ("2026-01", "DE", "x", "2", "USD", 0, 4)]
    rows += [("2026-01", "US", None, "1", "USD", 5, 0), ("2026-01", "US", "x", "2", "USD", 0, 5)]
    found = journal_breaks(pl.DataFrame(rows, schema=JOURNAL.schema, orient="row"))
    assert found.rows() == [("2026-01", "DE", "USD", 5, 4)]
