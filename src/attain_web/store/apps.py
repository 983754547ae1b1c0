"""The store as a Django application."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables, migrations and triggers of the store."""

    name = "attain_web.store"
    label = "store"
