"""Webhooks with their deliveries, notices with who wants which, and up to where the audit was passed on."""

from django.db import models

WAITS, DELIVERED, GIVEN_UP = "waits", "delivered", "given up"


class Webhook(models.Model):
    """Where something is told to a program.

    Attributes:
        url: where.
        secret: what its messages are signed with.
        kinds: of events that it wants.
        made_by, made_at: by which admin, and when.
        is_active: whether it is told.
    """

    url = models.TextField()
    secret = models.TextField()
    kinds = models.JSONField()
    made_by = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "webhook"


class Delivery(models.Model):
    """One message to one webhook.

    Attributes:
        webhook: to which.
        entry_no, number: the audit row that it tells of, and which of its events.
        kind, content: what happened.
        state: ``waits, delivered`` or ``given up``.
        try_count, next_at: how often it was tried, and when it is tried next.
        answer: what came back last: a status, or why nothing did.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    entry_no = models.BigIntegerField()
    number = models.IntegerField()
    kind = models.TextField()
    content = models.JSONField()
    state = models.TextField(default=WAITS)
    try_count = models.IntegerField(default=0)
    next_at = models.DateTimeField(db_index=True)
    answer = models.TextField(default="")

    class Meta:
        """An event is told to a webhook once."""

        db_table = "webhook_delivery"
        constraints = (models.UniqueConstraint(fields=["webhook", "entry_no", "number"], name="told_once"),)


class Notice(models.Model):
    """Something that somebody is told.

    Attributes:
        user: whom.
        entry_no, number: the audit row that it tells of, and which of its notices.
        kind: one of ``attain_web.outbox.noticing.KINDS``.
        words, address: what it says, and the page where it leads.
        at, read_at, mailed_at: when it was made, read, and sent by e-mail.
        wants_mail: whether it is sent by e-mail too.
    """

    user = models.TextField(db_index=True)
    entry_no = models.BigIntegerField()
    number = models.IntegerField()
    kind = models.TextField()
    words = models.TextField()
    address = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    wants_mail = models.BooleanField(default=False)

    class Meta:
        """Somebody is told of something once."""

        db_table = "notice"
        constraints = (models.UniqueConstraint(fields=["user", "entry_no", "number"], name="noticed_once"),)


class Wish(models.Model):
    """What somebody wants to be told, and how.

    Attributes:
        user: who.
        mail: their e-mail address; empty without one.
        in_app, by_mail: the kinds of notices, by way.
        dashboard_on: the weekday on which the leader's dashboard is sent, Monday is 0; null for never.
        dashboard_sent_on: the last day on which it was.
    """

    user = models.TextField(primary_key=True)
    mail = models.TextField(default="")
    in_app = models.JSONField()
    by_mail = models.JSONField(default=list)
    dashboard_on = models.IntegerField(null=True)
    dashboard_sent_on = models.DateField(null=True)

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "wish"


class PassedOn(models.Model):
    """Up to which row the audit was passed on."""

    entry_no = models.BigIntegerField(default=0)

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "passed_on"


class TierPassed(models.Model):
    """How many bounds of a rate table a payee has passed in a period, so that each is told once.

    Attributes:
        payee_id, period_id, component: whose, when, and of which component; one has a number where it has several.
        count: the most that were passed.
    """

    payee_id = models.TextField()
    period_id = models.TextField()
    component = models.TextField()
    count = models.IntegerField()

    class Meta:
        """One row for each."""

        db_table = "tier_passed"
        constraints = (models.UniqueConstraint(fields=["payee_id", "period_id", "component"], name="tier_passed_once"),)


class TiersLooked(models.Model):
    """The run whose tiers were looked at last."""

    run_id = models.TextField(default="")

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "tiers_looked"
