"""A pay period's way: open, calculated, in review, approved, posted, closed; and open again when two people say so."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.running import calculate_run, results_of
from attain_web.store.models import PeriodStep, Run

NEXT: Mapping[str, tuple[str, ...]] = {
    "open": ("calculated",),
    "calculated": ("calculated", "in_review"),
    "in_review": ("calculated", "approved"),
    "approved": ("calculated", "posted"),
    "posted": ("calculated", "closed"),
    "closed": ("reopening",),
    "reopening": ("open", "closed"),
}
NAMES = {"in_review": "in review"}


def step_of(period_id: str) -> PeriodStep | None:
    """Return the last step of a period; None when it is open and nothing was done yet."""
    return PeriodStep.objects.using(ENGINE).filter(period_id=period_id).order_by("-number").first()


def state_of(period_id: str) -> str:
    """Return where a period is."""
    step = step_of(period_id)
    return step.state if step else "open"


def closed_periods() -> list[str]:
    """Return every period that is closed, also while its reopening waits for a second person."""
    steps = PeriodStep.objects.using(ENGINE).order_by("period_id", "-number").distinct("period_id")
    return [step.period_id for step in steps if step.state in {"closed", "reopening"}]


def take_step(act: Act, period_id: str, state: str, *, run: Run | None = None, note: str = "") -> PeriodStep:
    """Take a period one step further, inside an action.

    Raises:
        Refused: the step does not follow from where the period is.
    """
    last = step_of(period_id)
    now = last.state if last else "open"
    if state not in NEXT[now]:
        shown = " or ".join(NAMES.get(s, s) for s in NEXT[now])
        raise Refused(f"period {period_id} is {NAMES.get(now, now)}", f"what follows is {shown}")
    step = PeriodStep(
        period_id=period_id,
        number=last.number + 1 if last else 1,
        state=state,
        run=run or (last.run if last else None),
        at=act.at,
        acting_user=act.acting_user,
        note=note,
    )
    step.save(using=ENGINE, force_insert=True)
    act.details |= {"from": now, "to": state, "run": step.run_id, "note": note}
    return step


def calculate_period(workspace: Path, period_id: str, *, acting_user: str, as_of: date | None = None) -> PeriodStep:
    """Calculate a period with what is known now; again whenever something changed, until it is closed.

    Raises:
        Refused: the run cannot be made, or the plans have no such pay period, or it is closed.
    """
    ran = calculate_run(workspace, acting_user=acting_user, as_of=as_of)
    if ran.run is None:
        raise Refused("the plans cannot be calculated", "see 'attain run' for every problem")
    if period_id not in pay_periods(results_of(workspace, ran.run)):
        raise Refused(f"no plan has the pay period '{period_id}'", "see them with 'attain periods'")
    with acting("calculate_period", acting_user=acting_user, subject=period_id) as act:
        last = step_of(period_id)
        if last is not None and last.state != "open" and last.run_id == ran.run.run_id:
            act.is_empty = True
            return last
        return take_step(act, period_id, "calculated", run=ran.run)


def review_period(period_id: str, *, acting_user: str, note: str = "") -> PeriodStep:
    """Say that the figures are being reviewed."""
    with acting("review_period", acting_user=acting_user, subject=period_id) as act:
        return take_step(act, period_id, "in_review", note=note)


def approve_period(period_id: str, *, acting_user: str, note: str = "") -> PeriodStep:
    """Approve the figures of a period; whoever calculated them may not.

    Raises:
        Refused: it is not in review, or the duties are not separate.
    """
    with acting("approve_period", acting_user=acting_user, subject=period_id) as act:
        if acting_user in _calculated_by(period_id):
            raise Refused(f"{acting_user} calculated period {period_id}", "let somebody else approve it")
        return take_step(act, period_id, "approved", note=note)


def ask_to_reopen(period_id: str, *, acting_user: str, reason: str) -> PeriodStep:
    """Ask for a closed period to be opened again; somebody else has to agree.

    Raises:
        Refused: it is not closed, or there is no reason.
    """
    with acting("ask_to_reopen", acting_user=acting_user, subject=period_id) as act:
        if not reason.strip():
            raise Refused("a period is reopened for a reason", "say it with --reason")
        return take_step(act, period_id, "reopening", note=reason.strip())


def agree_to_reopen(period_id: str, *, acting_user: str, is_agreed: bool = True) -> PeriodStep:
    """Open a closed period again, or leave it closed; whoever asked may not.

    Raises:
        Refused: nobody asked, or the same person did.
    """
    with acting("agree_to_reopen", acting_user=acting_user, subject=period_id) as act:
        last = step_of(period_id)
        if last is None or last.state != "reopening":
            raise Refused(f"nobody asked to reopen period {period_id}", "ask with 'attain reopen'")
        if last.acting_user == acting_user:
            raise Refused(f"{acting_user} asked to reopen period {period_id}", "let somebody else agree")
        return take_step(act, period_id, "open" if is_agreed else "closed", note=last.note)


def pay_periods(results: Mapping[str, pl.DataFrame]) -> list[str]:
    """Return the pay periods of a run, in order of time."""
    paid = results["payments"].select("period_id").unique()
    return results["periods"].join(paid, on="period_id").sort("starts_on", "ends_before")["period_id"].to_list()


def _calculated_by(period_id: str) -> set[str]:
    """Who had a hand in the figures: whoever made the run, and whoever chose it."""
    step = step_of(period_id)
    if step is None or step.run is None:
        return set()
    chosen = PeriodStep.objects.using(ENGINE).filter(period_id=period_id, run=step.run, state="calculated")
    return {step.run.acting_user, *chosen.values_list("acting_user", flat=True)}
