"""What people write in their own words, and what names them: outside the chains, bound to them by a salted hash."""

from django.db import models


class PersonSalt(models.Model):
    """What is hashed with everything that names a person; without it no hash says whom it meant.

    Attributes:
        payee_id: whose.
        salt: 32 hexadecimal digits.
    """

    payee_id = models.TextField(primary_key=True)
    salt = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "person_salt"


class FreeText(models.Model):
    """A reason, a remark, a message, or a name.

    Attributes:
        digest: sha256 of salt and text, in hexadecimal; steps and audit rows name the text by it.
        salt: 32 hexadecimal digits; empty for a name, which is hashed with its person's.
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
