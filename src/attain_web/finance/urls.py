"""Addresses of finance."""

from django.urls import path

from attain_web.finance import books, paying
from attain_web.finance.costing import costs

app_name = "finance"
urlpatterns = [
    path("", books.finance_start, name="start"),
    path("pay-runs", paying.pay_runs, name="pay-runs"),
    path("pay-runs/draft", paying.draft, name="draft-pay-run"),
    path("pay-runs/<str:pay_run_id>", paying.one, name="pay-run"),
    path("pay-runs/<str:pay_run_id>/act", paying.act, name="act-on-pay-run"),
    path("pay-runs/<str:pay_run_id>/as/<str:form>", paying.download, name="download-pay-run"),
    path("roll-forward", books.roll_forward, name="roll-forward"),
    path("cost-of-sales", costs.cost_of_sales, name="cost-of-sales"),
    path("contract-costs", costs.contract_costs, name="contract-costs"),
    path("tie-out", books.tie_out, name="tie-out"),
    path("journals", books.journals, name="journals"),
    path("journals/make", books.journal, name="make-journal"),
    path("evidence", books.evidence, name="evidence"),
    path("verify", books.verified, name="verify"),
]
