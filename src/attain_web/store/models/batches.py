"""Facts as versions in batches: what a source said, by whom it was loaded, and since which batch it is known."""

from django.db import models

KINDS = ["import", "undo", "leave"]


class Batch(models.Model):
    """One load, or the undoing of one; batches are numbered without gaps, and a run names the last one it knows.

    Attributes:
        batch_no: 1, 2, 3, ...
        kind: ``import``, ``undo``, or ``leave`` for what an approved leave changes.
        loaded_at: when, in UTC.
        acting_user: who loaded it.
        config: the attain.yaml it was read by.
        summary: per table, rows read, accepted and rejected, sums, and facts added, changed and gone.
        digest: sha256 of the facts it brought, in order of table and key.
        undoes: the batch it takes back.
    """

    batch_no = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    loaded_at = models.DateTimeField()
    acting_user = models.TextField()
    config = models.ForeignKey("ConfigVersion", on_delete=models.PROTECT, related_name="+")
    summary = models.JSONField()
    digest = models.TextField()
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "batch"
        constraints = (
            models.CheckConstraint(condition=models.Q(batch_no__gte=1), name="batch_no_counts_from_1"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="batch_kind_is_known"),
        )


class Fact(models.Model):
    """One version of one row of a table; the last version up to a batch is what was known then.

    Attributes:
        table: the source as attain.yaml names it; a child is ``orders.splits``.
        key: its key columns joined by ``/``, and a number where a table has several rows of one key.
        batch: with which it came.
        cells: its columns as JSON of plain texts, in the order of their names; null when the row is gone.
        file, line: where it stood.
    """

    pk = models.CompositePrimaryKey("table", "key", "batch_id")
    table = models.TextField(db_column="source_table")
    key = models.TextField(db_collation="C")  # whatever the database's own, ranges of keys are found by the index
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="facts", db_index=False, db_constraint=False
    )
    cells = models.TextField(null=True)
    file = models.TextField()
    line = models.BigIntegerField()

    class Meta:
        """Facts of a batch are looked up to undo it."""

        db_table = "fact"
        indexes = (models.Index(fields=["batch"], name="fact_by_batch"),)
