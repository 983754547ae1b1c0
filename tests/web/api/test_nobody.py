"""Deals that pay nobody, for programs: the same as the page lists, in parts."""

from http import HTTPStatus

from attain_web.figures.payees import PayPeriod
from tests.web.api.conftest import Ask
from tests.web.test_covering import MISSED, missed

__all__ = ["missed"]  # a fixture


def test_the_api_lists_the_deals_that_pay_nobody(asking: Ask, missed: PayPeriod) -> None:
    client, where = asking("paula.barreto"), f"/periods/{missed.period_id}/uncredited"
    first = client.get(where, limit=2)
    assert first.status_code == HTTPStatus.OK, first.content
    rest = client.get(where, limit=2, cursor=first.json()["next_cursor"]).json()
    assert rest["next_cursor"] is None
    items = [*first.json()["items"], *rest["items"]]
    assert sorted((one["transaction_id"], one["why"]) for one in items) == sorted(MISSED)
    amounts = {one["transaction_id"]: (one["deal_amount"], one["scale"], one["currency"]) for one in items}
    assert amounts["F"] == (605, 1, "USD")
    assert asking("linda.mitchell").get(where).status_code == HTTPStatus.FORBIDDEN
    assert client.get("/periods/never/uncredited").status_code == HTTPStatus.NOT_FOUND
