"""Addresses of jobs."""

from django.urls import path

from attain_web.jobs import pages

app_name = "jobs"
urlpatterns = [
    path("", pages.jobs, name="jobs"),
    path("ask", pages.ask, name="ask"),
    path("<int:job_no>/act", pages.act, name="act"),
    path("<int:job_no>/file", pages.download, name="download"),
]
