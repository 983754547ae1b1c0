"""Webhooks and notices."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from attain_web.access.screens import SIGNED_IN
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import ENGINE
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.shapes import Done, Number, Page, Paging, Said, Sent, Word
from attain_web.outbox.models import Delivery, Webhook
from attain_web.outbox.registering import end_webhook, register_webhook
from attain_web.outbox.wishing import change_wish, notices_of, read_notices

router = Router()
SCREEN = "outbox:webhooks"


class WebhookRow(Schema):
    """Where a program is told what happens."""

    number: int
    url: str
    kinds: list[str]
    by: str
    at: datetime
    is_active: bool


class WebhookWanted(Sent):
    """A webhook to register."""

    url: Said
    kinds: list[Word]


class DeliveryRow(Schema):
    """A message to a webhook."""

    number: int
    webhook: int
    kind: str
    content: dict[str, Any]
    state: str
    tries: int
    answer: str


class NoticeRow(Schema):
    """What somebody was told."""

    number: int
    kind: str
    words: str
    address: str
    at: datetime
    is_read: bool


class WishSent(Sent):
    """What somebody wants to be told, and how."""

    mail: Word = ""
    in_app: list[Word] = []
    by_mail: list[Word] = []
    dashboard_on: int | None = Field(None, ge=0, le=6)


@reads(router, "/webhooks", like=SCREEN, gives=Page[WebhookRow])
def list_webhooks(request: HttpRequest, paging: Query[Paging]) -> Page[WebhookRow]:
    """List the webhooks; their secrets are shown once, when they are registered."""
    del request
    rows = [
        WebhookRow(number=w.pk, url=w.url, kinds=w.kinds, by=w.made_by, at=w.made_at, is_active=w.is_active)
        for w in Webhook.objects.using(ENGINE).all()
    ]
    return paged(rows, paging, lambda one: [one.number])


@acts(router, "/webhooks", like="outbox:register-webhook", gives=Done)
def register_one_webhook(request: HttpRequest, wanted: WebhookWanted) -> Done:
    """Register a webhook; the answer holds the secret that its messages are signed with."""
    made = register_webhook(wanted.url, wanted.kinds, acting_user=viewer_of(request).user)
    return Done(said=f"Webhook {made.pk} is registered", values={"number": made.pk, "secret": made.secret})


@acts(router, "/webhooks/{number}/end", like="outbox:end-webhook", gives=Done)
def end_one_webhook(request: HttpRequest, number: Number) -> Done:
    """Tell a webhook nothing more."""
    end_webhook(number, acting_user=viewer_of(request).user)
    return Done(said=f"Webhook {number} is told nothing more")


@reads(router, "/deliveries", like=SCREEN, gives=Page[DeliveryRow])
def list_deliveries(request: HttpRequest, paging: Query[Paging]) -> Page[DeliveryRow]:
    """List what was told, the newest first."""
    del request
    rows = [
        DeliveryRow(
            number=d.pk,
            webhook=d.webhook_id,
            kind=d.kind,
            content=d.content,
            state=d.state,
            tries=d.try_count,
            answer=d.answer,
        )
        for d in Delivery.objects.using(ENGINE).order_by("-id")[:1000]
    ]
    return paged(rows, paging, lambda one: [-one.number])


@reads(router, "/notices", SIGNED_IN, gives=Page[NoticeRow])
def list_notices(request: HttpRequest, paging: Query[Paging]) -> Page[NoticeRow]:
    """List what one was told, the newest first."""
    rows = [
        NoticeRow(number=n.pk, kind=n.kind, words=n.words, address=n.address, at=n.at, is_read=n.read_at is not None)
        for n in notices_of(viewer_of(request).user, most=1000)
    ]
    return paged(rows, paging, lambda one: [-one.number])


@acts(router, "/notices/read", SIGNED_IN, gives=Done)
def read_all_notices(request: HttpRequest) -> Done:
    """Mark everything that one was told as read."""
    count = read_notices(acting_user=viewer_of(request).user)
    return Done(said=f"{count} notices are read", values={"count": count})


@acts(router, "/notices/wish", SIGNED_IN, gives=Done)
def wish_for_notices(request: HttpRequest, wish: WishSent) -> Done:
    """Say what one wants to be told, and how."""
    change_wish(
        acting_user=viewer_of(request).user,
        mail=wish.mail,
        in_app=wish.in_app,
        by_mail=wish.by_mail,
        dashboard_on=wish.dashboard_on,
    )
    return Done(said="What you want to be told is kept")
