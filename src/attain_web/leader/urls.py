"""Addresses of leaders, and of whoever looks at the pipeline with them."""

from django.urls import path

from attain_web.leader import forecasting, selling

app_name = "leader"
urlpatterns = [
    path("", selling.dashboard, name="dashboard"),
    path("pipeline", selling.pipeline, name="pipeline"),
    path("bridge", selling.moved, name="bridge"),
    path("doubtful", selling.doubtful, name="doubtful"),
    path("forecast", selling.forecast, name="forecast"),
    path("forecasts", forecasting.forecasts, name="forecasts"),
    path("forecasts/submit", forecasting.submit, name="submit-forecast"),
    path("forecasts/adjust", forecasting.adjust, name="adjust-forecast"),
]
