"""Addresses of payees."""

from django.urls import path

from attain_web.payee import disputes, home, statements, whatif

app_name = "payee"
urlpatterns = [
    path("", home.home, name="home"),
    path("tracker", whatif.tracker, name="tracker"),
    path("what-if", whatif.what_if, name="what-if"),
    path("statements", statements.statements, name="statements"),
    path("statements/<str:period_id>/<str:payee_id>", statements.one_statement, name="statement"),
    path("statements/<str:period_id>/<str:payee_id>/lines/<int:number>", statements.trace, name="trace"),
    path("statements/<str:period_id>/<str:payee_id>/as/<str:form>", statements.download, name="download"),
    path("statements/<str:period_id>/<str:payee_id>/approve", statements.approve, name="approve"),
    path("statements/<str:period_id>/<str:payee_id>/question", statements.question, name="question"),
    path("disputes", disputes.disputes, name="disputes"),
    path("disputes/<str:dispute_id>/add", disputes.add, name="add-to-dispute"),
]
