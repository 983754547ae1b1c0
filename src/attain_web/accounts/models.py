"""Accounts and the forms that were sent; unlike everything in the store they change in place."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    """Somebody who may sign in; what they may do is said by the roles of the same name.

    Attributes:
        username: the user of the audit, of roles and of every action.
        name: as others read it.
        email: where letters to them go; empty without one. No two accounts have the same.
        is_active: an account that is not cannot sign in.
        failure_count: wrong passwords since the last right one.
        locked_until: before then nobody signs in, not even with the right one.
        theme: ``light``, ``dark`` or empty for what the browser prefers.
    """

    username = models.TextField(unique=True)
    name = models.TextField(default="")
    email = models.TextField(default="")
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


class EntryLink(models.Model):
    """A link by which somebody chooses their password; who has it gets in, so only its hash is kept.

    Attributes:
        link_no: 1, 2, 3, ...
        username: whose account.
        kind: ``invitation, reset``, ``address``, or ``agreed`` and ``lost``, to which another admin agrees; ``lost``
            takes the second factors away.
        state: ``asked`` while another admin has to agree, ``out`` while it is good, ``used`` or ``ended``.
        token_hash: sha256 of what stands in the link.
        code_hash: sha256 of the code that goes with it, of one that was agreed to.
        wrong_count: how often a wrong code was sent.
        about: how it was handed on, or the new address of ``address``.
        asked_by, asked_at: by whom, and when.
        approved_by: which other admin agreed.
        good_until: until when.
    """

    link_no = models.BigAutoField(primary_key=True)
    username = models.TextField(db_index=True)
    kind = models.TextField()
    state = models.TextField()
    token_hash = models.TextField(default="", db_index=True)
    code_hash = models.TextField(default="")
    wrong_count = models.IntegerField(default=0)
    about = models.TextField(default="")
    asked_by = models.TextField()
    asked_at = models.DateTimeField()
    approved_by = models.TextField(default="")
    good_until = models.DateTimeField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "entry_link"


class Letter(models.Model):
    """A letter about an account that waits to be sent; it is gone once it went, because it may hold a link.

    Attributes:
        address: where to.
        subject, text: what it says.
        at: since when it waits.
    """

    address = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "letter"


class FactorRule(models.Model):
    """A role whose people come in with a second factor alone.

    Attributes:
        role: which.
        asked_by, at: by which admin, and since when.
    """

    role = models.TextField(primary_key=True)
    asked_by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "factor_rule"


class TokenRule(models.Model):
    """What a token may do, and until when; the token itself stands in the store and is never changed.

    Attributes:
        hash: sha256 of the token.
        name: what it is for.
        good_until: until when; null for no end.
        only_reads: whether it changes nothing.
        ended_at, ended_by: when and by whom it was ended; null and empty while it is good.
    """

    hash = models.TextField(primary_key=True)
    name = models.TextField(default="")
    good_until = models.DateTimeField(null=True)
    only_reads = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "token_rule"
