"""The books: what is owed rolled forward, tie-out, journals and accruals, the ledger's check, and evidence."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import polars as pl
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile

from attain.ledger import Verdict
from attain_web.access.viewer import viewer_of
from attain_web.actions.auditing import verify_audit
from attain_web.actions.closing import accounting, posting
from attain_web.actions.closing.evidence import gather_evidence
from attain_web.actions.closing.figures import period
from attain_web.actions.closing.files.journal_files import write_journal
from attain_web.actions.closing.tying import tie_out_period
from attain_web.api.declaring import KINDS, acts, reads
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo, as_problem
from attain_web.api.shapes import Minor, Page, Paging, ProblemFound

router = Router()
CSV, ZIP = "text/csv; charset=utf-8", "application/zip"
LARGEST_FILE = 2**20


class Rolled(Schema):
    """A row of the roll-forward, in minor units."""

    number: int
    period_id: str
    currency: str
    sides: dict[str, int]


class Balance(Schema):
    """An account of a payee, in minor units."""

    payee_id: str
    account: str
    currency: str
    balance: Minor


class TiedOut(Schema):
    """Whether every amount of a period was found again; the rows that were not."""

    period_id: str
    state: str
    is_tied: bool
    rows: list[dict[str, Any]]


class ChainChecked(Schema):
    """A chain from its first row to its last: whether anything is broken."""

    chain: str
    height: int
    head: str
    unsigned: int
    is_clean: bool
    problems: list[ProblemFound]


@reads(router, "/roll-forward", like="finance:roll-forward", gives=Page[Rolled])
def roll_forward(request: HttpRequest, paging: Query[Paging]) -> Page[Rolled]:
    """Roll what is owed forward, period by period."""
    del request
    rows = [
        Rolled(
            number=number,
            period_id=row["period_id"],
            currency=row["currency"],
            sides={name: value for name, value in row.items() if isinstance(value, int)},
        )
        for number, row in enumerate(accounting.rolled_forward().to_dicts())
    ]
    return paged(rows, paging, lambda one: [one.number])


@reads(router, "/balances", like="finance:roll-forward", gives=Page[Balance])
def balances(request: HttpRequest, paging: Query[Paging]) -> Page[Balance]:
    """List the accounts of every payee."""
    del request
    names = ["payee_id", "account", "currency", "balance_amount"]
    found = posting.ledger_balances().group_by(names[:3]).agg(pl.col("balance_amount").sum()).select(names)
    rows = [
        Balance(payee_id=payee, account=account, currency=currency, balance=balance)
        for payee, account, currency, balance in found.iter_rows()
    ]
    return paged(rows, paging, lambda one: [one.payee_id, one.account, one.currency])


@reads(router, "/periods/{period_id}/tie-out", like="finance:tie-out", gives=TiedOut)
def tie_out(request: HttpRequest, period_id: str) -> TiedOut:
    """Find every amount of a period again, from the facts to the books."""
    del request
    rows = tie_out_period(settings.WORKSPACE, period_id).to_dicts()
    return TiedOut(period_id=period_id, state=period(period_id).state, is_tied=not rows, rows=rows)


@reads(router, "/ledger/check", like="finance:verify", gives=list[ChainChecked])
def check_ledger(request: HttpRequest) -> list[ChainChecked]:
    """Check the ledger and the audit against themselves, and against the heads that were signed."""
    del request
    found = {"ledger": posting.verify_ledger(settings.WORKSPACE), "audit": verify_audit(settings.WORKSPACE)}
    return [_checked(name, verdict) for name, verdict in found.items()]


@acts(router, "/periods/{period_id}/journal", like="finance:make-journal", gives=str, openapi_extra={KINDS: [CSV]})
def make_journal(request: HttpRequest, period_id: str, accounts: Annotated[UploadedFile, File()]) -> HttpResponse:
    """Make the journal of a period with the account numbers of a file, as CSV."""
    del request
    return _journal(accounts, lambda numbers: accounting.journal_of(period_id, numbers))


@acts(router, "/periods/{period_id}/accrual", like="finance:make-journal", gives=str, openapi_extra={KINDS: [CSV]})
def make_accrual(request: HttpRequest, period_id: str, accounts: Annotated[UploadedFile, File()]) -> HttpResponse:
    """Accrue a period that is not posted: what it would book and its reversal in the next, as CSV."""
    del request

    def made(numbers: pl.DataFrame) -> pl.DataFrame:
        found = accounting.accrual_of(settings.WORKSPACE, period_id, numbers)
        return pl.concat([found.booked, found.turned])

    return _journal(accounts, made)


@acts(router, "/periods/{period_id}/evidence", like="finance:evidence", gives=str, openapi_extra={KINDS: [ZIP]})
def evidence(request: HttpRequest, period_id: str) -> HttpResponse:
    """Gather the evidence of a period in one signed zip; that it was gathered is recorded."""
    content = gather_evidence(settings.WORKSPACE, period_id, acting_user=viewer_of(request).user)
    return HttpResponse(content, content_type=ZIP)


def _journal(accounts: UploadedFile, made: Callable[[pl.DataFrame], pl.DataFrame]) -> HttpResponse:
    if accounts.size is None or accounts.size > LARGEST_FILE:
        raise NotSo(422, "the account numbers are larger than 1 MB", "send a CSV file")
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder, "accounts.csv"), Path(folder, "journal.csv")
        file.write_bytes(accounts.read())
        write_journal(made(accounting.read_account_map(file)), out)
        return HttpResponse(out.read_bytes(), content_type=CSV)


def _checked(name: str, found: Verdict) -> ChainChecked:
    return ChainChecked(
        chain=name,
        height=found.head.height,
        head=found.head.head_hash,
        unsigned=found.unsigned_count,
        is_clean=found.is_clean,
        problems=[ProblemFound(**as_problem(one)) for one in found.diagnostics(name)],
    )
