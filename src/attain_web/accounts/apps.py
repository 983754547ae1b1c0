"""The accounts as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts and sent forms."""

    name = "attain_web.accounts"
    label = "accounts"
