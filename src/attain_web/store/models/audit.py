"""Who did what: one row per action, in a chain like the ledger's."""

from django.db import models


class AuditRow(models.Model):
    """One action.

    Attributes:
        entry_no: 1, 2, 3, ... without gaps.
        at: when, in UTC.
        acting_user: on whose behalf; system_user: the account of the operating system that ran it.
        action: its name, such as ``import_workspace``.
        subject: what it was done to.
        details: what it was given and what it changed, as JSON with its keys in order.
        previous_hash, entry_hash: as in the ledger: sha256 of the row before and of this one, in hexadecimal.
    """

    entry_no = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    acting_user = models.TextField()
    system_user = models.TextField()
    action = models.TextField()
    subject = models.TextField()
    details = models.TextField()
    previous_hash = models.TextField(unique=True)
    entry_hash = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "audit"
