"""What people forecast, and what they make of a number: kept apart from the deals, every word of it."""

from django.db import models


class ForecastSubmission(models.Model):
    """A forecast as somebody submitted it; the last one for a period stands, and those before it stay.

    Attributes:
        submission_id: such as FS-7.
        owner_id: whose forecast it is.
        period_id: the name of the period.
        submitted_amount: what it says will be won, in minor units.
        note: what was said with it: the digest of a ``FreeText``; empty without one.
        at, acting_user: when, and by whom.
    """

    submission_id = models.TextField(primary_key=True)
    owner_id = models.TextField(db_index=True)
    period_id = models.TextField(db_index=True)
    submitted_amount = models.BigIntegerField()
    note = models.TextField(default="")
    at = models.DateTimeField()
    acting_user = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "forecast_submission"


class ForecastAdjustment(models.Model):
    """One change of a number of a forecast; no deal is touched by it, and the last one of each author stands.

    Attributes:
        adjustment_id: such as FA-7.
        owner_id: whose number.
        period_id: the name of the period.
        category: of which category.
        adjusted_amount: the number it is changed to, in minor units; null where an adjustment is taken away.
        author_id: who made it: the owner, or somebody above.
        note: why: the digest of a ``FreeText``.
        at, acting_user: when, and by which user.
    """

    adjustment_id = models.TextField(primary_key=True)
    owner_id = models.TextField(db_index=True)
    period_id = models.TextField(db_index=True)
    category = models.TextField()
    adjusted_amount = models.BigIntegerField(null=True)
    author_id = models.TextField()
    note = models.TextField()
    at = models.DateTimeField()
    acting_user = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "forecast_adjustment"
