"""The operations, a router for each audience."""

from attain_web.api.operations import (
    books,
    disputes,
    me,
    paying,
    people,
    periods,
    pipeline,
    plans,
    statements,
    team,
)
from attain_web.api.operations.running import (
    agreeing,
    evidence,
    forecasts,
    imports,
    jobs,
    leaves,
    nobody,
    runs,
    telling,
)

ROUTERS = {
    "me": me.router,
    "statements": statements.router,
    "disputes": disputes.router,
    "team": team.router,
    "periods": periods.router,
    "deals that pay nobody": nobody.router,
    "runs": runs.router,
    "imports": imports.router,
    "jobs": jobs.router,
    "agreements": agreeing.router,
    "leaves": leaves.router,
    "evidence": evidence.router,
    "telling": telling.router,
    "plans": plans.router,
    "pay runs": paying.router,
    "books": books.router,
    "people": people.router,
    "pipeline": pipeline.router,
    "forecasts": forecasts.router,
}
