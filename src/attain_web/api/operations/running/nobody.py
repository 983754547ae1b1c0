"""Deals that pay nobody, of a period."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from attain_web.api.declaring import reads
from attain_web.api.paging import paged
from attain_web.api.shapes import Page, Paging
from attain_web.figures.nobody import paying_nobody
from attain_web.figures.payees import basis_of, pay_periods_known

router = Router()


class UncreditedDeal(Schema):
    """A deal that pays nobody, and what stopped it; its amount is an integer at its scale, in its own currency."""

    source: str
    transaction_id: str
    file: str
    line: int | None
    dated: date | None
    payee_id: str | None
    deal_amount: int | None
    scale: int
    currency: str
    reason: str
    why: str


@reads(router, "/periods/{period_id}/uncredited", like="admin:uncredited", gives=Page[UncreditedDeal])
def list_uncredited_deals(request: HttpRequest, period_id: str, paging: Query[Paging]) -> Page[UncreditedDeal]:
    """List the deals of a period that pay nobody and that no condition of a plan leaves out."""
    del request
    chosen = next((one for one in pay_periods_known(settings.WORKSPACE) if one.period_id == period_id), None)
    basis = basis_of(period_id)
    if chosen is None or basis is None:
        raise Http404("there is no such period")
    rows = paying_nobody(settings.WORKSPACE, basis.run, chosen).listed.rows
    found = [UncreditedDeal(**row) for row in rows.iter_rows(named=True)]
    return paged(found, paging, lambda one: [one.source, one.transaction_id, one.line or 0])
