"""A pay period's way: open, calculated, in review, approved, posted, closed; and open again when two people say so.

The table of steps is ``attain.lifecycles.PERIOD``; docs/behaviours/lifecycles.md shows it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from attain.lifecycles import PERIOD
from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.judging import Done, Wanted, judged, state_after
from attain_web.actions.running import calculate_run, results_of
from attain_web.store.models import PeriodStep, Run


def steps_of(period_id: str) -> list[PeriodStep]:
    """Return every step of a period, in order."""
    return list(PeriodStep.objects.using(ENGINE).filter(period_id=period_id).order_by("number"))


def step_of(period_id: str) -> PeriodStep | None:
    """Return the last step of a period; None when it is open and nothing was done yet."""
    return PeriodStep.objects.using(ENGINE).filter(period_id=period_id).order_by("-number").first()


def state_of(period_id: str) -> str:
    """Return where a period is."""
    return state_after(PERIOD, steps_of(period_id))


def closed_periods() -> list[str]:
    """Return every period that is closed, also while its reopening waits for a second person."""
    steps = PeriodStep.objects.using(ENGINE).order_by("period_id", "-number").distinct("period_id")
    return [step.period_id for step in steps if step.state == "closed"]


def take_step(act: Act, period_id: str, wanted: Wanted, *, run: Run | None = None) -> PeriodStep:
    """Take a period one step further, inside an action.

    Args:
        act: the action.
        period_id: which period.
        wanted: the step.
        run: with whose figures from now on; those it has by default.

    Raises:
        Refused: the step does not follow, somebody else has to take it, or something is missing.
    """
    steps = steps_of(period_id)
    now = state_after(PERIOD, steps)
    outcome = judged(PERIOD, f"period {period_id}", _done(steps), wanted)
    step = PeriodStep(
        period_id=period_id,
        number=len(steps) + 1,
        action=wanted.action,
        state=outcome.state,
        run=run or (steps[-1].run if steps else None),
        at=act.at,
        acting_user=act.acting_user,
        note=wanted.reason.strip(),
    )
    step.save(using=ENGINE, force_insert=True)
    act.details |= {"step": step.action, "from": now, "to": step.state, "run": step.run_id, "note": step.note}
    return step


def calculate_period(workspace: Path, period_id: str, *, acting_user: str, as_of: date | None = None) -> PeriodStep:
    """Calculate a period with what is known now; again whenever something changed, until it is approved.

    Raises:
        Refused: the run cannot be made, the plans have no such pay period, or the step does not follow.
    """
    ran = calculate_run(workspace, acting_user=acting_user, as_of=as_of)
    if ran.run is None:
        raise Refused("the plans cannot be calculated", "see 'attain run' for every problem")
    if period_id not in pay_periods(results_of(workspace, ran.run)):
        raise Refused(f"no plan has the pay period '{period_id}'", "see them with 'attain periods'")
    with acting("calculate_period", acting_user=acting_user, subject=period_id) as act:
        last = step_of(period_id)
        if last is not None and last.state in {"calculated", "in_review"} and last.run_id == ran.run.run_id:
            act.is_empty = True
            return last
        return take_step(act, period_id, Wanted("calculate", acting_user), run=ran.run)


def review_period(period_id: str, *, acting_user: str, note: str = "") -> PeriodStep:
    """Hand the figures of a period in for review."""
    with acting("review_period", acting_user=acting_user, subject=period_id) as act:
        return take_step(act, period_id, Wanted("submit", acting_user, note))


def approve_period(workspace: Path, period_id: str, *, acting_user: str, note: str = "") -> PeriodStep:
    """Approve the figures of a period; neither whoever calculated or submitted them nor anybody they pay may.

    Raises:
        Refused: it is not in review, or the duties are not separate.
    """
    step = step_of(period_id)
    payees = _payees(workspace, step.run, period_id) if step is not None and step.run is not None else ()
    with acting("approve_period", acting_user=acting_user, subject=period_id) as act:
        if step_of(period_id) != step:
            raise Refused(f"period {period_id} has moved on", "look at it and try again")
        return take_step(act, period_id, Wanted("approve", acting_user, note, payees))


def reject_period(period_id: str, *, acting_user: str, reason: str) -> PeriodStep:
    """Send the figures of a period back.

    Raises:
        Refused: it is neither in review nor approved, or there is no reason.
    """
    with acting("reject_period", acting_user=acting_user, subject=period_id) as act:
        return take_step(act, period_id, Wanted("reject", acting_user, reason))


def reopen_period(period_id: str, *, acting_user: str, reason: str) -> PeriodStep:
    """Ask for a closed period to be opened again, or agree to what somebody else asked: it takes two people.

    Raises:
        Refused: it is not closed, the same person asked already, or there is no reason.
    """
    with acting("reopen_period", acting_user=acting_user, subject=period_id) as act:
        return take_step(act, period_id, Wanted("reopen", acting_user, reason or _asked_because(period_id)))


def keep_period_closed(period_id: str, *, acting_user: str, reason: str = "") -> PeriodStep:
    """Leave a period closed that somebody asked to reopen.

    Raises:
        Refused: nobody asked.
    """
    with acting("keep_period_closed", acting_user=acting_user, subject=period_id) as act:
        if not _asked_because(period_id):
            raise Refused(f"nobody asked to reopen period {period_id}", "it stays closed")
        return take_step(act, period_id, Wanted("keep", acting_user, reason))


def pay_periods(results: Mapping[str, pl.DataFrame]) -> list[str]:
    """Return the pay periods of a run, in order of time."""
    paid = results["payments"].select("period_id").unique()
    return results["periods"].join(paid, on="period_id").sort("starts_on", "ends_before")["period_id"].to_list()


def _asked_because(period_id: str) -> str:
    """The reason that whoever asked to reopen gave; empty when nobody did."""
    last = step_of(period_id)
    return last.note if last is not None and last.action == "reopen" and last.state != "open" else ""


def _done(steps: Sequence[PeriodStep]) -> list[Done]:
    """What was done, by whom; whoever made the run that was chosen calculated it too."""
    done: list[Done] = []
    for step in steps:
        if step.action == "calculate" and step.run is not None:
            done.append(Done("calculate", step.state, step.run.acting_user))
        done.append(Done(step.action, step.state, step.acting_user))
    return done


def _payees(workspace: Path, run: Run, period_id: str) -> list[str]:
    payments = results_of(workspace, run)["payments"].filter(pl.col("period_id") == period_id)
    return payments["payee_id"].unique().to_list()
