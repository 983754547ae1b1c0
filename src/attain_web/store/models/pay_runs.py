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
