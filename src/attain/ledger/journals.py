"""Journals: the lines of the ledger by entity, cost centre and the company's own account numbers; they balance.

Commission expense of 1,000 for one payee in entity DE, cost centre 410: DE/410 account 6100 debit 1,000, DE account
2200 credit 1,000. An accrual is such a journal of what a run would post, and its reversal the same with debits and
credits turned around.
Source: docs/behaviours/accounting.md. Oracle: tests/oracle/accounting.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.ledger.accounts import FLOWS
from attain.ledger.problems import UNMAPPED
from attain.tables import Column, Table

ACCOUNT_MAP = Table(
    name="account_map",
    grain="the number of one account, for one entity and cost centre or for all",
    key=("entity", "cost_centre", "account"),
    columns=(
        Column("entity", pl.String, "", "the legal entity; null: every one", nullable=True),
        Column("cost_centre", pl.String, "", "the cost centre; null: every one", nullable=True),
        Column("account", pl.String, "", "a word of attain.ledger.ACCOUNTS"),
        Column("account_number", pl.String, "", "the account in the company's books"),
    ),
)

JOURNAL = Table(
    name="journal",
    grain="one account number of one entity and cost centre, in one period and currency",
    key=("period_id", "entity", "cost_centre", "account_number", "currency"),
    columns=(
        Column("period_id", pl.String, "", "the period it was posted in"),
        Column("entity", pl.String, "", "the legal entity", nullable=True),
        Column("cost_centre", pl.String, "", "the cost centre", nullable=True),
        Column("account_number", pl.String, "", "the account in the company's books"),
        Column("currency", pl.String, "ISO 4217", "of the amounts"),
        Column("debit_amount", pl.Int64, "minor units", "0 where it is a credit"),
        Column("credit_amount", pl.Int64, "minor units", "0 where it is a debit"),
    ),
)
_PLACED = ("entity", "cost_centre")


@dataclass(frozen=True)
class Journal:
    """A journal, or why there is none.

    Attributes:
        rows: JOURNAL; empty when there are problems.
        problems: an account that has no number, once for each entity and cost centre.
    """

    rows: pl.DataFrame
    problems: tuple[Diagnostic, ...]


def journal(entries: pl.DataFrame, lines: pl.DataFrame, people: pl.DataFrame, account_map: pl.DataFrame) -> Journal:
    """Make the journal of some entries.

    Args:
        entries: ENTRIES, of the periods wanted.
        lines: LINES of them; others are left aside.
        people: ``payee_id``, ``entity`` and ``cost_centre``, as they are on the accounting date; one row each.
        account_map: ACCOUNT_MAP; the most particular row counts: entity and cost centre, entity, cost centre, all.
    """
    sides = lines.join(entries.select("entry_no", "payee_id", "period_id"), on="entry_no")
    return _journal(sides, people, account_map)


def accrual(differences: pl.DataFrame, people: pl.DataFrame, account_map: pl.DataFrame, *, period_id: str) -> Journal:
    """Make the journal of what a run would post: the accrual of a period that is not closed.

    Args:
        differences: DIFFERENCES of the run; nothing of it is posted.
        people: as for ``journal``.
        account_map: as for ``journal``.
        period_id: the period that is accrued.
    """
    sides = [
        differences.select(
            "payee_id",
            "currency",
            period_id=pl.lit(period_id),
            account=pl.col("flow").replace_strict(accounts, return_dtype=pl.String),
            line_amount=pl.col("move_amount") * sign,
        )
        for accounts, sign in (
            ({flow: found.debit for flow, found in FLOWS.items()}, 1),
            ({flow: found.credit for flow, found in FLOWS.items()}, -1),
        )
    ]
    return _journal(pl.concat(sides), people, account_map)


def turned_around(rows: pl.DataFrame, *, period_id: str) -> pl.DataFrame:
    """Reverse a journal in another period: debits become credits."""
    turned = rows.with_columns(
        period_id=pl.lit(period_id), debit_amount=pl.col("credit_amount"), credit_amount=pl.col("debit_amount")
    )
    return JOURNAL.checked(turned)


def journal_breaks(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the periods, entities and currencies whose debits are not their credits; none when all is well."""
    sums = rows.group_by("period_id", "entity", "currency").agg(pl.col("debit_amount", "credit_amount").sum())
    return sums.filter(pl.col("debit_amount") != pl.col("credit_amount"))


def _journal(sides: pl.DataFrame, people: pl.DataFrame, account_map: pl.DataFrame) -> Journal:
    placed = sides.join(people.select("payee_id", *_PLACED), on="payee_id", how="left", validate="m:1")
    sums = placed.group_by("period_id", *_PLACED, "account", "currency").agg(pl.col("line_amount").sum())
    numbered = _numbered(sums, account_map)
    missing = numbered.filter(pl.col("account_number").is_null() & (pl.col("line_amount") != 0))
    if missing.height:
        named = missing.select(*_PLACED, "account").unique().sort(*_PLACED, "account")
        return Journal(JOURNAL.empty(), tuple(_unmapped(named.iter_rows())))
    numbered = numbered.filter(pl.col("account_number").is_not_null())
    rows = numbered.group_by("period_id", *_PLACED, "account_number", "currency").agg(pl.col("line_amount").sum())
    zero = pl.lit(0, pl.Int64)
    rows = rows.filter(pl.col("line_amount") != 0).with_columns(
        debit_amount=pl.max_horizontal("line_amount", zero),
        credit_amount=pl.max_horizontal(0 - pl.col("line_amount"), zero),
    )
    return Journal(JOURNAL.checked(rows).sort(JOURNAL.key), ())


def _numbered(sums: pl.DataFrame, account_map: pl.DataFrame) -> pl.DataFrame:
    """Look each account up, from the most particular row of the map to the least."""
    found: list[str] = []
    for number, named in enumerate((_PLACED, ("entity",), ("cost_centre",), ())):
        general = [pl.col(name).is_null() for name in _PLACED if name not in named]
        particular = [pl.col(name).is_not_null() for name in named]
        rows = account_map.filter(general + particular).select(
            *named, "account", pl.col("account_number").alias(f"n{number}")
        )
        sums = sums.join(rows, on=[*named, "account"], how="left", validate="m:1")
        found.append(f"n{number}")
    return sums.with_columns(account_number=pl.coalesce(found)).drop(found)


def _unmapped(rows: Iterable[tuple[str | None, str | None, str]]) -> Iterable[Diagnostic]:
    for entity, cost_centre, account in rows:
        where = f"entity {entity or 'unknown'}, cost centre {cost_centre or 'unknown'}"
        what = f"'{account}' has no account number for {where}"
        fix = f"add a row for '{account}' to the account map"
        yield Diagnostic.of(UNMAPPED, Place("account map", detail=where), what, fix)
