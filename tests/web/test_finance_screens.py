"""What finance reads besides the ledger: the cost of sales, and contract costs that roll forward to the cent."""

from collections.abc import Callable
from http import HTTPStatus

import polars as pl
from django.conf import settings
from django.test import Client

from attain_web.figures.keeping.stored import stored_tables
from attain_web.figures.opened import newest_run
from tests.web.test_payee_screens import text_of

Enter = Callable[[str], Client]


def rows_of(client: Client, address: str, table: str) -> list[list[str]]:
    """A table of a page as it leaves as CSV, without its heading."""
    answer = client.get(f"{address}{'&' if '?' in address else '?'}as=csv&table={table}")
    assert answer.status_code == HTTPStatus.OK
    return [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()[1:]]


def cents(text: str) -> int:
    return round(float(text) * 100)


def test_the_cost_of_sales_adds_up_to_what_was_earned(signed_in: Enter) -> None:
    client = signed_in("laura.norman")
    run = newest_run()
    assert run is not None
    earned = stored_tables(settings.WORKSPACE, run)["earnings"].filter(
        pl.col("period_id").is_in(["FY2014-Q1", "FY2014-Q2"])
    )
    for by in ("period", "plan", "component", "person"):
        rows = rows_of(client, f"/finance/cost-of-sales?by={by}&from=FY2014-Q1&to=FY2014-Q2", "costs")
        assert rows[-1][0] == "In all"
        assert cents(rows[-1][2]) == int(earned["earning_amount"].sum())
        assert sum(cents(row[2]) for row in rows[:-1]) == cents(rows[-1][2])
    assert "Linda Mitchell" in text_of(client.get("/finance/cost-of-sales?by=person").content.decode())
    assert client.get("/finance/cost-of-sales?by=nothing").status_code == HTTPStatus.OK


def test_contract_costs_roll_forward(signed_in: Enter) -> None:
    client = signed_in("laura.norman")
    rows = rows_of(client, "/finance/contract-costs?component=deal_commission", "schedule")
    before = 0
    for row in rows:
        opening, capitalised, amortised, reduced, impaired, closing = (cents(cell) for cell in row[1:])
        assert opening == before
        assert opening + capitalised + amortised + reduced + impaired == closing
        before = closing
    assert before > 0
    *lines, total = rows_of(client, "/finance/contract-costs?component=deal_commission&period=FY2014-Q2", "journal")
    assert lines
    debit, credit = (sum(cents(row[at]) for row in lines if row[at]) for at in (2, 3))
    assert debit == credit == cents(total[2])
    one_year = rows_of(client, "/finance/contract-costs?months=12", "schedule")
    assert {cents(row[6]) for row in one_year} == {0}  # the practical expedient: expensed at once
    wrong = client.get("/finance/contract-costs?months=-1")
    assert wrong.status_code == HTTPStatus.BAD_REQUEST
    assert "is no number of months" in wrong.content.decode()
