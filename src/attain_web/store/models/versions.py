"""The texts a calculation reads, kept by the hash of what they say."""

from django.db import models


class ConfigVersion(models.Model):
    """attain.yaml with the files of its calendar.

    Attributes:
        hash: sha256 of the files, in hexadecimal.
        files: text by name.
    """

    hash = models.TextField(primary_key=True)
    files = models.JSONField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "config_version"


class PlanVersion(models.Model):
    """The text of one plan as it was once saved.

    Attributes:
        hash: sha256 of name, file and text, in hexadecimal.
        plan: the plan's name.
        file: such as ``plans/ae_2026.yaml``.
        text: all of it.
        saved_at, acting_user: when and by whom it was first saved.
    """

    hash = models.TextField(primary_key=True)
    plan = models.TextField(db_index=True)
    file = models.TextField()
    text = models.TextField()
    saved_at = models.DateTimeField()
    acting_user = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "plan_version"
