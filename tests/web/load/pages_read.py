"""Which pages each kind of user reads."""

PAGES = {
    "seller": ("/pay/", "/pay/", "/pay/tracker", "/pay/tracker", "/pay/statements", "/pay/targets", "/pay/year"),
    "manager": ("/team/", "/team/disputes", "/team/adjustments", "/team/inbox", "/sales/", "/sales/pipeline"),
    "admin": (
        "/run/periods",
        "/run/periods/2025-Q4",
        "/run/runs",
        "/run/data",
        "/run/audit",
        "/run/jobs/",
        "/run/people",
    ),
    "leader": ("/sales/", "/sales/pipeline", "/sales/bridge", "/sales/forecast", "/sales/doubtful", "/team/"),
    "finance": (
        "/finance/pay-runs",
        "/finance/roll-forward",
        "/finance/cost-of-sales",
        "/finance/journals",
        "/run/periods",
    ),
}
