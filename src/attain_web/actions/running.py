"""A run: a calculation whose inputs are named, so that it can be made again and gives the same figures."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
from django.db import connections

from attain import __version__
from attain.diagnostics import Diagnostic
from attain.runs.again import ground_of
from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.calculating.again import Again, calculated_again, shares_in
from attain_web.actions.calculating.inputs import Inputs, calculated, inputs_at
from attain_web.actions.people import keep_period_spans
from attain_web.store.figures import (
    EVERYBODY,
    TABLES,
    Changed,
    Share,
    add_shares,
    check_digest,
    digest_of,
    digests_of,
    figures_in,
    spans_in,
)
from attain_web.store.models import Run

Earned: TypeAlias = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Ran:
    """What a run gave.

    Attributes:
        run: None when it was refused.
        is_new: whether it was made just now.
        diagnostics: what is wrong.
        payee_count: how many payees were calculated again because of what changed; None when all were.
        why_all: why all were; empty where only some had to be.
    """

    run: Run | None
    is_new: bool
    diagnostics: tuple[Diagnostic, ...]
    payee_count: int | None = None
    why_all: str = ""


def calculate_run(
    workspace: Path,
    *,
    acting_user: str,
    batch_no: int | None = None,
    as_of: date | None = None,
    calculates_all: bool = False,
) -> Ran:
    """Calculate the approved plans on what is known at a batch, and keep what was found; nothing is posted.

    The same inputs are the same run: it is found, not made again. After a run of the same plans only the payees are
    calculated whom a change of deals can reach.

    Args:
        workspace: whose.
        acting_user: who runs it.
        batch_no: the last batch that counts; the newest by default.
        as_of: nothing dated later is known.
        calculates_all: whether everybody is calculated, whatever changed.

    Raises:
        Refused: there are no facts or no approved plans.
    """
    inputs = inputs_at(batch_no, as_of)
    known = _run_of(inputs)
    if known is not None:
        return Ran(known, is_new=False, diagnostics=())
    base = None if calculates_all else _base_of(inputs)
    why = "there is no run of the same plans before it"
    if base is not None:
        with connections[ENGINE].cursor() as cursor:
            again = calculated_again(workspace, cursor, inputs, base)
        if isinstance(again, Again):
            return _kept_again(inputs, base, again, acting_user)
        why = again
    results = calculated(workspace, inputs)
    found = tuple(results.diagnostics)
    if not results.is_usable:
        return Ran(None, is_new=False, diagnostics=found)
    shares, ground = shares_in(results), ground_of(results).said()
    earned = _added({}, results.tables["earnings"])
    with acting("calculate_run", acting_user=acting_user, subject=inputs.run_id) as act:
        known = _run_of(inputs)
        if known is not None:  # somebody else made it meanwhile
            act.is_empty = True
            return Ran(known, is_new=False, diagnostics=found)
        run = _saved(act, inputs, shares, {}, ground=ground, earned=earned)
    return Ran(run, is_new=True, diagnostics=found, why_all=why)


def _kept_again(inputs: Inputs, base: Run, again: Again, acting_user: str) -> Ran:
    """Keep what was calculated again, with the figures of the run before for everybody else."""
    earned = _added(_added(base.earned, again.taken, is_taken=True), again.added)
    with acting("calculate_run", acting_user=acting_user, subject=inputs.run_id) as act:
        known = _run_of(inputs)
        if known is not None:
            act.is_empty = True
            return Ran(known, is_new=False, diagnostics=again.diagnostics)
        others = {p: digest for p, digest in digests_of(act.cursor, base.run_id).items() if p not in again.people}
        run = _saved(act, inputs, again.shares, others, ground=again.ground.said(), earned=earned)
        act.details |= {"base": base.run_id, "payees": len(again.people)}
    return Ran(run, is_new=True, diagnostics=again.diagnostics, payee_count=len(again.people))


def results_of(
    run: Run, people: Collection[str] | None = None, names: Collection[str] = tuple(TABLES)
) -> Mapping[str, pl.DataFrame]:
    """Read tables of a run, in order of payee, after checking them against their digests.

    Args:
        run: which run.
        people: whose rows; everybody's by default. What is nobody's alone is always among them.
        names: which tables.

    Raises:
        Refused: they were changed behind the back of the application.
    """
    with connections[ENGINE].cursor() as cursor:
        try:
            if people is None:
                check_digest(cursor, run.run_id, run.results["figures"])
            return figures_in(cursor, run.run_id, names, None if people is None else {*people, EVERYBODY})
        except Changed as changed:
            what = f"{changed} of run {run.run_id[:12]} were changed in the database, by somebody with all rights"
            raise Refused(what, "find out by whom, restore a backup, or calculate the period anew") from None


def kept_tables(run: Run) -> Mapping[str, pl.DataFrame]:
    """Read the tables of a run as they are kept, without asking whether they are still what it found."""
    with connections[ENGINE].cursor() as cursor:
        return figures_in(cursor, run.run_id, tuple(TABLES), is_checked=False)


def _saved(act: Act, inputs: Inputs, shares: Collection[Share], others: Mapping[str, str], **said: Any) -> Run:
    """Add the run with its figures; their digest stands in the audit too, which nobody changes unseen."""
    run = Run(
        run_id=inputs.run_id,
        batch=inputs.batch,
        plans={plan.plan: plan.hash for plan in inputs.plans},
        engine=__version__,
        as_of=inputs.as_of,
        made_at=act.at,
        acting_user=act.acting_user,
        results={"figures": digest_of({**others, **{share.payee_id: share.digest for share in shares}})},
        **said,
    )
    run.save(using=ENGINE, force_insert=True)
    add_shares(act.cursor, run.run_id, shares, others)
    keep_period_spans(act.cursor, spans_in(shares))
    act.details |= {"batch": inputs.batch.batch_no, "plans": run.plans, "results": run.results}
    return run


def _run_of(inputs: Inputs) -> Run | None:
    return Run.objects.using(ENGINE).filter(run_id=inputs.run_id).first()


def _base_of(inputs: Inputs) -> Run | None:
    """The last run of the same plans, attain.yaml and day by this engine, on an earlier batch."""
    runs = Run.objects.using(ENGINE).filter(engine=__version__, as_of=inputs.as_of, batch__config=inputs.batch.config)
    earlier = runs.filter(batch__batch_no__lt=inputs.batch.batch_no).order_by("-batch__batch_no")
    wanted = {plan.plan: plan.hash for plan in inputs.plans}
    found = next((run_id for run_id, plans in earlier.values_list("run_id", "plans") if plans == wanted), None)
    return None if found is None else runs.select_related("batch").get(run_id=found)


def _added(earned: Earned, earnings: pl.DataFrame, *, is_taken: bool = False) -> Earned:
    """Add what earnings come to, by period and currency; what comes to nothing stays only where it was earned."""
    keys = ["period_id", "currency"]
    sums = earnings.group_by(keys).agg(pl.col("earning_amount").sum()).sort(keys)
    found = {period: dict(own) for period, own in earned.items()}
    for period, currency, total in sums.iter_rows():
        own = found.setdefault(period, {})
        own[currency] = own.get(currency, 0) + (0 - total if is_taken else total)
    return dict(sorted(found.items()))
