"""The audit is passed on once: every new row becomes deliveries and notices, in one transaction with how far it is."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from django.db import connections, transaction

from attain_web.actions.acting import ENGINE
from attain_web.outbox.events import events_in
from attain_web.outbox.models import Delivery, Notice, PassedOn, Webhook, Wish
from attain_web.outbox.noticing import KINDS, YOURS, Told, told_by
from attain_web.store.models import AuditRow

MOST_ROWS = 500
LOCK = 4_711_002


def pass_on() -> int:
    """Pass on what is new in the audit, and return how many rows it was; a store that is new to it begins with now."""
    with transaction.atomic(using=ENGINE), connections[ENGINE].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        reached = PassedOn.objects.using(ENGINE).first()
        if reached is None:
            last = AuditRow.objects.using(ENGINE).order_by("-entry_no").first()
            PassedOn(entry_no=last.entry_no if last else 0).save(using=ENGINE)
            return 0
        rows = list(
            AuditRow.objects.using(ENGINE).filter(entry_no__gt=reached.entry_no).order_by("entry_no")[:MOST_ROWS]
        )
        if rows:
            _deliver(rows)
            _notice(rows)
            PassedOn.objects.using(ENGINE).filter(pk=reached.pk).update(entry_no=rows[-1].entry_no)
        return len(rows)


def _deliver(rows: Iterable[AuditRow]) -> None:
    hooks = list(Webhook.objects.using(ENGINE).filter(is_active=True))
    now = datetime.now(UTC)
    made = [
        Delivery(
            webhook=hook,
            entry_no=row.entry_no,
            number=number,
            kind=event.kind,
            content={"kind": event.kind, "at": row.at.isoformat(), "entry_no": row.entry_no, **event.about},
            next_at=now,
        )
        for row in rows
        for number, event in enumerate(events_in(row) if hooks else [])
        for hook in hooks
        if event.kind in hook.kinds
    ]
    Delivery.objects.using(ENGINE).bulk_create(made)


def _notice(rows: Iterable[AuditRow]) -> None:
    wishes = wishes_known()
    made = [
        notice
        for row in rows
        for number, told in enumerate(told_by(row))
        if (notice := notice_of(told, wishes, (row.entry_no, number), row.at)) is not None
    ]
    Notice.objects.using(ENGINE).bulk_create(made)


def wishes_known() -> dict[str, Wish]:
    """Return what everybody wants to be told who said so, by user."""
    return {one.user: one for one in Wish.objects.using(ENGINE).all()}


def notice_of(told: Told, wishes: Mapping[str, Wish], number: tuple[int, int], at: datetime) -> Notice | None:
    """Make a notice of what somebody is told; None where they do not want it.

    Args:
        told: whom, and what.
        wishes: of everybody.
        number: the audit row that it tells of, and which of its notices.
        at: when it happened.
    """
    wish = wishes.get(told.user) or Wish(user=told.user, in_app=list(KINDS))
    is_in_app = told.kind == YOURS or told.kind in wish.in_app
    by_mail = bool(wish.mail) and (told.kind == YOURS or told.kind in wish.by_mail)
    if not is_in_app and not by_mail:
        return None
    said = {"kind": told.kind, "words": told.words, "address": told.address, "wants_mail": by_mail}
    read_at = None if is_in_app else at
    return Notice(user=told.user, entry_no=number[0], number=number[1], at=at, read_at=read_at, **said)
