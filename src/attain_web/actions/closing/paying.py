"""Pay runs: drafted from what is due, approved by another, exported, and posted once payroll says what it paid.

The table of steps is ``attain.lifecycles.PAY_RUN``; docs/behaviours/lifecycles.md shows it.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from attain.ledger import (
    PAY_LINES,
    Posting,
    banked_of,
    control_totals,
    paid_differences,
    pay_lines,
    post,
)
from attain.lifecycles import PAY_RUN
from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.closing.deciding import adjusted_by
from attain_web.actions.closing.figures import PAID, pay_periods, period
from attain_web.actions.closing.periods import closed_periods
from attain_web.actions.running import results_of
from attain_web.actions.stepping import Thing, Wanted
from attain_web.store import ledgers
from attain_web.store.frames import add_frame
from attain_web.store.models import PayRun, Run, StepTaken


@dataclass(frozen=True)
class Paid:
    """What payroll says about one payment.

    Attributes:
        payee_id, currency: whose, and in which currency.
        asked, paid: minor units that were exported and that were paid.
    """

    payee_id: str
    currency: str
    asked: int
    paid: int


def draft_pay_run(period_id: str, *, acting_user: str) -> PayRun:
    """Draft a pay run of a period: what every payee is due by the ledger, less what the plan banks.

    Raises:
        Refused: the period is not posted, another pay run is under way, or nothing is due.
    """
    step = period(period_id).last
    if step is None or step.run is None or step.state not in {"posted", "closed"}:
        raise Refused(
            f"period {period_id} is {period(period_id).state}", "post it first: what is not posted is not paid"
        )
    results = results_of(step.run, names=PAID)
    known = pay_periods(results)
    before = results["payments"].filter(pl.col("period_id").is_in(known[: known.index(period_id) + 1]))
    banked = banked_of(before, results["periods"].unique("period_id"))
    with acting("draft_pay_run", acting_user=acting_user, subject=period_id) as act:
        _refuse_while_under_way()
        lines = pay_lines(ledgers.positions(act.cursor), banked)
        if lines.is_empty():
            raise Refused(f"nothing is due in period {period_id}", "there is nothing to pay")
        return _drafted(act, period_id, step.run, lines)


def approve_pay_run(pay_run_id: str, *, acting_user: str) -> StepTaken:
    """Approve a pay run; neither whoever drafted it nor anybody it pays may.

    Raises:
        Refused: it does not stand at its draft, or the duties are not separate.
    """
    with acting("approve_pay_run", acting_user=acting_user, subject=pay_run_id) as act:
        found = pay_run_of(pay_run_id)
        payees = list(found.lines.using(ENGINE).values_list("payee_id", flat=True))
        wanted = Wanted("approve", acting_user, subjects=payees, open_checks=_untrue(found))
        return pay_run_thing(found).take(act, wanted, done=adjusted_by(found.period_id))


def reject_pay_run(pay_run_id: str, *, acting_user: str, reason: str) -> StepTaken:
    """Send a pay run back that was not exported yet; what it would pay is due again.

    Raises:
        Refused: it was exported, or there is no reason.
    """
    with acting("reject_pay_run", acting_user=acting_user, subject=pay_run_id) as act:
        return pay_run_thing(pay_run_of(pay_run_id)).take(act, Wanted("reject", acting_user, reason))


def export_pay_run(pay_run_id: str, *, acting_user: str) -> pl.DataFrame:
    """Export an approved pay run: ``pay_run, payee, currency, amount`` as texts; again it gives the same rows.

    Raises:
        Refused: it is not approved, or its lines do not give its control totals.
    """
    with acting("export_pay_run", acting_user=acting_user, subject=pay_run_id) as act:
        found = pay_run_of(pay_run_id)
        lines = lines_of(found)
        if untrue := _untrue(found):
            raise Refused(f"pay run {pay_run_id}: {untrue[0][1]}", "see 'attain verify'")
        if state_of_pay_run(found) == "exported":
            act.is_empty = True
        else:
            pay_run_thing(found).take(act, Wanted("export", acting_user), details={"digest": found.digest})
    return lines


def acknowledge_pay_run(pay_run_id: str, paid: pl.DataFrame, *, acting_user: str, paid_on: date) -> list[Paid]:
    """Post what payroll says it paid, and return what it paid otherwise than asked; the rest stays due.

    Args:
        workspace: where the figures of runs are.
        pay_run_id: which one.
        paid: PAY_LINES as payroll reports them; a line that is missing was not paid.
        acting_user: who read it back.
        paid_on: the accounting date.

    Raises:
        Refused: it is not exported, somebody was paid who is not in it, or every period is closed.
    """
    with acting("acknowledge_pay_run", acting_user=acting_user, subject=pay_run_id) as act:
        found = pay_run_of(pay_run_id)
        asked = lines_of(found)
        strangers = paid.join(asked, on=["payee_id", "currency"], how="anti")
        if strangers.height:
            first = strangers.row(0, named=True)
            what = f"pay run {pay_run_id} does not pay {first['payee_id']} in {first['currency']}"
            raise Refused(what, "check that the file belongs to this pay run")
        both = asked.join(
            paid.select("payee_id", "currency", paid="pay_amount"), on=["payee_id", "currency"], how="left"
        )
        both = both.with_columns(pl.col("paid").fill_null(0))
        off = [Paid(*row) for row in both.filter(pl.col("paid") != pl.col("pay_amount")).rows()]
        said = {"differences": [vars(one) for one in off]}
        pay_run_thing(found).take(act, Wanted("acknowledge", acting_user), details=said)
        settled = both.filter(pl.col("paid") > 0).select("payee_id", "currency", pay_amount="paid")
        _post(act, found, settled, paid_on=paid_on)
    return off


def pay_run_of(pay_run_id: str) -> PayRun:
    """Find a pay run.

    Raises:
        Refused: there is none.
    """
    found = PayRun.objects.using(ENGINE).filter(pay_run_id=pay_run_id).first()
    if found is None:
        raise Refused(f"there is no pay run '{pay_run_id}'", "see them with 'attain pay list'")
    return found


def pay_run_thing(found: PayRun) -> Thing:
    """Return a pay run as a thing that has a life."""
    return Thing(PAY_RUN, found.pay_run_id)


def state_of_pay_run(found: PayRun) -> str:
    """Return the state of a pay run."""
    return pay_run_thing(found).state


def lines_of(found: PayRun) -> pl.DataFrame:
    """Return the PAY_LINES of a pay run, by payee and currency."""
    rows = found.lines.using(ENGINE).order_by("payee_id", "currency").values_list("payee_id", "currency", "pay_amount")
    return PAY_LINES.checked(pl.DataFrame(list(rows), schema=PAY_LINES.schema, orient="row"))


def _refuse_while_under_way() -> None:
    for other in PayRun.objects.using(ENGINE).order_by("pay_run_id"):
        state = state_of_pay_run(other)
        if not PAY_RUN.is_at_its_end(state):
            raise Refused(f"pay run {other.pay_run_id} is {state}", "finish it first, or what it pays is paid twice")


def _drafted(act: Act, period_id: str, run: Run, lines: pl.DataFrame) -> PayRun:
    totals = control_totals(lines)
    number = PayRun.objects.using(ENGINE).filter(period_id=period_id).count() + 1
    made = PayRun(
        pay_run_id=f"{period_id}-{number}",
        period_id=period_id,
        run=run,
        line_count=totals.line_count,
        totals=totals.totals,
        digest=totals.digest,
        made_at=act.at,
        acting_user=act.acting_user,
    )
    made.save(using=ENGINE, force_insert=True)
    add_frame(act.cursor, "pay_line", lines.with_columns(pay_run_id=pl.lit(made.pay_run_id)))
    said = {"totals": totals.totals, "digest": totals.digest}
    pay_run_thing(made).take(act, Wanted("draft", act.acting_user), details=said)
    return made


def _untrue(found: PayRun) -> list[tuple[str, str]]:
    """The check that its lines still give its control totals, when they do not."""
    is_true = control_totals(lines_of(found)).digest == found.digest
    return [] if is_true else [("totals_agree", "its lines do not give its control totals")]


def _post(act: Act, found: PayRun, settled: pl.DataFrame, *, paid_on: date) -> None:
    if settled.is_empty():
        return
    closed = set(closed_periods())
    known = pay_periods(results_of(found.run, names=PAID))
    later = known[known.index(found.period_id) :]
    posted_in = next((period for period in later if period not in closed), None)
    if posted_in is None:
        raise Refused(f"every period from {found.period_id} on is closed", "open the next one by a plan that has it")
    differences = paid_differences(
        settled, period_id=found.period_id, posted_period_id=posted_in, pay_run_id=found.pay_run_id
    )
    posting = Posting(found.pay_run_id, found.run.batch_id, paid_on)
    posted = post(differences, ledgers.positions(act.cursor), posting, ledgers.head_of(act.cursor))
    ledgers.append(act.cursor, posted)
    act.details |= {"entries": posted.entries.height, "head": posted.head.head_hash}
