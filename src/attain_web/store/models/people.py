"""Who has which role, whose pay is whose, and who may see whom."""

from django.db import models


class RoleGrant(models.Model):
    """A role that was given to a user, or taken away again.

    Attributes:
        number: 1, 2, 3, ...
        user: whom.
        role: one of ``attain.lifecycles.ROLES``.
        payee_id: for the role ``payee``, whose pay is theirs; empty otherwise.
        is_granted: whether it was given; the last one of a user, role and payee counts.
        at, acting_user: when, and by whom.
    """

    number = models.BigIntegerField(primary_key=True)
    user = models.TextField(db_index=True)
    role = models.TextField()
    payee_id = models.TextField()
    is_granted = models.BooleanField()
    at = models.DateTimeField()
    acting_user = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "role_grant"


class Visible(models.Model):
    """A payee whose pay a user may see; it follows from roles and roster, and fences what the application reads.

    Attributes:
        viewer: the user.
        payee_id: whose pay they may see; ``*`` for everybody's.
        starts_on, ends_before: the days whose pay it is: those on which the payee reports to the viewer.
    """

    pk = models.CompositePrimaryKey("viewer", "payee_id", "starts_on")
    viewer = models.TextField()
    payee_id = models.TextField()
    starts_on = models.DateField()
    ends_before = models.DateField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "visible"


class Delegation(models.Model):
    """Who acts in whose stead while they are away; the row with the highest number counts.

    Attributes:
        delegation_id: such as DEL-2.
        number: 1 as it was named; 2 once it was ended early.
        absent_user: who is away.
        delegate: who acts in their stead.
        starts_on, ends_on: the first and the last day.
        is_ended: whether it was ended early.
        at, acting_user: when, and by whom.
    """

    pk = models.CompositePrimaryKey("delegation_id", "number")
    delegation_id = models.TextField()
    number = models.BigIntegerField()
    absent_user = models.TextField()
    delegate = models.TextField(db_index=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    is_ended = models.BooleanField(default=False)
    at = models.DateTimeField()
    acting_user = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "delegation"


class PeriodSpan(models.Model):
    """The days of a period, as the newest run has them: who reported to whom then may be asked of it.

    Attributes:
        period_id: as in every table.
        starts_on, ends_before: its days.
    """

    period_id = models.TextField(primary_key=True)
    starts_on = models.DateField()
    ends_before = models.DateField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "period_span"
