"""Post what a period owes, close it, and verify the ledger.

What is posted is the difference between what the approved run says and what stands, of the period and of every closed
one. Posting again posts nothing; a late deal of a closed period is posted in the open one and says where it comes from.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
from django.db import connections
from django.db.backends.utils import CursorWrapper

from attain.ledger import (
    DIFFERENCES,
    Posting,
    State,
    Verdict,
    balances,
    decided_moves,
    earned_moves,
    post,
    reconcile,
    settled_moves,
    signed_head,
    verify,
)
from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.auditing import audit_verdict
from attain_web.actions.calculating.inputs import Inputs, calculated, inputs_of
from attain_web.actions.closing.deciding import expire_decisions
from attain_web.actions.closing.disputing import open_disputes
from attain_web.actions.closing.figures import PAID, calculated_step, counting_decisions, pay_periods, period
from attain_web.actions.closing.periods import closed_periods, made_run
from attain_web.actions.closing.reaching import reached_people
from attain_web.actions.closing.reviewing.engine_changes import EngineChange, engine_change, unapproved_change
from attain_web.actions.closing.statements import open_statements
from attain_web.actions.closing.tying import untied
from attain_web.actions.running import results_of
from attain_web.actions.stepping import Wanted
from attain_web.store import ledgers
from attain_web.store.facts import transaction_of
from attain_web.store.frames import add_frame
from attain_web.store.keys import public_key, signing_key
from attain_web.store.models import Run, StepTaken

POSTED = ("earnings", "payments", "periods")
# The tables besides the sources, and the cause of what a change in them moves.
CAUSES = (("fx", "rate"), ("targets", "target"), ("leaves", "target"), ("roster", "roster"))
# What the facts of a row say about its transaction; a change of a child is a change of what it belongs to.
CHANGED = """
WITH changed AS (
    SELECT DISTINCT source_table, key FROM fact WHERE batch_id > %(since)s AND batch_id <= %(until)s
)
SELECT split_part(source_table, '.', 1), key,
    CASE WHEN source_table LIKE '%%.%%' THEN 'changed_fact' WHEN first_batch > %(since)s THEN 'late_fact'
        WHEN last_cells IS NULL THEN 'correction'
        ELSE 'changed_fact' END
FROM changed c CROSS JOIN LATERAL (
    SELECT min(batch_id) AS first_batch, (array_agg(cells ORDER BY batch_id DESC))[1] AS last_cells
    FROM fact f WHERE f.source_table = c.source_table AND f.key = c.key AND f.batch_id <= %(until)s
) known ORDER BY source_table, key
"""


@dataclass(frozen=True)
class PostedPeriod:
    """What posting a period did.

    Attributes:
        entry_count, line_count: what was added to the ledger.
        differences: DIFFERENCES that were posted.
    """

    entry_count: int
    line_count: int
    differences: pl.DataFrame


def post_period(workspace: Path, period_id: str, *, acting_user: str) -> PostedPeriod:
    """Post an approved period: what is missing of it and of every closed period.

    A period that is posted has nothing left to post: its figures change only once it is reopened.

    Raises:
        Refused: the period is neither approved nor posted, or nobody approved what another engine changes.
    """
    step = period(period_id).last
    if step is not None and step.state == "posted":
        return PostedPeriod(0, 0, DIFFERENCES.empty())
    with acting("post_period", acting_user=acting_user, subject=period_id) as act:
        if period(period_id).last != step:
            raise Refused(f"period {period_id} has moved on", "look at it and try again")
        expire_decisions(act)
        found = DIFFERENCES.empty()
        checks: list[tuple[str, str]] = []
        if step is not None and step.run is not None and step.state == "approved":
            found = _differences(workspace, act, step.run, period_id)
            checks = unapproved_change(_engine_change(act, step.run, found, period_id))
        step = period(period_id).take(act, Wanted("post", acting_user, open_checks=checks))
        ends = _ends_before(step.run, period_id)
        posting = Posting(step.run.run_id, step.run.batch_id, ends - timedelta(days=1))
        posted = post(found, ledgers.positions(act.cursor), posting, ledgers.head_of(act.cursor))
        ledgers.append(act.cursor, posted)
        act.details |= {"entries": posted.entries.height, "lines": posted.lines.height, "head": posted.head.head_hash}
    return PostedPeriod(posted.entries.height, posted.lines.height, found)


def pending_differences(workspace: Path, period_id: str) -> pl.DataFrame:
    """Return what posting a period now would add; nothing is posted.

    Raises:
        Refused: the period was never calculated.
    """
    _, run = calculated_step(period_id)
    with connections[ENGINE].cursor() as cursor:
        looking = Act(cursor, datetime.now(UTC), "", period_id)
        return _differences(workspace, looking, run, period_id)


def pending_engine_change(workspace: Path, period_id: str) -> EngineChange:
    """Return what posting a period now would change in closed ones because the engine is another; nothing is posted.

    Raises:
        Refused: the period was never calculated.
    """
    _, run = calculated_step(period_id)
    with connections[ENGINE].cursor() as cursor:
        looking = Act(cursor, datetime.now(UTC), "", period_id)
        return _engine_change(looking, run, _differences(workspace, looking, run, period_id), period_id)


def close_period(workspace: Path, period_id: str, *, acting_user: str) -> StepTaken:
    """Close a posted period and sign where the ledger ends.

    Raises:
        Refused: it is not posted, an earlier one is open, or the ledger does not verify.
    """
    step = period(period_id).last
    run = None if step is None else step.run
    known = [period_id] if run is None else pay_periods(results_of(run, names=PAID))
    key = signing_key(workspace)
    loose = untied(workspace, period_id) if step is not None and step.state == "posted" else []
    with acting("close_period", acting_user=acting_user, subject=period_id) as act:
        ledger, audit = ledger_verdict(act.cursor, workspace), audit_verdict(act.cursor, workspace)
        broken = [("invariants_hold", one.what) for one in (*ledger.breaks, *audit.breaks)]
        if period(period_id).last != step:
            raise Refused(f"period {period_id} has moved on", "look at it and try again")
        checks = [*broken, *loose, *open_disputes(period_id), *open_statements(period_id)]
        wanted = Wanted("close", acting_user, open_checks=checks)
        made = period(period_id).take(act, wanted, done=made_run(period_id))
        before = [name for name in known[: known.index(period_id)] if period(name).state not in {"closed", "open"}]
        if before:
            raise Refused(f"period {before[0]} has postings and is not closed", f"close {before[0]} first")
        purpose = f"close {period_id} {made.number}"
        for chain, verdict in (("ledger", ledger), ("audit", audit)):
            add_frame(act.cursor, "signed_head", signed_head(verdict.head, key, chain=chain, purpose=purpose))
        act.details |= {"height": ledger.head.height, "head": ledger.head.head_hash}
    return made


def verify_ledger(workspace: Path) -> Verdict:
    """Verify the ledger from its first entry to its last, against the heads that were signed."""
    with connections[ENGINE].cursor() as cursor:
        return ledger_verdict(cursor, workspace)


def ledger_verdict(cursor: CursorWrapper, workspace: Path) -> Verdict:
    """The same, inside an action."""
    found = ledgers.whole(cursor)
    return verify(found["entries"], found["lines"], found["heads"], public_key(workspace), standing=found["standing"])


def ledger_balances(*, on: date | None = None, batch_no: int | None = None) -> pl.DataFrame:
    """Add up the accounts of each payee, at any date and as known at any batch; BALANCES."""
    with connections[ENGINE].cursor() as cursor:
        found = ledgers.whole(cursor)
    return balances(found["entries"], found["lines"], on=on, batch_no=batch_no)


def account_totals(found: pl.DataFrame) -> list[tuple[str, str, int]]:
    """Add BALANCES up by account and currency."""
    sums = found.group_by("account", "currency").agg(total=pl.col("balance_amount").sum()).sort("account", "currency")
    return list(sums.iter_rows())


@dataclass(frozen=True)
class _Scope:
    """What a posting compares: some pay periods, of some payees or of everybody."""

    periods: list[str]
    people: Collection[str] | None

    def moves(self, results: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        """Return what a run says should stand."""
        settled = settled_moves(results["payments"], results["periods"].unique("period_id"))
        moves = pl.concat([earned_moves(results["earnings"]), settled])
        is_asked = pl.lit(value=True) if self.people is None else pl.col("payee_id").is_in(list(self.people))
        return moves.filter(pl.col("period_id").is_in(self.periods) & is_asked)


def _differences(workspace: Path, act: Act, run: Run, period_id: str) -> pl.DataFrame:
    """What a run and decisions say should stand, less what stands; DIFFERENCES."""
    closed = closed_periods()
    periods = [*closed, period_id]
    scope = _Scope(periods, reached_people(act.cursor, run, periods, act.at))
    standing = ledgers.standing_in(act.cursor, scope.periods, scope.people)
    return reconcile(standing, _states(workspace, act.cursor, run, scope), closed=closed, open_period=period_id)


def _states(workspace: Path, cursor: CursorWrapper, run: Run, scope: _Scope) -> list[State]:
    """What should stand: with the new facts under the plans of the last posting, and then under those of this run."""
    last = Run.objects.using(ENGINE).filter(run_id=_last_run(cursor)).first()
    decided = decided_moves(counting_decisions(scope.periods))
    moves = pl.concat([scope.moves(results_of(run, scope.people, POSTED)), decided])
    if last is None:
        return [State("calculation", moves)]
    facts = _fact_causes(cursor, last.batch_id, run.batch_id)
    cause = _cause(facts)
    by_fact = facts.filter(~pl.col("source").is_in([table for table, _ in CAUSES]))
    if last.plans == run.plans and last.engine == run.engine:
        return [State(cause, moves, by_fact)]
    if last.engine != run.engine:
        return [State("engine", moves, by_fact)]
    before = calculated(workspace, Inputs(run.batch, inputs_of(last).plans, run.as_of))
    if not before.is_usable:
        return [State("plan", moves, by_fact)]
    earlier = pl.concat([scope.moves(before.tables), decided])
    return [State(cause, earlier, by_fact), State("plan", moves)]


def _engine_change(act: Act, run: Run, found: pl.DataFrame, period_id: str) -> EngineChange:
    last = Run.objects.using(ENGINE).filter(run_id=_last_run(act.cursor)).first()
    return engine_change(last, run, found, period_id)


def _last_run(cursor: CursorWrapper) -> str:
    cursor.execute("SELECT run_id FROM ledger_entry WHERE cause <> 'payment' ORDER BY entry_no DESC LIMIT 1")
    found = cursor.fetchone()
    return found[0] if found else ""


def _fact_causes(cursor: CursorWrapper, since: int, until: int) -> pl.DataFrame:
    cursor.execute(CHANGED, {"since": since, "until": until})
    schema = {"source": pl.String, "transaction_id": pl.String, "cause": pl.String}
    found = pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
    named = found.with_columns(transaction_of(pl.col("transaction_id")))
    return named.unique(["source", "transaction_id"], keep="first", maintain_order=True)


def _cause(facts: pl.DataFrame) -> str:
    """The cause of what no single fact moves."""
    changed = set(facts["source"].to_list())
    return next((cause for table, cause in CAUSES if table in changed), "changed_fact")


def _ends_before(run: Run, period_id: str) -> date:
    found = results_of(run, (), ["periods"])["periods"].filter(pl.col("period_id") == period_id)
    return found["ends_before"].max()
