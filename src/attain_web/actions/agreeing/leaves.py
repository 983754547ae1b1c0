"""Leaves of absence: recorded by one, approved by another, and what follows from them for target and pay.

A leave keeps the target, lowers it by the days of absence, or guarantees an amount in each pay period of it. A lowered
target is a relief in the facts, made when the leave is approved: 30 of the 90 days of a quarter lower 90,000 by 30,000.
It survives every load of the target table, and is taken back when the leave is revoked. A guarantee is an adjustment
that tops up what was earned, drafted for a period once it is calculated, and approved like any other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from attain.lifecycles import LEAVE
from attain.runs import Results
from attain_web.actions.access import refuse_unless_seen
from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.calculating.inputs import LEAVES, calculated, inputs_at
from attain_web.actions.calculating.settings import settings_of
from attain_web.actions.importing import add_batch, undo_batch
from attain_web.actions.people import Days
from attain_web.actions.stepping import Thing, Wanted
from attain_web.store.facts import TableRows
from attain_web.store.models import Batch, Leave, StepTaken

PRORATE, KEEP, GUARANTEE = "prorate_target", "keep_target", "guarantee"
POLICIES = (PRORATE, KEEP, GUARANTEE)
NEEDED = ("name", "payee", "amount", "change", "reason", "from", "before")


@dataclass(frozen=True)
class Absence:
    """A leave as somebody writes it down.

    Attributes:
        payee_id: who is away.
        starts_on, ends_before: the first day, and the day after the last.
        policy: one of ``POLICIES``.
        reason: why.
        currency, guaranteed_amount: what is paid at least in each pay period of it, in minor units.
    """

    payee_id: str
    starts_on: date
    ends_before: date
    policy: str
    reason: str
    currency: str = ""
    guaranteed_amount: int = 0


def leave_thing(leave_id: str) -> Thing:
    """Return a leave as a thing that has a life."""
    return Thing(LEAVE, leave_id)


def record_leave(absence: Absence, *, acting_user: str) -> Leave:
    """Record a leave; it changes nothing before somebody else approves it.

    Raises:
        Refused: the days, the policy or the amount are wrong, it is one's own, or there is no reason.
    """
    if absence.policy not in POLICIES:
        raise Refused(f"'{absence.policy}' is no policy of a leave", f"it is one of {', '.join(POLICIES)}")
    if absence.ends_before <= absence.starts_on:
        raise Refused(f"from {absence.starts_on} before {absence.ends_before} lies no day", "name the days of absence")
    if (absence.policy == GUARANTEE) != (absence.guaranteed_amount > 0):
        raise Refused("a guarantee, and nothing else, has an amount above 0", "name the amount of a pay period")
    with acting("record_leave", acting_user=acting_user, subject=absence.payee_id) as act:
        days = Days(absence.starts_on, absence.ends_before)
        refuse_unless_seen(acting_user, absence.payee_id, during=days)
        same = _overlapping(absence)
        if same is not None:
            raise Refused(f"{absence.payee_id} is away in those days already ({same})", "revoke that one first")
        number = Leave.objects.using(ENGINE).count() + 1
        made = Leave(
            leave_id=f"LV-{number}",
            payee_id=absence.payee_id,
            starts_on=absence.starts_on,
            ends_before=absence.ends_before,
            policy=absence.policy,
            currency=absence.currency,
            guaranteed_amount=absence.guaranteed_amount,
            at=act.at,
            acting_user=acting_user,
        )
        made.save(using=ENGINE, force_insert=True)
        said = {"policy": made.policy, "from": str(made.starts_on), "before": str(made.ends_before)}
        wanted = Wanted("record", acting_user, absence.reason, [absence.payee_id])
        leave_thing(made.leave_id).take(act, wanted, details=said)
    return made


def approve_leave(workspace: Path, leave_id: str, *, acting_user: str) -> StepTaken:
    """Approve a leave that another recorded; a prorated target is lowered in the facts from now on.

    Raises:
        Refused: it is not recorded, the duties are not separate, there is no target in those days, or attain.yaml does
            not declare the columns that a relief has.
    """
    found = leave_of(leave_id)
    reliefs = (
        _reliefs(workspace, found) if found.policy == PRORATE and leave_thing(leave_id).state == "recorded" else []
    )
    with acting("approve_leave", acting_user=acting_user, subject=leave_id) as act:
        step = leave_thing(leave_id).take(act, Wanted("approve", acting_user, subjects=[found.payee_id]))
        if reliefs:
            act.details["batch"] = _added(act, leave_id, reliefs)
    return step


def reject_leave(leave_id: str, *, acting_user: str, reason: str) -> StepTaken:
    """Reject a leave that was recorded.

    Raises:
        Refused: it is not recorded, or there is no reason.
    """
    with acting("reject_leave", acting_user=acting_user, subject=leave_id) as act:
        wanted = Wanted("reject", acting_user, reason, [leave_of(leave_id).payee_id])
        return leave_thing(leave_id).take(act, wanted)


def revoke_leave(leave_id: str, *, acting_user: str, reason: str) -> StepTaken:
    """Revoke an approved leave; the target is what it was.

    Raises:
        Refused: it is not approved, the duties are not separate, or there is no reason.
    """
    with acting("revoke_leave", acting_user=acting_user, subject=leave_id) as act:
        found = leave_of(leave_id)
        step = leave_thing(leave_id).take(act, Wanted("revoke", acting_user, reason, [found.payee_id]))
        batch_no = _batch_of(leave_id)
        if batch_no is not None:
            undo_batch(batch_no, acting_user=acting_user)
    return step


def leave_of(leave_id: str) -> Leave:
    """Find a leave.

    Raises:
        Refused: there is none.
    """
    found = Leave.objects.using(ENGINE).filter(leave_id=leave_id).first()
    if found is None:
        raise Refused(f"there is no leave '{leave_id}'", "see them with 'attain leave list'")
    return found


def listed_leaves() -> list[tuple[Leave, str]]:
    """Return every leave and the state it is in, oldest first."""
    found = Leave.objects.using(ENGINE).order_by("at")
    return [(one, leave_thing(one.leave_id).state) for one in found]


def _overlapping(absence: Absence) -> str | None:
    mine = Leave.objects.using(ENGINE).filter(
        payee_id=absence.payee_id, starts_on__lt=absence.ends_before, ends_before__gt=absence.starts_on
    )
    standing = (one.leave_id for one in mine if leave_thing(one.leave_id).state in {"recorded", "approved"})
    return next(standing, None)


def _reliefs(workspace: Path, leave: Leave) -> list[dict[str, str]]:
    """The rows that lower each target of somebody by the share of its window's days on which they are away."""
    inputs = inputs_at(None, None)
    settings = settings_of(inputs.batch)
    declared = set(settings.targets.columns) if settings is not None and settings.targets is not None else set[str]()
    missing = [name for name in NEEDED if name not in declared]
    if missing:
        what = f"the target table has no column '{missing[0]}', which a relief needs"
        raise Refused(what, f"declare {', '.join(missing)} under 'targets' in attain.yaml and import")
    found = calculated(workspace, inputs)
    if not found.is_usable:
        raise Refused("the plans cannot be calculated", "see 'attain run' for every problem")
    rows = list(_lowered(found, leave))
    if not rows:
        what = f"{leave.payee_id} has no target from {leave.starts_on} before {leave.ends_before}"
        raise Refused(what, "record it with --policy keep_target")
    return rows


def _lowered(found: Results, leave: Leave) -> Iterable[dict[str, str]]:
    seen: set[tuple[str, date]] = set()
    for run in found.runs.values():
        for name, rule in run.plan.targets.items():
            windows = run.targets.of_payees(name, rule.per).filter(
                pl.col("payee") == leave.payee_id,
                pl.col("starts_on") < leave.ends_before,
                pl.col("ends_before") > leave.starts_on,
                pl.col("target_value") > 0,
            )
            for row in windows.iter_rows(named=True):
                if (name, row["starts_on"]) not in seen:
                    seen.add((name, row["starts_on"]))
                    yield _relief(leave, name, row)


def _relief(leave: Leave, name: str, window: Mapping[str, object]) -> dict[str, str]:
    first, before, value = window["starts_on"], window["ends_before"], window["target_value"]
    assert isinstance(first, date)
    assert isinstance(before, date)
    assert isinstance(value, int)
    days = (before - first).days
    away = (min(before, leave.ends_before) - max(first, leave.starts_on)).days
    lowered = (2 * value * away + days) // (2 * days)  # half away from zero
    digits = int(str(window["scale"]))
    whole, rest = divmod(lowered, 10**digits)
    return {
        "name": name,
        "payee": leave.payee_id,
        "from": str(first),
        "before": str(before),
        "amount": f"{whole}.{rest:0{digits}}" if digits else str(whole),
        "change": "relief",
        "reason": f"{leave.leave_id}: away on {away} of {days} days",
    }


def _added(act: Act, leave_id: str, reliefs: list[dict[str, str]]) -> int:
    frame = pl.DataFrame(reliefs, schema=dict.fromkeys(sorted(NEEDED), pl.String))
    cells = pl.struct(sorted(NEEDED)).struct.json_encode()
    number = pl.int_range(1, pl.len() + 1).cast(pl.String)
    rows = frame.select(
        key=pl.concat_str(pl.lit(f"{leave_id}/"), number),
        cells=cells,
        file=pl.lit(f"leave {leave_id}"),
        line=pl.int_range(1, pl.len() + 1, dtype=pl.Int64),
    )
    return add_batch(act, "leave", TableRows(LEAVES, tuple(sorted(NEEDED)), rows))


def _batch_of(leave_id: str) -> int | None:
    """The batch that an approved leave made."""
    found = Batch.objects.using(ENGINE).filter(kind="leave", facts__table=LEAVES, facts__key__startswith=f"{leave_id}/")
    return found.values_list("batch_no", flat=True).first()
