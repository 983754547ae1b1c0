"""The transition tables of what people agree on beside a period: plans, stand-ins, variances, upgrades and absences.

Source: docs/behaviours/lifecycles.md, which shows them.
"""

from attain.lifecycles.model import NEW, Lifecycle, Step

ACCEPTANCE = Lifecycle(
    "acceptance",
    NEW,
    (
        Step("ask", (NEW, "ended"), "asked", ("admin", "manager")),
        Step("accept", ("asked", "declined"), "accepted", ("payee",), is_of_subject=True),
        Step("decline", ("asked", "accepted"), "declined", ("payee",), needs_reason=True, is_of_subject=True),
        Step("terms_changed", ("asked", "accepted", "declined"), "asked", ()),
        Step("end", ("asked", "accepted", "declined"), "ended", ()),
    ),
)

DELEGATION = Lifecycle(
    "delegation",
    NEW,
    (
        Step("name", (NEW,), "named", ("manager", "admin", "finance", "leader")),
        Step("end", ("named",), "ended", ("payee", "manager", "admin", "finance", "leader")),
    ),
)

VARIANCE = Lifecycle(
    "variance",
    NEW,
    (
        Step(
            "review",
            (NEW, "reviewed"),
            "reviewed",
            ("manager", "admin", "finance", "leader"),
            needs_reason=True,
            is_not_of_subject=True,
        ),
    ),
)

ENGINE_CHANGE = Lifecycle(
    "engine_change",
    NEW,
    (
        Step(
            "approve",
            (NEW, "rejected"),
            "approved",
            ("finance", "leader"),
            apart_from=("calculate",),
            needs_reason=True,
            is_not_of_subject=True,
        ),
        Step("reject", (NEW, "approved"), "rejected", ("finance", "leader"), needs_reason=True),
    ),
)

LEAVE = Lifecycle(
    "leave",
    NEW,
    (
        Step("record", (NEW,), "recorded", ("manager", "admin"), needs_reason=True, is_not_of_subject=True),
        Step(
            "approve",
            ("recorded",),
            "approved",
            ("admin", "finance", "leader"),
            apart_from=("record",),
            is_not_of_subject=True,
        ),
        Step("reject", ("recorded",), "rejected", ("admin", "finance", "leader"), needs_reason=True),
        Step(
            "revoke",
            ("approved",),
            "revoked",
            ("admin", "finance", "leader"),
            apart_from=("record",),
            needs_reason=True,
            is_not_of_subject=True,
        ),
    ),
)
