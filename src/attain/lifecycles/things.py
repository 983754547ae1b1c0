"""The transition tables: one for each thing that has a life.

Source: docs/behaviours/lifecycles.md, which shows them.
"""

from attain.lifecycles.agreements import ACCEPTANCE, DELEGATION, ENGINE_CHANGE, LEAVE, VARIANCE
from attain.lifecycles.model import NEW, Lifecycle, Step

PERIOD = Lifecycle(
    "period",
    "open",
    (
        Step("calculate", ("open", "calculated", "in_review"), "calculated", ("admin",)),
        Step("submit", ("calculated",), "in_review", ("admin",), checks=("data_complete",)),
        Step(
            "approve",
            ("in_review",),
            "approved",
            ("finance", "leader"),
            apart_from=("calculate", "submit", "adjust"),
            is_not_of_subject=True,
            checks=("plans_accepted", "variances_reviewed", "disputes_settled"),
        ),
        Step("reject", ("in_review", "approved"), "calculated", ("finance", "leader"), needs_reason=True),
        Step("post", ("approved",), "posted", ("admin", "finance"), checks=("engine_differences_approved",)),
        Step(
            "close",
            ("posted",),
            "closed",
            ("finance",),
            apart_from=("calculate",),
            checks=("disputes_settled", "statements_approved", "tied_out", "invariants_hold"),
        ),
        Step("reopen", ("closed", "posted"), "open", ("admin", "finance"), people=2, needs_reason=True),
        Step("keep", ("closed",), "closed", ("admin", "finance")),
    ),
    ends=("close", "reopen", "keep"),
)

PAY_RUN = Lifecycle(
    "pay_run",
    NEW,
    (
        Step("draft", (NEW,), "drafted", ("admin", "finance")),
        Step(
            "approve",
            ("drafted",),
            "approved",
            ("finance",),
            apart_from=("draft", "adjust"),
            is_not_of_subject=True,
            checks=("period_posted", "totals_agree"),
        ),
        Step("reject", ("drafted", "approved"), "rejected", ("finance",), needs_reason=True),
        Step("export", ("approved",), "exported", ("finance",)),
        Step("acknowledge", ("exported",), "acknowledged", ("finance",), checks=("acknowledgement_read",)),
    ),
)

STATEMENT = Lifecycle(
    "statement",
    "draft",
    (
        Step("publish", ("draft",), "published", ("admin", "manager"), is_not_of_subject=True),
        Step("approve", ("published",), "approved", ("payee",), is_of_subject=True),
        Step("dispute", ("published", "approved"), "disputed", ("payee",), is_of_subject=True, needs_reason=True),
        Step("settle", ("disputed",), "published", ()),
        Step(
            "withdraw",
            ("published", "approved", "disputed"),
            "withdrawn",
            ("admin",),
            is_not_of_subject=True,
            needs_reason=True,
        ),
        Step("redraft", ("withdrawn",), "draft", ("admin",)),
        Step("amount_changed", ("published", "approved"), "published", ()),
    ),
)

ADJUSTMENT = Lifecycle(
    "adjustment",
    NEW,
    (
        Step("draft", (NEW,), "drafted", ("admin", "manager", "finance"), needs_reason=True),
        Step(
            "approve",
            ("drafted",),
            "approved",
            ("manager", "finance", "leader"),
            apart_from=("draft",),
            is_not_of_subject=True,
        ),
        Step("reject", ("drafted",), "rejected", ("manager", "finance", "leader"), needs_reason=True),
        Step("expire", ("approved",), "expired", ()),
        Step(
            "revoke",
            ("approved",),
            "revoked",
            ("finance", "leader"),
            apart_from=("draft",),
            is_not_of_subject=True,
            needs_reason=True,
        ),
    ),
)

DISPUTE = Lifecycle(
    "dispute",
    NEW,
    (
        Step("raise", (NEW,), "raised", ("payee",), needs_reason=True, is_of_subject=True),
        Step("add", ("raised", "answered"), "raised", ("payee",), needs_reason=True, is_of_subject=True),
        Step(
            "answer",
            ("raised", "answered"),
            "answered",
            ("manager", "admin", "finance"),
            needs_reason=True,
            is_not_of_subject=True,
        ),
        Step(
            "accept",
            ("raised", "answered"),
            "accepted",
            ("admin", "finance"),
            needs_reason=True,
            is_not_of_subject=True,
        ),
        Step(
            "reject",
            ("raised", "answered"),
            "rejected",
            ("admin", "finance"),
            needs_reason=True,
            is_not_of_subject=True,
        ),
        Step("withdraw", ("raised", "answered"), "withdrawn", ("payee",), is_of_subject=True),
    ),
)

PLAN_VERSION = Lifecycle(
    "plan_version",
    NEW,
    (
        Step("write", (NEW,), "draft", ("admin",)),
        Step("submit", ("draft",), "in_review", ("admin",), checks=("examples_hold", "no_errors")),
        Step(
            "approve",
            ("in_review",),
            "approved",
            ("finance", "leader"),
            apart_from=("write", "submit"),
            is_not_of_subject=True,
        ),
        Step("reject", ("in_review",), "draft", ("finance", "leader"), needs_reason=True),
        Step("activate", ("approved",), "active", ("admin",), checks=("accepted_by_payees",)),
        Step("retire", ("approved", "active"), "retired", ("admin",), needs_reason=True),
    ),
)

_EVERY = (PERIOD, PAY_RUN, STATEMENT, DISPUTE, ADJUSTMENT, PLAN_VERSION)
_AGREED = (ACCEPTANCE, DELEGATION, VARIANCE, ENGINE_CHANGE, LEAVE)
LIFECYCLES = {one.thing: one for one in (*_EVERY, *_AGREED)}
