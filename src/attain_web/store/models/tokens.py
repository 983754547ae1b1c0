"""Tokens that act as their users."""

from django.db import models


class Token(models.Model):
    """One token.

    Attributes:
        hash: sha256 of it; the token itself is kept by its user alone.
        user: as whom it acts.
        made_at, acting_user: when and by whom it was made.
    """

    hash = models.TextField(primary_key=True)
    user = models.TextField(db_index=True)
    made_at = models.DateTimeField()
    acting_user = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "token"
