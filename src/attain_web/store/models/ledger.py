"""The ledger as it is stored; the tables are those of ``attain.ledger``, which says what their columns mean.

Entries, lines and heads are only ever added. ``standing`` and ``position`` are sums of them, kept in the same
transaction so that a run need not add up the past, and compared with it by ``attain verify``.
"""

from django.db import models


class Entry(models.Model):
    """ENTRIES: what one run posts for one payee, period, period of origin and cause."""

    entry_no = models.BigIntegerField(primary_key=True)
    run_id = models.TextField(db_index=True)
    batch_no = models.BigIntegerField()
    payee_id = models.TextField(db_index=True)
    period_id = models.TextField()
    origin_period_id = models.TextField()
    cause = models.TextField()
    dated_on = models.DateField()
    line_count = models.BigIntegerField()
    lines_digest = models.TextField()
    previous_hash = models.TextField(unique=True)
    entry_hash = models.TextField()

    class Meta:
        """A hash has one successor, so the chain cannot fork."""

        db_table = "ledger_entry"


class Line(models.Model):
    """LINES: one side of one move."""

    pk = models.CompositePrimaryKey("entry_no", "line_no")
    entry_no = models.BigIntegerField()
    line_no = models.BigIntegerField()
    account = models.TextField()
    currency = models.TextField()
    line_amount = models.BigIntegerField()
    flow = models.TextField()
    plan_id = models.TextField(null=True)
    component_id = models.TextField(null=True)
    source = models.TextField(null=True)
    transaction_id = models.TextField(null=True)
    line_type = models.TextField(null=True)

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "ledger_line"


class Standing(models.Model):
    """STANDING: the posted sum of one flow, for one fact, payee and period of origin."""

    payee_id = models.TextField()
    period_id = models.TextField()
    currency = models.TextField()
    flow = models.TextField()
    plan_id = models.TextField(null=True)
    component_id = models.TextField(null=True)
    source = models.TextField(null=True)
    transaction_id = models.TextField(null=True)
    line_type = models.TextField(null=True)
    standing_amount = models.BigIntegerField()

    class Meta:
        """One row per key; an empty column is a value like any other."""

        db_table = "ledger_standing"
        constraints = (
            models.UniqueConstraint(
                fields=[
                    "payee_id",
                    "period_id",
                    "currency",
                    "flow",
                    "plan_id",
                    "component_id",
                    "source",
                    "transaction_id",
                    "line_type",
                ],
                nulls_distinct=False,
                name="standing_by_key",
            ),
        )


class Position(models.Model):
    """POSITIONS: what one payee is owed in one currency, held money aside."""

    pk = models.CompositePrimaryKey("payee_id", "currency")
    payee_id = models.TextField()
    currency = models.TextField()
    position_amount = models.BigIntegerField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "ledger_position"


class SignedHead(models.Model):
    """HEADS: a signature over the end of one chain."""

    pk = models.CompositePrimaryKey("chain", "height", "purpose")
    chain = models.TextField()
    height = models.BigIntegerField()
    head_hash = models.TextField()
    purpose = models.TextField()
    signature = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "signed_head"
