"""Addresses of the API."""

from attain_web.api.service import patterns

app_name = "api"
urlpatterns = patterns()
