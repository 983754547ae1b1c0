"""Addresses of managers, and of whoever settles disputes and decides by hand."""

from django.urls import path

from attain_web.manager import adjustments, agreeing, bulk, claims, closing, coaching, disputes, inbox, team

app_name = "manager"
urlpatterns = [
    path("", team.team, name="team"),
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/approve", inbox.approve_many, name="approve-many"),
    path("inbox/delegate", inbox.delegate, name="delegate"),
    path("review", closing.review, name="review"),
    path("coaching/<str:payee_id>", coaching.coaching, name="coaching"),
    path("acceptances", agreeing.all_acceptances, name="acceptances"),
    path("acceptances/ask", agreeing.ask, name="ask-acceptances"),
    path("disputes", disputes.queue, name="disputes"),
    path("disputes/<str:dispute_id>", disputes.one, name="dispute"),
    path("disputes/<str:dispute_id>/attach", claims.attach, name="attach-to-dispute"),
    path("disputes/<str:dispute_id>/files/<str:digest>", claims.file_of, name="file-of-dispute"),
    path("disputes/<str:dispute_id>/act", disputes.act, name="act-on-dispute"),
    path("adjustments", adjustments.adjustments, name="adjustments"),
    path("adjustments/draft", adjustments.draft, name="draft-adjustment"),
    path("adjustments/bulk", bulk.bulk, name="bulk"),
    path("adjustments/bulk/sheet", bulk.sheet, name="bulk-sheet"),
    path("adjustments/bulk/look", bulk.look, name="bulk-look"),
    path("adjustments/bulk/draft", bulk.draft_all, name="bulk-draft"),
    path("adjustments/<str:decision_id>/act", adjustments.act, name="act-on-adjustment"),
]
