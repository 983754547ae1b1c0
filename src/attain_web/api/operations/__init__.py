"""The operations, a router for each audience."""

from attain_web.api.operations import (
    books,
    disputes,
    imports,
    me,
    paying,
    people,
    periods,
    pipeline,
    plans,
    runs,
    statements,
    team,
)

ROUTERS = {
    "me": me.router,
    "statements": statements.router,
    "disputes": disputes.router,
    "team": team.router,
    "periods": periods.router,
    "runs": runs.router,
    "imports": imports.router,
    "plans": plans.router,
    "pay runs": paying.router,
    "books": books.router,
    "people": people.router,
    "pipeline": pipeline.router,
}
