"""Steps that were taken: one table for everything that has a life, in the words of ``attain.lifecycles``."""

from django.db import models

from attain_web.store.models.runs import Run


class StepTaken(models.Model):
    """One step of one thing.

    Attributes:
        thing: which table of steps: ``period, plan_version, pay_run, statement, adjustment, dispute, acceptance,
            variance, engine_change`` or ``leave``.
        thing_id: which one.
        number: 1, 2, 3, ... of the thing.
        action: what was done.
        state: the state afterwards; the same as before where a second person has to agree.
        at, acting_user: when, and by whom.
        note: why: the digest of a ``FreeText``; empty without one.
        run: with whose figures, where there are some.
        details: what else the step says, such as amounts in minor units by currency, and ``on_behalf_of``: in whose
            stead it was taken.
    """

    pk = models.CompositePrimaryKey("thing", "thing_id", "number")
    thing = models.TextField()
    thing_id = models.TextField()
    number = models.BigIntegerField()
    action = models.TextField()
    state = models.TextField()
    at = models.DateTimeField()
    acting_user = models.TextField()
    note = models.TextField(default="")
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "step"
