"""What people decide about pay by hand, and what they disagree on: facts, like deals."""

from django.db import models


class Decision(models.Model):
    """An adjustment, a hold or a release as it was drafted; its table of steps is ``attain.lifecycles.ADJUSTMENT``.

    Attributes:
        decision_id: such as ADJ-7.
        kind: ``adjustment``, ``hold`` or ``release``.
        payee_id, period_id, currency: whose pay of which pay period.
        decided_amount: minor units; below 0 only for an adjustment that takes away.
        expires_on: an adjustment that is not posted by then is not posted any more; null without an end.
        basis: what the payee had earned in the period when it was drafted, in minor units; null when nothing was known.
        dispute_id: the dispute it settles; empty without one.
        at, acting_user: when, and by whom.
    """

    decision_id = models.TextField(primary_key=True)
    kind = models.TextField()
    payee_id = models.TextField(db_index=True)
    period_id = models.TextField(db_index=True)
    currency = models.TextField()
    decided_amount = models.BigIntegerField()
    expires_on = models.DateField(null=True)
    basis = models.BigIntegerField(null=True)
    dispute_id = models.TextField(default="")
    at = models.DateTimeField()
    acting_user = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "decision"


class Dispute(models.Model):
    """What a payee disagrees with; the table of its steps is ``attain.lifecycles.DISPUTE``.

    Attributes:
        dispute_id: such as D-3.
        payee_id, period_id: whose pay of which pay period.
        about: ``line``, ``deal``, ``target`` or ``missing``.
        about_id: which one, such as the deal's id; empty for ``missing`` without one.
        at, acting_user: when, and by whom.
    """

    dispute_id = models.TextField(primary_key=True)
    payee_id = models.TextField(db_index=True)
    period_id = models.TextField(db_index=True)
    about = models.TextField()
    about_id = models.TextField()
    at = models.DateTimeField()
    acting_user = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "dispute"


class Leave(models.Model):
    """A leave of absence as it was recorded; the table of its steps is ``attain.lifecycles.LEAVE``.

    Attributes:
        leave_id: such as LV-4.
        payee_id: who is away.
        starts_on, ends_before: the first day, and the day after the last.
        policy: ``prorate_target``, ``keep_target`` or ``guarantee``.
        currency, guaranteed_amount: what is paid at least in each pay period of it, in minor units; for a guarantee.
        at, acting_user: when, and by whom.
    """

    leave_id = models.TextField(primary_key=True)
    payee_id = models.TextField(db_index=True)
    starts_on = models.DateField()
    ends_before = models.DateField()
    policy = models.TextField()
    currency = models.TextField(default="")
    guaranteed_amount = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    acting_user = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "leave"


class Attachment(models.Model):
    """A file that somebody added to a dispute: outside the chains, bound to them by a salted hash, and erasable.

    Attributes:
        digest: sha256 of salt, name and content, in hexadecimal; steps and audit rows name the file by it.
        salt: 32 hexadecimal digits.
        dispute_id: the dispute it is evidence of.
        name: the file's own.
        content: its bytes.
        written_by: who added it.
        about: the payee it is about.
    """

    digest = models.TextField(primary_key=True)
    salt = models.TextField()
    dispute_id = models.TextField(db_index=True)
    name = models.TextField()
    content = models.BinaryField()
    written_by = models.TextField(db_index=True)
    about = models.TextField(db_index=True)

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "attachment"
