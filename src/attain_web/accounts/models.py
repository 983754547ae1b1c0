"""Accounts and the forms that were sent; unlike everything in the store they change in place."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    """Somebody who may sign in; what they may do is said by the roles of the same name.

    Attributes:
        username: the user of the audit, of roles and of every action.
        name: as others read it.
        is_active: an account that is not cannot sign in.
        failure_count: wrong passwords since the last right one.
        locked_until: before then nobody signs in, not even with the right one.
        theme: ``light``, ``dark`` or empty for what the browser prefers.
    """

    username = models.TextField(unique=True)
    name = models.TextField(default="")
    is_active = models.BooleanField(default=True)
    failure_count = models.IntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    theme = models.TextField(default="")

    objects = BaseUserManager()
    USERNAME_FIELD = "username"

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "account"

    @property
    def shown_name(self) -> str:
        """The name as others read it."""
        return self.name or self.username


class SentForm(models.Model):
    """A form that was sent; the same form is not done again.

    Attributes:
        token: drawn when the form was shown.
        sent_at: when.
        username: by whom.
    """

    token = models.TextField(primary_key=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    username = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "sent_form"


class SignedIn(models.Model):
    """A session of somebody, so that they see where they are signed in, and can end it.

    Attributes:
        session_key: of the session.
        username: whose.
        at: since when.
        way: how they signed in.
        browser: what their browser calls itself.
    """

    session_key = models.TextField(primary_key=True)
    username = models.TextField(db_index=True)
    at = models.DateTimeField(auto_now_add=True)
    way = models.TextField()
    browser = models.TextField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "signed_in"
