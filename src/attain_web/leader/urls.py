"""Addresses of leaders, and of whoever looks at the pipeline with them."""

from django.urls import path

from attain_web.leader import selling

app_name = "leader"
urlpatterns = [
    path("", selling.dashboard, name="dashboard"),
    path("pipeline", selling.pipeline, name="pipeline"),
    path("bridge", selling.moved, name="bridge"),
    path("doubtful", selling.doubtful, name="doubtful"),
    path("forecast", selling.forecast, name="forecast"),
]
