"""Addresses of managers, and of whoever settles disputes and decides by hand."""

from django.urls import path

from attain_web.manager import adjustments, agreeing, disputes, inbox, team

app_name = "manager"
urlpatterns = [
    path("", team.team, name="team"),
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/approve", inbox.approve_many, name="approve-many"),
    path("inbox/delegate", inbox.delegate, name="delegate"),
    path("acceptances", agreeing.all_acceptances, name="acceptances"),
    path("acceptances/ask", agreeing.ask, name="ask-acceptances"),
    path("disputes", disputes.queue, name="disputes"),
    path("disputes/<str:dispute_id>", disputes.one, name="dispute"),
    path("disputes/<str:dispute_id>/act", disputes.act, name="act-on-dispute"),
    path("adjustments", adjustments.adjustments, name="adjustments"),
    path("adjustments/draft", adjustments.draft, name="draft-adjustment"),
    path("adjustments/<str:decision_id>/act", adjustments.act, name="act-on-adjustment"),
]
