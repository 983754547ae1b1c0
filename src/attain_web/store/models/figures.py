"""What runs found, payee by payee: what does not change from one run to the next is kept once."""

from django.db import models

from attain_web.store.models.runs import Run


class Figures(models.Model):
    """The tables of one payee as some runs found them, each as Arrow; empty where there is nothing of it.

    Attributes:
        digest: sha256 of what the tables say, in hexadecimal.
        payee_id: whose; empty for what belongs to nobody alone, such as a team's measure and the periods.
        checks: JSON with the sha256 of what each table says; the digest is its sha256.
        credits, measures, earnings, payments, periods: rows of the tables of these names.
        readings: the transactions that the payee's pay was calculated from: ``source, transaction_id``.
    """

    digest = models.TextField(primary_key=True)
    payee_id = models.TextField(db_index=True)
    checks = models.TextField()
    credits = models.BinaryField()
    measures = models.BinaryField()
    earnings = models.BinaryField()
    payments = models.BinaryField()
    periods = models.BinaryField()
    readings = models.BinaryField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "figures"


class RunFigures(models.Model):
    """Which figures a payee has in a run."""

    pk = models.CompositePrimaryKey("run_id", "payee_id")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="figures", db_index=False)
    payee_id = models.TextField()
    digest = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "run_figures"
