"""The API as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The requests that were answered, so that none is done twice."""

    name = "attain_web.api"
    label = "api"
