"""Addresses of payees."""

from django.urls import path

from attain_web.payee import deals, disputes, goals, home, statements, whatif, years

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
    path("quota", goals.quota, name="quota"),
    path("quota/answer", goals.answer, name="answer-terms"),
    path("targets", goals.targets, name="targets"),
    path("leaderboard", goals.leaderboard, name="leaderboard"),
    path("year", years.year, name="year"),
    path("best", years.best, name="best"),
    path("deals/<path:deal_id>", deals.deal, name="deal"),
    path("missing", deals.missing, name="missing"),
    path("missing/report", deals.report_missing, name="report-missing"),
    path("disputes", disputes.disputes, name="disputes"),
    path("disputes/<str:dispute_id>/add", disputes.add, name="add-to-dispute"),
]
