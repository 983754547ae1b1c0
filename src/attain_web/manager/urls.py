"""Addresses of managers, and of whoever settles disputes and decides by hand."""

from django.urls import path

from attain_web.manager import adjustments, disputes, team

app_name = "manager"
urlpatterns = [
    path("", team.team, name="team"),
    path("disputes", disputes.queue, name="disputes"),
    path("disputes/<str:dispute_id>", disputes.one, name="dispute"),
    path("disputes/<str:dispute_id>/act", disputes.act, name="act-on-dispute"),
    path("adjustments", adjustments.adjustments, name="adjustments"),
    path("adjustments/draft", adjustments.draft, name="draft-adjustment"),
    path("adjustments/<str:decision_id>/act", adjustments.act, name="act-on-adjustment"),
]
