"""A pay period's way: open, calculated, in review, approved, posted, closed; and open again when two people say so.

The table of steps is ``attain.lifecycles.PERIOD``; docs/behaviours/lifecycles.md shows it.
"""

from datetime import date
from pathlib import Path

from django.conf import settings

from attain.lifecycles import PERIOD
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.agreeing.acceptances import follow_terms, open_acceptances
from attain_web.actions.closing.deciding import adjusted_by
from attain_web.actions.closing.disputing import open_disputes
from attain_web.actions.closing.figures import PAID, figures_of, pay_periods, period
from attain_web.actions.closing.reviewing.variances import open_variances
from attain_web.actions.closing.statements import follow_figures
from attain_web.actions.running import calculate_run, results_of
from attain_web.actions.stepping import Done, Wanted, last_steps
from attain_web.actions.texts import text_of
from attain_web.store.models import Batch, Run, StepTaken


def closed_periods() -> list[str]:
    """Return every period that is closed, also while its reopening waits for a second person."""
    return [step.thing_id for step in last_steps(PERIOD) if step.state == "closed"]


def calculate_period(workspace: Path, period_id: str, *, acting_user: str, as_of: date | None = None) -> StepTaken:
    """Calculate a period with what is known now; again whenever something changed, until it is approved.

    Raises:
        Refused: the run cannot be made, the plans have no such pay period, or the step does not follow.
    """
    ran = calculate_run(workspace, acting_user=acting_user, as_of=as_of)
    if ran.run is None:
        raise Refused("the plans cannot be calculated", "see 'attain run' for every problem")
    figures = figures_of(ran.run, period_id)
    if period_id not in pay_periods(results_of(ran.run, names=PAID)):
        raise Refused(f"no plan has the pay period '{period_id}'", "see them with 'attain periods'")
    with acting("calculate_period", acting_user=acting_user, subject=period_id) as act:
        last = period(period_id).last
        if last is not None and last.state in {"calculated", "in_review"} and last.run_id == ran.run.run_id:
            act.is_empty = True
            return last
        step = period(period_id).take(act, Wanted("calculate", acting_user), run=ran.run, done=made_run(period_id))
        follow_figures(act, period_id, figures)
        follow_terms(act, workspace, ran.run)
        return step


def review_period(period_id: str, *, acting_user: str, note: str = "") -> StepTaken:
    """Hand the figures of a period in for review.

    Raises:
        Refused: it is not calculated, or facts arrived since.
    """
    with acting("review_period", acting_user=acting_user, subject=period_id) as act:
        wanted = Wanted("submit", acting_user, note, open_checks=_late_batches(period_id))
        return period(period_id).take(act, wanted)


def approve_period(period_id: str, *, acting_user: str, note: str = "") -> StepTaken:
    """Approve the figures of a period; nobody who calculated, submitted or adjusted them or is paid by them may.

    Raises:
        Refused: it is not in review, the duties are not separate, a dispute is open, or what attain.yaml asks for under
            ``closing`` is missing.
    """
    step = period(period_id).last
    run = None if step is None else step.run
    paid = figures_of(run, period_id) if run is not None else {}
    checks = _asked_for(period_id, run)
    with acting("approve_period", acting_user=acting_user, subject=period_id) as act:
        if period(period_id).last != step:
            raise Refused(f"period {period_id} has moved on", "look at it and try again")
        wanted = Wanted("approve", acting_user, note, list(paid), [*checks, *open_disputes(period_id)])
        return period(period_id).take(act, wanted, done=[*made_run(period_id), *adjusted_by(period_id)])


def reject_period(period_id: str, *, acting_user: str, reason: str) -> StepTaken:
    """Send the figures of a period back.

    Raises:
        Refused: it is neither in review nor approved, or there is no reason.
    """
    with acting("reject_period", acting_user=acting_user, subject=period_id) as act:
        return period(period_id).take(act, Wanted("reject", acting_user, reason))


def reopen_period(period_id: str, *, acting_user: str, reason: str) -> StepTaken:
    """Ask for a closed period to be opened again, or agree to what somebody else asked: it takes two people.

    Raises:
        Refused: it is not closed, the same person asked already, or there is no reason.
    """
    with acting("reopen_period", acting_user=acting_user, subject=period_id) as act:
        return period(period_id).take(act, Wanted("reopen", acting_user, reason or _asked_because(period_id)))


def keep_period_closed(period_id: str, *, acting_user: str, reason: str = "") -> StepTaken:
    """Leave a period closed that somebody asked to reopen.

    Raises:
        Refused: nobody asked.
    """
    with acting("keep_period_closed", acting_user=acting_user, subject=period_id) as act:
        if not _asked_because(period_id):
            raise Refused(f"nobody asked to reopen period {period_id}", "it stays closed")
        return period(period_id).take(act, Wanted("keep", acting_user, reason))


def made_run(period_id: str) -> list[Done]:
    """Whoever made a run that was chosen for a period calculated it too."""
    since = [step for step in period(period_id).steps if step.action == "calculate" and step.run is not None]
    return [Done("calculate", step.run.acting_user) for step in since[-1:]]


def approval_checks(period_id: str) -> list[tuple[str, str]]:
    """Return what the approval of a period waits for, each with what is missing; nothing is approved."""
    last = period(period_id).last
    return [*_asked_for(period_id, None if last is None else last.run), *open_disputes(period_id)]


def _asked_for(period_id: str, run: Run | None) -> list[tuple[str, str]]:
    """The checks that attain.yaml asks for."""
    return [*open_acceptances(settings.WORKSPACE, run), *open_variances(period_id, run)]


def _asked_because(period_id: str) -> str:
    """The reason that whoever asked to reopen gave; empty when nobody did."""
    last = period(period_id).last
    is_asked = last is not None and last.action == "reopen" and last.state != PERIOD.begins
    return text_of(last.note) if last is not None and is_asked else ""


def _late_batches(period_id: str) -> list[tuple[str, str]]:
    """The check that the figures know every fact there is."""
    last = period(period_id).last
    newest = Batch.objects.using(ENGINE).order_by("-batch_no").first()
    if last is None or last.run is None or newest is None or last.run.batch_id == newest.batch_no:
        return []
    what = f"the figures are of batch {last.run.batch_id}, and batch {newest.batch_no} is there; calculate again"
    return [("data_complete", what)]
