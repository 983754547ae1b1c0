"""Jobs as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs, their progress and what they made."""

    name = "attain_web.jobs"
    label = "jobs"
