"""Calculations that were made."""

from django.db import models

from attain_web.store.models.batches import Batch


class Run(models.Model):
    """One calculation: what it knew, and the digest of what it found; the same inputs are the same run.

    Attributes:
        run_id: sha256 of what it knew, in hexadecimal.
        batch: the last batch of facts.
        plans: the hash of each plan's text, by name.
        engine: the version of the engine.
        as_of: nothing dated later was known; null without a limit.
        made_at, acting_user: when, and by whom.
        results: sha256 of all that it found, under ``figures``.
        ground: what a calculation of some payees has to know of it; see ``attain.runs.again.Ground``.
        earned: what is earned in each period and currency, in minor units.
    """

    run_id = models.TextField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="runs")
    plans = models.JSONField()
    engine = models.TextField()
    as_of = models.DateField(null=True)
    made_at = models.DateTimeField()
    acting_user = models.TextField()
    results = models.JSONField()
    ground = models.JSONField()
    earned = models.JSONField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "run"
