"""Requests that were answered: the same key again gets the same answer, and nothing is done twice."""

from django.db import models


class AnsweredRequest(models.Model):
    """A request with an ``Idempotency-Key``, and its answer; written in the transaction of what it did.

    Attributes:
        user, key: whose, and the key that they chose.
        digest: sha256 of method, address and content.
        status, kind, content: the answer.
        etag: of what it changed; empty without one.
        at: when.
    """

    pk = models.CompositePrimaryKey("user", "key")
    user = models.TextField()
    key = models.TextField()
    digest = models.TextField()
    status = models.IntegerField(default=0)
    kind = models.TextField(default="")
    etag = models.TextField(default="")
    content = models.BinaryField(default=b"")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "answered_request"
