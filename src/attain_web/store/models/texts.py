"""What people write in their own words: outside the chains, and bound to them by a salted hash."""

from django.db import models


class FreeText(models.Model):
    """A reason, a remark, a message.

    Attributes:
        digest: sha256 of salt and text, in hexadecimal; steps and audit rows name the text by it.
        salt: 32 hexadecimal digits.
        text: what was written.
        written_by: by whom.
        about: the payee it is about; empty where it is about nobody.
    """

    digest = models.TextField(primary_key=True)
    salt = models.TextField()
    text = models.TextField()
    written_by = models.TextField(db_index=True)
    about = models.TextField(db_index=True)

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "free_text"
