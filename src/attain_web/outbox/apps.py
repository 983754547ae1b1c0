"""The outbox as a Django application."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Webhooks, their deliveries, and notices."""

    name = "attain_web.outbox"
    label = "outbox"
