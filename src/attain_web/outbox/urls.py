"""Addresses of notices and webhooks."""

from django.urls import path

from attain_web.outbox import pages

app_name = "outbox"
urlpatterns = [
    path("notices", pages.notices, name="notices"),
    path("notices/read", pages.read, name="read-notices"),
    path("notices/wish", pages.wish, name="wish"),
    path("run/webhooks", pages.webhooks, name="webhooks"),
    path("run/webhooks/register", pages.register, name="register-webhook"),
    path("run/webhooks/<int:number>/end", pages.end, name="end-webhook"),
]
