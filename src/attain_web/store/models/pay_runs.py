"""Pay runs: what leaves for payroll, from draft to acknowledgement."""

from django.db import models

from attain_web.store.models.runs import Run


class PayRun(models.Model):
    """One pay run as it was drafted; what it pays does not change afterwards.

    Attributes:
        pay_run_id: the period and a number, such as 2026-01-1.
        period_id: the pay period that is paid.
        run: whose figures say what is banked.
        line_count, totals, digest: its control totals: payments, minor units by currency, sha256 of its lines.
        made_at, acting_user: when, and by whom.
    """

    pay_run_id = models.TextField(primary_key=True)
    period_id = models.TextField(db_index=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    line_count = models.BigIntegerField()
    totals = models.JSONField()
    digest = models.TextField()
    made_at = models.DateTimeField()
    acting_user = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "pay_run"


class PayLine(models.Model):
    """PAY_LINES of a pay run: what one payee is paid in one currency, in minor units."""

    pk = models.CompositePrimaryKey("pay_run_id", "payee_id", "currency")
    pay_run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="lines", db_index=False)
    payee_id = models.TextField()
    currency = models.TextField()
    pay_amount = models.BigIntegerField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "pay_line"


class PayRunStep(models.Model):
    """A step of a pay run; the table of steps is ``attain.lifecycles.PAY_RUN``.

    Attributes:
        number: 1, 2, 3, ... of the pay run.
        action: what was done; ``draft`` is the first.
        state: the state afterwards.
        at, acting_user: when, and by whom.
        details: the file and its digest; what payroll paid otherwise than asked.
    """

    pk = models.CompositePrimaryKey("pay_run_id", "number")
    pay_run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="steps", db_index=False)
    number = models.BigIntegerField()
    action = models.TextField()
    state = models.TextField()
    at = models.DateTimeField()
    acting_user = models.TextField()
    details = models.JSONField(default=dict)

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "pay_run_step"
