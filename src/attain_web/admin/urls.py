"""Addresses of comp admins, and of whoever closes a period with them."""

from django.urls import path

from attain_web.admin import auditing, covering, letting_in, loads, people, periods, plans, runs, viewing
from attain_web.admin.grid import grids
from attain_web.admin.writing import impact, rollover

app_name = "admin"
urlpatterns = [
    path("periods", periods.all_periods, name="periods"),
    path("periods/<str:period_id>", periods.one_period, name="period"),
    path("periods/<str:period_id>/act", periods.act, name="act-on-period"),
    path("periods/<str:period_id>/uncredited", covering.uncredited_deals, name="uncredited"),
    path("periods/<str:period_id>/review", periods.review, name="review-variance"),
    path("data", loads.loads, name="loads"),
    path("data/load", loads.load_files, name="load-files"),
    path("data/upload", loads.upload, name="upload"),
    path("data/trials/<str:name>", loads.trial, name="trial"),
    path("data/trials/<str:name>/map", loads.remap, name="map-trial"),
    path("data/trials/<str:name>/load", loads.load_trial, name="load-trial"),
    path("data/batches/<int:batch_no>/undo", loads.undo, name="undo"),
    path("plans", plans.plans, name="plans"),
    path("plans/save", plans.save_all, name="save-plans"),
    path("plans/<str:digest>", plans.plan, name="plan"),
    path("plans/<str:digest>/check", plans.check, name="check-plan"),
    path("plans/<str:digest>/value", plans.set_value, name="set-plan-value"),
    path("plans/<str:digest>/impact", impact.impact, name="plan-impact"),
    path("plans/<str:digest>/save", plans.save, name="save-plan"),
    path("plans/<str:digest>/act", plans.act, name="act-on-plan"),
    path("rollover", rollover.rollover, name="rollover"),
    path("rollover/plans", rollover.save_plans, name="roll-over-plans"),
    path("rollover/targets", rollover.stage_targets, name="roll-over-targets"),
    path("runs", runs.runs, name="runs"),
    path("runs/make", runs.make, name="make-run"),
    path("runs/compare", runs.compare, name="compare-runs"),
    path("runs/<str:run_id>", runs.one_run, name="run"),
    path("targets", grids.targets, name="targets"),
    path("assignments", grids.assignments, name="assignments"),
    path("grids/<str:table>/download", grids.download, name="grid-download"),
    path("grids/<str:table>/upload", grids.upload, name="grid-upload"),
    path("grids/<str:table>/<str:name>", grids.preview, name="grid-preview"),
    path("grids/<str:table>/<str:name>/load", grids.load_sheet, name="grid-load"),
    path("audit", auditing.audit, name="audit"),
    path("settings", viewing.all_settings, name="settings"),
    path("as/<str:payee_id>", viewing.view_as, name="view-as"),
    path("as/<str:payee_id>/begin", viewing.begin_view, name="begin-view"),
    path("people", people.people, name="people"),
    path("people/change", people.change, name="change-role"),
    path("people/invite", letting_in.invite, name="invite"),
    path("people/link", letting_in.link, name="send-link"),
    path("people/factor", letting_in.factor_rule, name="factor-rule"),
    path("people/close", letting_in.close, name="close-account"),
]
