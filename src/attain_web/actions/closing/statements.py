"""Statements: published to a payee, approved by nobody else, and published again when the amount changes."""

from collections.abc import Collection, Mapping

from attain.lifecycles import STATEMENT
from attain_web.actions.acting import Act, Refused, acting
from attain_web.actions.closing.figures import calculated_step, figures_of, period
from attain_web.actions.stepping import Thing, Wanted, last_of, last_steps
from attain_web.store.models import StepTaken

Figures = Mapping[str, Mapping[str, int]]
READABLE = ("published", "approved")


def statement(period_id: str, payee_id: str) -> Thing:
    """Return a payee's statement of a period as a thing that has a life."""
    return Thing(STATEMENT, f"{period_id}/{payee_id}")


def publish_statements(period_id: str, *, acting_user: str, payees: frozenset[str] = frozenset()) -> list[StepTaken]:
    """Publish the statements of a period that are not yet: all of them, or those of some payees.

    Raises:
        Refused: the figures are not in review yet, a payee has none, or somebody else has to publish.
    """
    now = period(period_id).state
    if now not in {"in_review", "approved", "posted"}:
        raise Refused(f"period {period_id} is {now}", "hand it in for review first")
    _, run = calculated_step(period_id)
    figures = figures_of(run, period_id)
    unknown = payees - set(figures)
    if unknown:
        raise Refused(f"{min(unknown)} has no payment in period {period_id}", "check the payee's id")
    made: list[StepTaken] = []
    with acting("publish_statements", acting_user=acting_user, subject=period_id) as act:
        for payee in sorted(payees or figures):
            one = statement(period_id, payee)
            if one.state == "withdrawn":
                one.take(act, Wanted("redraft", acting_user))
            if one.state == STATEMENT.begins:
                said = {"amounts": dict(figures[payee])}
                made.append(one.take(act, Wanted("publish", acting_user, subjects=[payee]), run=run, details=said))
        act.is_empty = not made
    return made


def approve_statement(period_id: str, payee_id: str, *, acting_user: str) -> StepTaken:
    """Approve one's own statement; the amount that was shown is kept with it.

    Raises:
        Refused: it is not published, or it is somebody else's.
    """
    with acting("approve_statement", acting_user=acting_user, subject=f"{period_id}/{payee_id}") as act:
        act.whose = payee_id
        one = statement(period_id, payee_id)
        last = one.last
        said = {"amounts": last.details.get("amounts", {})} if last else {}
        return one.take(act, Wanted("approve", acting_user, subjects=[payee_id]), details=said)


def withdraw_statement(period_id: str, payee_id: str, *, acting_user: str, reason: str) -> StepTaken:
    """Withdraw a statement for a reason; it can be published again.

    Raises:
        Refused: it is not published, it is one's own, or there is no reason.
    """
    with acting("withdraw_statement", acting_user=acting_user, subject=f"{period_id}/{payee_id}") as act:
        act.whose = payee_id
        return statement(period_id, payee_id).take(act, Wanted("withdraw", acting_user, reason, [payee_id]))


def statements_of(period_id: str) -> dict[str, StepTaken]:
    """Return the last step of every statement of a period, by payee."""
    begins = f"{period_id}/"
    return {s.thing_id.removeprefix(begins): s for s in last_steps(STATEMENT, begins=begins)}


def statements_among(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], StepTaken]:
    """Return the last step of the statements of some periods and payees that have one."""
    ids = {f"{period_id}/{payee_id}": (period_id, payee_id) for period_id, payee_id in keys}
    return {ids[one]: step for one, step in last_of(STATEMENT, list(ids)).items()}


def open_statements(period_id: str) -> list[tuple[str, str]]:
    """The check that every statement which was published was approved, with those that were not."""
    waiting = [payee for payee, step in statements_of(period_id).items() if step.state == "published"]
    return [("statements_approved", f"{_listed(waiting)} did not approve")] if waiting else []


def follow_figures(act: Act, period_id: str, figures: Figures) -> None:
    """Publish again, inside an action, every statement whose amount is another one now."""
    for payee, step in statements_of(period_id).items():
        to_pay = dict(figures.get(payee, {}))
        if step.state in READABLE and step.details.get("amounts") != to_pay:
            wanted = Wanted("amount_changed", act.acting_user, is_system=True)
            statement(period_id, payee).take(act, wanted, details={"amounts": to_pay})


def _listed(names: list[str], most: int = 5) -> str:
    shown = ", ".join(sorted(names)[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")
